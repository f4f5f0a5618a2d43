"""The order: meaning and words in one score, passages grouped by statement."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.answers.retrieval import Candidates
from index.places import Places

WORDS_WEIGHT = 4.0
"""What a question's words are worth beside its meaning: a round number that held on other questions too."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A statement's passages that were found, best first: rows of the candidates, and the best one's score."""

    statement: int
    rows: tuple[int, ...]
    score: float


def fused(found: Candidates) -> npt.NDArray[np.float64]:
    """Return one score a candidate, higher is better: standing + 4 x words over idf mass."""
    return np.round(found.standing + WORDS_WEIGHT * found.words.astype(np.float64), 5).astype(np.float64)


def rank(found: Candidates, places: Places) -> list[Ranked]:
    """Return the statements of ``found`` by their best passage, best first; ties go by the order of the record."""
    scores = fused(found)
    grouped: dict[int, list[int]] = {}
    for row in np.lexsort((found.ordinals, -scores)):
        grouped.setdefault(int(places.of[found.ordinals[row]]), []).append(int(row))
    # A dictionary keeps the order of first insertion, which is that of each statement's best passage.
    return [Ranked(statement, tuple(rows), float(scores[rows[0]])) for statement, rows in grouped.items()]
