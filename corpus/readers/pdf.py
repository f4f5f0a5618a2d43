"""PDF: the words of its pages in reading order, without what only the page needed."""

from __future__ import annotations

import io
import logging
import re
import struct
import unicodedata
import zlib
from collections.abc import Sequence
from typing import Any

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, PyPdfError
from pypdf.generic import DictionaryObject

from corpus.days.datelines import dateline
from corpus.days.dates import settled, written_day
from corpus.document import Document
from corpus.errors import SourceError
from corpus.pdf.canvas import Canvas, TooMuchError
from corpus.pdf.furniture import begins_note, marks_of, parted, without_calls, without_furniture
from corpus.pdf.glyphs import UPRIGHT, Matrix
from corpus.pdf.hyphens import Hyphens
from corpus.pdf.lines import Line, lines_of
from corpus.pdf.paragraphs import joined
from corpus.readers.claims import language_borne_out, title_at_head
from corpus.statement import UNDATED, Draft, Provenance, PublicationDate
from corpus.text import is_blank, stored_text

MOST_PAGES = 2_000
"""The most pages a document may have: beyond it stand whole series of reports, which are not one statement."""
MOST_CHARACTERS = 5_000_000
"""The most characters that are taken of a document."""

# What pypdf raises on damaged files besides its own errors, as seen when bytes of real files are changed.
BROKEN = (
    PyPdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError, ArithmeticError,
    AssertionError, NotImplementedError, EOFError, zlib.error, struct.error, UnicodeError, OSError,
)  # fmt: skip
_LIMITS: dict[str, Any] = {
    "maximum_declared_stream_length": 32_000_000,
    "array_based_stream_maximum_output_length": 16_000_000,
    "lzw_maximum_output_length": 16_000_000,
    "run_length_maximum_output_length": 16_000_000,
    "zlib_maximum_output_length": 16_000_000,
    "stream_decoding_work_maximum_length": 64_000_000,
    "stream_parsing_work_maximum_count": 1_000_000,
    "page_tree_maximum_entries": 20_000,
    "page_tree_maximum_page_entries": 200_000,
}
_SEEK = 1024
_SHOWN_PAGES = 12
_HEAD_LINES, _SHORT, _COVER_LINES, _BEHIND_COVER = 12, 60, 20, 4
_BAD_SHARE, _VOWEL_SHARE = 0.15, 0.5
_VOWELS = re.compile("[aeiouyàâäáãåæéèêëíìîïóòôöõøœúùûüýαεηιουωаеиоуыэюя]", re.IGNORECASE)
_LATIN_WORD = re.compile("[a-z\u00c0-\u024f]{3,}", re.IGNORECASE)
# It reads damaged files all the same, and says so: nobody who reads standard error can do anything about it.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(document: Document) -> list[Draft]:
    """Return the one statement that ``document`` is.

    :raises SourceError: when it cannot be read, is no PDF, is locked or damaged, or holds pictures of pages only.
    """
    raw = document.raw()
    if b"%PDF-" not in raw[:_SEEK]:
        raise SourceError(document.source, "is not a PDF, whatever its name says: save it again as PDF, or rename it")
    with apply_configuration(**_LIMITS):
        reader = _opened(raw, document.source)
        pages, empty = _pages(reader, document.source)
        declared = _entry(reader, "/Lang")
        named = _title_given(reader)
    if not any(pages):
        raise SourceError(
            document.source, "holds pictures of its pages and no text (a scan): run text recognition (OCR) on it first"
        )
    text, first = _text(pages)
    if _is_garbage(text):
        raise SourceError(
            document.source,
            "its letters do not stand for what they show (its fonts do not say which): run text recognition (OCR) on "
            "it, or ask for the text",
        )
    if is_blank(text):
        raise SourceError(document.source, "holds no words: there is nothing to record")
    date, doubts = _date(text, first)
    return [
        Draft(
            text=text,
            source=document.source,
            title=title_at_head(named, text),
            date=date,
            language=language_borne_out(declared, text, document.source),
            doubts=(*doubts, *_doubts(empty, len(pages))),
        )
    ]


def _opened(raw: bytes, source: str) -> PdfReader:
    try:
        reader = PdfReader(io.BytesIO(raw))
        if reader.is_encrypted and not reader.decrypt(""):
            raise SourceError(source, "is locked with a password: unlock it (print it to a new PDF) and add that")
        count = reader.get_num_pages()
    except DependencyError:
        raise SourceError(source, "is locked in a way that cannot be opened: unlock it and add that") from None
    except BROKEN as error:
        raise _damaged(source, error) from None
    if count > MOST_PAGES:
        raise SourceError(source, f"has {count} pages, over the limit of {MOST_PAGES}: split it")
    if not count:
        raise SourceError(source, "has no pages: it is cut off or damaged, fetch it anew")
    return reader


def _damaged(source: str, error: Exception) -> SourceError:
    why = " ".join(str(error).split())[:120] or type(error).__name__
    return SourceError(source, f"is a damaged or cut off PDF ({why}): fetch it anew")


