"""How near a question's vector is to passages at large, so that a score can say how far it stands out.

The mean and the standard deviation of its inner products with *all* passages follow from the passages' mean vector
and covariance: mean = q . m, variance = q' C q. They are exact, and cost one small matrix product a question. Both
follow from sums that can be added and taken away, so that a few passages more or less cost those few.
"""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.errors import GenerationError

_LEAST_DEVIATION = 1e-3
_BLOCK = 65_536

Doubles = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Sums over ``count`` vectors: ``total`` of them, shape (dimension,), and ``products``, (dimension, dimension)."""

    count: int
    total: Doubles
    products: Doubles

    @classmethod
    def of(cls, vectors: npt.NDArray[np.floating], dimension: int) -> Moments:
        """Return the moments of ``vectors``, shape (n, dimension)."""
        total = np.zeros(dimension, np.float64)
        products = np.zeros((dimension, dimension), np.float64)
        for first in range(0, len(vectors), _BLOCK):
            block = vectors[first : first + _BLOCK].astype(np.float32)
            total += block.sum(axis=0, dtype=np.float64)
            products += (block.T @ block).astype(np.float64)
        return cls(len(vectors), total, products)

    def plus(self, other: Moments) -> Moments:
        """Return the moments of the vectors of both."""
        return Moments(self.count + other.count, self.total + other.total, self.products + other.products)

    def minus(self, other: Moments) -> Moments:
        """Return the moments without the vectors of ``other``, which are among these."""
        return Moments(self.count - other.count, self.total - other.total, self.products - other.products)

    def save(self, file: Path) -> None:
        """Write them to ``file``."""
        np.savez(file, count=np.int64(self.count), total=self.total, products=self.products)

    @classmethod
    def open(cls, file: Path) -> Moments:
        """Return the moments in ``file``.

        :raises GenerationError: when it cannot be read.
        """
        try:
            with file.open("rb") as content, np.load(content, allow_pickle=False) as arrays:
                return cls(int(arrays["count"]), arrays["total"], arrays["products"])
        except (OSError, ValueError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile):
            raise GenerationError(f"{file}: cannot be read; `onrecord rebuild` makes it anew") from None


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """``mean``: shape (dimension,), fp32; ``covariance``: shape (dimension, dimension), fp32."""

    mean: npt.NDArray[np.float32]
    covariance: npt.NDArray[np.float32]

    @classmethod
    def of(cls, moments: Moments) -> Spread:
        """Return the spread of the vectors that have ``moments``."""
        count = max(moments.count, 1)
        mean = moments.total / count
        covariance = moments.products / count - np.outer(mean, mean)
        return cls(mean.astype(np.float32), covariance.astype(np.float32))

    def standing(self, query: npt.NDArray[np.float32], scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return ``scores`` of ``query`` as standard deviations above its mean over all passages (z-scores)."""
        if not len(self.mean):  # nothing is embedded yet: there are no scores
            return scores
        deviation = float(np.sqrt(max(float(query @ self.covariance @ query), 0.0)))
        return np.asarray((scores - float(query @ self.mean)) / max(deviation, _LEAST_DEVIATION), np.float32)
