"""Search by meaning equals sorting all inner products; what FAISS would take silently is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index.engines.faiss import VectorIndex, bits_of
from index.errors import GenerationError
from tests.index.references import inner_products

SIZE, DIMENSION = 500, 32


def _unit(count: int, seed: int) -> npt.NDArray[np.float32]:
    rows = np.random.default_rng(seed).standard_normal((count, DIMENSION)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


VECTORS = _unit(SIZE, 1).astype(np.float16)
ORDINALS = np.random.default_rng(2).permutation(SIZE * 2)[:SIZE].astype(np.int64)
QUERIES = _unit(20, 3)


@pytest.fixture(scope="module")
def index() -> VectorIndex:
    return VectorIndex.build(VECTORS, ORDINALS, DIMENSION)


def _reference(query: npt.NDArray[np.float32], among: npt.NDArray[np.bool_]) -> dict[int, float]:
    vectors = dict(zip(ORDINALS.tolist(), VECTORS, strict=True))
    found = inner_products(query, vectors, set(ORDINALS[among].tolist()))
    return dict(sorted(found.items(), key=lambda one: -one[1]))


@pytest.mark.parametrize("limit", [1, 10, SIZE, SIZE + 50])
def test_it_finds_what_sorting_all_would(index: VectorIndex, limit: int) -> None:
    for query in QUERIES:
        found, scores = index.search(query, limit)
        expected = _reference(query, np.ones(SIZE, bool))
        assert found.tolist() == list(expected)[:limit]
        np.testing.assert_allclose(scores, list(expected.values())[:limit], atol=1e-5)


@pytest.mark.parametrize("share", [0.0, 0.02, 0.5, 1.0])
def test_it_finds_among_the_allowed_only(index: VectorIndex, share: float) -> None:
    among = np.random.default_rng(4).random(SIZE) < share
    allowed = bits_of(np.isin(np.arange(SIZE * 2), ORDINALS[among]))
    for query in QUERIES:
        found, _ = index.search(query, 20, allowed)
        assert found.tolist() == list(_reference(query, among))[:20]


def test_an_allowed_ordinal_without_a_vector_is_not_found(index: VectorIndex) -> None:
    missing = np.setdiff1d(np.arange(SIZE * 2), ORDINALS)[:5]
    found, scores = index.search(QUERIES[0], 10, bits_of(np.isin(np.arange(SIZE * 2), missing)))
    assert len(found) == len(scores) == 0


def test_rows_are_the_vectors_in_the_order_they_are_asked_for(index: VectorIndex) -> None:
    order = np.random.default_rng(5).permutation(SIZE)[:60]
    np.testing.assert_array_equal(index.rows(ORDINALS[order]), VECTORS[order].astype(np.float32))


def test_no_ordinals_have_no_rows_and_a_missing_one_is_told(index: VectorIndex) -> None:
    assert index.rows(np.empty(0, np.int64)).shape == (0, DIMENSION)
    missing = np.setdiff1d(np.arange(SIZE * 2), ORDINALS)[:1]
    with pytest.raises(GenerationError, match=r"not in the index.*rebuild"):
        index.rows(np.concatenate([ORDINALS[:3], missing]))


def test_it_is_the_same_after_saving(index: VectorIndex, tmp_path: Path) -> None:
    index.save(tmp_path / "vectors.faiss")
    opened = VectorIndex.open(tmp_path / "vectors.faiss")
    assert (len(opened), opened.dimension) == (SIZE, DIMENSION)
    for query in QUERIES:
        for one, other in zip(opened.search(query, 25), index.search(query, 25), strict=True):
            np.testing.assert_array_equal(one, other)
        np.testing.assert_array_equal(opened.rows(ORDINALS), index.rows(ORDINALS))


def test_an_empty_index_finds_nothing(tmp_path: Path) -> None:
    VectorIndex.build(np.empty((0, 0), np.float16), np.empty(0, np.int64), DIMENSION).save(tmp_path / "empty")
    opened = VectorIndex.open(tmp_path / "empty")
    found, scores = opened.search(QUERIES[0], 5)
    assert (len(opened), len(found), len(scores)) == (0, 0, 0)


def test_an_ordinal_given_twice_is_refused() -> None:
    with pytest.raises(GenerationError, match=r"two vectors.*rebuild"):
        VectorIndex.build(VECTORS[:3], np.array([4, 7, 4]), DIMENSION)


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_vector_that_is_not_finite_is_refused(index: VectorIndex, value: float) -> None:
    broken = VECTORS[:3].copy()
    broken[1, 5] = value
    with pytest.raises(GenerationError, match=r"not finite.*rebuild"):
        VectorIndex.build(broken, np.arange(3), DIMENSION)
    query = QUERIES[0].copy()
    query[5] = value
    with pytest.raises(ValueError, match="finite"):
        index.search(query, 3)


@pytest.mark.parametrize("length", [0, 3, 40, -1])
def test_a_cut_off_file_is_refused(index: VectorIndex, tmp_path: Path, length: int) -> None:
    file = tmp_path / "vectors.faiss"
    index.save(file)
    file.write_bytes(file.read_bytes()[:length])
    with pytest.raises(GenerationError, match=r"vectors\.faiss: cannot be read.*rebuild"):
        VectorIndex.open(file)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match="gone: cannot be read"):
        VectorIndex.open(tmp_path / "gone")


def test_a_place_that_cannot_be_written_is_told(index: VectorIndex, tmp_path: Path) -> None:
    with pytest.raises(GenerationError, match="cannot be written; check free space"):
        index.save(tmp_path / "no-such-folder" / "vectors.faiss")
