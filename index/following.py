"""The generation in use: its pointer is followed, and a newly published one opened beside it.

What is in memory answers meanwhile. What was added to it is there within milliseconds, and then from the next question
on.
"""

from __future__ import annotations

import logging
import threading
from dataclasses import dataclass
from typing import Protocol

from index.build import is_readable
from index.engines.embedding import Encoder
from index.errors import GenerationError, MissingGenerationError
from index.generation import Generations
from index.snapshot import Snapshot

log = logging.getLogger(__name__)

PATIENCE = 0.1
"""Seconds that the question which finds a new generation waits for it: enough for what was added to the one in use."""

Mark = tuple[int, int]


class Current(Protocol):
    """Gives the generation in use."""

    def snapshot(self) -> Snapshot:
        """Return the generation in use."""

    def catch_up(self) -> None:
        """Wait until the generation that is published now is in use."""


@dataclass(frozen=True, slots=True)
class Fixed:
    """One generation that stays in use."""

    generation: Snapshot

    def snapshot(self) -> Snapshot:
        """Return it."""
        return self.generation

    def catch_up(self) -> None:
        """Wait for nothing."""


class Following:
    """Gives the generation of ``generations`` that is in use with ``encoder``; several threads may ask at once.

    :raises MissingGenerationError: when there is none yet.
    :raises GenerationError: when it is damaged, or was made with another model or version.
    """

    def __init__(self, generations: Generations, encoder: Encoder) -> None:
        self._generations, self._encoder = generations, encoder
        self._guard = threading.Lock()
        self._opening: threading.Thread | None = None
        self._mark: Mark | None = self._generations.mark()
        self._snapshot = self._open(None)

    def _open(self, before: Snapshot | None) -> Snapshot:
        snapshot = Snapshot.open(self._generations, before)
        if not is_readable(snapshot.manifest, self._encoder):
            raise GenerationError(
                f"{snapshot.folder}: was made with another model or version; `onrecord rebuild` makes it anew"
            )
        return snapshot

    def snapshot(self) -> Snapshot:
        """Return the generation in use. When another was published since, it is opened, and waited for a moment."""
        opening = self._catching_up()
        if opening is not None:
            opening.join(PATIENCE)
        return self._snapshot

    def catch_up(self) -> None:
        """Wait until the generation that is published now is in use, or was found to be unusable."""
        published = self._published()
        while self._mark != published and published is not None:
            opening = self._catching_up(at_once=False)
            if opening is not None:
                opening.join()
            published = self._published()

    def _catching_up(self, *, at_once: bool = True) -> threading.Thread | None:
        """Return the thread that opens what is published, begun now if need be; ``None`` when nothing is to be done.

        ``None``, too, when another question began it and this one is to be answered ``at_once``.
        """
        if self._published() == self._mark:
            return None
        with self._guard:
            if self._opening is not None and self._opening.is_alive():
                return None if at_once else self._opening
            mark = self._published()
            if mark == self._mark:
                return None
            if mark is None:  # taken away: what is in memory still answers
                self._mark = None
                return None
            self._opening = threading.Thread(target=self._follow, args=(mark,), name="opening the index")
            self._opening.start()
            return self._opening

    def _published(self) -> Mark | None:
        """Return the mark of what is published, ``None`` when it was taken away."""
        try:
            return self._generations.mark()
        except MissingGenerationError:
            return None

    def _follow(self, mark: Mark) -> None:
        """Take the newly published generation, whose pointer is ``mark``; keep the present one when it is unusable."""
        try:
            self._snapshot = self._open(self._snapshot)
        except GenerationError as error:
            log.error("%s; still answering from %s", error, self._snapshot.folder)  # noqa: TRY400 - one line says it all
        self._mark = mark
