"""How near a question's vector is to passages at large, so that a score can say how far it stands out.

The mean and the standard deviation of its inner products with *all* passages follow from the passages' mean vector
and covariance: mean = q . m, variance = q' C q. They are exact, and cost one small matrix product a question.
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


@dataclass(frozen=True, slots=True, eq=False)
class Spread:
    """``mean``: shape (dimension,), fp32; ``covariance``: shape (dimension, dimension), fp32."""

    mean: npt.NDArray[np.float32]
    covariance: npt.NDArray[np.float32]

    @classmethod
    def of(cls, vectors: npt.NDArray[np.float16], dimension: int) -> Spread:
        """Return the spread of ``vectors``, shape (n, dimension)."""
        total = np.zeros(dimension, np.float64)
        products = np.zeros((dimension, dimension), np.float64)
        for first in range(0, len(vectors), _BLOCK):
            block = vectors[first : first + _BLOCK].astype(np.float32)
            total += block.sum(axis=0, dtype=np.float64)
            products += (block.T @ block).astype(np.float64)
        count = max(len(vectors), 1)
        mean = total / count
        return cls(mean.astype(np.float32), (products / count - np.outer(mean, mean)).astype(np.float32))

    def standing(self, query: npt.NDArray[np.float32], scores: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """Return ``scores`` of ``query`` as standard deviations above its mean over all passages (z-scores)."""
        deviation = float(np.sqrt(max(float(query @ self.covariance @ query), 0.0)))
        return np.asarray((scores - float(query @ self.mean)) / max(deviation, _LEAST_DEVIATION), np.float32)

    def save(self, file: Path) -> None:
        """Write both arrays to ``file``."""
        np.savez(file, mean=self.mean, covariance=self.covariance)

    @classmethod
    def open(cls, file: Path) -> Spread:
        """Return the spread in ``file``.

        :raises GenerationError: when it cannot be read.
        """
        try:
            with file.open("rb") as content, np.load(content, allow_pickle=False) as arrays:
                return cls(arrays["mean"], arrays["covariance"])
        except (OSError, ValueError, KeyError, EOFError, NotImplementedError, zipfile.BadZipFile):
            raise GenerationError(f"{file}: cannot be read; `onrecord rebuild` makes it anew") from None
