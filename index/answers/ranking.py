"""The order: all that speaks for a passage in one score, passages grouped by statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.answers.retrieval import Candidates
from index.answers.weights import AGREEMENT_WEIGHT, LENGTH_WEIGHT, USUAL_LENGTH, WORDS_WEIGHT
from index.places import Places
from index.question.understanding import Order

NEAR_ENOUGH = 0.75
"""Asked for the latest, statements whose score is this share of the best one's are about it: the latest of them."""

NAMED_ENOUGH, MATCHED_ENOUGH = 0.4, 0.8
"""And of these only such that hold the question's words to this share of the best one, or match them in context."""


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
        - LENGTH_WEIGHT * np.log(np.maximum(found.lengths, 1) / USUAL_LENGTH)
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


def ordered(
    ranked: Sequence[Ranked], found: Candidates, places: Places, order: Order | None, *, every: bool = False
) -> list[Ranked]:
    """Return ``ranked`` with those that are near enough to the best by their day of issue, as ``order`` asks.

    The undated stand behind the dated ones, for nobody knows where they belong. All others follow as they were.
    ``every``: all are near enough.
    """
    if order is None or not ranked:
        return list(ranked)
    # Below zero, too: filters may leave only what is far from the question.
    least = ranked[0].score - (1 - NEAR_ENOUGH) * abs(ranked[0].score)
    named, matched = NAMED_ENOUGH * float(found.words.max()), MATCHED_ENOUGH * float(found.late.max())

    def is_near(one: Ranked) -> bool:
        row = one.rows[0]
        about = (named > 0 and found.words[row] >= named) or (matched > 0 and found.late[row] >= matched)
        return every or (one.score >= least and (about or (named <= 0 and matched <= 0)))

    near = [one for one in ranked if is_near(one)]
    sign = -1 if order is Order.LATEST else 1

    def key(one: Ranked) -> tuple[bool, int]:
        day = int(places.days[found.ordinals[one.rows[0]]])
        return not day, sign * day

    return sorted(near, key=key) + [one for one in ranked if not is_near(one)]
