"""The adapter moves a question as the formula says, and belongs to one model only."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError
from index.interaction.adapter import Adapter

RECIPE, DIMENSION = "context:8", 8


def _adapter(seed: int, rank: int = 3) -> Adapter:
    rng = np.random.default_rng(seed)
    shapes = ((DIMENSION,), (DIMENSION, rank), (rank, DIMENSION))
    mean, down, up = ((rng.standard_normal(shape) / 2).astype(np.float32) for shape in shapes)
    return Adapter(mean, down, up, RECIPE)


def _vector(seed: int) -> np.ndarray:
    found = np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    return found / np.linalg.norm(found)


@given(seed=st.integers(0, 10**6), rank=st.integers(1, 4))
def test_a_question_is_moved_by_the_formula(seed: int, rank: int) -> None:
    adapter, vector = _adapter(seed, rank), _vector(seed + 1)
    expected = np.zeros(DIMENSION)
    for to in range(DIMENSION):
        way = sum(
            (float(vector[at]) - float(adapter.mean[at])) * float(adapter.down[at, by]) * float(adapter.up[by, to])
            for at in range(DIMENSION)
            for by in range(rank)
        )
        expected[to] = float(vector[to]) + way
    found = adapter.moved(vector)
    assert (found.shape, found.dtype.name) == ((DIMENSION,), "float32")
    np.testing.assert_allclose(found, expected / np.linalg.norm(expected), atol=1e-3)
    assert np.linalg.norm(found) == pytest.approx(1, abs=1e-5)


def test_one_that_learnt_nothing_moves_nothing() -> None:
    adapter = _adapter(1)
    adapter.up[:] = 0
    np.testing.assert_allclose(adapter.moved(_vector(2)), _vector(2), atol=1e-6)


def test_what_was_saved_comes_back_for_its_model_only(tmp_path: Path) -> None:
    adapter = _adapter(1)
    adapter.save(tmp_path, {"licence": "MIT"})
    found = Adapter.open(tmp_path, RECIPE)
    assert found is not None
    for name in ("mean", "down", "up"):
        np.testing.assert_array_equal(getattr(found, name), getattr(adapter, name).astype(np.float16))
        assert getattr(found, name).dtype == np.float32
    assert found.recipe == RECIPE
    about = json.loads((tmp_path / "adapter.json").read_text(encoding="utf-8"))
    assert about == {"licence": "MIT", "recipe": RECIPE}
    assert Adapter.open(tmp_path, "another:8") is None


def test_without_files_there_is_none(tmp_path: Path) -> None:
    assert Adapter.open(tmp_path, RECIPE) is None
    assert Adapter.shipped("a model that nobody has") is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("adapter.json", b"{"),
        ("adapter.json", b"\xff"),
        ("adapter.json", b"[]"),
        ("adapter.json", b"{}"),
        ("adapter.npz", b"these are no weights, but as many bytes as some could have"),
    ],
)
def test_files_that_cannot_be_read_are_told(tmp_path: Path, name: str, content: bytes) -> None:
    _adapter(1).save(tmp_path, {})
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ModelError, match=r"adapter.*cannot be read .*install this version anew") as caught:
        Adapter.open(tmp_path, RECIPE)
    assert "\n" not in str(caught.value)


def test_other_arrays_are_told(tmp_path: Path) -> None:
    _adapter(1).save(tmp_path, {})
    np.savez(tmp_path / "adapter.npz", mean=np.zeros(3))
    with pytest.raises(ModelError, match="cannot be read"):
        Adapter.open(tmp_path, RECIPE)
