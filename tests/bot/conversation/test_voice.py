"""The voice: which language a reply is in, days and numbers in words, foreign words set apart."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from bot.conversation.person import Person
from bot.conversation.voice import Voice, language_of

EN, FR, AR = Voice("en"), Voice("fr"), Voice("ar")


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("What does the United States say about Mali?", "en"),
        ("What about Gaza?", "en"),
        ("Que dit l'OCI sur la paix au Moyen-Orient ?", "fr"),
        ("Combien d'aide pour les Palestiniens ?", "fr"),
        ("ماذا تقول منظمة التعاون الإسلامي عن السلام؟", "ar"),
        ("وفي 2021؟", "ar"),
    ],
)
@pytest.mark.parametrize("code", ["en", "fr", "ar", "de", None])
def test_the_language_of_plain_words_stands_before_that_of_the_application(
    words: str, language: str, code: str | None
) -> None:
    assert language_of(Person(code), words) == language


@pytest.mark.parametrize(
    "words", ["", "   ", "2021", "Mali", "sanctions", "Palestine ?", "¿Qué dice la OCI sobre Palestina?", "😀😀"]
)
@pytest.mark.parametrize(
    ("code", "language"), [("fr", "fr"), ("ar-EG", "ar"), ("EN-us", "en"), ("pt-br", "en"), (None, "en")]
)
def test_else_it_is_that_of_the_application_else_english(words: str, code: str | None, language: str) -> None:
    assert language_of(Person(code), words) == language


def test_days_are_in_words_with_western_digits() -> None:
    day = date(2024, 11, 18)
    assert EN.day(day) == "18 November 2024"
    assert FR.day(day) == "18 novembre 2024"
    assert AR.day(day) == "\u206818 نوفمبر 2024\u2069"


def test_the_first_of_a_month_is_an_ordinal_in_french_alone() -> None:
    assert FR.day(date(2024, 3, 1)) == "1er mars 2024"
    assert FR.day(date(2024, 3, 11)) == "11 mars 2024"
    assert FR.day(date(2024, 3, 10)) == "10 mars 2024"
    assert EN.day(date(2024, 3, 1)) == "1 March 2024"
    assert AR.day(date(2024, 3, 1)) == "\u20681 مارس 2024\u2069"


def test_an_instant_is_told_in_utc() -> None:
    assert EN.instant(datetime(2024, 3, 1, 3, 12, tzinfo=UTC)) == "03:12 UTC"
    assert EN.instant(datetime(2024, 3, 1, 3, 12, tzinfo=timezone(timedelta(hours=2)))) == "01:12 UTC"
    assert AR.instant(datetime(2024, 3, 1, 3, 12, tzinfo=UTC)) == "\u206803:12 UTC\u2069"


def test_languages_have_names_in_each_language() -> None:
    assert [EN.language_name("fr"), FR.language_name("fr"), AR.language_name("fr")] == [
        "French",
        "français",
        "الفرنسية",
    ]
    assert EN.language_name("qqq") == "qqq"
    assert AR.language_name("qqq") == "\u2068qqq\u2069"


def test_lists_end_with_and() -> None:
    assert EN.listed(["a", "b", "c"]) == "a, b and c"
    assert FR.listed(["a", "b", "c"]) == "a, b et c"
    assert AR.listed(["أ", "ب"]) == "أ وب"
    assert EN.listed(["a"]) == "a"


@pytest.mark.parametrize(
    ("number", "english", "french"),
    [(0, "0 passages", "0 passage"), (1, "1 passage", "1 passage"), (2, "2 passages", "2 passages")],
)
def test_numbers_agree(number: int, english: str, french: str) -> None:
    assert EN.count("{number} passage", "{number} passages", number) == english
    assert FR.count("{number} passage", "{number} passages", number) == french


def test_foreign_words_are_set_apart() -> None:
    assert AR.apart("U.S. Department of State") == "\u2068U.S. Department of State\u2069"
    assert EN.apart("U.S. Department of State") == "U.S. Department of State"
    assert FR.apart("منظمة") == "\u2068منظمة\u2069"


def test_a_line_is_led_in_by_an_arabic_word_unless_it_begins_in_arabic() -> None:
    assert AR.led("Title", "On Mali") == "العنوان: \u2068On Mali\u2069"
    assert AR.led("Title", "«بيان»") == "العنوان: \u2068«بيان»\u2069"
    assert AR.led("Issuer", "منظمة التعاون الإسلامي") == "منظمة التعاون الإسلامي"
    assert EN.led("Title", "On Mali") == FR.led("Title", "On Mali") == "On Mali"


def test_braces_in_what_is_put_in_stay_as_they_are() -> None:
    assert EN.say("{label}: {value}", label="{x}", value="100 % {}") == "{x}: 100 % {}"
