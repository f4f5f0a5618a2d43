"""The catalogues hold every message of the conversation, with the same places to fill, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

import bot
from bot.locales import catalogue
from index.text.folding import is_arabic

BOT = Path(bot.__file__).parent
TRANSLATED = ("fr", "ar")
KEYWORDS = {"say": None, "count": (1, 2), "led": None}
_PLACE = re.compile(r"\{(\w*)\}")
_ANY_PLACE = re.compile(r"[{}]")


def used() -> dict[str, tuple[str, ...]]:
    """Return every message of the conversation by its English form, with both forms of a plural one."""
    found: dict[str, tuple[str, ...]] = {}
    for _, _, message, _, _ in extract_from_dir(BOT / "conversation", keywords=KEYWORDS):
        forms = (message,) if isinstance(message, str) else tuple(message)
        found[forms[0]] = forms
    return found


def read(language: str) -> Catalog:
    """Return a catalogue as Babel reads it."""
    with (BOT / "locales" / f"{language}.po").open("rb") as lines:
        return read_po(lines, locale=language, abort_invalid=True)


def messages(language: str) -> dict[str, Message]:
    """Return the messages of a catalogue by their English form, without the header."""
    found = {}
    for message in read(language):
        name = message.id if isinstance(message.id, str) else message.id[0]
        if name:
            found[name] = message
    return found


def forms(message: Message) -> tuple[str, ...]:
    """Return the translations of ``message``, one or a plural's."""
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_message_is_translated_and_nothing_is_left_over(language: str) -> None:
    assert messages(language).keys() == used().keys()


def test_the_extractor_finds_the_conversation() -> None:
    found = used()
    assert "Nothing on record answers this question." in found
    assert found["{number} passage"] == ("{number} passage", "{number} passages")
    assert "Issuer" in found


@pytest.mark.parametrize("language", TRANSLATED)
def test_no_message_is_fuzzy_obsolete_or_empty(language: str) -> None:
    whole = read(language)
    assert not whole.obsolete
    assert not whole.fuzzy
    for name, message in messages(language).items():
        assert not message.fuzzy, name
        assert all(form.strip() for form in forms(message)), name


@pytest.mark.parametrize(("language", "number"), [("fr", 2), ("ar", 6)])
def test_plurals_have_the_forms_of_their_language(language: str, number: int) -> None:
    assert read(language).num_plurals == number
    for name, english in used().items():
        message = messages(language)[name]
        assert len(forms(message)) == (number if len(english) > 1 else 1), name
        if len(english) > 1:
            assert message.id == english


@pytest.mark.parametrize("language", TRANSLATED)
def test_places_to_fill_are_the_same(language: str) -> None:
    for name, english in used().items():
        places = [set(_PLACE.findall(form)) for form in english]
        for at, form in enumerate(forms(messages(language)[name])):
            found = set(_PLACE.findall(form))
            assert not _ANY_PLACE.search(_PLACE.sub("", form)), form
            if len(english) == 1 or language != "ar":
                assert found == places[min(at, len(places) - 1)], form
            elif at > 2:  # none, one and two are words of their own in Arabic
                assert found == places[1], form
            else:
                assert found | {"number"} == places[1] | {"number"}, form


@pytest.mark.parametrize("language", TRANSLATED)
def test_each_place_is_filled_once(language: str) -> None:
    for message in messages(language).values():
        for form in forms(message):
            places = _PLACE.findall(form)
            assert len(places) == len(set(places)), form


def test_every_arabic_line_begins_with_an_arabic_letter() -> None:
    # These stand inside a line, after words in Arabic.
    inside = {"“{words} […]”", "“{words}”", "{label}: {value}"}
    for name, message in messages("ar").items():
        if name in inside:
            continue
        for form in forms(message):
            start = _PLACE.sub("", form).lstrip(" ،,") if form.startswith("{") else form
            assert not start or is_arabic(start[0]) or start == ".", form
            assert not re.search(r"[A-Za-z]", _PLACE.sub("", form)), form


def test_french_has_its_own_signs() -> None:
    for message in messages("fr").values():
        for form in forms(message):
            assert "'" not in form, form
            assert '"' not in form, form
            assert not re.search(r"[^\u202f][;?!]", form), form
            assert not re.search(r"[^\u00a0]:", form), form
            assert not re.search(r"«[^\u00a0]|[^\u00a0]»", form), form


def test_arabic_counts_in_six_forms() -> None:
    counted = catalogue("ar").ngettext
    numbers = (0, 1, 2, 3, 11, 100)
    shown = {n: counted("{number} statement", "{number} statements", n).format(number=n) for n in (*numbers, 103, 111)}
    assert shown == {
        0: "لا بيانات",
        1: "بيان واحد",
        2: "بيانان",
        3: "3 بيانات",
        11: "11 بيانًا",
        100: "100 بيان",
        103: "103 بيانات",
        111: "111 بيانًا",
    }
    for one, many in (("{number} passage", "{number} passages"), ("{number} statement", "{number} statements")):
        assert len({counted(one, many, n) for n in numbers}) == len(numbers)


def test_a_language_without_a_catalogue_speaks_the_messages_themselves() -> None:
    assert catalogue("en").gettext("Context") == "Context"
    assert catalogue("en").ngettext("{number} passage", "{number} passages", 2) == "{number} passages"
