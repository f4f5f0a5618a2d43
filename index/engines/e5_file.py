"""The file format that the bundled model comes in ("E5S1"): shape, vocabulary, and weights in blocks of 4 bits.

Little-endian and packed. A block of 32 weights is an fp16 scale and 16 bytes; the low nibbles are its first half, the
high ones its second, and a weight is (nibble - 8) x scale.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from index.errors import ModelError

_CONFIG_AT, _SCORES_AT, _BLOCK = 8, 72, 32
_LAYER_NAMES = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
_EMBEDDING_NAMES = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
_SIDE = {"w": "weight", "b": "bias"}
Array = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Shape:
    """The sizes of the model and the ids of its special tokens."""

    hidden: int
    layers: int
    heads: int
    intermediate: int
    rows: int
    positions: int
    types: int
    epsilon: float
    bos: int
    eos: int
    pad: int
    unk: int


def shape_of(content: bytes) -> tuple[Shape, int]:
    """Return the sizes of the model in ``content``, and the number of its vocabulary's pieces.

    :raises ModelError: when it is not such a file.
    """
    if content[:4] != b"E5S1":
        raise ModelError("the model file does not begin with E5S1; reinstall the package it comes from")
    sizes = struct.unpack_from("<7i", content, _CONFIG_AT)
    (epsilon,) = struct.unpack_from("<f", content, 36)
    pieces, bos, eos, pad, unk = struct.unpack_from("<5i", content, 44)
    hidden, layers, heads, intermediate, rows, positions, types = sizes
    shape = Shape(hidden, layers, heads, intermediate, rows, positions, types, epsilon, bos, eos, pad, unk)
    return shape, pieces


def vocabulary_of(content: bytes, pieces: int) -> tuple[list[tuple[str, float]], int]:
    """Return the unigram pieces with their scores, and where the normalisation table begins."""
    (length,) = struct.unpack_from("<Q", content, 64)
    offsets = np.frombuffer(content, "<u4", pieces + 1, _SCORES_AT)
    at = _SCORES_AT + 4 * (pieces + 1)
    scores = np.frombuffer(content, "<f4", pieces, at)
    blob = content[at + 4 * pieces :][:length]
    names = [blob[first:last].decode() for first, last in pairwise(offsets)]
    return list(zip(names, scores.astype(float).tolist(), strict=True)), at + 4 * pieces + length


def _weights(content: bytes, dtype: int, count: int, at: int, length: int) -> Array:
    if dtype == 0:
        return np.frombuffer(content, "<f4", count, at).astype(np.float32)
    block = np.dtype([("scale", "<f2"), ("packed", "u1", _BLOCK // 2)])
    blocks = np.frombuffer(content, block, length // block.itemsize, at)
    low, high = blocks["packed"] & 15, blocks["packed"] >> 4
    # The low nibbles are the first half of the block, the high ones the second.
    whole = np.concatenate([low, high], axis=1).astype(np.float32) - 8
    return np.asarray((whole * blocks["scale"].astype(np.float32)[:, None]).reshape(-1)[:count], dtype=np.float32)


def _tensors(content: bytes, table_at: int) -> Iterator[tuple[str, Array]]:
    _, table_bytes = struct.unpack_from("<iI", content, table_at)
    at = table_at + 8 + table_bytes
    (count,) = struct.unpack_from("<i", content, at)
    at += 4
    for _ in range(count):
        (name_length,) = struct.unpack_from("<H", content, at)
        name = content[at + 2 : at + 2 + name_length].decode()
        dtype, elements, place, length = struct.unpack_from("<BIQQ", content, at + 2 + name_length)
        at += 2 + name_length + 21
        yield name, _weights(content, dtype, elements, place, length)


def _bert_name(name: str) -> str:
    if name in _EMBEDDING_NAMES:
        return _EMBEDDING_NAMES[name]
    layer, part, side = name.split(".")
    return f"encoder.layer.{int(layer[1:])}.{_LAYER_NAMES[part]}.{_SIDE[side]}"


def state_of(content: bytes, table_at: int, shape: Shape) -> dict[str, Array]:
    """Return the weights by BertModel's names, fp32, row-major [out, in], and a pooler of zeros."""
    rows = {"emb.word": shape.rows, "emb.pos": shape.positions, "emb.type": shape.types}
    state: dict[str, Array] = {}
    for name, flat in _tensors(content, table_at):
        if name in rows:
            matrix = flat.reshape(rows[name], shape.hidden)
        elif name.endswith(".fo.w"):
            matrix = flat.reshape(shape.hidden, shape.intermediate)
        elif name.endswith(".fi.w"):
            matrix = flat.reshape(shape.intermediate, shape.hidden)
        elif name.endswith(".w") and flat.size == shape.hidden**2:
            matrix = flat.reshape(shape.hidden, shape.hidden)
        else:
            matrix = flat
        state[_bert_name(name)] = matrix
    # The file has no pooler; without one transformers reports missing weights. Mean pooling never reads it.
    state["pooler.dense.weight"] = np.zeros((shape.hidden, shape.hidden), np.float32)
    state["pooler.dense.bias"] = np.zeros(shape.hidden, np.float32)
    return state
