"""Countries and months have one key in French, English and Arabic, as they stand in a text and in a question."""

from __future__ import annotations

import pytest
from babel import Locale

from index.text.analysis import lexemes, terms
from index.text.folding import fold
from index.text.function_words import FUNCTION_WORDS
from index.text.names import LONGEST_NAME, name_key, named, short_form

SAME = {
    "@TN": ["Tunisie", "Tunisia", "تونس", "وتونس", "بتونس", "لتونس"],
    "@SY": ["Syrie", "Syria", "SYRIE", "سوريا", "وسوريا"],
    "@LB": ["Liban", "Lebanon", "لبنان", "ولبنان", "للبنان"],
    "@LY": ["Libye", "Libya", "ليبيا", "بليبيا", "لليبيا"],
    "@SD": ["Soudan", "Sudan", "السودان", "والسودان", "للسودان", "بالسودان"],
    "@SS": ["Soudan du Sud", "South Sudan", "جنوب السودان"],
    "@OM": ["Oman", "عمان", "عُمان", "وعمان"],
    "@PW": ["Palau", "Palaos", "بالاو", "وبالاو"],
    "@JO": ["Jordanie", "Jordan", "الأردن", "الاردن"],
    "@ML": ["Mali", "مالي"],
    "@TR": ["Turquie", "Türkiye", "تركيا"],
    "@SA": ["Arabie saoudite", "Saudi Arabia", "المملكة العربية السعودية"],
    "@US": ["États-Unis", "Etats-Unis", "United States", "الولايات المتحدة", "والولايات المتحدة", "US", "U.S.", "USA"],
    "@GB": ["Royaume-Uni", "United Kingdom", "المملكة المتحدة", "UK", "U.K."],
    "@UN": ["Nations Unies", "United Nations", "الأمم المتحدة", "UN", "U.N."],
    "@CI": ["Côte d’Ivoire", "Côte d'Ivoire", "ساحل العاج"],
    "@month2": ["février", "February", "فبراير", "شباط", "فيفري"],
    "@month8": ["août", "August", "أغسطس"],
    "@month11": ["novembre", "November", "نوفمبر", "نونبر"],
}
PAIRS = [(name, key) for key, names in SAME.items() for name in names]


@pytest.mark.parametrize(("name", "key"), PAIRS)
def test_a_name_has_its_key_in_a_question(name: str, key: str) -> None:
    assert [term.keys for term in terms(name)] == [(key,)]


@pytest.mark.parametrize(("name", "key"), PAIRS)
@pytest.mark.parametrize("language", ["fr", "en", "ar", None])
def test_and_in_a_text(name: str, key: str, language: str | None) -> None:
    assert key in lexemes(f"({name}), 2024.", language)


def test_a_term_is_the_name_as_it_was_typed() -> None:
    assert [term.word for term in terms("que dit l'OCI de la Côte d’Ivoire")] == ["OCI", "Côte Ivoire"]


@pytest.mark.parametrize("word", ["us", "Us", "un", "uk", "eu"])
def test_short_forms_count_in_capitals_only(word: str) -> None:
    assert short_form(word, fold(word)) is None
    assert not any(lexeme.startswith("@") for lexeme in lexemes(f"they told {word} so", "en"))


@pytest.mark.parametrize("word", ["may", "mar", "mai", "sept", "dec", "world"])
def test_words_of_their_own_are_no_names(word: str) -> None:
    assert named([fold(word)], 0) is None


def test_no_function_word_is_a_name() -> None:
    assert [word for word in sorted(FUNCTION_WORDS) if named([name_key(word)], 0)] == []


@pytest.mark.parametrize("language", ["fr", "en", "ar"])
def test_every_name_of_cldr_is_found_as_it_is_written(language: str) -> None:
    known = {name: code for code, name in Locale(language).territories.items() if code != "001"}
    written = {name: f"@{code}" for name, code in known.items() if len(name.split()) < LONGEST_NAME and "(" not in name}
    missing = {name: code for name, code in written.items() if code not in lexemes(name, language)}
    assert len(written) > 200
    assert missing == {}


def test_the_longest_name_counts() -> None:
    keys = ["south", "sudan", "and", "sudan", "guinea", "bissau"]
    assert [named(keys, at) for at in range(6)] == [("@SS", 2), ("@SD", 1), None, ("@SD", 1), ("@GW", 2), None]


def test_a_name_that_is_cut_short_is_none() -> None:
    assert named(["saudi"], 0) is None
    assert named(["united", "arab"], 0) is None


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("والسودان", "سودان"),
        ("للسودان", "سودان"),
        ("السودان", "سودان"),
        ("للبنان", "لبنان"),
        ("ال", "ال"),
        ("sudan", "sudan"),
    ],
)
def test_arabic_names_are_matched_without_their_article(word: str, key: str) -> None:
    assert name_key(word) == key
