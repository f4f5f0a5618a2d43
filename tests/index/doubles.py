"""Stand-ins for the index's tests: an encoder that needs no model, and drafts in a line."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from corpus.archive import Archive
from corpus.statement import UNDATED, Draft, Provenance, PublicationDate, given
from index.answers.retrieval import Candidates
from index.generation import Generations

if TYPE_CHECKING:
    from multiprocessing.synchronize import Event

    from index.engines.embedding import Encoder

_WORD = re.compile(r"\w+")


class HashedEncoder:
    """A bag of words under a random projection: texts that share words are near, the same in every process.

    ``embedded`` holds every text that :meth:`passages` was given. After ``lasts`` calls it raises ``PowerCut``.
    """

    def __init__(self, name: str = "hashed", dimension: int = 32, lasts: int | None = None) -> None:
        self.name, self._dimension, self._lasts = name, dimension, lasts
        self.embedded: list[str] = []

    @property
    def recipe(self) -> str:
        return f"{self.name}:{self._dimension}"

    @property
    def dimension(self) -> int:
        return self._dimension

    def passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        if self._lasts is not None:
            if self._lasts == 0:
                raise PowerCut
            self._lasts -= 1
        self.embedded += texts
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> npt.NDArray[np.float32]:
        total = np.full(self._dimension, 1e-3)
        for word in _WORD.findall(text.casefold()):
            seed = int.from_bytes(hashlib.sha256(f"{self.name} {word}".encode()).digest()[:8], "little")
            total += np.random.default_rng(seed).standard_normal(self._dimension)
        return np.asarray(total / np.linalg.norm(total), np.float32)


class PowerCut(BaseException):
    """Ends a piece of work in the middle, as a kill would: no handler of the program's may catch it."""


class GivenVectors(HashedEncoder):
    """Gives the same rows for whatever it is asked to embed."""

    def __init__(self, rows: npt.NDArray[np.float32]) -> None:
        super().__init__("given", rows.shape[1])
        self._rows = rows

    def passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:  # noqa: ARG002 - it does not look at them
        return self._rows


def draft(
    text: str, source: str = "/in/a.md", *, title: str | None = None, day: str | None = None, language: str = "en"
) -> Draft:
    """Return a draft of ``text``; ``day`` in ISO form, undated without it."""
    issued = PublicationDate(date.fromisoformat(day), Provenance.GIVEN) if day else UNDATED
    return Draft(text, source, title=title, date=issued, language=given(language))


def flip(file: Path, at: int = -1) -> None:
    """Flip the bits of one byte of ``file``: the middle one, unless told which."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2 if at < 0 else at] ^= 0xFF
    file.write_bytes(content)


def id_of(archive: Archive, source: str) -> str:
    """Return the id of the statement that was read from ``source``."""
    return next(one.id for one in archive.statements() if source in one.sources)


def hold_the_index(data: str, held: Event, let_go: Event) -> None:
    """Be the one writer of the index below ``data`` from ``held`` until ``let_go``; runs in another process."""
    with Generations(Path(data)).writer():
        held.set()
        let_go.wait(60)


if TYPE_CHECKING:
    _is_an_encoder: Encoder = HashedEncoder()


def candidates_of(ordinals: npt.NDArray[np.int64], **scores: npt.NDArray[np.floating]) -> Candidates:
    """Return candidates with these ``scores``; nothing else speaks for any of them."""
    count = len(ordinals)
    known = {name: scores.get(name, np.zeros(count)).astype(np.float32) for name in _SCORES}
    known["lengths"] = scores.get("lengths", np.full(count, 1500.0)).astype(np.float32)
    none = np.empty((0, count), np.float32)
    return Candidates(ordinals, **known, matches=none, weight=np.empty(0, np.float32), mass=1.0, idfs=(1.0,))


_SCORES = ("meaning", "standing", "words", "late", "agreement", "lengths", "extra")
