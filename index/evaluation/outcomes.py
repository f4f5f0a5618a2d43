"""What became of a question: one run of it, with the shipped threshold, and the ranking alone beside it."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from corpus.archive import Archive
from corpus.text import stored_text
from index.answers.answer import Answer, Extract
from index.answers.question import Question
from index.answers.search import Findings, Searcher
from index.evaluation.cases import Case


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a case. ``rank`` is the gold statement's place in the ranking, from 1; ``None`` when not found.

    ``shown`` are the sources of the extracts shown, in order; ``quoted`` whether each holds the gold sentence;
    ``ranked_quoted`` the same for what the ranking alone would show; ``date_right`` is ``None`` where no gold is shown.
    ``first`` is the first extract, shown as an answer or as the nearest.
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
    first: Extract | None = None

    @property
    def shown_rank(self) -> int | None:
        """The place of the first gold statement among those shown, from 1; ``None`` when none is."""
        return self.shown.index(True) + 1 if True in self.shown else None

    @property
    def is_right(self) -> bool:
        """Whether it was answered or silent as it should have been, whatever was shown."""
        return self.answered == bool(self.case.golds)


def _folded(text: str) -> str:
    return " ".join(text.split())


def _is_gold(case: Case, sources: Iterable[str]) -> bool:
    return any(source.endswith(f"/{gold}") for source in sources for gold in case.golds)


def _quoted(case: Case, extracts: Sequence[Extract]) -> tuple[bool, ...]:
    """Return whether each of ``extracts`` holds the gold sentence whole, white space apart."""
    sentence = _folded(stored_text(case.sentence or ""))
    return tuple(
        bool(sentence)
        and sentence in _folded(one.quote)
        and (not case.within_gold or _is_gold(case, one.statement.sources))
        for one in extracts
    )


class Evaluator:
    """Runs cases through a searcher over ``archive``."""

    def __init__(self, archive: Archive, searcher: Searcher) -> None:
        self._searcher = searcher
        self._issuers = archive.issuers()
        self._sources = {one.id: one.sources for one in archive.statements()}

    def run(self, case: Case) -> Outcome:
        """Return what becomes of ``case``."""
        question = Question.of(case.question, issuers=self._issuers)
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
            quoted=_quoted(case, answer.extracts),
            ranked_quoted=_quoted(case, ranked),
            date_right=all(dates) if dates else None,
            confidence=answer.confidence,
            took_ms=took_ms,
            first=ranked[0] if ranked else None,
        )
