"""What is read of a question: its words, cut to a length, and the filters put on it."""

from __future__ import annotations

from datetime import date

import pytest

from index.answers import question
from index.answers.question import Question


def test_white_space_is_folded() -> None:
    assert Question.of("  What\n was\u00a0said\ton Mali? ").text == "What was said on Mali?"


def test_filters_are_kept() -> None:
    asked = Question.of("Mali?", since=date(2020, 1, 1), until=date(2021, 1, 1), language="fr")
    assert (asked.since, asked.until, asked.language) == (date(2020, 1, 1), date(2021, 1, 1), "fr")


def test_a_long_question_is_cut() -> None:
    asked = Question.of("first " + "word " * 400 + "Timbuktu")
    assert len(asked.text) == question.LONGEST
    assert all(term.word != "Timbuktu" for term in asked.terms)
    assert asked.terms[0].word == "first"


@pytest.mark.parametrize("text", ["", "   ", "???", "…", "👍", "- —", "a"])
def test_some_say_nothing(text: str) -> None:
    assert not Question.of(text).says_something


@pytest.mark.parametrize("text", ["Mali", "2735", "Qui est-ce ?", "ماذا قال", "U.S."])
def test_others_do(text: str) -> None:
    assert Question.of(text).says_something
