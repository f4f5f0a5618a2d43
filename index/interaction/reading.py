"""Reading with an encoder and its projection: the vector of a text, and the codes of its words, in one pass."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.engines.embedding import ContextEncoder, Encoder, Vectors
from index.interaction.projection import Floats, Projection


@dataclass(frozen=True, slots=True, eq=False)
class Asked:
    """A question: ``vector``, shape (dimension,); ``words``, a row of length 1 each; ``weight``, one a word, sum 1.

    ``worth`` is what a whole match of all of them is worth beside the vector. Without a projection there are no words.
    """

    vector: npt.NDArray[np.float32]
    words: Floats
    weight: Floats
    worth: float = 0.0


_NO_WORDS = np.empty((0, 0), np.float32)
_NO_WEIGHT = np.empty(0, np.float32)


@dataclass(frozen=True, slots=True)
class WordReader:
    """An encoder and the projection that belongs to it."""

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

    def question(self, text: str) -> Asked:
        """Return the question ``text`` as it is searched."""
        vector, hidden = self.encoder.query_in_context(text)
        return Asked(vector, *self.projection.question(hidden), self.projection.worth)


def asked(encoder: Encoder, reader: WordReader | None, text: str) -> Asked:
    """Return the question ``text`` as it is searched, without words where there is no ``reader``."""
    return reader.question(text) if reader else Asked(encoder.query(text), _NO_WORDS, _NO_WEIGHT)
