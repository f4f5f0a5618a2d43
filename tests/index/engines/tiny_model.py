"""A model file of a few kilobytes in the form of the packaged one, with numbers that a test knows."""

from __future__ import annotations

import string
import struct
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.engines import bundled

HIDDEN, LAYERS, HEADS, INTERMEDIATE, POSITIONS, TYPES = 32, 2, 4, 64, 48, 2
PIECES = ["<s>", "<pad>", "</s>", "<unk>", "▁", *string.ascii_lowercase, ":", "é", "س", "<mask>"]
ROWS = len(PIECES) + 3
BLOCK = 32

Array = npt.NDArray[np.float32]


def packed(flat: Array) -> bytes:
    """Return numbers in 4 bits: a block is a scale in fp16, then weight j low in byte j, weight j + 16 high in it."""
    found = b""
    for block in flat.reshape(-1, BLOCK):
        scale = np.float16(max(float(np.abs(block).max()) / 7, 1e-4))
        nibbles = [min(15, max(0, round(float(weight) / float(scale)) + 8)) for weight in block]
        found += struct.pack("<e", scale) + bytes(nibbles[j] | nibbles[j + 16] << 4 for j in range(16))
    return found


def unpacked(data: bytes) -> Array:
    """Return the numbers of blocks, one weight at a time: (nibble - 8) * scale."""
    found = []
    for at in range(0, len(data), 18):
        (scale,) = struct.unpack_from("<e", data, at)
        half = data[at + 2 : at + 18]
        found += [((byte & 15) - 8) * scale for byte in half] + [((byte >> 4) - 8) * scale for byte in half]
    return np.array(found, np.float32)


def _shapes() -> Iterator[tuple[str, int, bool]]:
    yield from (("emb.word", ROWS * HIDDEN, True), ("emb.pos", POSITIONS * HIDDEN, False))
    yield from (("emb.type", TYPES * HIDDEN, False), ("emb.ln.w", HIDDEN, False), ("emb.ln.b", HIDDEN, False))
    for layer in range(LAYERS):
        for part in ("q", "k", "v", "ao"):
            yield from ((f"l{layer}.{part}.w", HIDDEN**2, True), (f"l{layer}.{part}.b", HIDDEN, False))
        yield from ((f"l{layer}.fi.w", INTERMEDIATE * HIDDEN, True), (f"l{layer}.fi.b", INTERMEDIATE, False))
        yield from ((f"l{layer}.fo.w", INTERMEDIATE * HIDDEN, True), (f"l{layer}.fo.b", HIDDEN, False))
        for part in ("aln", "oln"):
            yield from ((f"l{layer}.{part}.w", HIDDEN, False), (f"l{layer}.{part}.b", HIDDEN, False))


def write(file: Path) -> dict[str, Array]:
    """Write such a model to ``file``; return its tensors, flat, as they are meant to be read again."""
    rng = np.random.default_rng(5)
    tensors = {name: (rng.standard_normal(count).astype(np.float32), small) for name, count, small in _shapes()}
    blob = "".join(PIECES).encode()
    offsets = np.cumsum([0, *(len(piece.encode()) for piece in PIECES)]).astype("<u4")
    head = b"E5S1" + struct.pack("<I", 1)
    head += struct.pack("<7i", HIDDEN, LAYERS, HEADS, INTERMEDIATE, ROWS, POSITIONS, TYPES)
    head += struct.pack("<fi5iQ", 1e-12, BLOCK, len(PIECES), 0, 2, 1, 3, len(blob))
    head += offsets.tobytes() + np.linspace(-1, -9, len(PIECES)).astype("<f4").tobytes() + blob
    table = struct.pack("<IBI", 0xFB01, 2, ord("f")) + struct.pack("<I", ord("i"))
    head += struct.pack("<iI", 1, len(table)) + table + struct.pack("<i", len(tensors))
    at = -(-(len(head) + sum(2 + len(name) + 21 for name in tensors)) // 64) * 64
    data, read = b"", {}
    for name, (flat, small) in tensors.items():
        raw = packed(flat) if small else flat.tobytes()
        head += struct.pack("<H", len(name)) + name.encode()
        head += struct.pack("<BIQQ", int(small), flat.size, at + len(data), len(raw))
        data += raw + bytes(-len(raw) % 64)
        read[name] = unpacked(raw) if small else flat
    file.write_bytes(head + bytes(at - len(head)) + data)
    return read


def make(folder: Path) -> Path:
    """Make an ordinary model folder of such a model in ``folder``; return it."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    file = folder.with_suffix(".bin")
    write(file)
    bundled._write(file.read_bytes(), folder)
    return folder
