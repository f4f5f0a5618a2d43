"""Marks that versions in several languages share, and sketches of nearly equal texts."""

from __future__ import annotations

import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.record.kinship import likeness, marks_of, neutral, sketch

EASY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
VERSIONS = [
    ["https://h.org/en/news/a", "https://h.org/fr/news/a", "https://h.org/news/a", "https://www.h.org/ar/news/a/"],
    ["https://h.org/a?lang=en", "https://h.org/a?lang=fr", "https://h.org/a", "https://h.org/fr-FR/a"],
    ["https://h.org/?p=12&lang=en", "https://h.org/fr/?p=12", "https://h.org/?p=12&hl=ar"],
    ["https://fr.example.org/a", "https://en.example.org/a", "https://example.org/a"],
    ["/data/file-fr.txt", "/data/file-en.txt", "/data/file.txt", "/data/file_ar.txt", "/data/file.fr.txt"],
    ["/data/en/a.md", "/data/fr/a.md", "/data/a.md", "/data/العربية/a.md"],
]


@pytest.mark.parametrize("addresses", VERSIONS, ids=lambda addresses: str(addresses[0]))
def test_versions_have_one_address_but_for_the_language(addresses: list[str]) -> None:
    assert len({neutral(address) for address in addresses}) == 1
    assert neutral(addresses[0]) is not None


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://h.org/en/a", "https://h.org/en/b"),
        ("https://h.org/en/a", "https://i.org/fr/a"),
        ("https://h.org/?p=12&lang=en", "https://h.org/?p=13&lang=fr"),
        ("https://de.org/a", "https://fr.org/a"),
        ("/data/file-fr.txt", "/data/other-en.txt"),
        ("/data/file-1.txt", "/data/file-2.txt"),
        ("/data/menu.txt", "/data/me.txt"),
        ("https://h.org/england/a", "https://h.org/france/a"),
    ],
)
def test_other_addresses_stay_apart(one: str, other: str) -> None:
    assert neutral(one) != neutral(other)


@pytest.mark.parametrize(
    "address",
    [
        "https://h.org",
        "https://h.org/",
        "https://h.org/fr/",
        "https://fr.h.org/",
        "https://h.org/en/index.html",
        "https://h.org/Accueil?lang=fr",
        "/fr/Index.html",
        "fr",
        "",
        "http://[",
        "http://\u2100.org/a",
    ],
)
def test_front_pages_and_what_is_no_address_tell_nothing(address: str) -> None:
    assert neutral(address) is None
    assert marks_of(None, address, address, [address] if "://" in address else []) == ()


def test_a_guid_an_address_and_what_is_declared_are_marks() -> None:
    marks = marks_of(
        "st-1", "https://h.org/feed", "https://h.org/en/a", ["tag:7", "https://h.org/fr/a", "https://h.org/"]
    )
    assert marks == (
        "address h.org/a",
        "declared https://h.org/fr/a",
        "declared tag:7",
        "guid st-1",
    )
    assert marks_of("st-1", "/table.csv", "/table.csv", ()) == ("guid st-1",)


PARTS = st.lists(st.from_regex(r"[a-z0-9]{3,6}(-[a-z0-9]{1,6})?(\.html)?", fullmatch=True), min_size=1, max_size=4)
LANGUAGES = st.sampled_from(["en", "fr", "ar", "FR", "fr-FR", "ar_SA", "pt-br", "francais"])


@EASY
@given(PARTS, LANGUAGES, st.data())
def test_the_segment_of_a_language_changes_nothing(parts: list[str], language: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(parts)))
    more = "/".join([*parts[:at], language, *parts[at:]])
    for root in ("https://h.org/", "https://www.example.org/", "/data/", ""):
        assert neutral(root + more) == neutral(root + "/".join(parts))


@EASY
@given(PARTS, LANGUAGES, st.sampled_from(["", "?id=7", "?id=7&q=%C3%A9"]))
def test_what_is_neutral_stays_so(parts: list[str], language: str, query: str) -> None:
    for address in (f"{language}/{'/'.join(parts)}", f"/{'/'.join(parts)}-{language}.txt"):
        found = neutral(address)
        assert found is None or neutral(found) == found
    found = neutral(f"https://{language}.h.org/{'/'.join(parts)}.{language}{query}")
    assert found is None or neutral(f"https://{found}") == found


@EASY
@given(st.text(max_size=40))
def test_anything_is_an_address_or_not(text: str) -> None:
    for address in (text, f"https://{text}", f"https://h.org/{text}"):
        assert neutral(address) != ""


WORDS = [f"w{number}" for number in range(4000)]


def text_of(seed: int, length: int) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)  # noqa: S311 - the same texts every time


@EASY
@given(st.text(max_size=200), st.text(max_size=200))
def test_likeness_is_symmetric_and_a_percentage(one: str, other: str) -> None:
    assert likeness(one, other) == likeness(other, one)
    assert 0 <= likeness(one, other) <= 100


@EASY
@given(st.integers(0, 10**6), st.integers(0, 60))
def test_a_text_is_wholly_like_itself_when_it_is_long_enough(seed: int, length: int) -> None:
    text = " ".join(text_of(seed, length))
    assert likeness(text, text) == (100 if length >= 20 else 0)
    assert bool(sketch(text)) == (length >= 20)
    assert likeness(text, f"«{text.upper()}»!") == likeness(text, text)
    assert sketch(f"«{text.upper()}»!") == sketch(text)


@EASY
@given(st.integers(0, 10**6), st.integers(100, 400))
def test_a_small_edit_is_found(seed: int, length: int) -> None:
    words = text_of(seed, length)
    edited = [*words]
    edited[length // 2] = "anew"
    one, other = " ".join(words), " ".join(edited)
    assert likeness(one, other) >= 90
    assert set(sketch(one)) & set(sketch(other))


def test_other_texts_share_nothing() -> None:
    bands = [band for seed in range(60) for band in sketch(" ".join(text_of(seed, 200)))]
    assert len(set(bands)) == len(bands) == 60 * 16


@pytest.mark.parametrize(("kept", "least", "most"), [(0.3, 0.05, 0.25), (0.6, 0.80, 0.97), (0.8, 0.99, 1.0)])
def test_texts_share_bands_as_often_as_their_likeness_foretells(kept: float, least: float, most: float) -> None:
    # 1 - (1 - s^4)^16: 0.12 at 30 %, 0.89 at 60 %, 0.9998 at 80 %.
    found, rounds, size = 0, 150, 300
    for seed in range(rounds):
        common = round(2 * size * kept / (1 + kept))
        one = text_of(seed, size)
        other = one[:common] + text_of(seed + 10**6, size - common)
        found += bool(set(sketch(" ".join(one))) & set(sketch(" ".join(other))))
    assert least <= found / rounds <= most


def test_sketches_never_change() -> None:
    # They are on the disk of whoever runs it: other numbers need a migration.
    bands = sketch(" ".join(f"word{number}" for number in range(30)))
    assert len(bands) == 16
    assert all(0 <= band < 2**63 for band in bands)
    assert bands[0] == 1759805730366293262
