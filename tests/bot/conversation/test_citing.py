"""How a statement is named: its issuer, its date and where that comes from, its title or its first words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings

from bot.conversation import citing
from bot.conversation.composing import Composer
from bot.conversation.reply import Mark
from bot.conversation.voice import Voice
from corpus.statement import Provenance, PublicationDate
from tests.bot.conversation.making import (
    LANGUAGES,
    MAY,
    NOBODY,
    OIC,
    TEXTS,
    check,
    check_directions,
    statement,
    wordings,
)

EN, FR, AR = (Voice(language) for language in LANGUAGES)
MENTIONS = "Adopted on 18 November 2024"


def test_a_source_that_names_the_issuer_stands_before_the_settings() -> None:
    assert citing.issuer(statement("Text.", issuer="U.S. Department of State"), OIC, EN) == "U.S. Department of State"


def test_the_institution_stands_for_an_issuer_that_is_not_named() -> None:
    assert citing.issuer(statement("Text."), OIC, EN) == "Organisation of Islamic Cooperation (OIC)"
    assert citing.issuer(statement("Text."), OIC, FR) == "Organisation de Coopération islamique (OCI)"
    assert citing.issuer(statement("Text."), OIC, AR) == "منظمة التعاون الإسلامي"
    assert citing.issuer(statement("Text."), NOBODY, EN) == "Issuer not named"
    assert citing.issuer(statement("Text."), NOBODY, FR) == "Source non précisée"


@pytest.mark.parametrize(
    ("source", "english", "french", "arabic"),
    [
        (Provenance.GIVEN, "26 May 2021", "26 mai 2021", "تاريخ الإصدار: \u206826 مايو 2021\u2069"),
        (
            Provenance.METADATA,
            "26 May 2021 (from the page's metadata)",
            "26 mai 2021 (d’après les métadonnées de la page)",
            "تاريخ الإصدار: \u206826 مايو 2021\u2069 (من البيانات الوصفية للصفحة)",
        ),
        (
            Provenance.PAGE,
            "26 May 2021 (as shown on the page)",
            "26 mai 2021 (date affichée sur la page)",
            "تاريخ الإصدار: \u206826 مايو 2021\u2069 (كما يظهر في الصفحة)",
        ),
        (
            Provenance.DATELINE,
            "26 May 2021 (from the dateline of the text)",
            "26 mai 2021 (date indiquée en tête du texte)",
            "تاريخ الإصدار: \u206826 مايو 2021\u2069 (من سطر المكان والتاريخ في مطلع النص)",
        ),
    ],
)
def test_a_date_tells_where_it_comes_from(source: Provenance, english: str, french: str, arabic: str) -> None:
    dated = statement(MENTIONS, date=PublicationDate(date(2021, 5, 26), source))
    assert [citing.date_line(dated, voice) for voice in (EN, FR, AR)] == [english, french, arabic]


def test_an_undated_statement_is_shown_as_undated_with_the_days_its_text_mentions() -> None:
    one = statement(f"{MENTIONS}.")
    assert citing.date_line(one, EN) == "Date of issue unknown. The text mentions 18 November 2024."
    assert citing.date_line(one, FR) == "Date de publication inconnue. Le texte mentionne le 18 novembre 2024."
    assert citing.date_line(one, AR) == "تاريخ الإصدار غير معروف. يذكر النص تاريخ \u206818 نوفمبر 2024\u2069."
    assert citing.date_line(statement("Nothing."), EN) == "Date of issue unknown."


def test_several_mentioned_days_are_a_list_and_more_are_told_of() -> None:
    two = statement(f"{MENTIONS} and 1 March 2023.")
    assert citing.date_line(two, EN).endswith("The text mentions 18 November 2024 and 1 March 2023.")
    assert citing.date_line(two, FR).endswith("Le texte mentionne ces dates\u00a0: 18 novembre 2024 et 1er mars 2023.")
    assert citing.date_line(two, AR).endswith("يذكر النص تاريخَي \u206818 نوفمبر 2024\u2069 و\u20681 مارس 2023\u2069.")
    four = statement(f"{MENTIONS}, 1 March 2023, 2 March 2023, 3 March 2023.")
    assert citing.date_line(four, EN).endswith(
        "The text mentions, among other dates, 18 November 2024, 1 March 2023 and 2 March 2023."
    )


def test_only_an_address_that_opens_is_an_address() -> None:
    assert citing.web_address(statement("Text.", url="https://www.state.gov/x/")) == "https://www.state.gov/x/"
    assert citing.web_address(statement("Text.", url="ftp://example.org/x")) is None
    assert citing.web_address(statement("Text.")) is None


def test_a_title_is_linked_to_its_source() -> None:
    composer = Composer("en")
    citing.add_title(composer, statement("Text.", title="On\nMali", url="https://example.org/"), EN)
    reply = composer.reply()
    assert reply.text == "On Mali"
    assert [(span.mark, span.url) for span in reply.spans] == [(Mark.LINK, "https://example.org/")]


def test_a_long_title_is_left_out_at_a_word() -> None:
    composer = Composer("en")
    citing.add_title(composer, statement("Text.", title="word " * 100), EN)
    text = composer.reply().text
    assert text.endswith("word […]")
    assert len(text) < 230
    composer = Composer("en")
    citing.add_title(composer, statement("Text.", title="x" * 300), EN)
    assert composer.reply().text == "x" * 220 + " […]"


def test_an_untitled_statement_is_named_by_its_first_words_as_a_quote() -> None:
    one = statement(
        "Le Secrétariat général de l'Organisation de Coopération islamique (OCI) se félicite de l'adoption par "
        "l'Assemblée générale. Le reste.",
        language="fr",
    )
    words = "Le Secrétariat général de l'Organisation de Coopération islamique (OCI) se félicite de l'adoption par"
    shown = {
        "en": f"Untitled statement, which begins: “{words} […]”",
        "fr": f"Déclaration sans titre, qui commence ainsi\u00a0: «\u00a0{words} […]\u00a0»",
        "ar": f"بيان بلا عنوان، مطلعه: \u2068«\u00a0{words} […]\u00a0»\u2069",
    }
    for language, line in shown.items():
        composer = Composer(language)
        citing.add_title(composer, one, Voice(language))
        reply = composer.reply()
        assert reply.text == line
        assert len(reply.quotes) == 1
        check(reply, wordings(one))


def test_the_first_words_end_with_their_line_and_the_whole_text_leaves_nothing_out() -> None:
    composer = Composer("en")
    citing.add_title(composer, statement("Press release\n\nThe text."), EN)
    assert composer.reply().text == "Untitled statement, which begins: “Press release […]”"
    composer = Composer("en")
    citing.add_title(composer, statement("Nothing more than this."), EN)
    assert composer.reply().text == "Untitled statement, which begins: “Nothing more than this.”"


def test_the_first_words_end_without_the_white_space_after_them() -> None:
    text = f"{'word ' * 21}ends  here, and goes on without a stop for a while."
    one = statement(text)
    assert text[109:111] == "  "
    start, end = citing.opening(one)
    assert text[start:end].endswith("word ends")


def test_first_words_in_arabic_are_set_apart_in_a_french_line() -> None:
    composer = Composer("fr")
    citing.add_title(composer, statement("بيان صحفي. والباقي.", language="ar"), FR)
    reply = composer.reply()
    assert "\u2068«\u00a0بيان صحفي. […]\u00a0»\u2069" in reply.text
    check_directions(reply)


@given(TEXTS)
@settings(max_examples=60, deadline=None)
def test_first_words_of_any_text_are_a_slice_of_one_line(text: str) -> None:
    one = statement(text, language=None)
    for language in LANGUAGES:
        composer = Composer(language)
        citing.add_title(composer, one, Voice(language))
        reply = composer.reply()
        check(reply, wordings(one))
        assert "\n" not in reply.text


def test_given_dates_need_no_word_of_their_own() -> None:
    assert citing.date_line(statement("Text.", date=MAY), EN) == "26 May 2021"
