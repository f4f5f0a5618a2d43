"""Search over several parts is search over all of their vectors at once."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from index.engines.faiss import VectorIndex
from index.meaning import Extent, Meaning
from index.places import Places

SIZE, DIMENSION = 400, 24
CUTS = [0, 250, 251, 300, 300, 390, SIZE]


def _unit(count: int, seed: int) -> npt.NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


VECTORS = _unit(SIZE, 1).astype(np.float16)
VECTORS[77] = VECTORS[260]  # two of one text, in two parts
QUERIES = [*_unit(15, 2), VECTORS[77].astype(np.float32)]
EMBEDDED = (np.random.default_rng(3).random(SIZE) < 0.9) | (np.arange(SIZE) % 183 == 77)
EMBEDDED[251:300] = False  # a part without any vector
DEAD = np.flatnonzero(np.random.default_rng(4).random(SIZE) < 0.2)


def _places(dead: npt.NDArray[np.int64]) -> Places:
    alive = np.ones(SIZE, bool)
    alive[dead] = False
    zeros = np.zeros(SIZE, np.int32)
    names = np.array(["aaaaaaaaaa"]), np.zeros(1, np.int32), np.array(["en"]), np.zeros(1, np.int32)
    return Places(*names, zeros, zeros, zeros, zeros, EMBEDDED, alive)


def _meaning(cuts: list[int], dead: npt.NDArray[np.int64]) -> Meaning:
    extents = []
    for first, last in pairwise(cuts):
        ordinals = first + np.flatnonzero(EMBEDDED[first:last])
        vectors = VectorIndex.build(VECTORS[ordinals], ordinals, DIMENSION) if len(ordinals) else None
        extents.append(Extent(first, last, vectors))
    return Meaning(_places(dead), extents)


@pytest.mark.parametrize("dead", [DEAD[:0], DEAD[DEAD < 250], DEAD], ids=["none dead", "dead in one", "dead in all"])
@pytest.mark.parametrize("limit", [1, 30, SIZE + 5])
@pytest.mark.parametrize("share", [None, 0.0, 0.05, 0.7])
def test_it_finds_what_one_part_would(dead: npt.NDArray[np.int64], limit: int, share: float | None) -> None:
    parted, whole = _meaning(CUTS, dead), _meaning([0, SIZE], dead)
    assert len(parted) == len(whole) == np.count_nonzero(np.delete(EMBEDDED, dead))
    allowed = None if share is None else np.flatnonzero(np.random.default_rng(6).random(SIZE) < share)
    living = np.setdiff1d(np.flatnonzero(EMBEDDED), dead)
    for query in QUERIES:
        found, scores = parted.search(query, limit, allowed)
        expected, same_scores = whole.search(query, limit, allowed)
        assert found.tolist() == expected.tolist()
        np.testing.assert_array_equal(scores, same_scores)
        assert not len(np.setdiff1d(found, living if allowed is None else np.intersect1d(living, allowed)))
        order = sorted(zip(-scores, found, strict=True))
        assert [ordinal for _, ordinal in order] == found.tolist(), "ties go by the order of the record"


def test_scores_are_inner_products_and_nan_without_a_living_vector() -> None:
    parted = _meaning(CUTS, DEAD)
    every = np.arange(SIZE)
    there = EMBEDDED & ~np.isin(every, DEAD)
    for query in QUERIES:
        scores = parted.scores(query, every)
        assert np.array_equal(np.isnan(scores), ~there)
        np.testing.assert_allclose(scores[there], VECTORS[there].astype(np.float32) @ query, atol=1e-5)
    assert parted.scores(QUERIES[0], every[:0]).shape == (0,)


def test_no_parts_find_nothing() -> None:
    nothing = Meaning(Places.joined([]), [])
    found, scores = nothing.search(QUERIES[0], 10)
    assert (len(nothing), found.shape, scores.shape) == (0, (0,), (0,))
