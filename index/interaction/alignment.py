"""Words in context: from the vectors that a model gives to pieces of words to one vector a content word.

Function words and punctuation have none: they match anywhere, and half of a text is made of them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.text.analysis import Token, words
from index.text.function_words import FUNCTION_WORDS

Hidden = npt.NDArray[np.float32]
"""Shape (n, width): a vector a word, or a piece of one, as the model gives it."""


def content_words(text: str) -> list[Token]:
    """Return the words of ``text`` that carry a subject, in order; all of its words when none does."""
    found = words(text)
    return [word for word in found if word.folded not in FUNCTION_WORDS] or found


def pieces_of(
    found: Sequence[Token], offsets: npt.NDArray[np.int64], shift: int
) -> tuple[list[int], npt.NDArray[np.int64]]:
    """Return which of the words ``found`` have pieces, by number, and the rows of these, shape (n, 2), end exclusive.

    ``offsets``, shape (pieces, 2), say where each piece stands in the prompt and the text, ascending; pieces that
    stand nowhere, such as the ends of a sequence, are empty. The text begins at ``shift``. A word behind the last piece
    was cut off by the model's length.
    """
    starts, ends = offsets[:, 0], offsets[:, 1]
    standing = np.flatnonzero(ends > starts)
    starts, ends = starts[standing], ends[standing]
    begin = np.array([word.start + shift for word in found], np.int64)
    end = np.array([word.end + shift for word in found], np.int64)
    first = np.searchsorted(ends, begin, "right")
    last = np.searchsorted(starts, end, "left")
    there = np.flatnonzero(last > first)
    rows = np.stack([standing[first[there]], standing[last[there] - 1] + 1], axis=1) if len(there) else _NONE
    return there.tolist(), rows


_NONE = np.empty((0, 2), np.int64)


def pooled(pieces: Hidden, rows: npt.NDArray[np.int64]) -> Hidden:
    """Return the mean of the ``pieces`` from row to row, one a word: shape (n, width)."""
    sums = np.vstack([np.zeros((1, pieces.shape[1])), np.cumsum(pieces, axis=0, dtype=np.float64)])
    counts = (rows[:, 1] - rows[:, 0])[:, None]
    return np.asarray((sums[rows[:, 1]] - sums[rows[:, 0]]) / np.maximum(counts, 1), np.float32)
