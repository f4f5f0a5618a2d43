"""Answer or silence: a few figures of what was found, weighed into how likely the record answers.

No threshold on the nearness in meaning alone separates questions the record answers from others. Most of these figures
do not depend on one corpus: standing and margin are in standard deviations, coverage is a share of the question's own
idf mass. The nearness itself does depend on the model: another model needs a fit of its own. ``evidence.json`` beside
this file holds the weights and says what they were fitted on.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt

from corpus.languages import recognise
from index.answers.question import Question
from index.answers.ranking import Ranked
from index.answers.retrieval import Candidates
from index.text.analysis import lexemes

FIGURES = ("meaning", "standing", "covered", "same", "covered_same", "terms", "absent", "number_missing", "margin")
_FILE = Path(__file__).with_name("evidence.json")
_RIVAL = 5
_MOST_TERMS = 12
_ABSENT_BELOW = 0.5
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


def _covered(question: Question, idfs: Sequence[float], context: str, language: str | None, day: date | None) -> float:
    """Return the share of the question's idf mass whose words are in ``context``, or in the date of issue."""
    present = set(lexemes(context, language))
    if day is not None:
        present |= {str(day.year), f"@month{day.month}"}
    mass = sum(idfs)
    held = (idf for idf, term in zip(idfs, question.terms, strict=True) if present.intersection(term.keys))
    return sum(held) / mass if mass else 0.0


@dataclass(frozen=True, slots=True)
class Setting:
    """What stands around the best passage: its statement's title and the text about it, its language and date."""

    passage: str
    context: str
    language: str | None
    day: date | None


def figures(
    question: Question, found: Candidates, ranked: Sequence[Ranked], setting: Setting
) -> npt.NDArray[np.float64]:
    """Return the figures of what was found, in the order of :data:`FIGURES`; ``ranked`` is not empty.

    - meaning: inner product of the nearest passage; standing: the same in standard deviations above all passages.
    - covered: share of the question's idf mass found around the best passage; same: 1 if question and statement are
      in one language; covered_same: the product, because across languages only names and numbers can be found.
    - terms: words of the question that carry a subject, at most twelve: how much is asked.
    - absent: how many of them no passage of the record holds.
    - number_missing: 1 if a number is asked for and the best passage holds none.
    - margin: the best statement's score above that of the fifth.
    """
    same = float(recognise(question.text) == setting.language)
    covered = _covered(question, found.idfs, setting.context, setting.language, setting.day)
    missing = bool(_ASKS_NUMBER.search(question.text)) and not _DIGIT.search(setting.passage)
    rival = ranked[min(_RIVAL, len(ranked)) - 1].score
    return np.array(
        [
            float(np.nanmax(found.meaning, initial=0.0)),
            float(found.standing.max()),
            covered,
            same,
            covered * same,
            float(min(len(question.terms), _MOST_TERMS)),
            float(sum(frequency < _ABSENT_BELOW for frequency in found.frequencies)),
            float(missing),
            ranked[0].score - rival,
        ]
    )
