"""The language of a text: a code that was given, or one that was recognised and says so."""

from __future__ import annotations

import pytest

from corpus.errors import FactError
from corpus.languages import given_language, language_of, recognise
from corpus.statement import UNKNOWN, Provenance, Sourced

FRENCH = "Le Secrétariat général a exprimé sa vive préoccupation devant la situation humanitaire."
ENGLISH = "The Secretary expressed deep concern about the humanitarian situation in the region."
ARABIC = "أعربت الأمانة العامة عن قلقها البالغ إزاء الوضع الإنساني في المنطقة"
PERSIAN = "دبیرکل نگرانی عمیق خود را از وضعیت انسانی در منطقه ابراز کرد و خواستار گفتگو شد"
URDU = "سیکرٹری جنرل نے خطے کی انسانی صورتحال پر گہری تشویش کا اظہار کیا ہے"


@pytest.mark.parametrize(
    ("tag", "code"),
    [
        ("fr", "fr"),
        ("FR", "fr"),
        ("fr-FR", "fr"),
        ("en_US", "en"),
        (" ar ", "ar"),
        ("zh-Hant-TW", "zh"),
        ("swa", "swa"),
    ],
)
def test_a_tag_is_taken_as_its_first_part(tag: str, code: str) -> None:
    assert given_language(tag, "f.md") == Sourced(code, Provenance.GIVEN)


@pytest.mark.parametrize("nothing", [None, "", " \n"])
def test_no_tag_is_unknown(nothing: object) -> None:
    assert given_language(nothing, "f.md") is UNKNOWN


@pytest.mark.parametrize(
    "wrong", ["français", "French", "f", "fr FR", "fr-", "12", "عربي", ["fr"], {"fr": 1}, 33, False]
)
def test_anything_else_is_an_error_that_names_the_source_and_the_cure(wrong: object) -> None:
    with pytest.raises(FactError) as caught:
        given_language(wrong, "texts/f.md")
    message = str(caught.value)
    assert message.startswith("texts/f.md: ")
    assert repr(wrong) in message
    assert "write fr, en, ar" in message
    assert "\n" not in message


@pytest.mark.parametrize(("text", "code"), [(FRENCH, "fr"), (ENGLISH, "en"), (ARABIC, "ar")])
def test_the_three_languages_are_recognised(text: str, code: str) -> None:
    assert recognise(text) == code
    assert language_of(text) == Sourced(code, Provenance.DETECTED)


@pytest.mark.parametrize("text", [PERSIAN, URDU, f"{PERSIAN} ({ENGLISH[:30]})"])
def test_persian_and_urdu_are_not_arabic(text: str) -> None:
    assert recognise(text) is None
    assert language_of(text) is UNKNOWN


def test_arabic_that_cites_a_persian_name_is_arabic() -> None:
    assert recognise(f"{ARABIC} {ARABIC} گروسي") == "ar"


def test_the_script_that_prevails_decides() -> None:
    assert recognise(f"{FRENCH} (منظمة)") == "fr"
    assert recognise(f"{ARABIC} (OIC)") == "ar"


def test_presentation_forms_are_arabic_letters() -> None:
    assert recognise("ﺍﻟﺴﻼﻡ ﻋﻠﻴﻜﻢ") == "ar"


@pytest.mark.parametrize("text", ["", " \n", "12 345", "— … !", "😀"])
def test_a_text_without_letters_has_no_language(text: str) -> None:
    assert recognise(text) is None
    assert language_of(text) is UNKNOWN


def test_nothing_is_as_sure_as_asked_for() -> None:
    assert recognise(FRENCH, sure=1.0) is None
    assert recognise("pas", sure=0.99) is None


def test_only_the_beginning_of_a_long_text_is_looked_at() -> None:
    assert recognise(FRENCH * 60 + ARABIC * 500) == "fr"
