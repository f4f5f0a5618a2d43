"""The order: all that speaks for a passage in one score, passages grouped by statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.answers.retrieval import Candidates
from index.places import Places
from index.question.understanding import Order

WORDS_WEIGHT = 4.0
"""What a question's words are worth beside its meaning: a round number that held on other questions too."""

AGREEMENT_WEIGHT = 3.0
"""What the very day that a question names is worth."""

LENGTH_WEIGHT = 0.4
"""What a statement e times as long loses: a short release that tells it before a long transcript that mentions it."""

_USUAL_LENGTH = 1500.0

NEAR_ENOUGH = 0.75
"""Asked for the latest, statements whose score is this share of the best one's are about it: the latest of them."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A statement's passages that were found, best first: rows of the candidates, and the best one's score."""

    statement: int
    rows: tuple[int, ...]
    score: float


def fused(found: Candidates) -> npt.NDArray[np.float64]:
    """Return one score a candidate, higher is better, in units of ``standing``."""
    total = (
        found.standing.astype(np.float64)
        + WORDS_WEIGHT * found.words
        + found.late
        + AGREEMENT_WEIGHT * found.agreement
        - LENGTH_WEIGHT * np.log(np.maximum(found.lengths, 1) / _USUAL_LENGTH)
        + found.extra
    )
    return np.round(total, 5)


def rank(found: Candidates, places: Places) -> list[Ranked]:
    """Return the statements of ``found`` by their best passage, best first; ties go by the order of the record."""
    scores = fused(found)
    grouped: dict[int, list[int]] = {}
    for row in np.lexsort((found.ordinals, -scores)):
        grouped.setdefault(int(places.of[found.ordinals[row]]), []).append(int(row))
    # A dictionary keeps the order of first insertion, which is that of each statement's best passage.
    return [Ranked(statement, tuple(rows), float(scores[rows[0]])) for statement, rows in grouped.items()]


def ordered(ranked: Sequence[Ranked], found: Candidates, places: Places, order: Order | None) -> list[Ranked]:
    """Return ``ranked`` with those that are near enough to the best by their day of issue, as ``order`` asks.

    The undated stand behind the dated ones, for nobody knows where they belong. All others follow as they were.
    """
    if order is None or not ranked:
        return list(ranked)
    # Below zero, too: filters may leave only what is far from the question.
    least = ranked[0].score - (1 - NEAR_ENOUGH) * abs(ranked[0].score)
    near = [one for one in ranked if one.score >= least]
    sign = -1 if order is Order.LATEST else 1

    def key(one: Ranked) -> tuple[bool, int]:
        day = int(places.days[found.ordinals[one.rows[0]]])
        return not day, sign * day

    return sorted(near, key=key) + [one for one in ranked if one.score < least]
