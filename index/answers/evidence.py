"""Answer or silence: a few figures of what was found, weighed into how likely the record answers.

No threshold on the nearness in meaning alone separates questions the record answers from others: its level depends on
the language, and short questions lie near to anything. So it is weighed with these. The level also depends on the
model: another model needs a fit of its own. ``index/trained/evidence.json`` holds the weights and says what they were
fitted on.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from index.answers.question import Question
from index.answers.ranking import Ranked
from index.answers.retrieval import Candidates
from index.text.analysis import lexemes, words
from index.text.folding import is_arabic
from index.trained import EVIDENCE, TRAINED

FIGURES = ("meaning", "arabic", "terms", "weakest", "margin", "number_missing")
_FEWEST_TERMS, _MOST_TERMS = 3, 10
_LOOKUP_TERMS = 3
_BESIDE = 1
"""Words beside its terms that a lookup may have: "la Palestine"."""
_WEAKEST = 2
_WIDEST = 5.0
_ASKS_NUMBER = re.compile(r"\b(?:how (?:many|much)|combien)\b|(?:^|\s)كم\s", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Scale:
    """The weights: ``probability = 1 / (1 + exp(-(bias + sum(weight * (figure - mean) / deviation))))``.

    From ``threshold`` on it is answered; below ``far`` nothing of the record is anywhere near.
    """

    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    weight: tuple[float, ...]
    bias: float
    threshold: float
    far: float

    @classmethod
    def shipped(cls) -> Scale:
        """Return the weights this version comes with."""
        return cls.of(json.loads((TRAINED / EVIDENCE).read_text(encoding="utf-8")))

    @classmethod
    def of(cls, found: Mapping[str, Any]) -> Scale:
        """Return the weights in ``found``, in the form of ``evidence.json``."""
        rows = (tuple(found["mean"]), tuple(found["deviation"]), tuple(found["weight"]))
        return cls(*rows, bias=found["bias"], threshold=found["threshold"], far=found["far"])

    def weigh(self, figures: Sequence[float]) -> float:
        """Return how likely the record answers, 0 to 1, from the figures in the order of :data:`FIGURES`.

        A figure that is not known (NaN) speaks neither for nor against it.
        """
        total = self.bias + sum(
            weight * (figure - mean) / deviation
            for figure, mean, deviation, weight in zip(figures, self.mean, self.deviation, self.weight, strict=True)
            if not math.isnan(figure)
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Setting:
    """The best passage, the text about it, and the title and language of its statement."""

    passage: str
    context: str
    title: str
    language: str | None


def figures(
    question: Question, found: Candidates, ranked: Sequence[Ranked], setting: Setting
) -> npt.NDArray[np.float64]:
    """Return the figures of what was found, in the order of :data:`FIGURES`; ``ranked``, in any order, is not empty.

    - meaning: inner product of the nearest passage.
    - arabic: 1 for a question in Arabic, whose inner products are lower with any passage.
    - terms: words of the question that carry a subject, three to ten: how much is asked.
    - weakest: mean of the two weakest best matches of the question's words in the best statement; NaN without codes.
    - margin: how far the best statement's score stands above the second one's, at most five.
    - number_missing: 1 if a number is asked for and the best passage holds none.
    """
    missing = bool(_ASKS_NUMBER.search(question.text)) and not _DIGIT.search(setting.passage)
    best, *others = sorted(ranked, key=lambda one: -one.score)
    margin = best.score - others[0].score if others else _WIDEST
    return np.array(
        [
            float(np.nanmax(found.meaning, initial=0.0)),
            float(is_arabic(question.text)),
            float(min(max(len(question.terms), _FEWEST_TERMS), _MOST_TERMS)),
            _weakest(found, best),
            min(margin, _WIDEST),
            float(missing),
        ]
    )


def _weakest(found: Candidates, best: Ranked) -> float:
    matches = found.matches[:, list(best.rows)]
    if not matches.size or np.isnan(matches).all():
        return math.nan
    found_best = np.sort(np.nanmax(matches[:, ~np.isnan(matches).all(axis=0)], axis=1))
    return float(found_best[:_WEAKEST].mean())


def is_lookup(question: Question, setting: Setting) -> bool:
    """Return whether a question is a few words and finds them all around the best passage; of three, one in the title.

    Whoever types "Gaza" or "Blinken OIC" looks a subject up: there is too little in it to weigh, and nothing to doubt.
    Who writes a sentence, or names a day, asks for more than the words.
    """
    terms = question.terms
    if not 0 < len(terms) <= _LOOKUP_TERMS or not question.has_subject or question.periods:
        return False
    beside = len(words(question.text)) - sum(len(words(term.word)) for term in terms)
    if question.order is None and beside > _BESIDE:
        return False
    around = set(lexemes(f"{setting.title}\n{setting.context}", setting.language))
    title = set(lexemes(setting.title, setting.language))
    return all(around.intersection(term.keys) for term in terms) and (
        len(terms) < _LOOKUP_TERMS or any(title.intersection(term.keys) for term in terms)
    )
