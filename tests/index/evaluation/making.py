"""Cases and outcomes in a line."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from index.evaluation import Case, Outcome, table
from index.evaluation.runs import Run

CASE = Case("q1", "When?", "en", "fact", "en", ("a.md",), "Sentence.", "2022-06-02")
NO_ANSWER = dataclasses.replace(CASE, golds=(), sentence=None, date=None, kind="off-topic", document_language=None)


def outcome(case: Case = CASE, **facts: Any) -> Outcome:
    """Return a silent outcome of ``case``, but for ``facts``."""
    silent = {
        "answered": False,
        "rank": None,
        "shown": (),
        "quoted": (),
        "ranked_quoted": (),
        "date_right": None,
        "confidence": 0.1,
        "took_ms": 10.0,
    }
    return Outcome(case=case, **{**silent, **facts})


OUTCOMES = [
    outcome(answered=True, rank=1, shown=(True, False), quoted=(True, False), ranked_quoted=(True, False),
            date_right=True, took_ms=20.0, confidence=0.9),
    outcome(answered=True, rank=2, shown=(False, True), quoted=(False, True), ranked_quoted=(False, True),
            date_right=False, confidence=0.6),
    outcome(rank=1, ranked_quoted=(True,), confidence=0.3),  # found, and silent all the same
    outcome(answered=True, rank=None, shown=(False, False, False), quoted=(False, False, False),
            ranked_quoted=(False, False, False), confidence=0.5),
    outcome(NO_ANSWER, confidence=0.1),
    outcome(NO_ANSWER, confidence=0.3),
    outcome(NO_ANSWER, answered=True, shown=(False,), quoted=(False,), ranked_quoted=(False,), confidence=0.7),
]  # fmt: skip


def numbered(outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Return ``outcomes`` with ids of their own, from q0."""
    return [
        dataclasses.replace(one, case=dataclasses.replace(one.case, id=f"q{at}", question=f"When was {at}?"))
        for at, one in enumerate(outcomes)
    ]


def run_of(outcomes: Sequence[Outcome]) -> Run:
    """Return a run that has these ``outcomes``."""
    return Run.of(Path("questions.jsonl"), 7, "hashed", table(outcomes), outcomes)


def file_of(folder: Path, *lines: object) -> Path:
    """Return a file of ``lines``, each a string or a value of JSON."""
    file = folder / "questions.jsonl"
    written = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in lines)
    file.write_text("\n".join(written), encoding="utf-8")
    return file
