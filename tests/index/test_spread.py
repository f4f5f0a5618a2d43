"""The spread of a question's scores follows from mean and covariance exactly."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from index import spread
from index.errors import GenerationError
from index.spread import Moments, Spread
from tests.index.doubles import flip


def _vectors(count: int) -> npt.NDArray[np.float16]:
    rng = np.random.default_rng(8)
    rows = rng.standard_normal((count, 24)) + rng.standard_normal(24) * 2
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float16)


@pytest.mark.parametrize("block", [7, 65_536])
def test_standing_is_the_z_score_among_all_passages(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(spread, "_BLOCK", block)
    vectors = _vectors(400)
    found = Spread.of(Moments.of(vectors, 24))
    for query in _vectors(10).astype(np.float32):
        scores = vectors.astype(np.float32) @ query
        expected = (scores - scores.mean()) / scores.std()
        np.testing.assert_allclose(found.standing(query, scores), expected, atol=2e-3)


def test_scores_that_are_all_one_stand_nowhere() -> None:
    vectors = np.repeat(_vectors(1), 5, axis=0)
    query = vectors[0].astype(np.float32)
    assert np.isfinite(Spread.of(Moments.of(vectors, 24)).standing(query, vectors.astype(np.float32) @ query)).all()


def test_no_vectors_have_a_spread_too() -> None:
    found = Spread.of(Moments.of(np.empty((0, 0), np.float16), 24))
    assert found.covariance.shape == (24, 24)
    assert np.isfinite(found.standing(np.ones(24, np.float32), np.ones(3, np.float32))).all()


def test_of_a_model_not_known_yet_there_is_a_spread_too() -> None:
    found = Spread.of(Moments.of(np.empty((0, 0), np.float16), 0))
    assert np.isnan(found.standing(np.ones(24, np.float32), np.full(3, np.nan, np.float32))).all()


@pytest.mark.parametrize("cut", [0, 1, 137, 400])
def test_moments_add_up_and_can_be_taken_away(cut: int) -> None:
    vectors = _vectors(400)
    whole, one, other = (Moments.of(some, 24) for some in (vectors, vectors[:cut], vectors[cut:]))
    for found, expected in ((one.plus(other), whole), (whole.minus(one), other)):
        assert found.count == expected.count
        np.testing.assert_allclose(found.total, expected.total, atol=1e-4)
        np.testing.assert_allclose(found.products, expected.products, atol=1e-4)


def test_a_passage_without_a_vector_stands_nowhere() -> None:
    found = Spread.of(Moments.of(_vectors(50), 24))
    assert np.isnan(found.standing(np.ones(24, np.float32), np.array([np.nan], np.float32))).all()


def test_it_is_the_same_after_saving(tmp_path: Path) -> None:
    found = Moments.of(_vectors(50), 24)
    found.save(tmp_path / "moments.npz")
    opened = Moments.open(tmp_path / "moments.npz")
    assert opened.count == found.count == 50
    np.testing.assert_array_equal(opened.total, found.total)
    np.testing.assert_array_equal(opened.products, found.products)


@pytest.mark.parametrize("damage", ["cut", "empty", "gone", "flipped", "other"])
def test_a_damaged_file_is_told(tmp_path: Path, damage: str) -> None:
    file = tmp_path / "moments.npz"
    Moments.of(_vectors(50), 24).save(file)
    match damage:
        case "cut":
            file.write_bytes(file.read_bytes()[:-40])
        case "empty":
            file.write_bytes(b"")
        case "gone":
            file.unlink()
        case "flipped":
            flip(file)
        case "other":
            np.savez(file, something=np.ones(3))
    with pytest.raises(GenerationError, match=r"moments\.npz: cannot be read.*rebuild"):
        Moments.open(file)
