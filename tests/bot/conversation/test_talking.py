"""Talking: how a question was understood, the bare words when asked for, and where else words were said."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import asking
from bot.conversation.lead import Lead
from bot.conversation.person import Person
from bot.conversation.reply import Callback, Mark
from bot.conversation.silence import silence_reply
from bot.conversation.voice import Voice
from corpus.archive import Archive
from index.answers.answer import Understood
from tests.bot.conversation import making
from tests.bot.conversation.making import (
    LANGUAGES,
    OIC,
    TEXTS,
    answer,
    check,
    cut,
    labels,
    quoted,
    silence,
    statement,
)
from tests.bot.conversation.talk import ADA, COVERAGE, LITERAL, QUESTIONS, WITHOUT, Talk, read_from, record, titled

OTHER_DAYS = {
    "en": "Other days are shown too: look at the date of each statement.",
    "fr": "D’autres dates figurent aussi\u00a0: voyez celle de chaque déclaration.",
    "ar": "تظهر أيضًا تواريخ أخرى: انظر تاريخ كل بيان.",
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with record(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Understood: October 2020 · most recent first · issuer: Foreign Office · reference A/79/L.9"),
        (
            "fr",
            (
                "Compris\u00a0: octobre 2020 · les plus récentes d’abord · source\u00a0: Foreign Office · "
                "référence A/79/L.9"
            ),
        ),
        (
            "ar",
            (
                "ما فُهم من السؤال: \u2068أكتوبر 2020\u2069 · الأحدث أولًا · الجهة: \u2068Foreign Office\u2069 · "
                "المرجع \u2068A/79/L.9\u2069"
            ),
        ),
    ],
)
def test_the_reply_begins_with_what_was_understood(archive: Archive, language: str, line: str) -> None:
    extract = cut(titled(archive, "Mali, March 2022"), "We condemn the coup.")
    for found in (answer(extract), silence(extract), silence(), replace(silence(), far=True)):
        reply = Talk(archive, read_from(found)).ask(Person(language), QUESTIONS[language])
        assert reply.text.startswith(f"{line}\n{OTHER_DAYS[language]}\n\n" if found.answered else f"{line}\n\n")
        assert (reply.spans[0].mark, reply.spans[0].end) == (Mark.ITALIC, len(line))
        assert labels(reply)[-1] == [WITHOUT[language]]
        assert quoted(reply) == [one.quote for one in found.extracts]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("since", "until", "told"),
    [
        ("2022-03-01", "2022-03-31", False),
        ("2022-03-03", None, False),
        (None, "2022-03-03", False),
        ("2022-03-04", None, True),
        (None, "2022-03-02", True),
        (None, None, False),
    ],
)
def test_it_is_said_when_another_day_is_shown_than_was_understood(
    archive: Archive, language: str, since: str | None, until: str | None, *, told: bool
) -> None:
    dated, undated = titled(archive, "Again"), titled(archive, "Undated")
    understood = Understood(since=since, until=until)
    found = replace(answer(cut(dated, "We condemn the coup.")), understood=understood)
    reply = Talk(archive, found).ask(Person(language), QUESTIONS[language])
    assert (OTHER_DAYS[language] in reply.text) is told
    found = replace(answer(cut(undated, "We condemn the coup.")), understood=understood)
    reply = Talk(archive, found).ask(Person(language), QUESTIONS[language])
    assert (OTHER_DAYS[language] in reply.text) is bool(since or until), "no day is not of those days"


@pytest.mark.parametrize("language", LANGUAGES)
def test_where_nothing_was_understood_nothing_is_said_of_it(archive: Archive, language: str) -> None:
    reply = Talk(archive).ask(Person(language), QUESTIONS[language])
    assert reply.text.startswith(("Foreign Office", "الجهة: \u2068Foreign Office"))
    assert WITHOUT[language] not in [label for row in labels(reply) for label in row]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_button_asks_the_bare_words_and_says_so(archive: Archive, language: str) -> None:
    talk = Talk(archive, read_from(silence()))
    reply = talk.ask(Person(language), QUESTIONS[language])
    assert talk.last.order or talk.last.periods
    [[button]] = reply.buttons
    assert isinstance(button, Callback)
    talk.searcher.found = silence()
    again = talk.press(Person(language), button.data, QUESTIONS[language])
    assert talk.asked == [QUESTIONS[language]] * 2
    assert (talk.last.order, talk.last.periods, talk.last.issuer, talk.last.since) == (None, (), None, None)
    assert again.text.startswith(f"{LITERAL[language]}\n\n")
    assert again.buttons == ()


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "That question is no longer at hand. Please type it again."),
        ("fr", "Je n’ai plus cette question. Veuillez l’écrire de nouveau."),
        ("ar", "لم يعد هذا السؤال متاحًا. يُرجى كتابته من جديد."),
    ],
)
def test_a_question_that_is_gone_has_to_be_typed_again(archive: Archive, language: str, line: str) -> None:
    talk = Talk(archive)
    for gone in (None, "", "?", "x" * 2000):
        assert talk.press(Person(language), "w", gone).text == line
    assert talk.asked == []


@pytest.mark.parametrize(
    ("language", "said", "line"),
    [
        ("en", "and before that?", "These words alone name no subject. Type the whole question."),
        ("en", "and in 2021?", "These words alone name no subject. Type the whole question."),
        ("fr", "et avant cela ?", "Ces mots seuls ne nomment aucun sujet. Écrivez la question entière."),
        ("ar", "وقبل ذلك؟", "هذه الكلمات وحدها لا تذكر موضوعًا. اكتب السؤال كاملًا."),
    ],
)
def test_a_follow_up_that_names_nothing_is_not_searched_by_itself(
    archive: Archive, language: str, said: str, line: str
) -> None:
    talk = Talk(archive)
    assert talk.press(Person(language), "w", said).text == line
    assert talk.asked == []


def test_a_title_is_asked_by_its_bare_words_without_a_word_on_it(archive: Archive) -> None:
    talk = Talk(archive)
    reply = talk.press(Person("en"), f"q:{titled(archive, 'Mali, March 2022').id}", "/start")
    assert talk.asked == ["Mali, March 2022"]
    assert talk.last.periods == ()
    assert reply.text.startswith("Foreign Office\n")


@given(TEXTS, st.text(max_size=40), st.sampled_from(LANGUAGES))
@settings(max_examples=20, deadline=None)
def test_a_reply_below_any_question_and_issuer_quotes_as_it_should(text: str, typed: str, language: str) -> None:
    one = statement(text)
    read = Understood(since="2020-10-01", issuer="Foreign Office", reference="A/79/L.9", order="latest")
    taken = Lead(asked=f"{typed} and in 2021?")
    start = len(text) - len(text.lstrip())
    extract = making.extract(one, start, start + len(text[start : start + 700].rstrip()))
    for found in (answer(extract), silence(extract)):
        found_so = replace(found, understood=read)
        voice = Voice(language)
        if found.answered:
            reply = asking.answer_reply(found_so, OIC, voice, taken)
        else:
            reply = silence_reply(found_so, COVERAGE, OIC, voice, taken)
        check(reply, {(one.id, 1): one.revision.text})
        assert reply.text.count(voice.say("Understood: {parts}", parts="").strip()) >= 1
        assert quoted(reply) == [one.quote for one in found.extracts]


def test_also_comes_from_the_archive(archive: Archive) -> None:
    again, undated = titled(archive, "Again"), titled(archive, "Undated")
    first = cut(titled(archive, "Mali, March 2022"), "We condemn the coup.")
    talk = Talk(archive, answer(replace(first, also=(again.id, undated.id, "gone000000"))))
    reply = talk.ask(ADA, "Mali")
    assert "\nAlso in a statement of 3 March 2022. Also in 1 undated statement.\n" in reply.text
    [opening, nameless] = reply.buttons[-1]
    assert isinstance(opening, Callback)
    assert (opening.label, nameless.label) == ("Also: 3 Mar 2022", "Also: undated")
    opened = talk.press(ADA, opening.data, "Mali")
    assert quoted(opened) == ["We condemn the coup. Again."]
