"""The last question of each talk, for some minutes, so that a follow-up can be joined to it. In memory only."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

MINUTES = 10
"""How long a question is remembered."""
TALKS = 10_000
"""Talks that are remembered at most, the latest."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A question as it was understood whole, and the ``day`` of the first statement quoted on it, if that has one."""

    question: str = field(repr=False)
    day: date | None = field(default=None, repr=False)


class Memory:
    """One turn a talk. Several threads may use it; what is older than :data:`MINUTES` is dropped at every use.

    Nothing of it is written anywhere, and it ends with the process.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic, talks: int = TALKS) -> None:
        """Remember up to ``talks`` talks by ``clock``, which counts seconds and never goes back."""
        self._clock, self._talks = clock, talks
        self._turns: OrderedDict[bytes, tuple[float, Turn]] = OrderedDict()  # the oldest first
        self._using = threading.Lock()

    def __len__(self) -> int:
        """Return how many talks are remembered."""
        with self._using:
            self._forget()
            return len(self._turns)

    def recall(self, talk: bytes | None) -> Turn | None:
        """Return the last turn of ``talk``, or ``None`` when it is forgotten or ``talk`` cannot be told from others."""
        with self._using:
            self._forget()
            found = self._turns.get(talk) if talk else None
            return found[1] if found else None

    def keep(self, talk: bytes | None, turn: Turn) -> None:
        """Remember ``turn`` as the last of ``talk``, in place of the one before."""
        if not talk:
            return
        with self._using:
            self._turns.pop(talk, None)
            self._turns[talk] = self._clock(), turn
            self._forget()

    def _forget(self) -> None:
        since = self._clock() - MINUTES * 60
        while self._turns and (len(self._turns) > self._talks or next(iter(self._turns.values()))[0] <= since):
            self._turns.popitem(last=False)
