"""What the figures are called where people read them, on a terminal and on a page."""

from __future__ import annotations

MEANINGS = {
    "hit@1": "the right statement is shown first",
    "hit@3": "it is among those shown",
    "s1": "the first extract holds the gold sentence",
    "s3": "an extract shown holds it",
    "ranked hit@1": "the right statement ranks first, silence apart",
    "ranked hit@3": "it ranks among the first three",
    "ranked hit@5": "it ranks among the first five",
    "ranked mrr": "mean of 1 / its rank",
    "ranked s1": "the best extract holds the gold sentence, silence apart",
    "ranked s3": "one of the three best holds it",
    "date right": "the date of what was found is the right one",
    "silence precision": "of the silent replies: there is no answer",
    "silence recall": "of the questions without an answer: silent",
    "answered of answerable": "of the questions with an answer: answered",
    "silence auc": "the confidence tells the two sorts apart (0.5: chance)",
    "silent at 90 %": "silent without an answer, were 90 % of the others answered",
}
"""What each of :data:`index.evaluation.scoring.SHARES` means, in its order."""


def share(value: float | int | None) -> str:
    """Return a share with two decimals, a dash where nothing counts."""
    return "–" if value is None else f"{value:.2f}"


def interval(low: float | int | None, high: float | int | None) -> str:
    """Return an interval with two decimals, nothing where nothing counts."""
    return "" if low is None or high is None else f"{low:.2f}–{high:.2f}"
