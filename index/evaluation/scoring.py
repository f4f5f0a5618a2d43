"""Figures that count outcomes right, for all and by group, each share with its 95 % interval.

Silent on an answerable question is a miss. The names:

``hit@k``, ``s1``, ``s3``: as shown, silence included; ``s``: the gold sentence whole in the first extract, in those
shown. ``ranked …``: of the ranking alone, whatever the silence; ``ranked mrr`` is the mean of 1 / rank, 0 where not
found. ``silence precision``: of the silent replies, those rightly so, where there are questions of both sorts;
``silence recall``: of the questions without an answer, those that got silence. ``silence auc``, ``silent at 90 %``: see
:mod:`index.evaluation.silence`. The ends of an interval stand beside their figure, as ``hit@1 low`` and ``hit@1 high``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from index.evaluation import silence
from index.evaluation.cases import Case
from index.evaluation.intervals import Floats, percentile, resamples, shares
from index.evaluation.outcomes import Outcome

Facts = dict[str, float | int | None]
"""Figures by name: shares 0 to 1, times in milliseconds, ``None`` where nothing counts."""

Row = tuple[str, Facts]
"""The name of a group, and its figures."""

_Judge = Callable[[Outcome], float | None]


def _gold(judge: _Judge) -> _Judge:
    return lambda one: judge(one) if one.case.golds else None


def _ranked_within(depth: int) -> _Judge:
    return _gold(lambda one: one.rank is not None and one.rank <= depth)


_SHARES: Mapping[str, _Judge] = {
    "hit@1": _gold(lambda one: one.shown[:1] == (True,)),
    "hit@3": _gold(lambda one: any(one.shown)),
    "s1": _gold(lambda one: any(one.quoted[:1])),
    "s3": _gold(lambda one: any(one.quoted)),
    "ranked hit@1": _ranked_within(1),
    "ranked hit@3": _ranked_within(3),
    "ranked hit@5": _ranked_within(5),
    "ranked mrr": _gold(lambda one: 1 / one.rank if one.rank else 0.0),
    "ranked s1": _gold(lambda one: any(one.ranked_quoted[:1])),
    "ranked s3": _gold(lambda one: any(one.ranked_quoted)),
    "date right": _gold(lambda one: one.date_right),
    "silence precision": lambda one: None if one.answered else not one.case.golds,
    "silence recall": lambda one: None if one.case.golds else not one.answered,
    "answered of answerable": _gold(lambda one: one.answered),
}
_SEPARATION = ("silence auc", "silent at 90 %")
SHARES = (*_SHARES, *_SEPARATION)
"""The names of the figures that have an interval."""


def figures(outcomes: Sequence[Outcome]) -> Facts:
    """Return the figures of ``outcomes``, without intervals."""
    once = np.ones((1, len(outcomes)))
    known = dict(zip(_SHARES, shares(once, _values(outcomes))[0], strict=True))
    known |= dict(zip(_SEPARATION, (float(one[0]) for one in _separation(outcomes, once)), strict=True))
    times = [one.took_ms for one in outcomes]
    return {
        "questions": len(outcomes),
        **{name: None if np.isnan(share) else float(share) for name, share in known.items()},
        "p50 ms": float(np.percentile(times, 50)) if times else None,
        "p95 ms": float(np.percentile(times, 95)) if times else None,
    }


def intervals(outcomes: Sequence[Outcome]) -> Facts:
    """Return the ends of the 95 % intervals of the :data:`SHARES` of ``outcomes``, by the bootstrap."""
    drawn = resamples(len(outcomes))
    estimates = np.column_stack([shares(drawn, _values(outcomes)), *_separation(outcomes, drawn)])
    found: Facts = {}
    for name, column in zip(SHARES, estimates.T, strict=True):
        found[f"{name} low"], found[f"{name} high"] = percentile(column) or (None, None)
    return found


def _values(outcomes: Sequence[Outcome]) -> Floats:
    """Return what each outcome counts for each share, shape (n, k), NaN where it does not count."""
    told = [[judge(one) for judge in _SHARES.values()] for one in outcomes]
    found = np.array(told, np.float64).reshape(len(outcomes), len(_SHARES))
    if len({bool(one.case.golds) for one in outcomes}) == 1:
        found[:, list(_SHARES).index("silence precision")] = (
            np.nan
        )  # it would tell of the questions, not of the replies
    return found


def _separation(outcomes: Sequence[Outcome], weights: Floats) -> tuple[Floats, Floats]:
    confidence = np.array([one.confidence for one in outcomes], np.float64)
    answerable = np.array([bool(one.case.golds) for one in outcomes], np.bool_)
    return silence.separation(confidence, answerable, weights)


def grouped(outcomes: Sequence[Outcome]) -> dict[str, list[Outcome]]:
    """Return the outcomes of all cases, by language, within and across languages, and by kind; none is empty."""
    names = ["all", *sorted({one.case.language for one in outcomes}), "same language", "across languages"]
    names += sorted({one.case.kind for one in outcomes})
    found: dict[str, list[Outcome]] = {name: [] for name in names}
    for one in outcomes:
        for name in _groups(one.case):
            found[name].append(one)
    return {name: members for name, members in found.items() if members}


def _groups(case: Case) -> set[str]:
    """Return the names of the groups that ``case`` belongs to."""
    found = {"all", case.language, case.kind}
    if case.golds and case.document_language:
        found.add("same language" if case.language == case.document_language else "across languages")
    return found - {""}


def table(outcomes: Sequence[Outcome]) -> list[Row]:
    """Return the figures of each group with their intervals.

    Questions of a kind that never has an answer are told apart from all those that have one: the separation of such a
    group is from them.
    """
    answerable = [one for one in outcomes if one.case.golds]
    rows = []
    for name, members in grouped(outcomes).items():
        facts = figures(members) | intervals(members)
        if not any(one.case.golds for one in members):
            against = [*members, *answerable]
            whole = figures(against) | intervals(against)
            facts |= {key: value for key, value in whole.items() if key.startswith(_SEPARATION)}
        rows.append((name, facts))
    return rows


def as_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the table as one JSON object a row."""
    return [{"group": name, **facts} for name, facts in rows]
