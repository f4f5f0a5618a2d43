"""The projection: from a model's vector of a word in its context to few numbers whose inner product says a match.

Late interaction (Khattab and Zaharia, "ColBERT", arXiv 2004.12832) with one linear map on a frozen encoder, trained by
``make train``; ``projection.json`` says on what, and under which licence. It belongs to one model: with another one the
ranking goes without it.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from index.trained import TRAINED, weights

Codes = npt.NDArray[np.int8]
"""Shape (words, dimension): unit vectors times :data:`SCALE`, rounded."""

Floats = npt.NDArray[np.float32]

SCALE = 127.0

_NAME = "projection"
_LEAST_NORM = 1e-6
_LEAST_WEIGHT = 1e-30


@dataclass(frozen=True)
class Projection:
    """``(h - mean) @ matrix``, brought to length 1; passages and questions have a mean of their own.

    ``passage_mean``, ``question_mean``: shape (width,). ``matrix``: (width, dimension). ``weight``: (width + 1,), the
    last one a constant: how much a word of a question counts is ``ln(1 + exp((h - question_mean) @ weight))``.
    ``recipe`` is the model it belongs to. ``worth`` is what a whole match counts in the ranking.
    """

    passage_mean: Floats
    question_mean: Floats
    matrix: Floats
    weight: Floats
    recipe: str
    worth: float

    @classmethod
    def shipped(cls, recipe: str) -> Projection | None:
        """Return the projection this version comes with, ``None`` when it is not for the model ``recipe``.

        :raises ModelError: when its files cannot be read.
        """
        return cls.open(TRAINED, recipe)

    @classmethod
    def open(cls, folder: Path, recipe: str) -> Projection | None:
        """Return the projection in ``folder``, ``None`` when there is none for the model ``recipe``.

        :raises ModelError: when its files cannot be read.
        """
        found = weights.read(folder, _NAME, recipe, _ARRAYS, ("worth",))
        return None if found is None else cls(**found[0], recipe=recipe, worth=found[1]["worth"])

    def save(self, folder: Path, about: dict[str, Any]) -> None:
        """Write it into ``folder``, the weights as fp16, with what there is to say ``about`` it."""
        arrays = {name: getattr(self, name) for name in _ARRAYS}
        weights.write(folder, _NAME, arrays, {**about, "recipe": self.recipe, "worth": self.worth})

    @property
    def dimension(self) -> int:
        """Numbers a word."""
        return int(self.matrix.shape[1])

    @cached_property
    def name(self) -> str:
        """A name of exactly these codes: other weights, or another model, have another."""
        digest = hashlib.sha256(self.recipe.encode())
        for array in (self.passage_mean, self.matrix):
            digest.update(array.astype(np.float16).tobytes())
        return f"words:int8:{digest.hexdigest()[:16]}:{self.recipe}"

    def codes(self, hidden: Floats) -> Codes:
        """Return the codes of a passage's words from their vectors ``hidden``, shape (words, width)."""
        centred: Floats = hidden - self.passage_mean
        return np.asarray(np.rint(_unit(centred @ self.matrix) * SCALE), np.int8)

    def question(self, hidden: Floats) -> tuple[Floats, Floats]:
        """Return the words of a question, shape (words, dimension), each of length 1, and what each counts, sum 1."""
        centred: Floats = hidden - self.question_mean
        weight = np.logaddexp(0, centred @ self.weight[:-1] + self.weight[-1])
        return _unit(centred @ self.matrix), np.asarray(weight / max(float(weight.sum()), _LEAST_WEIGHT), np.float32)


_ARRAYS = ("passage_mean", "question_mean", "matrix", "weight")


def _unit(rows: Floats) -> Floats:
    return np.asarray(rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), _LEAST_NORM), np.float32)
