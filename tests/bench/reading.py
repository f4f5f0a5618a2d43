"""How fast statements are read, by format, before anything is recorded or embedded."""

from __future__ import annotations

import csv
import gzip
import html
import io
import json
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import docx

from corpus import samples
from corpus.document import Document
from corpus.intake import Given, read, read_from
from corpus.statement import Draft
from tests.bench.report import figure

RAW = Path(__file__).parents[3] / "shared" / "raw"
_PAGE = (
    "<!doctype html><html lang='en'><head><title>{title}</title></head><body><nav><a href='/'>Home</a></nav><article>"
)
_RSS = "<?xml version='1.0'?><rss version='2.0'><channel><title>T</title>{items}</channel></rss>"
_ITEM = "<item><guid>{guid}</guid><title>{title}</title><description>{text}</description></item>"


def _paragraphs(text: str) -> list[str]:
    return [part for part in text.split("\n\n") if part.strip()]


def _page(draft: Draft) -> bytes:
    body = "".join(f"<p>{html.escape(part)}</p>" for part in _paragraphs(draft.text))
    head = _PAGE.format(title=html.escape(draft.title or ""))
    return f"{head}<h1>{html.escape(draft.title or '')}</h1>{body}</article></body></html>".encode()


def _word(draft: Draft) -> bytes:
    written, out = docx.Document(), io.BytesIO()
    for part in _paragraphs(draft.text):
        written.add_paragraph(part)
    written.save(out)
    return out.getvalue()


def _feed(drafts: Iterable[Draft]) -> bytes:
    items = "".join(
        _ITEM.format(
            guid=number,
            title=html.escape(draft.title or ""),
            text=html.escape("".join(f"<p>{html.escape(part)}</p>" for part in _paragraphs(draft.text))),
        )
        for number, draft in enumerate(drafts)
    )
    return _RSS.format(items=items).encode()


def _lines(drafts: Iterable[Draft]) -> bytes:
    rows = [json.dumps({"title": one.title, "text": one.text, "guid": str(at)}) for at, one in enumerate(drafts)]
    return gzip.compress("\n".join(rows).encode())


def _table(drafts: Iterable[Draft]) -> bytes:
    out = io.StringIO()
    rows = csv.writer(out)
    rows.writerow(("title", "text"))
    rows.writerows((draft.title or "", draft.text) for draft in drafts)
    return out.getvalue().encode()


def _zip(drafts: Iterable[Draft]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
        for number, draft in enumerate(drafts):
            target.writestr(f"{number}.txt", draft.text)
    return out.getvalue()


def _measure(name: str, documents: list[Document]) -> None:
    list(read_from(documents[0], Given()))  # what is loaded once is not the reader's speed
    started = time.perf_counter()
    found = [one for document in documents for one in read_from(document, Given())]
    spent = time.perf_counter() - started
    good = sum(isinstance(one, Draft) for one in found)
    figure(f"{name}: statements a second", f"{good / spent:,.0f} ({good} of {len(found)})")


def run() -> None:
    """Print statements a second for each format."""
    drafts = [one for one in read(samples.folder(), Given()) if isinstance(one, Draft)]
    plain = [Document(one.text.encode(), f"/{at}.txt", f"{at}.txt") for at, one in enumerate(drafts)]
    _measure("plain text", plain)
    _measure("Markdown", [Document.file(path) for path in sorted(samples.folder().rglob("*.md"))])
    _measure("HTML", [Document(_page(one), f"/{at}.html", f"{at}.html") for at, one in enumerate(drafts)])
    _measure("DOCX", [Document(_word(one), f"/{at}.docx", f"{at}.docx") for at, one in enumerate(drafts)])
    _measure("RSS", [Document(_feed(drafts), "/f.xml", "f.xml")])
    _measure("JSON Lines, gzipped", [Document(_lines(drafts), "/f.jsonl.gz", "f.jsonl.gz")])
    _measure("CSV", [Document(_table(drafts), "/f.csv", "f.csv")])
    _measure("zip of plain text", [Document(_zip(drafts), "/f.zip", "f.zip")])
    for name, pattern in (("real pages (HTML)", "html-*"), ("real PDFs, of 3 to 26 pages", "pdf-*")):
        if paths := sorted(RAW.glob(pattern)):
            _measure(name, [Document.file(path) for path in paths])
