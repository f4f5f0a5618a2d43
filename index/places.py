"""Where each passage lies: statement, revision and exact span, as arrays in the order of the ordinals."""

from __future__ import annotations

import dataclasses
import zipfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.statement import Statement
from index.errors import GenerationError
from index.text.span import Span

_OF_STATEMENTS = {"ids": "U10", "revisions": "i4", "languages": "U8", "lengths": "i4"}
_OF_PASSAGES = {"of": "i4", "starts": "i4", "ends": "i4", "days": "i4", "embedded": "?"}
_KINDS = _OF_STATEMENTS | _OF_PASSAGES

Mask = npt.NDArray[np.bool_]
Ordinals = npt.NDArray[np.int64]


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
    statement's row), ``starts``, ``ends``, ``days`` (proleptic ordinal of the date of issue, 0 when unknown),
    ``embedded`` (whether it has a vector) and ``alive`` one a passage. Passages of a statement that was revised or
    withdrawn since are dead: they keep their ordinals, and are found no more. A statement that was revised has a row
    of each of its wordings.
    """

    ids: npt.NDArray[np.str_]
    revisions: npt.NDArray[np.int32]
    languages: npt.NDArray[np.str_]
    lengths: npt.NDArray[np.int32]
    of: npt.NDArray[np.int32]
    starts: npt.NDArray[np.int32]
    ends: npt.NDArray[np.int32]
    days: npt.NDArray[np.int32]
    embedded: Mask
    alive: Mask

    @classmethod
    def build(
        cls, statements: Sequence[Statement], spans: Sequence[Sequence[Span]], embedded: Mask | None = None
    ) -> Places:
        """Return the places of ``spans``, one list of passages a statement, in order.

        ``embedded`` has one a passage; without it, all are embedded.
        """
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
            embedded=np.ones(len(of), bool) if embedded is None else embedded,
            alive=np.ones(len(of), bool),
        )

    @classmethod
    def joined(cls, parts: Sequence[Places]) -> Places:
        """Return the places of ``parts``, one after the other."""
        arrays = {
            name: np.concatenate([np.empty(0, kind), *(getattr(part, name) for part in parts)])
            for name, kind in {**_KINDS, "alive": "?"}.items()
            if name != "of"
        }
        before = np.cumsum([0, *(len(part.ids) for part in parts)])
        of = [part.of + np.int32(rows) for part, rows in zip(parts, before[:-1], strict=True)]
        return cls(**arrays, of=np.concatenate([np.empty(0, np.int32), *of]))

    def without(self, dead: Ordinals) -> Places:
        """Return these with the passages ``dead`` no longer alive."""
        alive = self.alive.copy()
        alive[dead] = False
        return dataclasses.replace(self, alive=alive)

    def without_vectors(self, dead: Ordinals) -> Places:
        """Return these for another file, in which the passages ``dead`` have no vectors."""
        embedded = self.embedded.copy()
        embedded[dead] = False
        return dataclasses.replace(self, embedded=embedded)

    def __len__(self) -> int:
        """Return the number of passages, the dead among them."""
        return len(self.of)

    def __getitem__(self, ordinal: int) -> Place:
        """Return the place of the passage ``ordinal``."""
        row = self.of[ordinal]
        return Place(str(self.ids[row]), int(self.revisions[row]), int(self.starts[ordinal]), int(self.ends[ordinal]))

    def ordinals_of(self, ids: Collection[str]) -> Ordinals:
        """Return the ordinals of the living passages of the statements ``ids``, in ascending order."""
        rows = np.isin(self.ids, np.array(list(ids), dtype="U10"))
        return np.flatnonzero(rows[self.of] & self.alive)

    def allowed(self, since: date | None, until: date | None, language: str | None) -> Ordinals | None:
        """Return the living passages that the filters let through, ``None`` without a filter.

        The undated pass no range.
        """
        if since is None and until is None and language is None:
            return None
        mask = self.alive.copy()
        if since is not None:
            mask &= self.days >= since.toordinal()
        if until is not None:
            mask &= (self.days <= until.toordinal()) & (self.days > 0)
        if language is not None:
            mask &= (self.languages == language)[self.of]
        return np.flatnonzero(mask)

    def save(self, file: Path) -> None:
        """Write the arrays to ``file``, but for which of them are alive: that changes, and files do not."""
        np.savez(file, **{name: getattr(self, name) for name in _KINDS})

    @classmethod
    def open(cls, file: Path) -> Places:
        """Return the places in ``file``, all alive.

        :raises GenerationError: when it cannot be read.
        """
        try:
            with file.open("rb") as content, np.load(content, allow_pickle=False) as arrays:
                found = {name: arrays[name] for name in _KINDS}
        except (OSError, ValueError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile):
            raise GenerationError(f"{file}: cannot be read; `onrecord rebuild` makes it anew") from None
        return cls(**found, alive=np.ones(len(found["of"]), bool))
