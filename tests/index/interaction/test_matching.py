"""Matching over the parts of an index is matching over one that holds them all."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.interaction.codes import WordCodes
from index.interaction.matching import Matching, Stretch

DIMENSION = 4
COUNTS = st.lists(st.integers(0, 3), min_size=1, max_size=6)


def _codes(passages: list[np.ndarray]) -> WordCodes:
    offsets = np.cumsum([0, *map(len, passages)], dtype=np.int64)
    return WordCodes(np.concatenate([*passages, np.empty((0, DIMENSION), np.int8)]), offsets)


def _random(rng: np.random.Generator, counts: list[int]) -> list[np.ndarray]:
    return [rng.integers(-127, 128, (count, DIMENSION)).astype(np.int8) for count in counts]


@given(
    parts=st.lists(st.tuples(COUNTS, st.booleans()), min_size=1, max_size=4),
    words=st.integers(0, 3),
    seed=st.integers(0, 10**6),
)
def test_several_stretches_are_one(parts: list[tuple[list[int], bool]], words: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    stretches: list[Stretch] = []
    every: list[np.ndarray] = []
    for counts, has_codes in parts:
        passages = _random(rng, counts if has_codes else [0] * len(counts))
        first = len(every)
        every += passages
        stretches.append(Stretch(first, len(every), _codes(passages) if has_codes else None))
    question = rng.standard_normal((words, DIMENSION)).astype(np.float32)
    ordinals = np.flatnonzero(rng.random(len(every)) < 0.6)
    found = Matching(stretches).matches(question, ordinals)
    whole = Matching([Stretch(0, len(every), _codes(every))]).matches(question, ordinals)
    assert found.shape == whole.shape == (words, len(ordinals))
    np.testing.assert_allclose(found, whole, rtol=1e-5, atol=1e-6)
    has_none = np.array([not len(every[ordinal]) for ordinal in ordinals], bool)
    assert (np.isnan(found) == has_none[None, :]).all()


def test_nothing_is_read_where_nothing_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    WordCodes.write(tmp_path, [b"\x01" * DIMENSION] * 3, DIMENSION)
    matching = Matching([Stretch(0, 3, WordCodes.open(tmp_path)), Stretch(3, 5, None)])
    monkeypatch.delattr(WordCodes, "of")
    nothing = np.empty(0, np.int64)
    assert matching.matches(np.empty((0, DIMENSION), np.float32), np.arange(5)).shape == (0, 5)
    assert matching.matches(np.ones((2, DIMENSION), np.float32), nothing).shape == (2, 0)
    assert np.isnan(matching.matches(np.ones((2, DIMENSION), np.float32), np.array([3, 4]))).all()
