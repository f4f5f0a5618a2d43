"""Small talk: told from questions in each language, and answered in its own."""

from __future__ import annotations

from datetime import date

import pytest

from bot.conversation import small_talk
from bot.conversation.coverage import Coverage
from bot.conversation.small_talk import Kind, SmallTalk
from bot.conversation.voice import Voice
from tests.bot.conversation.making import LANGUAGES, NOBODY, OIC, check, check_directions

COVERAGE = Coverage(3, date(2021, 5, 26), date(2024, 11, 18), 1, ((None, 3),), ())
EMPTY = Coverage(0, None, None, 0, (), ())


@pytest.mark.parametrize(
    ("message", "kind", "language"),
    [
        ("Hello", Kind.GREETING, "en"),
        ("good morning, everyone!", Kind.GREETING, "en"),
        ("Thank you so much.", Kind.THANKS, "en"),
        ("thanks! bye", Kind.FAREWELL, "en"),
        ("Hi, how are you?", Kind.WELL_BEING, "en"),
        ("Who are you?", Kind.IDENTITY, "en"),
        ("what's your name", Kind.IDENTITY, "en"),
        ("Hello, what can you do for me please?", Kind.ABILITY, "en"),
        ("OK great", Kind.ASSENT, "en"),
        ("Bonjour !", Kind.GREETING, "fr"),
        ("bonsoir à tous", Kind.GREETING, "fr"),
        ("Ça va ?", Kind.WELL_BEING, "fr"),
        ("Merci beaucoup\u202f!", Kind.THANKS, "fr"),
        ("Qui êtes-vous ?", Kind.IDENTITY, "fr"),
        ("t’es un robot ?", Kind.IDENTITY, "fr"),
        ("Bonjour, que peux-tu faire ?", Kind.ABILITY, "fr"),
        ("Au revoir", Kind.FAREWELL, "fr"),
        ("D’accord, parfait", Kind.ASSENT, "fr"),
        ("السلام عليكم", Kind.GREETING, "ar"),
        ("السَّلامُ عليكم ورحمة الله", Kind.GREETING, "ar"),
        ("صباح الخير", Kind.GREETING, "ar"),
        ("كيف حالك؟", Kind.WELL_BEING, "ar"),
        ("شكرًا جزيلًا", Kind.THANKS, "ar"),
        ("من أنت؟", Kind.IDENTITY, "ar"),
        ("ماذا تستطيع أن تفعل؟", Kind.ABILITY, "ar"),
        ("مع السلامة", Kind.FAREWELL, "ar"),
    ],
)
def test_pleasantries_are_heard_in_their_language(message: str, kind: Kind, language: str) -> None:
    assert small_talk.heard(message) == SmallTalk(kind, language)


@pytest.mark.parametrize(
    "message",
    [
        "Hello, what did the minister say about Mali?",
        "Thanks. And in 2021?",
        "Good Friday agreement",
        "Who are you talking about?",
        "How are you going to end the war?",
        "peace",
        "Bonjour, que dit l’ONU ?",
        "merci à la Norvège",
        "aide",
        "Qui est le président ?",
        "ça va mal au Soudan",
        "سلام",
        "السلام",
        "من أنت تقصد بالسلام؟",
        "كيف حال اللاجئين؟",
        "شكرا للسودان",
        "please",
        "من فضلك",
        "there",
        "",
        "😀",
        "hello " * 20,
    ],
)
def test_what_has_a_subject_is_no_small_talk(message: str) -> None:
    assert small_talk.heard(message) is None


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", Kind)
def test_each_kind_gets_a_line_of_its_own_that_reads(language: str, kind: Kind) -> None:
    reply = small_talk.reply(SmallTalk(kind, language), COVERAGE, OIC)
    assert reply.language == language
    assert reply.quotes == ()
    check(reply, {})
    check_directions(reply)
    others = [small_talk.reply(SmallTalk(other, language), COVERAGE, OIC).text for other in Kind if other is not kind]
    assert reply.text not in others


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_and_what_come_with_what_the_record_covers(language: str) -> None:
    line = COVERAGE.line(Voice(language))
    for kind in Kind:
        text = small_talk.reply(SmallTalk(kind, language), COVERAGE, OIC).text
        assert (line in text) is (kind in {Kind.IDENTITY, Kind.ABILITY})
    assert "0" not in small_talk.reply(SmallTalk(Kind.IDENTITY, language), EMPTY, NOBODY).text
