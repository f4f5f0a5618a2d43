"""The page of a run: whole, escaped, self-contained, and with the numbers that were counted."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

import pytest
from lxml import html

from index.answers.answer import Extract
from index.evaluation import Outcome, table
from index.evaluation.comparison import Comparison, compare
from index.evaluation.failures import MOST
from index.evaluation.page import page
from index.evaluation.scoring import SHARES
from tests.index.conftest import Filled
from tests.index.doubles import draft
from tests.index.evaluation.making import CASE, NO_ANSWER, OUTCOMES, numbered, outcome, run_of

HOSTILE = '<script>alert("1")</script> & <b>\x07\ud800 </style>'
ARABIC = "كم طائرة اختطفت؟"


def _page(outcomes: Sequence[Outcome], comparison: Comparison | None = None) -> Any:
    written = page(run_of(outcomes), table(outcomes), outcomes, 0.42, comparison)
    assert written.startswith("<!doctype html>\n<html")
    return html.document_fromstring(written)


def _texts(found: Any, path: str) -> list[str]:
    return [" ".join(one.text_content().split()) for one in found.xpath(path)]


@pytest.fixture
def extract(filled: Filled) -> Extract:
    """Give an extract of a statement whose words are a page's own signs."""
    archive = filled(draft("Words. <b>&amp;</b>", "/in/<a>.md", title="<i>Title</i> & more", day="2022-06-02"))
    (statement,) = archive.statements()
    revision = statement.revision
    return Extract(revision.text, 0, len(revision.text), statement, revision.number, revision.sha256, 1.0)


def test_the_figures_stand_on_it_with_their_intervals() -> None:
    found = _page(OUTCOMES)
    rows = {row[0]: row[1:3] for row in ([*map(str, _texts(one, "th|td"))] for one in found.xpath("//table[1]//tr"))}
    ((_, facts), *_) = table(OUTCOMES)
    for name in SHARES:
        assert rows[name] == [f"{facts[name]:.2f}", f"{facts[f'{name} low']:.2f}–{facts[f'{name} high']:.2f}"]
    groups = _texts(found, "//div[contains(@class, 'groups')]//tr/td[1]")
    assert groups == ["all", "en", "same language", "fact", "off-topic"]


def test_it_needs_nothing_from_elsewhere() -> None:
    found = _page(OUTCOMES)
    assert not found.xpath("//script | //link | //img | //iframe | //object | //embed | //@src | //@href")
    style = found.xpath("string(//style)")
    assert "url(" not in style
    assert "@import" not in style
    assert found.xpath("//meta[@charset='utf-8']")


def test_the_plots_show_every_question_and_the_threshold() -> None:
    found = _page(OUTCOMES)
    for sort, count in (("answerable", 4), ("unanswerable", 3)):
        bars = _texts(found, f"//*[local-name()='rect'][@class='{sort}']/*[local-name()='title']")
        assert sum(int(bar.split(": ")[1]) for bar in bars) == count
    assert _texts(found, "//*[local-name()='text'][starts-with(., 'threshold 0.42')]") == [
        "threshold 0.42",
        "threshold 0.42",
        "threshold 0.42: answers 75%, silent on 67%",
    ]
    assert _texts(found, "//*[local-name()='text'][starts-with(., '90 %')]") == [
        "90 % answered: answers 100%, silent on 33%"
    ]
    for points in found.xpath("//*[local-name()='polyline']/@points"):
        assert re.fullmatch(r"[\d.,\s]+", points)


def test_questions_of_one_sort_have_no_curve() -> None:
    assert not _page(OUTCOMES[:4]).xpath("//*[local-name()='polyline']")
    assert not _page(OUTCOMES[4:]).xpath("//*[local-name()='rect'][@class='answerable']")


def test_words_from_outside_are_words_and_nothing_else(extract: Extract) -> None:
    case = dataclasses.replace(CASE, id=HOSTILE, question=HOSTILE, kind=HOSTILE, golds=(HOSTILE,), sentence=HOSTILE)
    outcomes = [outcome(case, first=extract), outcome(NO_ANSWER)]
    found = _page(outcomes, compare(run_of(outcomes), run_of(outcomes), HOSTILE))
    assert not found.xpath("//script | //article//b | //article//i")
    (shown,) = found.xpath("//p[@class='question']")
    assert shown.text_content() == '<script>alert("1")</script> & <b>\ufffd\ufffd </style>'
    assert "<i>Title</i> & more · 2022-06-02 · /in/<a>.md" in _texts(found, "//article/p")[-1]
    assert len(found.xpath("//style")) == 1


def test_each_failure_says_what_was_shown_and_what_should_have_been(extract: Extract) -> None:
    asked = dataclasses.replace(CASE, question=ARABIC, language="ar", sentence="وقال المكتب")
    found = _page(
        [
            outcome(asked, rank=7, first=extract, confidence=0.2),
            outcome(answered=True, rank=2, shown=(False, True), first=extract),
            outcome(answered=True, shown=(False,)),
            outcome(answered=True, rank=1, shown=(True,)),
            outcome(NO_ANSWER, answered=True, shown=(False,), first=extract),
            outcome(NO_ANSWER),
        ]
    )
    heads = _texts(found, "//h3")
    assert heads == ["The right statement is not shown first: 3", "Answered, though the record holds no answer: 1"]
    facts = _texts(found, "//article/p[small]")
    assert facts == [
        "q1 · ar · fact · confidence 0.20 · silent · rank 7",
        "q1 · en · fact · confidence 0.10 · shown at place 2 · rank 2",
        "q1 · en · fact · confidence 0.10 · not shown · not found",
        "q1 · en · off-topic · confidence 0.10 · answered",
    ]
    assert _texts(found, "//article[1]/blockquote[@class='gold']") == ["وقال المكتب"]
    assert _texts(found, "//article[1]/p[starts-with(., 'Gold')]") == ["Gold: a.md"]
    assert _texts(found, "//article[1]/p[starts-with(., 'Nearest')]")
    assert _texts(found, "//article[2]/p[starts-with(., 'Shown first')]")
    # Arabic goes from right to left by itself, wherever it stands.
    for element in found.xpath("//article/blockquote | //p[@class='question'] | //article//code | //article//bdi"):
        assert element.get("dir") == "auto"


def test_a_page_is_not_filled_with_thousands() -> None:
    found = _page([outcome()] * (MOST + 5))
    assert len(found.xpath("//article")) == MOST
    assert f"The first {MOST} of them." in _texts(found, "//p")


def test_what_changed_is_on_it() -> None:
    before = numbered(OUTCOMES)
    now = [dataclasses.replace(before[1], shown=(True, False)), *before[2:]]
    found = _page(OUTCOMES, compare(run_of(before), run_of([before[0], *now]), "monday.json"))
    assert "Since monday.json" in _texts(found, "//h2")
    assert "first gold statement among those shown: better" in _texts(found, "//h3")
    assert ["q1", "When was 1?", "place 2", "place 1"] in [_texts(row, "td") for row in found.xpath("//tr")]
