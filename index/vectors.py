"""The vectors of passages: computed once, kept in the archive, found again by what was embedded.

A vector is kept as fp16 (a cosine moves by less than 0.001), under the SHA-256 of the exact text that was embedded.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.record.derivations import Derivations
from index.engines.embedding import Encoder, Vectors
from index.errors import ModelError
from index.interaction.reading import WordReader

SLAB = 64
"""Passages embedded and kept in one transaction: what a kill can cost."""

_LONGEST_TITLE = 300


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the embedding is: ``done`` of ``total`` passages, ``done_units`` of ``all_units`` code points."""

    done: int
    total: int
    done_units: int
    all_units: int


Watcher = Callable[[Progress], None]


def embedded_text(title: str | None, passage: str) -> str:
    """Return what is embedded for ``passage``: the title goes before it. It is never quoted from here."""
    return f"{title[:_LONGEST_TITLE]}: {passage}" if title else passage


def key_of(text: str) -> bytes:
    """Return the key of an embedded text: its SHA-256, 32 bytes."""
    return hashlib.sha256(text.encode()).digest()


def _recipe(encoder: Encoder) -> str:
    return f"vector:fp16:{encoder.recipe}"


def kept(derivations: Derivations, encoder: Encoder) -> dict[bytes, bytes]:
    """Return the vectors that ``encoder`` already made, fp16 bytes by :func:`key_of`."""
    return derivations.all(_recipe(encoder))


def kept_of(derivations: Derivations, encoder: Encoder, keys: Collection[bytes]) -> dict[bytes, bytes]:
    """Return those of the vectors of ``keys`` that ``encoder`` already made, as :func:`kept` does."""
    return derivations.some(_recipe(encoder), keys)


def embed_missing(
    derivations: Derivations,
    encoder: Encoder,
    texts: Mapping[bytes, str],
    have: dict[bytes, bytes],
    watch: Watcher = lambda _: None,
    *,
    again: Collection[bytes] = (),
) -> int:
    """Embed those of ``texts`` (by :func:`key_of`) not in ``have``; keep them, add them to it, return how many.

    The codes of their words are kept with them, where a projection belongs to the encoder; those of ``again`` are
    embedded for these alone. Texts of like length go together, so that little is padded. Each slab is committed before
    the next one begins.

    :raises ModelError: when the model gives a vector that is no vector (not finite, or not of length 1).
    """
    reader = WordReader.of(encoder)
    missing = sorted((key for key in texts if key not in have or key in again), key=lambda key: (-len(texts[key]), key))
    all_units = sum(len(texts[key]) for key in missing)
    done_units = 0
    for first in range(0, len(missing), SLAB):
        slab = missing[first : first + SLAB]
        found, codes = _read(encoder, reader, [texts[key] for key in slab])
        _check(found, len(slab), encoder)
        if reader:  # before the vectors: what has one is not embedded again
            derivations.keep(reader.projection.name, dict(zip(slab, codes, strict=True)))
        values = {key: vector.astype(np.float16).tobytes() for key, vector in zip(slab, found, strict=True)}
        derivations.keep(_recipe(encoder), values)
        have.update(values)
        done_units += sum(len(texts[key]) for key in slab)
        watch(Progress(first + len(slab), len(missing), done_units, all_units))
    return len(missing)


def _read(encoder: Encoder, reader: WordReader | None, texts: Sequence[str]) -> tuple[Vectors, list[bytes]]:
    return reader.passages(texts) if reader else (encoder.passages(texts), [])


def _check(vectors: npt.NDArray[np.float32], count: int, encoder: Encoder) -> None:
    good = vectors.shape[0] == count and np.isfinite(vectors).all()
    if not good or not np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-2):
        raise ModelError(
            f"{encoder.recipe}: gave vectors that are not finite or not of length 1; use another ONRECORD_MODEL"
        )


def matrix(keys: Iterable[bytes], have: Mapping[bytes, bytes]) -> npt.NDArray[np.float16]:
    """Return the kept vectors of ``keys`` in order, shape (n, dimension), fp16."""
    rows = [np.frombuffer(have[key], np.float16) for key in keys]
    return np.stack(rows) if rows else np.empty((0, 0), np.float16)
