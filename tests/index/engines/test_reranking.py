"""A real CrossEncoder, made here and tiny: one finite score a passage, and refusals that say what to do."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
import pytest

from index.engines.reranking import CrossEncoderReranker
from index.errors import ModelError

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "truce", "yemen", "the", "in", "mali", "council"]
PASSAGES = ["the truce in yemen", "the council", "mali", "in the council the truce the truce the truce"]


def _made(folder: Path, labels: int) -> Path:
    """Save a BERT of one layer with random weights and a vocabulary of a few words to ``folder``."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import torch  # noqa: PLC0415 - seconds, and for these tests only
        from sentence_transformers import CrossEncoder  # noqa: PLC0415
        from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast  # noqa: PLC0415

        torch.manual_seed(3)
        config = BertConfig(
            vocab_size=len(WORDS),
            hidden_size=32,
            num_hidden_layers=1,
            num_attention_heads=2,
            intermediate_size=32,
            max_position_embeddings=40,
            num_labels=labels,
            initializer_range=0.5,
        )
        plain = folder / "plain"
        plain.mkdir(parents=True)
        BertTokenizerFast(vocab={word: at for at, word in enumerate(WORDS)}).save_pretrained(plain)
        BertForSequenceClassification(config).save_pretrained(plain)
        CrossEncoder(str(plain), device="cpu", local_files_only=True).save_pretrained(str(folder / "made"))
    return folder / "made"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _made(tmp_path_factory.mktemp("reranker"), 1)


@pytest.fixture(scope="module")
def reranker(model: Path) -> CrossEncoderReranker:
    return CrossEncoderReranker(str(model))


def test_each_passage_has_a_finite_score(reranker: CrossEncoderReranker) -> None:
    found = reranker.scores("truce in yemen", PASSAGES)
    assert (found.shape, found.dtype.name) == ((len(PASSAGES),), "float32")
    assert np.isfinite(found).all()
    assert len(set(found.tolist())) == len(PASSAGES), "it reads them"
    assert (reranker.scores("council", PASSAGES) != found).any(), "and the question"


def test_scores_are_of_the_passages_in_order(reranker: CrossEncoderReranker) -> None:
    found = reranker.scores("truce", PASSAGES)
    np.testing.assert_allclose(reranker.scores("truce", PASSAGES[::-1]), found[::-1], atol=1e-5)
    np.testing.assert_allclose(reranker.scores("truce", PASSAGES[:1]), found[:1], atol=1e-5)


def test_nothing_to_read_has_no_score() -> None:
    assert CrossEncoderReranker("/is/not/there").scores("truce", []).shape == (0,), "and no model is loaded"


def test_a_text_longer_than_the_model_reads_is_cut(reranker: CrossEncoderReranker) -> None:
    assert np.isfinite(reranker.scores("truce", ["truce in yemen " * 100])).all()


def test_a_missing_folder_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"is no CrossEncoder folder; set ONRECORD_RERANKER") as caught:
        CrossEncoderReranker(str(tmp_path / "none")).load()
    assert str(tmp_path / "none") in str(caught.value)
    with pytest.raises(ModelError, match="is no CrossEncoder folder"):
        CrossEncoderReranker(str(tmp_path)).scores("truce", PASSAGES)


def test_a_folder_that_cannot_be_loaded_is_told(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ModelError, match=r"cannot be loaded \(.*\); check ONRECORD_RERANKER") as caught:
        CrossEncoderReranker(str(tmp_path)).load()
    assert "\n" not in str(caught.value)


def test_a_model_with_several_scores_is_told(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="gives 3 scores a pair instead of one; set ONRECORD_RERANKER"):
        CrossEncoderReranker(str(_made(tmp_path, 3))).load()


def test_a_score_that_is_no_number_is_told(reranker: CrossEncoderReranker, monkeypatch: pytest.MonkeyPatch) -> None:
    reranker.load()
    monkeypatch.setattr(reranker._loaded, "predict", lambda pairs, **_: np.full(len(pairs), np.nan))
    with pytest.raises(ModelError, match="not finite; set ONRECORD_RERANKER"):
        reranker.scores("truce", PASSAGES)
