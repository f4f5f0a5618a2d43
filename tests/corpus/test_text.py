"""The stored form: NFC, newlines kept, and nothing in it that Telegram's server would show otherwise."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from corpus import samples
from corpus.text import is_blank, stored_text

CONTROLS = [chr(code) for code in (*range(0x20), 0x7F, *range(0x80, 0xA0))]
TOUCHY = st.sampled_from(
    [*CONTROLS, *"\u2028\u2029\u202a\u202b\u202c\u202d\u202e\u200e\u200f\u0333\u033f\u030a\ufeff\ud800\udfff"]
)
LETTERS = st.sampled_from(
    [*"aAeuUs \u00e5\u00c5\u212b\u1e98\u0301\u0307\u0323\u0958\ufb2c\u0344سلامﷺ😀é«»'’\u00a0\u2066\u2069"]
)
RAW = st.lists(st.one_of(TOUCHY, LETTERS, st.characters()), max_size=60).map("".join)


def shown_by_telegram(text: str) -> str:
    """Return the inside of ``text`` as the server shows it; white space at both ends of a message is another matter."""
    shown: list[str] = []
    for character in text:
        code = ord(character)
        if character == "\r" or 0x2028 <= code <= 0x202E or code in {0x030A, 0x0333, 0x033F}:
            continue
        shown.append(" " if code < 0x20 and character != "\n" else character)
    for at, following in enumerate(shown[1:]):
        if shown[at] in "\u200e\u200f" and following in "\u200e\u200f":
            shown[at] = "\u200c"
    return "".join(shown)


def test_the_reference_alters_what_it_should() -> None:
    assert shown_by_telegram("a\tb\r\nc\u2028\u202ed\u030a\u200e\u200f\u200ee") == "a b\ncd\u200c\u200c\u200ee"


@settings(max_examples=100, deadline=None)
@given(RAW)
@example("a\u030a\u0301")
@example("A\u202a\u030a")
@example("\u0333\u030a\u0333")
@example("\u200e\ufeff\u200f\u200e")
@example("a\u0301\r\ufeff\nb")
def test_stored_text_is_settled_composed_and_left_alone_by_telegram(raw: str) -> None:
    stored = stored_text(raw)
    assert stored_text(stored) == stored
    assert unicodedata.is_normalized("NFC", stored)
    assert shown_by_telegram(stored) == stored
    stored.encode()


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from([*"abc é.,«»\u00a0\u202fسلام١٢\n\u2066\u2069\u200d"]), max_size=80))
def test_ordinary_text_is_kept_to_the_letter(text: str) -> None:
    assert stored_text(text) == text


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(st.sampled_from("ab é"), max_size=6), max_size=8), st.data())
def test_every_line_end_becomes_one_newline(lines: list[str], data: st.DataObject) -> None:
    ends = data.draw(st.lists(st.sampled_from(["\n", "\r\n"]), min_size=len(lines), max_size=len(lines)))
    raw = "".join(line + end for line, end in zip(lines, ends, strict=True))
    assert stored_text(raw) == "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize(
    ("raw", "stored"),
    [
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\n\r\n\nb", "a\n\n\nb"),
        ("a\u2028b\u2029c", "a\nb\nc"),
        ("a\tb\x00c\x7fd\x9fe", "a b c d e"),
        ("e\u0301", "é"),
        ("a\u030a", "å"),
        ("q\u030a", "q"),
        ("\ufeffword\ufeff", "word"),
        ("\u202bword\u202c", "word"),
        ("a\u200e\u200f\u200eb", "a\u200eb"),
        ("a\ud800b", "ab"),
        ("  kept \n\n", "  kept \n\n"),
        ("", ""),
    ],
)
def test_what_is_altered(raw: str, stored: str) -> None:
    assert stored_text(raw) == stored


def test_the_samples_are_stored_as_they_are() -> None:
    for path in sorted(samples.folder().rglob("*.md")):
        text = path.read_text(encoding="utf-8")
        assert stored_text(text) == text, path.name


@pytest.mark.parametrize("text", ["", " \n\t", "…—!؟", "😀", "***\n---"])
def test_text_without_a_letter_or_digit_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize("text", ["a", " 1 ", "…é", "سلام", "٣"])
def test_text_with_one_is_not(text: str) -> None:
    assert not is_blank(text)
