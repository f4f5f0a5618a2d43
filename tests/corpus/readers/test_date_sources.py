"""A case for each reader and place that a date can come from: the day is right and says where it was read, or none."""

from __future__ import annotations

import datetime as dt
import io
import json
import textwrap
import zipfile
from collections.abc import Callable

import docx
import pytest

from corpus.document import Document
from corpus.readers import read_document
from corpus.statement import Draft, Provenance
from tests.corpus.readers import pages

DAY = dt.date(2024, 11, 5)
GIVEN, METADATA, PAGE, DATELINE, UNKNOWN = (
    Provenance.GIVEN,
    Provenance.METADATA,
    Provenance.PAGE,
    Provenance.DATELINE,
    Provenance.UNKNOWN,
)
WORDS = "The General Secretariat followed the events with concern, and reaffirmed its support for the people. " * 4
LINE = "Jeddah, 5 November 2024"
META = '<meta property="article:published_time" content="2024-11-05T09:00:00+03:00">'
LD = '<script type="application/ld+json">{"@type": "NewsArticle", "datePublished": "2024-11-05"}</script>'
SHOWN = '<p class="date">Published: 5 November 2024</p>'
ITEM = "<item><guid>g</guid><title>T</title><link>https://e.org/a</link>{date}<description>{text}</description></item>"
RSS = "<?xml version='1.0'?><rss version='2.0'><channel><title>N</title>{item}</channel></rss>"
ATOM = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><title>N</title><entry><id>a</id><title>T</title>"
    "<{name}>2024-11-05T09:00:00+03:00</{name}><content type='html'>{text}</content></entry></feed>"
)


def page(head: str = "", above: str = "", body: str = WORDS) -> bytes:
    parts = "".join(f"<p>{part}</p>" for part in body.split("\n\n"))
    return (
        f"<!doctype html><html lang='en'><head><title>On the events</title>{head}</head><body><nav><a href='/'>Home</a>"
        f"</nav><article><h1>On the events</h1>{above}{parts}<p>{WORDS}</p></article></body></html>"
    ).encode()


def word(*paragraphs: str) -> bytes:
    written, out = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        written.add_paragraph(paragraph)
    written.save(out)
    return out.getvalue()


def zipped(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        target.writestr(name, content)
    return out.getvalue()


def rss(date: str) -> bytes:
    return RSS.format(item=ITEM.format(date=f"<pubDate>{date}</pubDate>", text=WORDS * 2)).encode()


def pdf(*paragraphs: str) -> bytes:
    drawn: list[pages.Shown] = []
    y = 780.0
    for paragraph in paragraphs:
        for line in textwrap.wrap(paragraph, 80):
            drawn.append((70.0, y, 11.0, line))
            y -= 14.0
        y -= 22.0
    return pages.latin(drawn)


def row(**fields: str) -> bytes:
    return json.dumps({"text": WORDS, **fields}).encode()


CASES: list[tuple[str, bytes | Callable[[], bytes], Provenance]] = [
    ("a.md", f"---\ndate: 2024-11-05\n---\n\n{WORDS}".encode(), GIVEN),
    ("a.md", f"{LINE}\n\n{WORDS}".encode(), DATELINE),
    ("2024-11-05.md", WORDS.encode(), UNKNOWN),
    ("a.txt", f"{LINE}\n\n{WORDS}".encode(), DATELINE),
    ("a.txt", f"On 5 November 2024 it met.\n\n{WORDS}".encode(), UNKNOWN),
    ("a.html", page(head=META), METADATA),
    ("a.html", page(head=LD), METADATA),
    ("a.html", page(above=SHOWN), PAGE),
    ("a.html", page(body=f"{LINE} – {WORDS}"), DATELINE),
    ("a.html", page(body=f"On 5 November 2024 it met. {WORDS}"), UNKNOWN),
    ("a.html", page(head='<meta property="article:modified_time" content="2024-11-05">'), UNKNOWN),
    ("a.html", page(above='<p class="date">09/08/2023</p>'), UNKNOWN),
    ("a.pdf", lambda: pdf(f"{LINE} - {WORDS}", WORDS), DATELINE),
    ("a.pdf", lambda: pdf("Address to the Council", "79th session, 4th meeting, 5 November 2024", WORDS, WORDS), PAGE),
    ("a.pdf", lambda: pdf(WORDS, WORDS), UNKNOWN),
    ("a.docx", lambda: word(LINE, WORDS), DATELINE),
    ("a.docx", lambda: word(WORDS), UNKNOWN),
    ("a.xml", rss("Tue, 05 Nov 2024 09:00:00 +0300"), GIVEN),
    ("a.xml", rss("Tue, 05 Nov 2024 23:00:00 GMT"), UNKNOWN),
    ("a.atom", ATOM.format(name="published", text=WORDS).encode(), GIVEN),
    ("a.atom", ATOM.format(name="updated", text=WORDS).encode(), UNKNOWN),
    ("a.json", json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [
        {"id": "a", "content_text": WORDS, "date_published": "2024-11-05T09:00:00+03:00"}]}).encode(), GIVEN),
    ("a.jsonl", row(date="2024-11-05"), GIVEN),
    ("a.jsonl", row(published="2024-11-05T09:00:00+03:00"), GIVEN),
    ("a.jsonl", row(text=f"{LINE}\n\n{WORDS}"), DATELINE),
    ("a.jsonl", row(), UNKNOWN),
    ("a.csv", f'date,text\n2024-11-05,"{WORDS}"\n'.encode(), GIVEN),
    ("a.csv", f'title,text\nT,"{LINE}\n\n{WORDS}"\n'.encode(), DATELINE),
    ("a.csv", f'title,text\nT,"{WORDS}"\n'.encode(), UNKNOWN),
    ("a.zip", zipped("b.txt", f"{LINE}\n\n{WORDS}"), DATELINE),
    ("a.zip", zipped("2024-11-05.txt", WORDS), UNKNOWN),
]  # fmt: skip


@pytest.mark.parametrize(("name", "content", "source"), CASES, ids=[f"{name}, {where}" for name, _, where in CASES])
def test_a_date_is_right_and_says_where_it_comes_from(
    name: str, content: bytes | Callable[[], bytes], source: Provenance
) -> None:
    raw = content if isinstance(content, bytes) else content()
    (draft,) = read_document(Document(raw, f"/in/{name}", name))
    assert isinstance(draft, Draft)
    assert (draft.date.day, draft.date.source) == (None if source is UNKNOWN else DAY, source)
