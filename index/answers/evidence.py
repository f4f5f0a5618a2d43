"""Answer or silence: a few figures of what was found, weighed into how likely the record answers.

No threshold on the nearness in meaning alone separates questions the record answers from others: its level depends on
the language, and short questions lie near to anything. So it is weighed with these. The level also depends on the
model: another model needs a fit of its own. ``evidence.json`` beside this file holds the weights and says what they
were fitted on.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.answers.question import Question
from index.answers.retrieval import Candidates
from index.text.analysis import lexemes
from index.text.folding import is_arabic

FIGURES = ("meaning", "arabic", "terms", "number_missing")
_FILE = Path(__file__).with_name("evidence.json")
_FEWEST_TERMS, _MOST_TERMS = 4, 10
_LOOKUP_TERMS = 3
_ASKS_NUMBER = re.compile(r"\b(?:how (?:many|much)|combien)\b|(?:^|\s)كم\s", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Scale:
    """The weights: ``probability = 1 / (1 + exp(-(bias + sum(weight * (figure - mean) / deviation))))``."""

    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    weight: tuple[float, ...]
    bias: float
    threshold: float

    @classmethod
    def shipped(cls) -> Scale:
        """Return the weights this version comes with."""
        found = json.loads(_FILE.read_text(encoding="utf-8"))
        return cls(
            tuple(found["mean"]), tuple(found["deviation"]), tuple(found["weight"]), found["bias"], found["threshold"]
        )

    def weigh(self, figures: Sequence[float]) -> float:
        """Return how likely the record answers, 0 to 1, from the figures in the order of :data:`FIGURES`."""
        total = self.bias + sum(
            weight * (figure - mean) / deviation
            for figure, mean, deviation, weight in zip(figures, self.mean, self.deviation, self.weight, strict=True)
        )
        return 1 / (1 + math.exp(-max(-30.0, min(30.0, total))))


@dataclass(frozen=True, slots=True)
class Setting:
    """The best passage, the text about it, and the title, language and date of issue of its statement."""

    passage: str
    context: str
    title: str
    language: str | None


def figures(question: Question, found: Candidates, setting: Setting) -> npt.NDArray[np.float64]:
    """Return the figures of what was found, in the order of :data:`FIGURES`; ``found`` is not empty.

    - meaning: inner product of the nearest passage.
    - arabic: 1 for a question in Arabic, whose inner products are lower with any passage.
    - terms: words of the question that carry a subject, four to ten: how much is asked.
    - number_missing: 1 if a number is asked for and the best passage holds none.
    """
    missing = bool(_ASKS_NUMBER.search(question.text)) and not _DIGIT.search(setting.passage)
    return np.array(
        [
            float(np.nanmax(found.meaning, initial=0.0)),
            float(is_arabic(question.text)),
            float(min(max(len(question.terms), _FEWEST_TERMS), _MOST_TERMS)),
            float(missing),
        ]
    )


def is_lookup(question: Question, setting: Setting) -> bool:
    """Return whether a question of a few words finds them all around the best passage; of three, one in the title too.

    Whoever types "Gaza" or "Blinken OIC" looks a subject up: there is too little in it to weigh, and nothing to doubt.
    """
    if not 0 < len(question.terms) <= _LOOKUP_TERMS or not question.has_subject:
        return False
    around = set(lexemes(f"{setting.title}\n{setting.context}", setting.language))
    title = set(lexemes(setting.title, setting.language))
    return all(around.intersection(term.keys) for term in question.terms) and (
        len(question.terms) < _LOOKUP_TERMS or any(title.intersection(term.keys) for term in question.terms)
    )
