"""The best match of each word in each passage, as two loops find it."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from index.interaction import maxsim

DIMENSION = 5


def _units(rng: np.random.Generator, count: int) -> np.ndarray:
    rows = rng.standard_normal((count, DIMENSION)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))


def _codes(rng: np.random.Generator, count: int) -> np.ndarray:
    return np.asarray(np.rint(_units(rng, count) * 127), np.int8)


@given(words=st.integers(0, 4), counts=st.lists(st.integers(0, 4), max_size=8), seed=st.integers(0, 10**6))
def test_matches_are_those_of_two_loops(words: int, counts: list[int], seed: int) -> None:
    rng = np.random.default_rng(seed)
    question, passages = _units(rng, words), [_codes(rng, count) for count in counts]
    codes = np.concatenate([*passages, np.empty((0, DIMENSION), np.int8)])
    found = maxsim.matches(question, codes, np.array(counts, np.int64))
    assert (found.shape, found.dtype.name) == ((words, len(counts)), "float32")
    for row, word in enumerate(question):
        for column, passage in enumerate(passages):
            if len(passage):
                best = max(float(word @ (code.astype(float) / 127)) for code in passage)
                np.testing.assert_allclose(found[row, column], best, atol=1e-5)
                assert -1.02 <= found[row, column] <= 1.02
            else:
                assert np.isnan(found[row, column])


def test_the_word_itself_is_a_whole_match() -> None:
    question = _units(np.random.default_rng(3), 2)
    codes = np.rint(question * 127).astype(np.int8)
    np.testing.assert_allclose(maxsim.matches(question, codes, np.array([2])), 1, atol=0.01)


def test_a_score_is_the_weighed_mean_of_the_matches() -> None:
    found = np.array([[1.0, 0.5, np.nan], [0.2, -0.5, np.nan]], np.float32)
    scores = maxsim.scores(found, np.array([0.75, 0.25], np.float32))
    np.testing.assert_allclose(scores, [0.8, 0.25, np.nan], atol=1e-6)


def test_without_words_nothing_is_known() -> None:
    assert np.isnan(maxsim.scores(np.empty((0, 3), np.float32), np.empty(0, np.float32))).tolist() == [True] * 3
