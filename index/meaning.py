"""Search by meaning over all parts of the index: the nearest passages of each, merged.

Inner products are exact, so merging changes nothing: the nearest of all are among the nearest of each part.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.engines.faiss import Bits, Ordinals, Scores, VectorIndex, bits_of
from index.places import Places


@dataclass(frozen=True, slots=True, eq=False)
class Extent:
    """The vectors of the ordinals from ``first`` to before ``last``; ``None`` when none has one."""

    first: int
    last: int
    vectors: VectorIndex | None


class Meaning:
    """The vectors of the living passages of ``places``, which lie in ``extents``, ascending and without gaps."""

    def __init__(self, places: Places, extents: Sequence[Extent]) -> None:
        self._places, self._extents = places, extents
        self._there = places.embedded & places.alive
        self._living: Bits = bits_of(places.alive)
        self._count = int(np.count_nonzero(self._there))
        self._has_dead = [not places.alive[one.first : one.last].all() for one in extents]

    def __len__(self) -> int:
        """Return the number of vectors, of the living only."""
        return self._count

    def search(
        self, query: npt.NDArray[np.float32], limit: int, allowed: Ordinals | None = None
    ) -> tuple[Ordinals, Scores]:
        """Return the ``limit`` nearest living passages to ``query``, shape (dimension,), best first, and their scores.

        ``allowed``: search these ordinals, ascending, only. Fewer than ``limit`` come back when there are not more.

        :raises ValueError: when the query is not finite.
        """
        bits = self._living if allowed is None else self._bits(allowed)
        ordinals, scores = [np.empty(0, np.int64)], [np.empty(0, np.float32)]
        for extent, has_dead in zip(self._extents, self._has_dead, strict=True):
            if extent.vectors is None or not _reaches(extent, allowed):
                continue
            some = bits if has_dead or allowed is not None else None
            found, theirs = extent.vectors.search(query, limit, some)
            ordinals.append(found)
            scores.append(theirs)
        every, all_scores = np.concatenate(ordinals), np.concatenate(scores)
        order = np.lexsort((every, -all_scores))[:limit]
        return every[order], all_scores[order]

    def _bits(self, allowed: Ordinals) -> Bits:
        mask = np.zeros(len(self._places), bool)
        mask[allowed] = True
        return bits_of(mask & self._places.alive)

    def scores(self, query: npt.NDArray[np.float32], ordinals: Ordinals) -> Scores:
        """Return the inner products of ``query`` with ``ordinals``; NaN where there is no vector.

        ``query`` has the shape (dimension,) or, for several, (k, dimension); the result (n,) or (k, n).
        """
        return np.asarray(query @ self.rows(ordinals, query.shape[-1]).T, dtype=np.float32)

    def rows(self, ordinals: Ordinals, dimension: int) -> Scores:
        """Return the vectors of ``ordinals``, shape (n, dimension), fp32; NaN where there is none."""
        vectors = np.full((len(ordinals), dimension), np.nan, np.float32)
        there = self._there[ordinals]
        for extent in self._extents:
            here = there & (ordinals >= extent.first) & (ordinals < extent.last)
            if extent.vectors is not None and here.any():
                vectors[here] = extent.vectors.rows(ordinals[here])
        return vectors


def _reaches(extent: Extent, allowed: Ordinals | None) -> bool:
    """Return whether any of ``allowed`` lies in ``extent``."""
    if allowed is None:
        return True
    first, last = np.searchsorted(allowed, [extent.first, extent.last])
    return bool(last > first)
