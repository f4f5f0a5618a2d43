"""Folding: spellings of one word are one; skeletons: Latin and Arabic spellings of one name are one."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.folding import fold, is_arabic, skeleton

SAME = [
    ("Été", "ete"),
    ("E\u0301TE\u0301", "été"),
    ("cœur", "COEUR"),
    ("Encyclopædia", "encyclopaedia"),
    ("ﬁnances", "finances"),
    ("Straße", "STRASSE"),
    ("Łódź", "lodz"),
    ("İstanbul", "istanbul"),
    ("ça", "Ca"),
    ("إسلام", "اسلام"),
    ("أمة", "امه"),
    ("آسيا", "اسيا"),
    ("مستشفى", "مستشفي"),
    ("مؤتمر", "موتمر"),
    ("هيئة", "هييه"),
    ("الســـلام", "السلام"),
    ("السَّلامُ", "السلام"),
    ("ﺍﻟﺴﻼﻡ", "السلام"),
    ("ایران", "ايران"),
    ("کویت", "كويت"),
    ("١٢٣", "123"),
    ("۱۲۳", "123"),
    ("１２", "12"),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_a_word_are_one(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("peche", "tache"), ("قلب", "كلب"), ("1", "2"), ("دين", "ذين")])
def test_other_words_are_not(one: str, other: str) -> None:
    assert fold(one) != fold(other)


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("aéÉçœŒßñİıøسلامأإآىةؤئـَُّ١٢３ﬁﻼk"), max_size=12))
def test_a_folded_word_has_no_case_marks_or_other_digits_and_stays(word: str) -> None:
    folded = fold(word)
    assert fold(folded) == folded
    assert folded == folded.casefold()
    assert not any(unicodedata.combining(c) for c in folded)
    assert all(c.isascii() for c in folded if c.isdigit())


@pytest.mark.parametrize(
    ("word", "arabic"), [("سلام", True), ("ﻼ", True), ("OCIم", True), ("OCI", False), ("123", False), ("", False)]
)
def test_arabic_letters_are_told(word: str, *, arabic: bool) -> None:
    assert is_arabic(word) is arabic


@pytest.mark.parametrize(
    ("latin", "arabic"),
    [
        ("Blinken", "بلينكن"),
        ("Macron", "ماكرون"),
        ("Zelensky", "زيلينسكي"),
        ("Guterres", "غوتيريش"),
        ("Putin", "بوتين"),
        ("Biden", "بايدن"),
        ("Netanyahu", "نتنياهو"),
        ("Mustafa", "مصطفى"),
        ("Philippe", "فيليب"),
    ],
)
def test_a_name_has_one_skeleton_in_both_scripts(latin: str, arabic: str) -> None:
    bones = skeleton(fold(latin))
    assert bones is not None
    assert bones == skeleton(fold(arabic))


def test_the_skeletons_of_other_names_differ() -> None:
    names = ["Blinken", "Macron", "Zelensky", "Putin", "Biden", "Netanyahu", "Lavrov", "Merkel"]
    assert len({skeleton(fold(name)) for name in names}) == len(names)


@pytest.mark.parametrize("word", ["", "a", "Ali", "علي", "Mohammed", "محمد", "Mali", "aeiou", "وهي", "123"])
def test_a_name_of_few_consonants_has_none(word: str) -> None:
    assert skeleton(fold(word)) is None
