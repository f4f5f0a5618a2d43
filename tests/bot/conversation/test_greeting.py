"""First words and help: what the record covers, and examples that are really in it."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import greeting
from bot.conversation.coverage import Coverage
from bot.conversation.reply import Callback
from bot.conversation.voice import Voice
from tests.bot.conversation.making import LANGUAGES, NOBODY, OIC, check, check_directions

TITLES = (
    ("aaaaaaaaaa", "On Mali"),
    ("bbbbbbbbbb", "T" * 61),
    ("cccccccccc", "On Syria"),
    ("dddddddddd", "A"),
    ("eeeeeeeeee", "B"),
)
RECORD = Coverage(5, date(2021, 5, 26), date(2022, 3, 3), 0, (("U.S. Department of State", 5),), TITLES)
EMPTY = Coverage(0, None, None, 0, (), ())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("coverage", [RECORD, EMPTY])
def test_they_read_in_every_language(language: str, coverage: Coverage) -> None:
    for reply in (
        greeting.start_reply(coverage, OIC, Voice(language)),
        greeting.help_reply(coverage, Voice(language)),
    ):
        assert reply.language == language
        check(reply, {})
        check_directions(reply)


def test_the_first_words_tell_what_is_on_record_and_whose_it_is() -> None:
    text = greeting.start_reply(RECORD, NOBODY, Voice("en")).text
    assert "\nOn record: 5 statements, 26 May 2021 to 3 March 2022.\n" in text
    assert "\nIssued by: U.S. Department of State.\n" in text
    assert "\nQuestions are not stored.\n" in text


def test_examples_are_short_titles_of_this_record_one_a_row() -> None:
    reply = greeting.start_reply(RECORD, NOBODY, Voice("en"))
    assert reply.buttons == (
        (Callback("On Mali", "q:aaaaaaaaaa"),),
        (Callback("On Syria", "q:cccccccccc"),),
        (Callback("A", "q:dddddddddd"),),
    )
    assert reply.text.endswith("\n\nOr begin with one of these:")


def test_without_short_titles_no_example_is_announced() -> None:
    coverage = Coverage(1, None, None, 1, ((None, 1),), (("bbbbbbbbbb", "T" * 61),))
    reply = greeting.start_reply(coverage, NOBODY, Voice("en"))
    assert reply.buttons == ()
    assert reply.text.endswith("Questions are not stored.")


def test_an_empty_record_says_so() -> None:
    assert "The record is still empty" in greeting.start_reply(EMPTY, OIC, Voice("en")).text
    assert greeting.start_reply(EMPTY, OIC, Voice("en")).buttons == ()


def test_a_line_is_a_reply_of_one_line() -> None:
    reply = greeting.line_reply(Voice("fr"), "Une ligne.")
    assert (reply.text, reply.language, reply.buttons, reply.quotes) == ("Une ligne.", "fr", (), ())
