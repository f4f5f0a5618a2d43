"""The projection: codes of length 1 in eight bits, weights that sum to 1, and files for one model only."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import ModelError
from index.interaction.projection import SCALE, Projection
from tests.index.doubles import HashedContextEncoder, projection_for

WIDTH, RECIPE = HashedContextEncoder.WIDTH, "context:32"


def _hidden(seed: int, words: int) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((words, WIDTH)).astype(np.float32)


@given(seed=st.integers(0, 10**6), words=st.integers(0, 6))
def test_codes_are_the_mapped_words_brought_to_length_1(seed: int, words: int) -> None:
    projection, hidden = projection_for(RECIPE, seed=seed), _hidden(seed + 1, words)
    codes = projection.codes(hidden)
    assert (codes.shape, codes.dtype.name) == ((words, projection.dimension), "int8")
    for code, word in zip(codes, hidden, strict=True):
        mapped = (word - projection.passage_mean).astype(float) @ projection.matrix
        np.testing.assert_allclose(code, mapped / np.linalg.norm(mapped) * SCALE, atol=0.51)


@given(seed=st.integers(0, 10**6), words=st.integers(1, 6))
def test_the_words_of_a_question_have_length_1_and_weights_that_sum_to_1(seed: int, words: int) -> None:
    projection, hidden = projection_for(RECIPE, seed=seed), _hidden(seed + 1, words)
    asked, weight = projection.question(hidden)
    centred = (hidden - projection.question_mean).astype(float)
    mapped = centred @ projection.matrix
    np.testing.assert_allclose(asked, mapped / np.linalg.norm(mapped, axis=1, keepdims=True), atol=1e-4)
    counts = np.log(1 + np.exp(centred @ projection.weight[:-1] + projection.weight[-1]))
    np.testing.assert_allclose(weight, counts / counts.sum(), atol=1e-4)
    assert asked.dtype == weight.dtype == np.float32


def test_a_question_without_words_has_none() -> None:
    asked, weight = projection_for(RECIPE).question(_hidden(0, 0))
    assert (asked.shape, weight.shape) == ((0, 6), (0,))


def test_a_word_that_is_the_mean_is_nothing() -> None:
    projection = projection_for(RECIPE)
    assert not projection.codes(projection.passage_mean[None, :]).any()


def test_what_was_saved_comes_back_for_its_model_only(tmp_path: Path) -> None:
    projection = projection_for(RECIPE)
    projection.save(tmp_path, {"licence": "MIT", "trained_on": "trêve"})
    found = Projection.open(tmp_path, RECIPE)
    assert found is not None
    for name in ("passage_mean", "question_mean", "matrix", "weight"):
        array = getattr(found, name)
        assert array.dtype == np.float32
        np.testing.assert_array_equal(array, getattr(projection, name).astype(np.float16))
    assert (found.recipe, found.worth, found.name) == (RECIPE, projection.worth, projection.name)
    about = json.loads((tmp_path / "projection.json").read_text(encoding="utf-8"))
    assert about == {"licence": "MIT", "trained_on": "trêve", "recipe": RECIPE, "worth": projection.worth}
    assert Projection.open(tmp_path, "another:32") is None


def test_without_files_there_is_none(tmp_path: Path) -> None:
    assert Projection.open(tmp_path, RECIPE) is None
    assert Projection.shipped("a model that nobody has") is None


def test_other_codes_have_another_name() -> None:
    projection = projection_for(RECIPE)
    same = replace(projection, question_mean=projection.question_mean + 1, worth=1.0)
    assert same.name == projection.name, "the codes of passages are the same"
    others = [
        replace(projection, matrix=projection.matrix + 1),
        replace(projection, passage_mean=projection.passage_mean + 1),
        replace(projection, recipe="another"),
    ]
    assert len({projection.name, *(one.name for one in others)}) == 4


def _no_json(folder: Path) -> None:
    (folder / "projection.json").write_text("{", encoding="utf-8")


def _a_list(folder: Path) -> None:
    (folder / "projection.json").write_text("[]", encoding="utf-8")


def _without_recipe(folder: Path) -> None:
    (folder / "projection.json").write_text("{}", encoding="utf-8")


def _no_weights(folder: Path) -> None:
    (folder / "projection.npz").write_bytes(b"these are no weights, but as many bytes as some could have")


def _of_other_names(folder: Path) -> None:
    np.savez(folder / "projection.npz", matrix=np.zeros(3))


@pytest.mark.parametrize("damage", [_no_json, _a_list, _without_recipe, _no_weights, _of_other_names])
def test_files_that_cannot_be_read_are_told(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    projection_for(RECIPE).save(tmp_path, {})
    damage(tmp_path)
    with pytest.raises(ModelError, match=r"projection.*cannot be read .*install this version anew") as caught:
        Projection.open(tmp_path, RECIPE)
    assert "\n" not in str(caught.value)
