"""Answer or silence: a few figures of what was found, weighed into how likely the record answers.

No threshold on the nearness in meaning alone separates questions the record answers from others. These figures do not
depend on one corpus: standing and margin are in standard deviations, words and coverage are shares of the question's
own idf mass. ``evidence.json`` beside this file holds the weights and says what they were fitted on.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.answers.question import Question
from index.answers.ranking import Ranked, fused
from index.answers.retrieval import Candidates
from index.text.analysis import lexemes

FIGURES = ("standing", "words", "coverage", "rare", "margin", "agreement")
_FILE = Path(__file__).with_name("evidence.json")
_FAR = 10


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


def _coverage(question: Question, idfs: Sequence[float], text: str, language: str | None) -> tuple[float, float]:
    """Return the share of the question's idf mass whose words are in ``text``, and 1 if its rarest word is."""
    present = set(lexemes(text, language))
    held = [any(key in present for key in term.keys) for term in question.terms]
    mass = sum(idfs)
    if not mass:
        return 0.0, 0.0
    covered = sum(idf for idf, is_held in zip(idfs, held, strict=True) if is_held) / mass
    rarest = max(range(len(idfs)), key=lambda at: (idfs[at], -at))
    return covered, float(held[rarest])


def figures(
    question: Question, found: Candidates, ranked: Sequence[Ranked], context: str, language: str | None
) -> npt.NDArray[np.float64]:
    """Return the figures of what was found, in the order of :data:`FIGURES`; ``ranked`` is not empty.

    ``context`` is the title and the text around the best passage, in ``language``.

    - standing: of the nearest passage, standard deviations above all passages.
    - words: the best passage's words score.
    - coverage: share of the question's idf mass found in ``context``; rare: 1 if its rarest word is.
    - margin: the best statement's score above that of the tenth.
    - agreement: 1 if the best passage by meaning and by words are of the same statement's first three passages.
    """
    scores, best = fused(found), ranked[0]
    top = best.rows[0]
    coverage, rare = _coverage(question, found.idfs, context, language)
    tenth = ranked[min(_FAR, len(ranked)) - 1].score
    near, worded = int(np.argmax(found.standing)), int(np.argmax(found.words))
    agreement = float(near in best.rows[:3] and worded in best.rows[:3])
    return np.array(
        [float(found.standing.max()), float(found.words[top]), coverage, rare, float(scores[top]) - tenth, agreement]
    )
