"""Reading with an encoder and what was trained for it: vectors of texts, and their words in context, in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from index.engines.embedding import ContextEncoder, Encoder, Vectors
from index.interaction.adapter import Adapter
from index.interaction.projection import Floats, Projection

_NO_WORDS = np.empty((0, 0), np.float32)
_NO_WEIGHT = np.empty(0, np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question as it is searched.

    ``vector``, shape (dimension,): what passages are sought near. ``words``: a row of length 1 a content word,
    ``weight`` one each, sum 1; without a projection there are none. ``worth`` is what a whole match of all of them is
    worth beside the vector.
    """

    vector: npt.NDArray[np.float32]
    words: Floats = field(default_factory=lambda: _NO_WORDS)
    weight: Floats = field(default_factory=lambda: _NO_WEIGHT)
    worth: float = 0.0


@dataclass(frozen=True, slots=True)
class WordReader:
    """An encoder and the projection that belongs to it: reads passages."""

    encoder: ContextEncoder
    projection: Projection

    @classmethod
    def of(cls, encoder: Encoder) -> WordReader | None:
        """Return the reader of ``encoder``; ``None`` when no projection belongs to it.

        :raises ModelError: when the projection cannot be read.
        """
        projection = Projection.shipped(encoder.recipe)
        return cls(encoder, projection) if projection and isinstance(encoder, ContextEncoder) else None

    def passages(self, texts: Sequence[str]) -> tuple[Vectors, list[bytes]]:
        """Return the vectors of ``texts``, and of each the codes of its words, as bytes."""
        vectors, hidden = self.encoder.passages_in_context(texts)
        return vectors, [self.projection.codes(one).tobytes() for one in hidden]


class Reader(Protocol):
    """Reads questions."""

    def read(self, text: str) -> Asked:
        """Return the question ``text`` as it is searched."""


@dataclass(frozen=True, slots=True)
class QuestionReader:
    """Reads questions with an encoder, and with the projection and the adapter that belong to it, if any do."""

    encoder: Encoder
    words: WordReader | None
    adapter: Adapter | None

    @classmethod
    def of(cls, encoder: Encoder) -> QuestionReader:
        """Return the reader of ``encoder`` with what this version comes with for it.

        :raises ModelError: when that cannot be read.
        """
        return cls(encoder, WordReader.of(encoder), Adapter.shipped(encoder.recipe))

    def read(self, text: str) -> Asked:
        """Return the question ``text`` as it is searched."""
        if self.words is None:
            return Asked(self._moved(self.encoder.query(text)))
        plain, hidden = self.words.encoder.query_in_context(text)
        words, weight = self.words.projection.question(hidden)
        return Asked(self._moved(plain), words, weight, self.words.projection.worth)

    def _moved(self, plain: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        return plain if self.adapter is None else self.adapter.moved(plain)
