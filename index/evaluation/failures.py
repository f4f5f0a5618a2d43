"""What went wrong, question by question, as parts of a page: what was shown first, and what should have been."""

from __future__ import annotations

from collections.abc import Sequence

from lxml.builder import E

from index.evaluation.elements import Element, foreign, told
from index.evaluation.outcomes import Outcome

MOST = 300
"""Failures of a sort that are listed: a page with thousands is looked at by nobody."""


def sections(outcomes: Sequence[Outcome]) -> list[Element]:
    """Return the failures: questions whose right statement is not shown first, and answers where there is none."""
    missed = [one for one in outcomes if one.case.golds and one.shown_rank != 1]
    spoken = [one for one in outcomes if not one.case.golds and one.answered]
    found = _section("The right statement is not shown first", missed)
    return [*found, *_section("Answered, though the record holds no answer", spoken)]


def _section(title: str, failed: Sequence[Outcome]) -> list[Element]:
    found = [E.h3(f"{title}: {len(failed)}")]
    if len(failed) > MOST:
        found.append(E.p(f"The first {MOST} of them."))
    return [*found, *(_failure(one) for one in failed[:MOST])]


def _failure(one: Outcome) -> Element:
    case = one.case
    facts = [case.id, case.language, case.kind, f"confidence {one.confidence:.2f}", _what(one)]
    found = E.article(
        foreign("p", case.question, "question"),
        E.p(E.small(told(" · ".join(fact for fact in facts if fact)))),
    )
    if case.golds:
        found.append(E.p("Gold: ", foreign("code", ", ".join(case.golds))))
    if case.sentence:
        found.append(foreign("blockquote", case.sentence, "gold"))
    if one.first is not None:
        statement = one.first.statement
        day = statement.date.day.isoformat() if statement.date.day else "undated"
        found.append(
            E.p(
                "Shown first: " if one.answered else "Nearest: ",
                foreign("bdi", statement.title or "untitled"),
                f" · {day} · ",
                foreign("code", statement.source),
            )
        )
        found.append(foreign("blockquote", one.first.quote))
    return found


def _what(one: Outcome) -> str:
    if not one.case.golds:
        return "answered"
    rank = "not found" if one.rank is None else f"rank {one.rank}"
    if not one.answered:
        return f"silent · {rank}"
    return f"shown at place {one.shown_rank} · {rank}" if one.shown_rank else f"not shown · {rank}"
