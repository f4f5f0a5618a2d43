"""Where each passage lies: statement, revision and exact span, as arrays in the order of the record."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.statement import Statement
from index.errors import GenerationError
from index.text.span import Span

_ARRAYS = ("ids", "revisions", "languages", "lengths", "of", "starts", "ends", "days")


@dataclass(frozen=True, slots=True)
class Place:
    """A passage: ``text[start:end]`` of revision ``revision`` of ``statement_id``, in code points."""

    statement_id: str
    revision: int
    start: int
    end: int


@dataclass(frozen=True, slots=True, eq=False)
class Places:
    """The places of all passages; a passage's ordinal is its row.

    ``ids``, ``revisions``, ``languages``, ``lengths`` have a row a statement (``lengths`` in code points); ``of`` (the
    statement's row), ``starts``, ``ends``, ``days`` (proleptic ordinal of the date of issue, 0 when unknown) one a
    passage.
    """

    ids: npt.NDArray[np.str_]
    revisions: npt.NDArray[np.int32]
    languages: npt.NDArray[np.str_]
    lengths: npt.NDArray[np.int32]
    of: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    days: npt.NDArray[np.int32]

    @classmethod
    def build(cls, statements: Sequence[Statement], spans: Sequence[Sequence[Span]]) -> Places:
        """Return the places of ``spans``, one list of passages a statement, in order."""
        of = [row for row, found in enumerate(spans) for _ in found]
        flat = [span for found in spans for span in found]
        day = [statement.date.day.toordinal() if statement.date.day else 0 for statement in statements]
        return cls(
            ids=np.array([statement.id for statement in statements], dtype="U10"),
            revisions=np.array([statement.revision.number for statement in statements], np.int32),
            languages=np.array([statement.language.value or "" for statement in statements], dtype="U8"),
            lengths=np.array([len(statement.revision.text) for statement in statements], np.int32),
            of=np.array(of, np.int32),
            starts=np.array([span.start for span in flat], np.int32),
            ends=np.array([span.end for span in flat], np.int32),
            days=np.array([day[row] for row in of], np.int32),
        )

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.of)

    def __getitem__(self, ordinal: int) -> Place:
        """Return the place of the passage ``ordinal``."""
        row = self.of[ordinal]
        return Place(str(self.ids[row]), int(self.revisions[row]), int(self.starts[ordinal]), int(self.ends[ordinal]))

    def allowed(self, since: date | None, until: date | None, language: str | None) -> npt.NDArray[np.int64] | None:
        """Return the ordinals that the filters let through, ``None`` without a filter. The undated pass no range."""
        if since is None and until is None and language is None:
            return None
        mask = np.ones(len(self), bool)
        if since is not None:
            mask &= self.days >= since.toordinal()
        if until is not None:
            mask &= (self.days <= until.toordinal()) & (self.days > 0)
        if language is not None:
            mask &= (self.languages == language)[self.of]
        return np.flatnonzero(mask)

    def save(self, file: Path) -> None:
        """Write the arrays to ``file``."""
        np.savez(file, **{name: getattr(self, name) for name in _ARRAYS})

    @classmethod
    def open(cls, file: Path) -> Places:
        """Return the places in ``file``.

        :raises GenerationError: when it cannot be read.
        """
        try:
            with file.open("rb") as content, np.load(content, allow_pickle=False) as arrays:
                return cls(**{name: arrays[name] for name in _ARRAYS})
        except (OSError, ValueError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile):
            raise GenerationError(f"{file}: cannot be read; `onrecord rebuild` makes it anew") from None