def _pages(reader: PdfReader, source: str) -> tuple[list[list[Line]], list[int]]:
    """Return the lines of each page, and which pages, from 1, have none although they show something."""
    pages: list[list[Line]] = []
    empty: list[int] = []
    characters = 0
    failed: Exception | None = None
    for number in range(reader.get_num_pages()):
        try:
            page = reader.pages[number]
            lines = _lines(reader, page, number)
            if not lines and _shows_picture(page):
                empty.append(number + 1)
        except TooMuchError:
            raise SourceError(source, f"draws too much on page {number + 1} to be a text: print it anew") from None
        except BROKEN as error:
            failed, lines = error, []
            empty.append(number + 1)
        pages.append(lines)
        characters += sum(len(line.text) for line in lines)
        if characters > MOST_CHARACTERS:
            raise SourceError(source, f"has over {MOST_CHARACTERS} characters: split it")
    if failed is not None and not any(pages):
        raise _damaged(source, failed)
    return pages, empty


def _lines(reader: PdfReader, page: PageObject, number: int) -> list[Line]:
    content, resources = page.get("/Contents"), page.get("/Resources")
    found = resources.get_object() if resources is not None else None
    if content is None or not isinstance(found, DictionaryObject):
        return []
    canvas = Canvas(reader)
    canvas.draw(content.get_object(), found, _turned(page))
    return lines_of(canvas.glyphs, number)


def _turned(page: PageObject) -> Matrix:
    """Return the matrix that turns a page as it is shown."""
    turns: dict[int, Matrix] = {90: (0, -1, 1, 0, 0, 0), 180: (-1, 0, 0, -1, 0, 0), 270: (0, 1, -1, 0, 0, 0)}
    return turns.get(page.rotation % 360, UPRIGHT)


def _shows_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    found = resources.get_object() if resources is not None else None
    pictures = found.get("/XObject") if isinstance(found, DictionaryObject) else None
    return bool(pictures.get_object()) if pictures is not None else False


def _text(pages: Sequence[Sequence[Line]]) -> tuple[str, list[str]]:
    """Return the stored text, footnotes last, and the lines that stand on the first page with words."""
    bodies, notes = parted(without_furniture(pages))
    if not any(bodies) and not any(notes):
        bodies = [list(page) for page in pages]
    marks = marks_of(notes)
    hyphens = Hyphens([line.text for page in bodies for line in page])
    paragraphs = [without_calls(one, marks) for one in joined(bodies, hyphens)]
    for page in notes:
        for line in page:
            if begins_note(line):
                paragraphs.append(line.text)
            else:
                paragraphs[-1] = hyphens.joined(paragraphs[-1], line.text)
    filled = [page for page in pages if page]
    shown = filled[0] if filled else []
    # What heads a speech stands above it, behind its cover.
    shown = [*shown, *filled[1][:_BEHIND_COVER]] if len(filled) > 1 and len(shown) <= _COVER_LINES else shown
    first = [without_calls(line.text, marks) for line in shown]
    return stored_text("\n\n".join(without_calls(one, frozenset()) for one in paragraphs)).strip(), first


def _is_garbage(text: str) -> bool:
    inked = [one for one in text if not one.isspace()]
    bad = sum(unicodedata.category(one) in {"Co", "Cn", "Cc"} or one == "\ufffd" for one in inked)
    if bad > _BAD_SHARE * len(inked):
        return True
    words = _LATIN_WORD.findall(text[:20_000])
    vowels = sum(_VOWELS.search(unicodedata.normalize("NFC", word)) is not None for word in words)
    return len(words) > 20 and vowels < _VOWEL_SHARE * len(words)  # noqa: PLR2004 - fewer are names and numbers


def _date(text: str, first: Sequence[str]) -> tuple[PublicationDate, tuple[str, ...]]:
    """Return the day of the dateline, else the one day that stands alone in a line of the first page."""
    date, doubts = settled(dateline(text), Provenance.DATELINE)
    if date is not UNDATED:
        return date, doubts
    head = first if len(first) <= _COVER_LINES + _BEHIND_COVER else first[:_HEAD_LINES]
    found = [line for line in head if _is_day(line)]
    readings = [written_day(line) for line in found]
    days = {reading.day for reading in readings if reading.day}
    if len(days) != 1 or any(reading.doubt for reading in readings):
        return date, tuple(dict.fromkeys([*doubts, *(one.doubt for one in readings if one.doubt)]))
    return settled(next(reading for reading in readings if reading.day), Provenance.PAGE)


def _is_day(line: str) -> bool:
    """Return whether ``line`` is short and little but a day: a place before it, perhaps."""
    reading = written_day(line)
    return len(line) <= _SHORT and len(line.split()) <= 7 and (reading.day or reading.doubt) is not None  # noqa: PLR2004


def _entry(reader: PdfReader, name: str) -> str | None:
    try:
        value = reader.root_object.get(name)
        value = value.get_object() if value is not None else None
    except BROKEN:
        return None
    return value if isinstance(value, str) else None


def _title_given(reader: PdfReader) -> str | None:
    try:
        info = reader.metadata
        title = info.title if info is not None else None
    except BROKEN:
        return None
    return title if isinstance(title, str) else None


def _doubts(empty: Sequence[int], count: int) -> tuple[str, ...]:
    if not empty:
        return ()
    shown = ", ".join(map(str, empty[:_SHOWN_PAGES])) + (", …" if len(empty) > _SHOWN_PAGES else "")
    return (f"no text could be read on {len(empty)} of its {count} pages ({shown}): they are pictures, or damaged",)
