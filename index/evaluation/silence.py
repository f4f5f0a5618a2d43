"""How well the confidence tells questions with an answer from those without, whatever the threshold.

The area under the curve is the share of pairs, one question of each sort, in which the one with an answer has the
higher confidence, ties counting half: the statistic of Mann and Whitney (1947) over the number of pairs (Hanley and
McNeil, The meaning and use of the area under a ROC curve, 1982).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.evaluation.intervals import Floats

ANSWERED = 0.9
"""The share of questions with an answer that the figure "silent at 90 %" lets be answered."""

ROUNDING = 1e-9
"""How far a share may be below another and still count as the same."""

Flags = npt.NDArray[np.bool_]


def _tallies(confidence: Floats, answerable: Flags, weights: Floats) -> tuple[Floats, Floats]:
    """Return the weight of questions with and without an answer at each distinct confidence, ascending; (r, k) each."""
    order = np.argsort(confidence, kind="stable")
    _, starts = np.unique(confidence[order], return_index=True)
    weighed = weights[:, order]
    with_answer = np.add.reduceat(weighed * answerable[order], starts, axis=1)
    return with_answer, np.add.reduceat(weighed, starts, axis=1) - with_answer


def _over(parts: Floats, whole: Floats) -> Floats:
    return np.divide(parts, whole, out=np.full_like(parts, np.nan), where=whole > 0)


def separation(confidence: Floats, answerable: Flags, weights: Floats) -> tuple[Floats, Floats]:
    """Return the area under the curve and the share silent at 90 %, for each row of ``weights`` (r, n); (r,) each.

    Silent at 90 %: of the questions without an answer, those below the highest threshold at which :data:`ANSWERED` of
    the others are answered. NaN where there are no questions of one of the two sorts.
    """
    if not len(confidence):
        nothing = np.full(len(weights), np.nan)
        return nothing, nothing
    with_answer, without = _tallies(confidence, answerable, weights)
    below = np.cumsum(without, axis=1) - without
    all_with, all_without = with_answer.sum(axis=1), without.sum(axis=1)
    area = _over((with_answer * (below + without / 2)).sum(axis=1), all_with * all_without)
    above = np.cumsum(with_answer[:, ::-1], axis=1)[:, ::-1]
    enough = above >= (ANSWERED - ROUNDING) * all_with[:, None]
    at = enough.sum(axis=1) - 1
    silent = _over(below[np.arange(len(weights)), at], all_without)
    return area, np.where(all_with > 0, silent, np.nan)


def curve(confidence: Floats, answerable: Flags) -> Floats:
    """Return what each threshold makes of the two sorts, shape (k, 3), thresholds ascending, both sorts there.

    A row: the threshold, the share of questions with an answer that are answered, that of the others kept silent.
    """
    with_answer, without = _tallies(confidence, answerable, np.ones((1, len(confidence))))
    answered = 1 - (np.cumsum(with_answer[0]) - with_answer[0]) / with_answer.sum()
    silent = (np.cumsum(without[0]) - without[0]) / without.sum()
    rows = np.column_stack([np.unique(confidence), answered, silent])
    return np.vstack([rows, [np.inf, 0.0, 1.0]])
