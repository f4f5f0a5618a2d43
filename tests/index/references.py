"""What the engines should find, computed plainly from published formulas in double precision; no code is shared.

Words: BM25 as in S. Robertson and H. Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond", Foundations
and Trends in Information Retrieval 3(4), 2009, with the factor k1 + 1 that many versions have, and 1 added inside the
logarithm of the idf so that it is never negative, as Lucene and tantivy do. Meaning: inner products with every vector.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

K1, B = 1.2, 0.75
SKELETON = 0.6
"""What a name found by its consonants alone ("~") is worth beside one found as written."""

_EXACT, _STEPS = 24, 8
"""Lengths below the first are stored as they are; above it, this many values up to each power of two."""


def stored_length(length: int) -> int:
    """Return a length in words as tantivy keeps it: the largest of its 256 values that is not above it.

    A byte holds 24 exact values, then a float of 3 bits above 24 (Lucene's ``SmallFloat.intToByte4`` is the same).
    So 40 words are 40, 41 are 40, 100 are 96. At most an eighth of what goes beyond 24 is lost.
    """
    if length < _EXACT + 2 * _STEPS:
        return length
    beyond = length - _EXACT
    step = 1 << (beyond.bit_length() - _STEPS.bit_length())
    return _EXACT + beyond // step * step


class Okapi:
    """BM25 over ``counted``, the lexemes of passages by ordinal: frequencies and the average length are of all of them.

    A group of lexemes stands for one word of a question: the best of them counts (the maximum of a disjunction).
    """

    def __init__(self, counted: Mapping[int, Sequence[str]]) -> None:
        self._lengths = {ordinal: stored_length(len(lexemes)) for ordinal, lexemes in counted.items()}
        self._average = sum(map(len, counted.values())) / max(len(counted), 1)
        self._holding: defaultdict[str, dict[int, int]] = defaultdict(dict)
        for ordinal, lexemes in counted.items():
            for key, times in Counter(lexemes).items():
                self._holding[key][ordinal] = times

    def holding(self, key: str) -> Collection[int]:
        """Return the ordinals of the passages that hold ``key``."""
        return self._holding.get(key, {}).keys()

    def idf(self, key: str) -> float:
        """Return the weight of Robertson and Spärck Jones without relevance feedback, 1 added: ln(1 + ...)."""
        holding = len(self.holding(key))
        return math.log(1 + (len(self._lengths) - holding + 0.5) / (holding + 0.5))

    def _of_key(self, key: str, ordinal: int) -> float:
        times = self._holding[key][ordinal] if ordinal in self.holding(key) else 0
        slowed = K1 * (1 - B + B * self._lengths[ordinal] / self._average)
        return (SKELETON if key.startswith("~") else 1) * self.idf(key) * times * (K1 + 1) / (times + slowed)

    def score(self, groups: Iterable[Sequence[str]], ordinal: int) -> float:
        """Return the score of one passage, 0 or more."""
        return sum(max(self._of_key(key, ordinal) for key in group) for group in groups)

    def scores(self, groups: Sequence[Sequence[str]], among: Collection[int]) -> dict[int, float]:
        """Return the scores of those of the passages ``among`` that hold any lexeme of ``groups``."""
        found = {ordinal for group in groups for key in group for ordinal in self.holding(key)}
        return {ordinal: self.score(groups, ordinal) for ordinal in sorted(found.intersection(among))}


def inner_products(
    query: npt.NDArray[np.float32], vectors: Mapping[int, npt.NDArray[np.float16]], among: Collection[int]
) -> dict[int, float]:
    """Return the inner product of ``query`` with each of ``vectors`` that is ``among``, in fp64 over fp16 as stored."""
    wide = query.astype(np.float64)
    return {
        ordinal: float((vector.astype(np.float64) * wide).sum())
        for ordinal, vector in vectors.items()
        if ordinal in among
    }


def assert_best(
    found: npt.NDArray[np.int64],
    scores: npt.NDArray[np.float32],
    expected: Mapping[int, float],
    limit: int,
    tolerance: float,
) -> None:
    """Fail unless ``found`` are the ``limit`` best of ``expected`` in order, ``scores`` theirs within ``tolerance``.

    Passages that are nearer to each other than single precision tells may stand in either order; of equal scores the
    earlier ordinal comes first.
    """
    ordinals = found.tolist()
    assert len(ordinals) == len(set(ordinals)) == len(scores) == min(limit, len(expected))
    assert set(ordinals) <= expected.keys()
    np.testing.assert_allclose(scores, [expected[one] for one in ordinals], rtol=tolerance, atol=tolerance)
    pairs = list(zip((-scores).tolist(), ordinals, strict=True))
    assert pairs == sorted(pairs)
    if ordinals:
        bar = float(scores[-1]) + 2 * tolerance * (1 + abs(float(scores[-1])))
        better = [one for one in expected.keys() - set(ordinals) if expected[one] > bar]
        assert not better, f"{better} should have been found"
