"""The adapter: moves a question's vector to where its answers lie, with passages and their vectors left as they are.

Encoders put a question and its answer near to one another, but not on one spot, and farther apart when they are in two
languages. One linear map of low rank, trained by ``make train``, learns the way between them; as in adapters of large
models (Hu et al., "LoRA", arXiv 2106.09685), but on the finished vector. It belongs to one model: with another one a
question is searched as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.trained import TRAINED, weights

Floats = npt.NDArray[np.float32]

_NAME = "adapter"
_ARRAYS = ("mean", "down", "up")


@dataclass(frozen=True, slots=True, eq=False)
class Adapter:
    """``vector + (vector - mean) @ down @ up``, brought to length 1.

    ``mean``: shape (dimension,), of passages. ``down``: (dimension, rank). ``up``: (rank, dimension). ``recipe`` is the
    model it belongs to.
    """

    mean: Floats
    down: Floats
    up: Floats
    recipe: str

    @classmethod
    def shipped(cls, recipe: str) -> Adapter | None:
        """Return the adapter this version comes with, ``None`` when it is not for the model ``recipe``.

        :raises ModelError: when its files cannot be read.
        """
        return cls.open(TRAINED, recipe)

    @classmethod
    def open(cls, folder: Path, recipe: str) -> Adapter | None:
        """Return the adapter in ``folder``, ``None`` when there is none for the model ``recipe``.

        :raises ModelError: when its files cannot be read.
        """
        found = weights.read(folder, _NAME, recipe, _ARRAYS)
        return None if found is None else cls(**found[0], recipe=recipe)

    def save(self, folder: Path, about: dict[str, Any]) -> None:
        """Write it into ``folder``, the weights as fp16, with what there is to say ``about`` it."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        weights.write(folder, _NAME, arrays, {**about, "recipe": self.recipe})

    def moved(self, vector: Floats) -> Floats:
        """Return ``vector``, shape (dimension,), moved: of length 1."""
        found = vector + (vector - self.mean) @ self.down @ self.up
        return np.asarray(found / max(float(np.linalg.norm(found)), 1e-6), np.float32)
