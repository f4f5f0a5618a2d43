"""The latest and the first statements, of all and on a subject."""

from __future__ import annotations

import dataclasses
from datetime import date

import numpy as np
import pytest

from corpus.archive import Archive
from index.answers.newest import COUNT, openings
from index.answers.question import Question
from index.answers.search import Searcher
from index.generation import Generations
from index.question.understanding import Order
from index.snapshot import Snapshot
from tests.index.doubles import HashedEncoder


@pytest.fixture(scope="module")
def searcher(samples_archive: Archive) -> Searcher:
    return Searcher(samples_archive, HashedEncoder())


@pytest.mark.parametrize("order", list(Order))
def test_openings_are_the_first_passages_of_the_first_statements(samples_archive: Archive, order: Order) -> None:
    places = Snapshot.open(Generations(samples_archive.folder)).places
    found = openings(places, None, order)
    assert len(set(places.of[found].tolist())) == COUNT
    assert (places.starts[found] <= 40).all()
    every = {int(of): int(day) for of, day in zip(places.of, places.days, strict=True) if day}
    best = sorted(every.values(), reverse=order is Order.LATEST)[:COUNT]
    assert sorted(places.days[found].tolist(), reverse=order is Order.LATEST) == best


@pytest.mark.parametrize(
    "text", ["What is the latest statement?", "dernier communiqué", "ما هو آخر بيان؟", "the most recent press release"]
)
def test_the_latest_of_all_is_answered(searcher: Searcher, samples_archive: Archive, text: str) -> None:
    answer = searcher.answer(Question.of(text))
    days = [extract.date.day for extract in answer.extracts]
    assert answer.answered
    assert answer.understood.order == "latest"
    assert days[0] == max(one.date.day for one in samples_archive.statements() if one.date.day)
    assert days == sorted(days, reverse=True)  # type: ignore[type-var] # all are dated: that is what is asked for


def test_the_first_of_a_year_is_of_that_year(searcher: Searcher) -> None:
    answer = searcher.answer(Question.of("le premier communiqué de 2022"))
    assert answer.understood.since == "2022-01-01"
    assert [extract.date.day.year for extract in answer.extracts if extract.date.day] == [2022] * len(answer.extracts)


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("latest statement on Yemen", "on Yemen"),
        ("la dernière déclaration sur le Yémen", "la sur le Yémen"),
        ("What was said on Yemen?", "What was said on Yemen?"),
    ],
)
def test_words_for_statements_are_not_sought_beside_an_order(text: str, sought: str) -> None:
    asked = Question.of(text)
    assert asked.sought == sought
    assert all(term.word not in {"statement", "déclaration"} for term in asked.terms)


def test_the_latest_on_a_subject_is_on_that_subject(searcher: Searcher) -> None:
    answer = searcher.answer(Question.of("latest statement on Yemen"))
    assert answer.answered
    assert all("Yemen" in f"{one.statement.title} {one.statement.revision.text}" for one in answer.extracts)


def test_nothing_is_dated_in_an_empty_choice(samples_archive: Archive) -> None:
    places = Snapshot.open(Generations(samples_archive.folder)).places
    assert len(openings(places, np.empty(0, np.int64), Order.LATEST)) == 0
    undated = np.flatnonzero(places.days == 0)
    assert len(openings(places, undated, Order.LATEST)) == 0
    assert Question.of("latest statement", since=date(2031, 1, 1)).asks_for_any


def test_the_order_changes_what_is_shown_and_not_how_sure_it_is(searcher: Searcher) -> None:
    asked = Question.of("latest statement on the truce in Yemen and its extension")
    plain = dataclasses.replace(asked, order=None)
    inside, outside = searcher.find(asked), searcher.find(plain)
    assert [one.statement for one in inside.ranked] != [one.statement for one in outside.ranked]
    ours, theirs = searcher.figures(asked, inside), searcher.figures(plain, outside)
    assert ours is not None
    assert theirs is not None
    np.testing.assert_allclose(ours, theirs)
