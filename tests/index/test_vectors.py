"""Vectors are computed once, kept slab by slab, and refused when they are none."""

from __future__ import annotations

import hashlib

import numpy as np
import pytest

from corpus.archive import Archive
from index import vectors
from index.errors import ModelError
from tests.index.doubles import GivenVectors, HashedEncoder, PowerCut

TEXTS = [f"passage number {number} " + "word " * (number % 9) for number in range(23)]
BY_KEY = {vectors.key_of(text): text for text in TEXTS}


@pytest.fixture(autouse=True)
def _small_slabs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "SLAB", 5)


def _embed(archive: Archive, encoder: HashedEncoder, texts: dict[bytes, str] = BY_KEY) -> int:
    return vectors.embed_missing(archive.derivations, encoder, texts, vectors.kept(archive.derivations, encoder))


def test_the_title_goes_before_what_is_embedded() -> None:
    assert vectors.embedded_text("On Mali", "Text.") == "On Mali: Text."
    assert vectors.embedded_text(None, "Text.") == "Text."
    assert vectors.embedded_text("t" * 1000, "Text.") == "t" * 300 + ": Text."


def test_a_key_is_the_hash_of_the_text() -> None:
    assert vectors.key_of("déjà") == hashlib.sha256("déjà".encode()).digest()


def test_nothing_is_embedded_twice(archive: Archive, encoder: HashedEncoder) -> None:
    assert _embed(archive, encoder) == len(TEXTS)
    assert sorted(encoder.embedded) == sorted(TEXTS)
    encoder.embedded.clear()
    assert _embed(archive, encoder) == 0
    more = BY_KEY | {vectors.key_of("new"): "new"}
    assert _embed(archive, encoder, more) == 1
    assert encoder.embedded == ["new"]


def test_another_model_embeds_for_itself(archive: Archive, encoder: HashedEncoder) -> None:
    _embed(archive, encoder)
    other = HashedEncoder("other")
    assert _embed(archive, other) == len(TEXTS)
    key = vectors.key_of(TEXTS[0])
    assert vectors.kept(archive.derivations, encoder)[key] != vectors.kept(archive.derivations, other)[key]


def test_kept_vectors_are_those_of_the_texts(archive: Archive, encoder: HashedEncoder) -> None:
    _embed(archive, encoder)
    keys = [vectors.key_of(text) for text in reversed(TEXTS)]
    matrix = vectors.matrix(keys, vectors.kept(archive.derivations, encoder))
    assert matrix.shape == (len(TEXTS), 32)
    assert matrix.dtype == np.float16
    expected = np.stack([encoder.query(text) for text in reversed(TEXTS)])
    np.testing.assert_array_equal(matrix, expected.astype(np.float16))


def test_no_keys_make_an_empty_matrix() -> None:
    assert len(vectors.matrix([], {})) == 0


def test_what_was_embedded_before_a_kill_stays(archive: Archive) -> None:
    with pytest.raises(PowerCut):
        _embed(archive, HashedEncoder(lasts=3))
    encoder = HashedEncoder()
    assert len(vectors.kept(archive.derivations, encoder)) == 15
    with Archive(archive.folder) as again:
        assert _embed(again, encoder) == len(TEXTS) - 15
        assert len(vectors.kept(again.derivations, encoder)) == len(TEXTS)


def test_progress_goes_up_to_all(archive: Archive, encoder: HashedEncoder) -> None:
    seen: list[vectors.Progress] = []
    vectors.embed_missing(archive.derivations, encoder, BY_KEY, {}, seen.append)
    assert [one.done for one in seen] == [5, 10, 15, 20, 23]
    assert {(one.total, one.all_units) for one in seen} == {(23, sum(map(len, TEXTS)))}
    assert seen[-1].done_units == seen[-1].all_units


def test_texts_of_like_length_go_together(archive: Archive, encoder: HashedEncoder) -> None:
    _embed(archive, encoder)
    assert [len(text) for text in encoder.embedded] == sorted(map(len, TEXTS), reverse=True)


@pytest.mark.parametrize(
    "rows",
    [np.full((1, 4), np.nan), np.zeros((1, 4)), np.full((1, 4), 2.0), np.full((2, 4), 0.5), np.full((1, 4), np.inf)],
    ids=["nan", "zero", "long", "too many", "infinite"],
)
def test_what_is_no_unit_vector_is_refused_and_not_kept(archive: Archive, rows: np.ndarray) -> None:
    encoder = GivenVectors(rows.astype(np.float32))
    with pytest.raises(ModelError, match=r"^given:4: .*ONRECORD_MODEL") as caught:
        _embed(archive, encoder, {vectors.key_of("x"): "x"})
    assert "\n" not in str(caught.value)
    assert vectors.kept(archive.derivations, encoder) == {}
