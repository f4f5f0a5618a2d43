"""MaxSim: what each word of a question finds in a passage, summed over the question (Khattab and Zaharia 2020)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.interaction.projection import SCALE, Codes

Floats = npt.NDArray[np.float32]


def matches(question: Floats, codes: Codes, counts: npt.NDArray[np.int64]) -> Floats:
    """Return the best match of each word of a question in each passage: shape (words, passages), -1 to 1.

    ``question``, shape (words, dimension), rows of length 1; ``codes`` are those of the passages one after the other,
    ``counts`` how many each has. NaN for a passage that has none.
    """
    found = np.full((len(question), len(counts)), np.nan, np.float32)
    there = np.flatnonzero(counts)
    if len(there) and len(question):
        # Words of passages as rows: many times as fast as the other way round.
        similar = codes.astype(np.float32) @ np.ascontiguousarray(question.T / SCALE)
        first = np.cumsum(counts[there]) - counts[there]
        found[:, there] = np.maximum.reduceat(similar, first, axis=0).T
    return found


def scores(found: Floats, weight: Floats) -> Floats:
    """Return one score a passage from its :func:`matches`, shape (passages,): their mean, weighed by ``weight``."""
    if not len(found):
        return np.full(found.shape[1], np.nan, np.float32)
    return np.asarray(weight @ found, np.float32)
