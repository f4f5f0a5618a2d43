"""Talking on: follow-ups are asked whole within one talk, for some minutes, and are written nowhere."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.conversation.memory import MINUTES
from bot.conversation.person import Person
from corpus.archive import Archive
from index.answers.question import Question
from index.text.folding import fold
from tests.bot.conversation.making import (
    LANGUAGES,
    cut,
    labels,
    silence,
)
from tests.bot.conversation.talk import ADA, BEN, LITERAL, TODAY, WITHOUT, Talk, read_from, record, titled


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with record(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("code", "said", "whole", "line"),
    [
        (
            "en",
            ("What did the minister say about Ukraine?", "and about Gaza?"),
            "What did the minister say about Gaza?",
            "Asked: What did the minister say about Gaza?",
        ),
        (
            "en",
            ("Quelles mesures le ministre a-t-il annoncées pour le Mali ?", "et en 2021 ?"),
            "Quelles mesures le ministre a-t-il annoncées pour le Mali en 2021 ?",
            "Question posée\u00a0: Quelles mesures le ministre a-t-il annoncées pour le Mali en 2021 ?",
        ),
        (
            "fr",
            ("ماذا قال الوزير عن مالي؟", "وماذا عن غزة؟"),
            "ماذا قال الوزير عن غزة؟",
            "السؤال المطروح: \u2068ماذا قال الوزير عن غزة؟\u2069",
        ),
        (
            "ar",
            ("What did the minister say about Ukraine?", "2021?"),
            "What did the minister say about Ukraine in 2021?",
            "Asked: What did the minister say about Ukraine in 2021?",
        ),
    ],
)
def test_a_follow_up_is_asked_whole_and_the_reply_says_how(
    archive: Archive, code: str, said: tuple[str, str], whole: str, line: str
) -> None:
    talk = Talk(archive)
    person = Person(code, b"someone")
    before, said_then = said
    talk.ask(person, before)
    reply = talk.ask(person, said_then)
    assert talk.last == Question.of(whole, reader=reply.language, today=TODAY)
    assert reply.text.startswith(f"{line}\n\n")
    assert labels(reply)[-1] == [WITHOUT[reply.language]]


def test_the_button_takes_a_follow_up_as_it_was_typed(archive: Archive) -> None:
    talk = Talk(archive)
    talk.ask(ADA, "What did the minister say about Ukraine in 2021?")
    talk.ask(ADA, "and about Gaza?")
    reply = talk.press(ADA, "w", "and about Gaza?")
    assert talk.last == Question.of("and about Gaza?", reader="en", today=TODAY, literal=True)
    assert reply.text.startswith(f"{LITERAL['en']}\n\n")
    assert "Asked:" not in reply.text


def test_a_follow_up_of_a_follow_up_goes_on(archive: Archive) -> None:
    talk = Talk(archive)
    for said in ("What did the minister say about Ukraine?", "and in 2021?", "what about Iran?", "and before that?"):
        talk.ask(ADA, said)
    assert talk.asked[1:] == [
        "What did the minister say about Ukraine in 2021?",
        "What did the minister say about Iran in 2021?",
        "What did the minister say about Iran before 1 January 2021?",
    ]


def test_before_that_is_before_the_day_of_what_was_quoted(archive: Archive) -> None:
    talk = Talk(archive)
    talk.ask(ADA, "What did the minister say about Ukraine?")
    talk.ask(ADA, "and before that?")
    assert talk.asked[-1] == "What did the minister say about Ukraine before 3 March 2022?"


def test_people_are_not_mixed(archive: Archive) -> None:
    talk = Talk(archive)
    talk.ask(ADA, "What did the minister say about Ukraine?")
    talk.ask(BEN, "What did the Council decide about Sudan?")
    talk.ask(ADA, "and in 2021?")
    talk.ask(BEN, "and in 2021?")
    talk.ask(Person("en", b"new"), "and about Libya?")
    talk.ask(Person("en"), "and about Libya?")
    assert talk.asked[2:] == [
        "What did the minister say about Ukraine in 2021?",
        "What did the Council decide about Sudan in 2021?",
        "and about Libya?",
        "and about Libya?",
    ]


def test_a_question_is_forgotten_after_some_minutes_and_with_a_new_start(archive: Archive) -> None:
    talk = Talk(archive)
    talk.ask(ADA, "What did the minister say about Ukraine?")
    Talk(archive).ask(ADA, "and about Libya?")
    talk.clock.now += MINUTES * 60
    reply = talk.ask(ADA, "and about Libya?")
    assert talk.asked[-1] == "and about Libya?"
    assert "Asked:" not in reply.text


def test_small_talk_between_does_not_end_it(archive: Archive) -> None:
    talk = Talk(archive)
    for said in ("What did the minister say about Ukraine?", "thanks!", "and about Libya?"):
        talk.ask(ADA, said)
    assert talk.asked[-1] == "What did the minister say about Libya?"


def test_what_grows_too_long_is_asked_as_typed(archive: Archive) -> None:
    talk = Talk(archive)
    talk.ask(ADA, "sanctions " * 99 + "on Mali")
    reply = talk.ask(ADA, "and in October 2021?")
    assert len(talk.asked) == 1, "these words alone name no subject"
    assert "Asked:" not in reply.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_long_question_made_whole_still_fits(archive: Archive, language: str) -> None:
    extract = cut(titled(archive, "Mali, March 2022"), "We condemn the coup.")
    talk = Talk(archive, read_from(silence(extract)))
    person = Person(language, b"someone")
    talk.ask(person, "😀 sanctions " * 70)
    reply = talk.ask(person, "and in 2021?")
    assert "[…]" in reply.text.partition("\n")[0]


def test_nothing_of_a_question_is_written_anywhere(archive: Archive, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    talk = Talk(archive)
    talk.ask(ADA, "What did the zanzibarite say about Ukraine?")
    talk.ask(ADA, "and about quokkas?")
    talk.press(ADA, "w", "and about quokkas?")
    assert "quokkas" in talk.asked[1]
    written = b"".join(file.read_bytes() for file in archive.folder.rglob("*") if file.is_file())
    for word in ("zanzibarite", "quokkas"):
        assert word not in caplog.text
        assert word.encode() not in written
        assert word not in repr(vars(talk.desk))


@pytest.mark.parametrize("said", ["Zyzzogeton quaalude?", "thanks, Zyzzogeton", "S/2031/77 Zyzzogeton"])
def test_no_sentence_that_was_typed_stays_in_a_cache(archive: Archive, said: str) -> None:
    Talk(archive).ask(ADA, said)
    assert fold.cache_info().currsize, "words are kept"
    before = fold.cache_info().hits
    fold(said)
    assert fold.cache_info().hits == before, "the whole sentence was a key of the cache"
