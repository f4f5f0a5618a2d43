"""Texts are read with what was trained for their encoder, where something was."""

from __future__ import annotations

import numpy as np
import pytest

from index.interaction.adapter import Adapter
from index.interaction.reading import QuestionReader, WordReader
from tests.index.doubles import HashedContextEncoder, HashedEncoder, projection_for, ship

TEXT = "When was the truce in Yemen extended?"


@pytest.fixture
def encoder() -> HashedContextEncoder:
    return HashedContextEncoder()


def _adapter(recipe: str) -> Adapter:
    rng = np.random.default_rng(4)
    mean, down, up = (rng.standard_normal(shape).astype(np.float32) for shape in ((32,), (32, 2), (2, 32)))
    return Adapter(mean, down, up, recipe)


def test_passages_are_read_with_the_codes_of_their_words(
    encoder: HashedContextEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    projection = projection_for(encoder.recipe)
    ship(monkeypatch, projection)
    reader = WordReader.of(encoder)
    assert reader is not None
    texts = ["A truce in Yemen.", "…", "The Council on Mali, again."]
    vectors, codes = reader.passages(texts)
    np.testing.assert_array_equal(vectors, encoder.passages(texts))
    _, hidden = encoder.passages_in_context(texts)
    assert codes == [projection.codes(words).tobytes() for words in hidden]
    assert [len(one) // projection.dimension for one in codes] == [2, 0, 2]


def test_a_question_is_read_with_its_words(encoder: HashedContextEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    projection = projection_for(encoder.recipe)
    ship(monkeypatch, projection)
    asked = QuestionReader.of(encoder).read(TEXT)
    np.testing.assert_array_equal(asked.vector, encoder.query(TEXT))
    words, weight = projection.question(encoder.query_in_context(TEXT)[1])
    np.testing.assert_array_equal(asked.words, words)
    np.testing.assert_array_equal(asked.weight, weight)
    assert len(asked.words) == 3
    assert asked.worth == projection.worth


@pytest.mark.parametrize("has_words", [False, True])
def test_a_question_is_moved(
    encoder: HashedContextEncoder, monkeypatch: pytest.MonkeyPatch, *, has_words: bool
) -> None:
    adapter = _adapter(encoder.recipe)
    ship(monkeypatch, projection_for(encoder.recipe) if has_words else None, adapter)
    asked = QuestionReader.of(encoder).read(TEXT)
    plain = encoder.query(TEXT)
    np.testing.assert_array_equal(asked.vector, adapter.moved(plain))
    assert float(asked.vector @ plain) < 0.99
    assert bool(len(asked.words)) == has_words


def test_what_belongs_to_another_model_is_not_used(
    encoder: HashedContextEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    ship(monkeypatch, projection_for("another"), _adapter("another"))
    assert WordReader.of(encoder) is None
    asked = QuestionReader.of(encoder).read(TEXT)
    np.testing.assert_array_equal(asked.vector, encoder.query(TEXT))
    assert (len(asked.words), len(asked.weight), asked.worth) == (0, 0, 0.0)
    encoder.recipe = "another"
    assert WordReader.of(encoder) is not None
    assert len(QuestionReader.of(encoder).read(TEXT).words) == 3


def test_an_encoder_without_words_is_read_without_them(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = HashedEncoder()
    ship(monkeypatch, projection_for(plain.recipe))
    assert WordReader.of(plain) is None
    np.testing.assert_array_equal(QuestionReader.of(plain).read(TEXT).vector, plain.query(TEXT))
