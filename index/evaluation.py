"""Scores a file of questions against the gold they carry: one run, the shipped threshold, the ranking alone beside it.

A line of the file: ``question``, ``language``, ``answerable``; and where answerable ``gold_file`` (the end of a
statement's source), ``gold_sentence`` (a substring of it), ``date`` (null: not known), ``also_in`` (files as good),
``doc_language``. Silent on an answerable question is a miss.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from corpus.archive import Archive
from index.answers.answer import Answer
from index.answers.question import Question
from index.answers.search import Findings, Searcher
from index.errors import EvaluationError


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its gold: ``golds`` are the ends of the sources of statements that answer it, if any do."""

    id: str
    question: str
    language: str
    kind: str
    document_language: str | None
    golds: tuple[str, ...]
    sentence: str | None
    date: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case. ``rank`` is the gold statement's place in the ranking, from 1; ``None`` when not found.

    ``shown`` are the sources of the extracts shown, in order; ``quoted`` whether each holds the gold sentence;
    ``ranked_quoted`` the same for what the ranking alone would show; ``date_right`` is ``None`` where no gold is shown.
    """

    case: Case
    answered: bool
    rank: int | None
    shown: tuple[bool, ...]
    quoted: tuple[bool, ...]
    ranked_quoted: tuple[bool, ...]
    date_right: bool | None
    confidence: float
    took_ms: float


def load(file: Path) -> list[Case]:
    """Return the cases in ``file``, a JSON line each.

    :raises EvaluationError: when it cannot be read, or a line is not a case.
    """
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{file}: cannot be read ({error}); give a file of JSON lines") from None
    found = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            golds = (row["gold_file"], *row.get("also_in", ())) if row["answerable"] else ()
            for words in (row["question"], row["language"], row.get("kind") or "", *golds):
                if not isinstance(words, str):
                    msg = f"{words!r} is not a string"
                    raise TypeError(msg)  # noqa: TRY301 - told with the number of the line, as what json finds
            found.append(
                Case(
                    id=str(row.get("id", number)),
                    question=row["question"],
                    language=row["language"],
                    kind=row.get("kind", ""),
                    document_language=row.get("doc_language"),
                    golds=tuple(golds),
                    sentence=row.get("gold_sentence"),
                    date=row.get("date"),
                )
            )
        except (ValueError, KeyError, TypeError) as error:
            raise EvaluationError(f"{file}, line {number}: is not a question with its gold ({error})") from None
    if not found:
        raise EvaluationError(f"{file}: holds no questions; give a file of JSON lines")
    return found


def _folded(text: str) -> str:
    return " ".join(text.split())


def _is_gold(case: Case, sources: Iterable[str]) -> bool:
    return any(source.endswith(f"/{gold}") for source in sources for gold in case.golds)


class Evaluator:
    """Runs cases through a searcher over ``archive``."""

    def __init__(self, archive: Archive, searcher: Searcher) -> None:
        self._searcher = searcher
        self._sources = {one.id: one.sources for one in archive.statements()}

    def run(self, case: Case) -> Outcome:
        """Return what becomes of ``case``."""
        question = Question.of(case.question)
        started = time.perf_counter()
        found = self._searcher.find(question)
        answer = self._searcher.conclude(question, found, started)
        took_ms = (time.perf_counter() - started) * 1000
        return self._outcome(case, found, answer, took_ms)

    def _outcome(self, case: Case, found: Findings, answer: Answer, took_ms: float) -> Outcome:
        ids = found.snapshot.places.ids
        rank = next(
            (
                at
                for at, one in enumerate(found.ranked, 1)
                if _is_gold(case, self._sources.get(str(ids[one.statement]), ()))
            ),
            None,
        )
        sentence = _folded(case.sentence or "")
        ranked = answer.extracts or answer.nearest
        golds = [_is_gold(case, extract.statement.sources) for extract in answer.extracts]
        dates = [
            (extract.statement.date.day.isoformat() if extract.statement.date.day else None) == case.date
            for extract, gold in zip(answer.extracts, golds, strict=True)
            # Other statements that say the same have dates of their own.
            if gold and any(source.endswith(f"/{case.golds[0]}") for source in extract.statement.sources)
        ]
        return Outcome(
            case=case,
            answered=answer.answered,
            rank=rank,
            shown=tuple(golds),
            quoted=tuple(bool(sentence) and sentence in _folded(one.quote) for one in answer.extracts),
            ranked_quoted=tuple(bool(sentence) and sentence in _folded(one.quote) for one in ranked),
            date_right=all(dates) if dates else None,
            confidence=answer.confidence,
            took_ms=took_ms,
        )


Row = tuple[str, dict[str, float | int | None]]
"""A name and its figures."""


def _share(values: Sequence[bool]) -> float | None:
    return sum(values) / len(values) if values else None


def figures(outcomes: Sequence[Outcome]) -> dict[str, float | int | None]:
    """Return the figures of ``outcomes``: shares 0 to 1, times in milliseconds, ``None`` where nothing counts.

    ``hit@k``, ``s1``, ``s3``: as shown, silence included. ``ranked …``: of the ranking alone. ``s``: the gold sentence
    whole in the first extract, in those shown. ``silence precision``: of the silent replies, those rightly so.
    """
    answerable = [one for one in outcomes if one.case.golds]
    silent = [not one.answered for one in outcomes]
    rightly = [not one.case.golds for one, is_silent in zip(outcomes, silent, strict=True) if is_silent]
    none = [not one.answered for one in outcomes if not one.case.golds]
    times = [one.took_ms for one in outcomes]
    return {
        "questions": len(outcomes),
        "hit@1": _share([one.shown[:1] == (True,) for one in answerable]),
        "hit@3": _share([any(one.shown) for one in answerable]),
        "s1": _share([any(one.quoted[:1]) for one in answerable]),
        "s3": _share([any(one.quoted) for one in answerable]),
        "ranked hit@1": _share([one.rank == 1 for one in answerable]),
        "ranked hit@3": _share([one.rank is not None and one.rank <= 3 for one in answerable]),  # noqa: PLR2004 - hit@3
        "ranked s1": _share([any(one.ranked_quoted[:1]) for one in answerable]),
        "ranked s3": _share([any(one.ranked_quoted) for one in answerable]),
        "date right": _share([one.date_right for one in answerable if one.date_right is not None]),
        "silence precision": _share(rightly),
        "silence recall": _share(none),
        "answered of answerable": _share([one.answered for one in answerable]),
        "p50 ms": float(np.percentile(times, 50)) if times else None,
        "p95 ms": float(np.percentile(times, 95)) if times else None,
    }


def table(outcomes: Sequence[Outcome]) -> list[Row]:
    """Return the figures for all cases, by language, within and across languages, and by kind."""
    names = ["all", *sorted({one.case.language for one in outcomes}), "same language", "across languages"]
    names += sorted({one.case.kind for one in outcomes if one.case.kind})
    grouped: dict[str, list[Outcome]] = {name: [] for name in names}
    for one in outcomes:
        for name in _groups(one.case):
            grouped[name].append(one)
    return [(name, figures(found)) for name, found in grouped.items() if found]


def _groups(case: Case) -> list[str]:
    """Return the names of the groups that ``case`` belongs to."""
    found = ["all", case.language]
    if case.golds and case.document_language:
        found.append("same language" if case.language == case.document_language else "across languages")
    return [*found, case.kind] if case.kind else found


def as_json(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return the table as one JSON object a row."""
    return [{"group": name, **facts} for name, facts in rows]
