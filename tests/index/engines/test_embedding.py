"""The encoder: prompts, unit vectors, nearness across languages, a recipe that names exactly these vectors."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index.engines import bundled
from index.engines.embedding import SentenceTransformerEncoder
from index.errors import ModelError
from tests.index.engines import tiny_model
from tests.index.engines.tiny_model import Array

Tiny = tuple[Path, dict[str, Array]]


@pytest.fixture
def folder(tiny: Tiny, tmp_path: Path) -> Path:  # noqa: ARG001 - puts the tiny model there
    """Give a folder of a tiny model that somebody else may have made."""
    return bundled.folder(tmp_path / "cache").rename(tmp_path / "other-model")


def _with_prompts(folder: Path, prompts: dict[str, str]) -> None:
    file = folder / "config_sentence_transformers.json"
    facts = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**facts, "prompts": prompts}), encoding="utf-8")


def _plain(encoder: SentenceTransformerEncoder, text: str) -> Any:
    return encoder._model.encode(text, prompt="", normalize_embeddings=True, show_progress_bar=False)


def test_vectors_are_unit_rows_in_fp32(model: SentenceTransformerEncoder) -> None:
    vectors = model.passages(["one", "two words", "Trois mots ici", "أربع كلمات في جملة", ""])
    assert vectors.shape == (5, 384)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)
    query = model.query("two words")
    assert query.shape == (384,)
    assert query.dtype == np.float32
    assert abs(float(np.linalg.norm(query)) - 1) < 1e-5
    assert model.dimension == 384


@pytest.mark.parametrize("text", ["The truce was extended by 60 days.", "قرار المجلس", "Déclaration"])
def test_passages_and_questions_have_their_own_prompts(model: SentenceTransformerEncoder, text: str) -> None:
    passage, query = model.passages([text])[0], model.query(text)
    np.testing.assert_allclose(passage, _plain(model, f"passage: {text}"), atol=1e-5)
    np.testing.assert_allclose(query, _plain(model, f"query: {text}"), atol=1e-5)
    assert float(passage @ query) < 0.999


def test_the_order_of_texts_is_kept(model: SentenceTransformerEncoder) -> None:
    texts = ["a long sentence about the extension of a truce in Yemen " * 3, "short", "of middle length, about Mali"]
    np.testing.assert_allclose(model.passages(texts)[::-1], model.passages(texts[::-1]), atol=1e-5)


@pytest.mark.parametrize(
    "question",
    [
        "When will the truce in Yemen end?",
        "Quand la trêve au Yémen prendra-t-elle fin ?",
        "متى تنتهي الهدنة في اليمن؟",
    ],
)
def test_a_question_is_nearest_to_its_answer_in_any_language(model: SentenceTransformerEncoder, question: str) -> None:
    answers = model.passages(
        [
            "The parties to the conflict in Yemen extended the truce until 2 August.",
            "Les parties au conflit au Yémen ont prolongé la trêve jusqu'au 2 août.",
            "مددت أطراف النزاع في اليمن الهدنة حتى الثاني من أغسطس.",
        ]
    )
    others = model.passages(
        [
            "The Council approved the budget for fisheries in the Baltic Sea.",
            "Le ministre a inauguré une école maternelle à Lyon.",
            "ناقش الوزراء التعاون في مجال السياحة والثقافة.",
        ]
    )
    query = model.query(question)
    assert float((answers @ query).min()) > float((others @ query).max())


def test_it_begins_with_one_thread_and_takes_more_for_bulk(folder: Path, tmp_path: Path) -> None:
    import torch  # noqa: PLC0415 - slow, and loaded by the encoder anyway

    encoder = SentenceTransformerEncoder(str(folder), tmp_path, threads=2)
    encoder.load()
    assert torch.get_num_threads() == 1
    encoder.use_all_cores()
    assert torch.get_num_threads() == 2
    encoder.use_one_core()
    assert torch.get_num_threads() == 1


def test_what_it_is_told_before_it_is_loaded_holds_after(folder: Path, tmp_path: Path) -> None:
    import torch  # noqa: PLC0415 - slow, and loaded by the encoder anyway

    encoder = SentenceTransformerEncoder(str(folder), tmp_path, threads=2)
    encoder.use_all_cores()
    encoder.load()
    assert torch.get_num_threads() == 2
    encoder.use_one_core()
    assert torch.get_num_threads() == 1


def test_another_folder_has_its_own_prompts_dimension_and_recipe(folder: Path, tmp_path: Path) -> None:
    first = SentenceTransformerEncoder(str(folder), tmp_path)
    twin = shutil.copytree(folder, tmp_path / "twin" / folder.name)
    _with_prompts(twin, {"query": "ask: ", "document": "text: "})
    second = SentenceTransformerEncoder(str(twin), tmp_path)
    assert first.dimension == second.dimension == tiny_model.HIDDEN
    np.testing.assert_allclose(second.passages(["abc"])[0], _plain(second, "text: abc"), atol=1e-5)
    np.testing.assert_allclose(second.query("abc"), _plain(second, "ask: abc"), atol=1e-5)
    assert float(second.query("abc") @ first.query("abc")) < 0.9999
    assert first.recipe != second.recipe
    assert first.recipe.startswith("other-model:")


def test_the_recipe_is_the_same_every_time(tiny: Tiny, tmp_path: Path) -> None:  # noqa: ARG001
    cache = tmp_path / "cache"
    default = SentenceTransformerEncoder(None, cache)
    assert default.recipe == SentenceTransformerEncoder(None, cache).recipe
    assert default.recipe.startswith(f"{bundled.NAME}:{bundled.SHA256[:16]}")
    named = str(bundled.folder(cache))
    assert SentenceTransformerEncoder(named, cache).recipe == SentenceTransformerEncoder(named, cache).recipe


def test_other_weights_have_another_recipe(folder: Path, tmp_path: Path) -> None:
    before = SentenceTransformerEncoder(str(folder), tmp_path).recipe
    weights = folder / "model.safetensors"
    content = bytearray(weights.read_bytes())
    content[-1] ^= 1
    weights.write_bytes(content)
    assert SentenceTransformerEncoder(str(folder), tmp_path).recipe != before


@pytest.mark.parametrize("name", ["{tmp}/not-there", "./not-there-either", "~/not-there"])
def test_a_folder_that_is_not_there_is_told_with_a_cure(tmp_path: Path, name: str) -> None:
    place = name.format(tmp=tmp_path)
    with pytest.raises(ModelError) as caught:
        SentenceTransformerEncoder(place, tmp_path).load()
    assert str(caught.value).startswith(f"{place}: ")
    assert "ONRECORD_MODEL" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_name_that_is_not_on_this_machine_is_told_with_a_cure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import huggingface_hub.constants  # noqa: PLC0415 - slow

    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_OFFLINE", True)  # read from there once, at import
    with pytest.raises(ModelError) as caught:
        SentenceTransformerEncoder("no-such-owner/no-such-model", tmp_path).load()
    assert str(caught.value).startswith("no-such-owner/no-such-model: ")
    assert "ONRECORD_MODEL" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_folder_with_broken_weights_is_told_with_a_cure(folder: Path, tmp_path: Path) -> None:
    (folder / "model.safetensors").write_bytes(b"not weights")
    encoder = SentenceTransformerEncoder(str(folder), tmp_path)
    with pytest.raises(ModelError, match=r"other-model: cannot be loaded .*ONRECORD_MODEL") as caught:
        encoder.query("abc")
    assert "\n" not in str(caught.value)
