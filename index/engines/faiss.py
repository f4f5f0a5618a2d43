"""Search by meaning: FAISS, exact inner product over fp16 vectors.

Flat and exact up to some hundred thousand passages: filterable, removable, and the same answer every time.
"""

from __future__ import annotations

from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from index.errors import GenerationError

Ordinals = npt.NDArray[np.int64]
Scores = npt.NDArray[np.float32]
_BLOCK = 16_384
Bits = npt.NDArray[np.uint8]
"""A bit an ordinal, the lowest one first: what :func:`bits_of` makes."""


def bits_of(mask: npt.NDArray[np.bool_]) -> Bits:
    """Return ``mask``, one an ordinal, as FAISS takes it."""
    return np.packbits(mask, bitorder="little")


class VectorIndex:
    """Vectors of passages by ordinal. Scores are inner products of unit vectors: -1 to 1, higher is nearer."""

    def __init__(self, index: faiss.Index) -> None:
        # Several questions run at once, each on a thread of its own: more threads inside one search would thrash.
        faiss.omp_set_num_threads(1)
        self._index = index

    @classmethod
    def build(cls, vectors: npt.NDArray[np.float16], ordinals: Ordinals, dimension: int) -> VectorIndex:
        """Return an index of ``vectors``, shape (n, dimension), fp16, found again as ``ordinals``, shape (n,).

        :raises GenerationError: when an ordinal comes twice or a vector is not finite: FAISS would take both silently.
        """
        if len(np.unique(ordinals)) != len(ordinals):
            raise GenerationError("an ordinal was given to two vectors; `onrecord rebuild` makes the index anew")
        if not np.isfinite(vectors).all():
            raise GenerationError("a kept vector is not finite; `onrecord rebuild` makes the index anew")
        inner = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        index = faiss.IndexIDMap2(inner)
        for first in range(0, len(ordinals), _BLOCK):  # FAISS takes fp32: all at once would be twice the index
            block = np.ascontiguousarray(vectors[first : first + _BLOCK], dtype=np.float32)
            index.add_with_ids(block, ordinals[first : first + _BLOCK])
        return cls(index)

    @classmethod
    def open(cls, file: Path) -> VectorIndex:
        """Return the index in ``file``.

        :raises GenerationError: when it cannot be read.
        """
        try:
            return cls(faiss.read_index(str(file)))
        except RuntimeError:
            raise GenerationError(f"{file}: cannot be read; `onrecord rebuild` makes it anew") from None

    def save(self, file: Path) -> None:
        """Write the index to ``file``.

        :raises GenerationError: when it cannot be written.
        """
        try:
            faiss.write_index(self._index, str(file))
        except RuntimeError:
            raise GenerationError(f"{file}: cannot be written; check free space and permissions") from None

    def __len__(self) -> int:
        """Return the number of vectors."""
        return int(self._index.ntotal)

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        return int(self._index.d)

    def search(
        self, query: npt.NDArray[np.float32], limit: int, allowed: Bits | None = None
    ) -> tuple[Ordinals, Scores]:
        """Return the ``limit`` nearest passages to ``query``, shape (dimension,), best first, and their scores.

        ``allowed``: search these ordinals only. Fewer than ``limit`` come back when there are not more.

        :raises ValueError: when the query is not finite.
        """
        if not np.isfinite(query).all():
            msg = "a query vector must be finite"
            raise ValueError(msg)
        parameters = None
        if allowed is not None:
            chosen = faiss.IDSelectorBitmap(allowed)  # type: ignore[call-arg, arg-type] # its stub: of C
            parameters = faiss.SearchParameters(sel=chosen)  # type: ignore[call-arg] # its stub lacks it
        scores, ordinals = self._index.search(query.reshape(1, -1), min(limit, max(len(self), 1)), params=parameters)
        found = ordinals[0] >= 0
        return ordinals[0][found], scores[0][found]

    def rows(self, ordinals: Ordinals) -> Scores:
        """Return the vectors of ``ordinals``, shape (n, dimension), fp32.

        :raises GenerationError: when there is none of one of them.
        """
        if not len(ordinals):
            return np.empty((0, self.dimension), np.float32)
        try:
            found = self._index.reconstruct_batch(np.ascontiguousarray(ordinals, np.int64))
        except RuntimeError:
            raise GenerationError("a vector is not in the index; `onrecord rebuild` makes it anew") from None
        return np.asarray(found, np.float32)
