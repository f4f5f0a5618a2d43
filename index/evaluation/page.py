"""A run as one page to look at: figures with their intervals, plots, groups and failures. No script, no address."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from lxml import html
from lxml.builder import E

from index.evaluation import failures, plots
from index.evaluation.comparison import Change, Comparison
from index.evaluation.elements import Element, foreign, table, told
from index.evaluation.outcomes import Outcome
from index.evaluation.runs import Run
from index.evaluation.scoring import SHARES, Facts, Row
from index.evaluation.wording import MEANINGS, interval, share

_STYLE = Path(__file__).with_name("page.css")


def page(
    run: Run,
    rows: Sequence[Row],
    outcomes: Sequence[Outcome],
    threshold: float,
    comparison: Comparison | None = None,
) -> str:
    """Return the page, whole and self-contained.

    :param threshold: the shipped one, which is drawn in the plots.
    :param comparison: what changed since an earlier run.
    """
    head = E.head(
        E.meta(charset="utf-8"),
        E.meta(name="viewport", content="width=device-width, initial-scale=1"),
        E.title(told(f"Evaluation: {run.file}")),
        E.style(_STYLE.read_text(encoding="utf-8")),
    )
    body = E.body(
        E.h1("Evaluation: ", foreign("bdi", run.file)),
        E.p(E.small(told(f"{len(outcomes)} questions · archive {run.sequence} · index {run.recipe}"))),
        E.h2("Figures, with 95 % intervals"),
        _figures(rows[0][1]),
        *_silence(outcomes, threshold),
        E.h2("Groups"),
        _groups(rows),
        *(_changes(comparison) if comparison else ()),
        E.h2("Failures"),
        *failures.sections(outcomes),
    )
    # Its encoding is that of a string: whoever writes it chooses UTF-8, as its head says.
    return str(html.tostring(E.html(head, body, lang="en"), doctype="<!doctype html>", encoding="unicode")) + "\n"


def _figures(facts: Facts) -> Element:
    return table(
        ("figure", "share", "95 % interval", "", "what it is"),
        [
            (
                E.th(name, scope="row"),
                share(facts[name]),
                interval(facts[f"{name} low"], facts[f"{name} high"]),
                E.td(_bar(facts, name)),
                E.td(MEANINGS[name], {"class": "words"}),
            )
            for name in SHARES
        ],
        "figures",
    )


def _bar(facts: Facts, name: str) -> Element | str:
    value, low, high = facts[name], facts[f"{name} low"], facts[f"{name} high"]
    return "" if value is None or low is None or high is None else plots.whisker(value, low, high)


def _silence(outcomes: Sequence[Outcome], threshold: float) -> list[Element]:
    sorts = {bool(one.case.golds) for one in outcomes}
    pictures = [plots.histogram(outcomes, threshold, answerable=sort) for sort in (True, False) if sort in sorts]
    if len(sorts) > 1:
        pictures.append(plots.trade(outcomes, threshold))
    return [E.h2("Confidence and silence"), E.div(*pictures, {"class": "plots"})]


def _groups(rows: Sequence[Row]) -> Element:
    names = [name for name in SHARES if any(facts[name] is not None for _, facts in rows)]
    return table(
        ("group", "questions", *names),
        [
            (foreign("td", group), str(facts["questions"]), *(_cell(facts, name) for name in names))
            for group, facts in rows
        ],
        "groups",
    )


def _cell(facts: Facts, name: str) -> Element:
    ends = interval(facts[f"{name} low"], facts[f"{name} high"])
    return E.td(share(facts[name]), *((E.br(), E.small(ends)) if ends else ()))


def _changes(comparison: Comparison) -> list[Element]:
    aspects = comparison.aspects
    found = [
        E.h2("Since ", foreign("bdi", comparison.before)),
        *(E.p(told(line)) for line in comparison.circumstances),
        table(
            ("what", "better", "worse", "same", "sign test, p"),
            [
                (one.name, str(len(one.better)), str(len(one.worse)), str(one.same), f"{one.probability:.3f}")
                for one in aspects
            ],
        ),
    ]
    for aspect in aspects:
        for sort, changes in (("better", aspect.better), ("worse", aspect.worse)):
            if changes:
                found += [E.h3(f"{aspect.name}: {sort}"), _changed(changes)]
    return found


def _changed(changes: Sequence[Change]) -> Element:
    rows = [(foreign("td", one.id), foreign("td", one.question, "words"), one.before, one.now) for one in changes]
    return table(("question", "", "before", "now"), rows)
