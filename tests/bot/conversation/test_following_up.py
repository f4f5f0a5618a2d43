"""Follow-ups: made whole with the question before, in each language; a full question stands by itself."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation.continuing import continuation
from bot.conversation.following_up import resolve
from bot.conversation.memory import Turn
from index.question.understanding import Understanding, understand

TODAY = date(2026, 11, 24)
SAID = date(2022, 3, 3)


def read(words: str) -> Understanding:
    """Return what is read from ``words`` on the day of the tests."""
    return understand(words, TODAY)


ENGLISH = [
    ("What did the minister say about Ukraine?", "and about Gaza?", "What did the minister say about Gaza?"),
    ("What did the minister say about Ukraine?", "what about Iran?", "What did the minister say about Iran?"),
    ("What did the minister say about Ukraine?", "And regarding Iran", "What did the minister say regarding Iran?"),
    ("What did the minister say about Ukraine?", "and in 2021?", "What did the minister say about Ukraine in 2021?"),
    ("What did the minister say about Ukraine?", "2021?", "What did the minister say about Ukraine in 2021?"),
    (
        "What did the minister say about Ukraine in 2020?",
        "and in 2021?",
        "What did the minister say about Ukraine in 2021?",
    ),
    (
        "What did the minister say about Ukraine in 2020?",
        "and about Iran?",
        "What did the minister say about Iran in 2020?",
    ),
    (
        "What did the minister say about Ukraine in 2020?",
        "what about Iran in 2021?",
        "What did the minister say about Iran in 2021?",
    ),
    ("What did the minister say about Ukraine?", "the latest?", "What did the minister say about Ukraine, latest?"),
    (
        "What did the minister say about Ukraine in 2021?",
        "and before that?",
        "What did the minister say about Ukraine before 1 January 2021?",
    ),
    (
        "What did the minister say about Ukraine in 2021?",
        "and after that?",
        "What did the minister say about Ukraine after 31 December 2021?",
    ),
    (
        "What did the minister say about Ukraine?",
        "and before that?",
        "What did the minister say about Ukraine before 3 March 2022?",
    ),
    ("Who condemned the coup in Mali?", "and in Niger?", "Who condemned the coup in Niger?"),
    ("Who condemned the coup in Mali?", "and Niger?", "Who condemned the coup in Niger?"),
    (
        "Who called on all sides to stop the war in Sudan?",
        "and about Mali?",
        "Who called on all sides to stop the war in Mali?",
    ),
    ("What did Iran say about nuclear energy?", "and about Iraq?", "What did Iran say about Iraq?"),
    ("Sanctions", "and the elections?", "the elections?"),
]
FRENCH = [
    ("Que dit le ministre sur le Mali ?", "et sur Gaza ?", "Que dit le ministre sur Gaza ?"),
    ("Que dit le ministre sur le Mali ?", "Qu’en est-il du Niger ?", "Que dit le ministre sur le Niger ?"),
    ("Que dit le ministre sur l’Iran ?", "et le Niger ?", "Que dit le ministre sur le Niger ?"),
    ("Qui a condamné le coup d’État au Mali ?", "et au Niger ?", "Qui a condamné le coup d’État au Niger ?"),
    ("Que dit le ministre sur le Mali ?", "et en 2021 ?", "Que dit le ministre sur le Mali en 2021 ?"),
    (
        "Que dit le ministre du Mali en mai 2020 ?",
        "et la semaine dernière ?",
        "Que dit le ministre du Mali la semaine dernière ?",
    ),
    ("Que dit le ministre sur le Mali ?", "plus récent ?", "Que dit le ministre sur le Mali, le plus récent ?"),
    (
        "Que dit le ministre à propos du Mali en mars 2021 ?",
        "et avant cela ?",
        "Que dit le ministre à propos du Mali avant le 1er mars 2021 ?",
    ),
    (
        "Quelle est la dernière déclaration sur le Soudan ?",
        "et sur la Libye ?",
        "Quelle est la dernière déclaration sur la Libye ?",
    ),
]
ARABIC = [
    ("ماذا قال الوزير عن مالي؟", "وماذا عن غزة؟", "ماذا قال الوزير عن غزة؟"),
    ("ماذا قال الوزير عن مالي؟", "و عن غزة؟", "ماذا قال الوزير عن غزة؟"),
    ("ماذا قال الوزير عن مالي؟", "و في 2021؟", "ماذا قال الوزير عن مالي في 2021؟"),
    ("ماذا قال الوزير عن مالي؟", "وفي ٢٠٢١؟", "ماذا قال الوزير عن مالي في ٢٠٢١؟"),
    ("ماذا قال الوزير بشأن السودان؟", "وليبيا؟", "ماذا قال الوزير بشأن ليبيا؟"),
    ("من أدان الانقلاب في مالي؟", "وفي النيجر؟", "من أدان الانقلاب في النيجر؟"),
    ("ماذا قال الوزير بشأن السودان في 2021؟", "وقبل ذلك؟", "ماذا قال الوزير بشأن السودان قبل 1 يناير 2021؟"),
    ("ماذا قال الوزير بشأن السودان؟", "الأحدث؟", "ماذا قال الوزير بشأن السودان، أحدث بيان؟"),
]


@pytest.mark.parametrize(
    ("language", "before", "said", "whole"),
    [(language, *case) for language, cases in (("en", ENGLISH), ("fr", FRENCH), ("ar", ARABIC)) for case in cases],
)
def test_a_follow_up_is_made_whole(language: str, before: str, said: str, whole: str) -> None:
    assert resolve(Turn(before, SAID), said, read, language) == whole


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_what_is_added_is_read_as_what_it_says(language: str) -> None:
    for said in ("2021?", "the latest?", "the earliest?", "before that?", "after that?"):
        whole = resolve(Turn("Mali", SAID), said, read, language)
        assert whole
        understood = read(whole)
        assert understood.periods or understood.order, whole


def test_before_that_asks_nothing_where_no_day_is_known() -> None:
    assert resolve(Turn("What did the minister say about Ukraine?"), "and before that?", read, "en") is None


@pytest.mark.parametrize(
    "question",
    [
        "What did the minister say about Iran?",
        "And what did the minister say about Iran?",
        "sanctions",
        "Iran",
        "On the Situation in Mali",
        "The latest on the situation in Mali",
        "In 2021, the Council met in Jeddah",
        "and why?",
        "and?",
        "and the right of all peoples to decide freely on their own political future",
        "Et que dit le ministre sur l’Iran ?",
        "Combien de morts au Soudan ?",
        "et pourquoi ?",
        "Et maintenant, comment le Conseil a-t-il réagi ?",
        "واشنطن؟",
        "وزارة الخارجية",
        "وقف إطلاق النار",
        "ماذا قال الوزير عن إيران؟",
        "وماذا قال الوزير عن إيران؟",
        "",
        "?",
        "😀",
    ],
)
def test_a_question_of_its_own_stands_by_itself(question: str) -> None:
    assert resolve(Turn("What did the minister say about Ukraine?", SAID), question, read, "en") is None


def test_a_beginning_is_told_from_what_it_goes_on_with() -> None:
    for message, rest in {"And also Iran?": "Iran", "et l’Iran !": "l’Iran", "وَعَنْ غزة": "عَنْ غزة"}.items():
        found = continuation(message)
        assert found
        assert found.rest.lstrip("\u064e") == rest


PIECES = """
and about what et sur en in 2021 latest Mali l’Iran Niger ? . before that avant cela
وماذا عن و في مالي قبل ذلك A/79/L.9 😀
"""
_WORDS = st.lists(st.sampled_from(PIECES.split()), max_size=8).map(" ".join)


@given(_WORDS | st.text(max_size=30), _WORDS | st.text(max_size=30), st.sampled_from(["en", "fr", "ar"]))
@settings(max_examples=150, deadline=None)
def test_any_two_messages_make_a_question_or_none(before: str, said: str, language: str) -> None:
    whole = resolve(Turn(before, SAID), said, read, language)
    assert whole is None or whole.strip(" ?؟\u202f")
