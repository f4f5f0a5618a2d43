"""Encodings: a text comes back to the letter, or is refused; nothing is read with the wrong table."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import samples
from corpus.document import Document
from corpus.encodings import decoded
from corpus.errors import SourceError

FRENCH = (
    "Le Conseil a réaffirmé, à l’issue de sa réunion, son appui aux « peuples » : qu’ils soient protégés, dès demain."
)
ARABIC = "أكد المجلس في ختام اجتماعه دعمه للشعب الفلسطيني، ودعا إلى وقف فوري لإطلاق النار في قطاع غزة."
ENGLISH = "The Council reaffirmed its support – “in full” – for the people of the country, and called for a ceasefire."
TEXTS = {"fr": FRENCH, "ar": ARABIC, "en": ENGLISH}
WIDE = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
UNDECLARED = [
    *((language, encoding) for language in TEXTS for encoding in WIDE),
    *(("fr", "cp1252"), ("en", "cp1252"), ("ar", "cp1256"), ("ar", "iso8859_6")),
]


def read(raw: bytes, charset: str | None = None, declared: str | None = None) -> str:
    return decoded(Document(raw, "/a.txt", "a.txt", charset=charset), declared)


@pytest.mark.parametrize(("language", "encoding"), UNDECLARED)
def test_an_undeclared_encoding_is_found(language: str, encoding: str) -> None:
    assert read(TEXTS[language].encode(encoding)) == TEXTS[language]


def test_french_in_the_arabic_table_of_windows_is_french() -> None:
    assert read("Le Conseil a été informé, à l’évidence, de ce qui a été décidé.".encode("cp1256")).startswith(
        "Le Conseil a été"
    )


@pytest.mark.parametrize(
    ("raw", "charset", "declared"),
    [
        (ARABIC.encode("cp1256"), "windows-1256", None),
        (ARABIC.encode("cp1256"), None, "windows-1256"),
        (ARABIC.encode(), "iso-8859-1", None),
        (ARABIC.encode(), None, "no-such-table"),
        (ARABIC.encode("cp1256"), "utf-8", None),
        (ARABIC.encode("utf-8-sig"), "windows-1252", "iso-8859-6"),
        (ARABIC.encode(), "windows-1256", None),
        (ARABIC.encode(), "iso-8859-15", None),
        (ARABIC.encode(), "utf-16", None),
        (ARABIC.encode("utf-16-be"), "utf-16", None),
        (ARABIC.encode("cp1256"), "iso-8859-1", None),
        (ARABIC.encode("cp1256"), "iso-8859-1", "windows-1256"),
    ],
)
def test_what_is_declared_counts_when_the_bytes_agree(raw: bytes, charset: str | None, declared: str | None) -> None:
    assert read(raw, charset, declared) == ARABIC


def test_latin_1_is_read_as_browsers_do() -> None:
    assert read("l’été".encode("cp1252"), "iso-8859-1") == "l’été"


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"%PDF-1.7\n", "a PDF"),
        (b"PK\x03\x04" + bytes(40), "a zip"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (bytes(range(256)) * 16, "save it as"),
        ("Le Conseil a réaffirmé à l’issue sa décision éthique.".encode("mac_roman"), "its encoding cannot be told"),
        ("Le Conseil a réaffirmé sa décision éthique.".encode("cp850"), "its encoding cannot be told"),
        ("Совет принял решение о прекращении огня".encode("cp1251"), "its encoding cannot be told"),
        ("המועצה החליטה היום".encode("cp1255"), "its encoding cannot be told"),
        (f"{FRENCH * 20} 5 €".replace("’", "'").encode("iso8859_15"), "its encoding cannot be told"),
        (b"Hello\x00" * 200, "save it as"),
        (b"\xef\xbb\xbfl\xe9t\xe9 est l\xe0", "is marked as UTF-8 at its head, and its bytes are not"),
        (b"\xff\xfeL\x00e", "is marked as UTF-16 at its head, and its bytes are not"),
    ],
)
def test_what_is_no_text_is_refused_with_what_it_is(raw: bytes, kind: str) -> None:
    with pytest.raises(SourceError, match=kind):
        read(raw)


@pytest.mark.parametrize(
    "charset", ["utf-7", "unicode_escape", "raw_unicode_escape", "punycode", "hex", "rot13", "nonsense"]
)
def test_no_declaration_changes_plain_words(charset: str) -> None:
    assert read(b"Le Conseil \\u0041 +AGE- dit", charset) == "Le Conseil \\u0041 +AGE- dit"


@pytest.mark.parametrize("name", ["iso-8859-1", "ISO_8859-1", "latin1", "l1", "cp819", "us-ascii", "windows-1252"])
def test_every_name_of_latin_1_is_that_of_windows(name: str) -> None:
    assert read("l’été".encode("cp1252"), name) == "l’été"


def test_names_with_capitals_inside_are_no_sign_of_a_wrong_table() -> None:
    text = "McDonald said: “the eBay and iPhone of MacArthur”, l’été."
    assert read(text.encode("cp1252")) == text


def test_a_pdf_is_told_whatever_is_declared() -> None:
    with pytest.raises(SourceError, match="a PDF"):
        read(b"%PDF-1.7 words", "utf-8")


def test_a_stray_nul_is_no_reason_to_refuse() -> None:
    assert read(b"The Council met.\x00 It said so.") == "The Council met.\x00 It said so."


SAMPLES = [path.read_text(encoding="utf-8") for path in sorted(samples.folder().rglob("*.*")) if path.suffix != ".py"]


@given(
    st.sampled_from(SAMPLES),
    st.integers(0, 5000),
    st.integers(120, 3000),
    st.sampled_from(["cp1252", "utf-16-le", "utf-8"]),
)
def test_any_part_of_a_sample_comes_back_or_is_refused(text: str, start: int, length: int, encoding: str) -> None:
    part = text[start % len(text) :][:length]
    if len(part.split()) < 12:
        return
    raw = part.encode(encoding, errors="ignore")
    try:
        found = read(raw)
    except SourceError:
        return
    assert found == raw.decode(encoding)


def test_the_path_of_a_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xff\xd8\xff\xe0")
    with pytest.raises(SourceError, match=r"a\.txt: is no text but a picture"):
        decoded(Document.file(path))
