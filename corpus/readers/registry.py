"""Which reader takes which document."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from pathlib import PurePath
from typing import BinaryIO

from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import bundle
from corpus.referral import Referral
from corpus.statement import Draft

Found = Draft | Referral | SourceError
"""What a reader gives: a statement, an item whose words are elsewhere, or a line on an item that cannot be read."""

Reader = Callable[[Document], Iterable[Found]]
"""Gives what is in a document, an item at a time; raises :class:`SourceError` when it can read none of it."""


def _late(module: str, name: str = "read") -> Reader:
    """Return the reader ``name`` of ``module``, which is loaded when it is first used: some take a second to load."""

    def read(document: Document) -> Iterable[Found]:
        reader: Reader = getattr(importlib.import_module(f"corpus.readers.{module}"), name)
        return reader(document)

    return read


def _bundled(document: Document) -> Iterable[Found]:
    return bundle.read(document, _is_readable, partial(read_document, nested=True))


_MARKDOWN, _PLAIN, _HTML, _PDF, _DOCX = map(_late, ("markdown", "plain", "html", "pdf", "docx"))
_FEED, _LINES, _JSON, _TABLE = _late("feed"), _late("jsonl"), _late("jsonl", "read_whole"), _late("table")

SUFFIXES: dict[str, Reader] = {
    ".md": _MARKDOWN,
    ".markdown": _MARKDOWN,
    ".txt": _PLAIN,
    ".text": _PLAIN,
    ".html": _HTML,
    ".htm": _HTML,
    ".xhtml": _HTML,
    ".pdf": _PDF,
    ".docx": _DOCX,
    ".rss": _FEED,
    ".atom": _FEED,
    ".xml": _FEED,
    ".json": _JSON,
    ".jsonl": _LINES,
    ".ndjson": _LINES,
    ".jsonl.gz": _LINES,
    ".ndjson.gz": _LINES,
    ".csv": _TABLE,
    ".tsv": _TABLE,
    ".zip": _bundled,
}

_DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TYPES: dict[str, Reader] = {
    "text/html": _HTML,
    "application/xhtml+xml": _HTML,
    "application/pdf": _PDF,
    _DOCX_TYPE: _DOCX,
    "application/rss+xml": _FEED,
    "application/atom+xml": _FEED,
    "application/rdf+xml": _FEED,
    "application/xml": _FEED,
    "text/xml": _FEED,
    "application/feed+json": _JSON,
    "application/json": _JSON,
    "application/x-ndjson": _LINES,
    "application/jsonl": _LINES,
    "text/csv": _TABLE,
    "application/zip": _bundled,
    "text/markdown": _MARKDOWN,
}
_HEAD = 1024
_MARKS = (
    ((b"<rss", b"<feed", b"<rdf:rdf"), _FEED),
    ((b"<!doctype html", b"<html", b"<head", b"<body"), _HTML),
)


def suffix_of(name: str) -> str:
    """Return the suffix by which ``name`` is read, lower-case: the last one, or the last two (``.jsonl.gz``)."""
    lower = PurePath(name.lower())
    double = "".join(lower.suffixes[-2:])
    return double if double in SUFFIXES else lower.suffix


def _is_readable(name: str) -> bool:
    return suffix_of(name) in SUFFIXES


def _begins_as(document: Document) -> Reader | None:
    """Return the reader that the first bytes of ``document`` call for, ``None`` when they do not say."""
    with closing(document.stream()) as content:
        head = content.read(_HEAD)
        if head.startswith(b"%PDF-"):
            return _PDF
        if head.startswith(b"PK\x03\x04"):
            return _DOCX if _is_docx(content, document.source) else _bundled
    plain = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if plain.startswith(b"{") and b"://jsonfeed.org/version/" in plain.replace(b"\\/", b"/"):
        return _JSON
    return next((reader for marks, reader in _MARKS if any(mark in plain for mark in marks)), None)


def _is_docx(content: BinaryIO, source: str) -> bool:
    try:
        return "word/document.xml" in bundle.opened(content, source).namelist()
    except SourceError:
        return False  # the reader of zips says what is wrong with it


def _reader_of(document: Document, *, nested: bool) -> Reader | None:
    suffix = suffix_of(document.name)
    if nested and suffix == ".zip":
        raise SourceError(document.source, "is a zip within a zip: add it by itself")
    begins = _begins_as(document)
    if document.address is None and suffix in SUFFIXES:
        # A page saved under the name of a PDF, or a PDF under that of a text: what it is counts.
        named = SUFFIXES[suffix]
        return begins if begins in {_PDF, _DOCX} or (begins is _HTML and named is _FEED) else named
    declared = _TYPES.get(document.media_type or "")
    # Servers call a feed a page, a page a feed, and a PDF anything at all.
    if begins in {_PDF, _DOCX} or (begins in {_FEED, _HTML, _JSON} and declared in {None, _FEED, _HTML, _JSON}):
        return begins
    return declared or SUFFIXES.get(suffix) or begins or (_PLAIN if document.media_type == "text/plain" else None)


def read_document(document: Document, *, nested: bool = False) -> Iterable[Found]:
    """Give the statements in ``document``.

    Of a file, the suffix says how; of what came from the web, its first bytes and its media type. ``nested``: it came
    out of a zip, and no other zip is taken.

    :raises SourceError: when it cannot be read, holds no statement, or no reader takes it.
    :raises FactError: when its front matter, date or language is not valid.
    """
    reader = _reader_of(document, nested=nested)
    if reader is None:
        kinds = " ".join(sorted(SUFFIXES))
        shown = suffix_of(document.name) or document.media_type or "a file without a suffix"
        raise SourceError(document.source, f"no reader takes {shown}: give one of {kinds}")
    return reader(document)
