"""Statements cut into passages, with all that the index needs of them: places, words, and what is embedded."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from corpus.record.derivations import Derivations
from corpus.statement import Statement
from index import vectors
from index.interaction.projection import Projection
from index.places import Places
from index.text import analysis, passages
from index.text.span import Span

_TITLE_WEIGHT = 2
_SLAB = 4096
"""Passages whose codes are in memory at once."""


@dataclass(frozen=True, slots=True)
class Cut:
    """``statements`` and, one a statement, their passages' ``spans``; ``keys``, one a passage, of what is embedded."""

    statements: list[Statement]
    spans: list[list[Span]]
    keys: list[bytes]

    @classmethod
    def of(cls, statements: Iterable[Statement]) -> Cut:
        """Return ``statements``, but for the withdrawn ones, cut into passages."""
        kept = [statement for statement in statements if statement.withdrawn is None]
        spans = [passages.passages(one.revision.text, one.language.value) for one in kept]
        keys = [vectors.key_of(_embedded(one, span)) for one, found in zip(kept, spans, strict=True) for span in found]
        return cls(kept, spans, keys)

    def __len__(self) -> int:
        """Return the number of passages."""
        return len(self.keys)

    def texts(self, have: Collection[bytes]) -> dict[bytes, str]:
        """Return what is embedded, by key, of those passages that are not in ``have``."""
        flat = ((one, span) for one, found in zip(self.statements, self.spans, strict=True) for span in found)
        return {key: _embedded(one, span) for key, (one, span) in zip(self.keys, flat, strict=True) if key not in have}

    def places(self, have: Collection[bytes]) -> Places:
        """Return where the passages lie; those whose vectors are in ``have`` are embedded."""
        embedded = np.array([key in have for key in self.keys], bool)
        return Places.build(self.statements, self.spans, embedded)

    def matrix(self, have: Mapping[bytes, bytes]) -> npt.NDArray[np.float16]:
        """Return the vectors of the passages that are in ``have``, in order: shape (n, dimension), fp16."""
        return vectors.matrix((key for key in self.keys if key in have), have)

    def codes(self, derivations: Derivations, projection: Projection) -> Iterator[bytes]:
        """Give the codes of the words of the passages, in order; empty where there are none."""
        for first in range(0, len(self.keys), _SLAB):
            slab = self.keys[first : first + _SLAB]
            kept = derivations.some(projection.name, set(slab))
            yield from (kept.get(key, b"") for key in slab)

    def words(self, first: int) -> Iterator[tuple[int, list[str], date | None, str | None]]:
        """Give the passages, which have the ordinals from ``first`` on, with lexemes, day of issue and language."""
        ordinal = first
        for statement, found in zip(self.statements, self.spans, strict=True):
            language, text = statement.language.value, statement.revision.text
            title = analysis.lexemes(statement.title, language) * _TITLE_WEIGHT if statement.title else []
            for span in found:
                lexemes = analysis.lexemes(text[span.start : span.end], language)
                yield ordinal, lexemes + title, statement.date.day, language
                ordinal += 1


def _embedded(statement: Statement, span: Span) -> str:
    return vectors.embedded_text(statement.title, statement.revision.text[span.start : span.end])
