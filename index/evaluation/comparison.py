"""Two runs of the same questions side by side: which ones got better or worse, and whether that can be chance.

The sign test: of the questions that changed, each is as likely to be better as worse when nothing has changed in truth;
its probability is the exact binomial one, two-sided, unchanged questions left out (Dixon and Mood, The statistical sign
test, 1946; Conover, Practical Nonparametric Statistics, 3.4).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from index.errors import EvaluationError
from index.evaluation.runs import Result, Run


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one question, in two runs; ``before`` and ``now`` in words."""

    id: str
    question: str
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Aspect:
    """The questions that got better and worse in one aspect, and the ``probability`` of such a difference by chance."""

    name: str
    better: tuple[Change, ...]
    worse: tuple[Change, ...]
    same: int

    @property
    def probability(self) -> float:
        """Of a difference at least as large, were better and worse equally likely (the sign test, two-sided)."""
        return sign_test(len(self.better), len(self.worse))

    def as_json(self) -> dict[str, Any]:
        """Return the aspect as one JSON object; questions by their ids."""
        return {
            "compared": self.name,
            "better": [one.id for one in self.better],
            "worse": [one.id for one in self.worse],
            "same": self.same,
            "p": self.probability,
        }


@dataclass(frozen=True, slots=True)
class Comparison:
    """A run beside the one that is called ``before``; ``circumstances`` say what else is different, a line each."""

    before: str
    aspects: tuple[Aspect, ...]
    circumstances: tuple[str, ...]


def sign_test(better: int, worse: int) -> float:
    """Return the two-sided exact probability of a split at least as uneven, 1 when nothing changed."""
    changed = better + worse
    tail = sum(math.comb(changed, k) for k in range(min(better, worse) + 1))
    return min(1.0, 2 * tail / (1 << changed))


_Place = Callable[[Result], float | None]
"""Where a question stands in an aspect, lower is better; ``None`` when the aspect says nothing about it."""


def _at(rank: int | None) -> float:
    return math.inf if rank is None else rank


def _of_answerable(place: Callable[[Result], float]) -> _Place:
    return lambda one: place(one) if one.answerable else None


def _in_words(place: float) -> str:
    return "not there" if math.isinf(place) else f"place {place:.0f}"


_ASPECTS: dict[str, tuple[_Place, Callable[[float], str]]] = {
    "first gold statement among those shown": (_of_answerable(lambda one: _at(one.shown_rank)), _in_words),
    "gold sentence in an extract shown": (
        _of_answerable(lambda one: not any(one.quoted)),
        lambda place: "not quoted" if place else "quoted",
    ),
    "answered or silent rightly": (
        lambda one: one.answered != one.answerable,
        lambda place: "wrong" if place else "right",
    ),
    "gold statement in the ranking": (_of_answerable(lambda one: _at(one.rank)), _in_words),
}


def compare(before: Run, now: Run, name: str) -> Comparison:
    """Return what changed from ``before``, which is called ``name``, to ``now``, aspect by aspect.

    :raises EvaluationError: when they are not runs of the same questions.
    """
    former = {one.id: one for one in before.results}
    asked = {one.id: (one.question, one.answerable) for one in now.results}
    same = sum(1 for one in before.results if asked.get(one.id) == (one.question, one.answerable))
    if same != len(asked) or same != len(former):
        raise EvaluationError(
            f"{name}: is a run of other questions: of its {len(former)} and the {len(asked)} of "
            f"{now.file}, {same} are the same; compare two runs of one file, with one --limit"
        )
    return Comparison(name, tuple(_aspect(aspect, former, now) for aspect in _ASPECTS), _circumstances(before, now))


def _circumstances(before: Run, now: Run) -> tuple[str, ...]:
    found = []
    if before.sequence != now.sequence:
        found.append(f"the archive was at {before.sequence} and is at {now.sequence}: the statements may be others")
    if before.recipe != now.recipe:
        found.append(f"the index was made by {before.recipe}, now by {now.recipe}")
    return tuple(found)


def _aspect(name: str, former: dict[str, Result], now: Run) -> Aspect:
    place, words = _ASPECTS[name]
    better: list[Change] = []
    worse: list[Change] = []
    same = 0
    for one in now.results:
        was, has = place(former[one.id]), place(one)
        if was is None or has is None:
            continue
        if was == has:
            same += 1
            continue
        (better if has < was else worse).append(Change(one.id, one.question, words(was), words(has)))
    return Aspect(name, tuple(better), tuple(worse), same)
