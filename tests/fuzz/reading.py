"""What a fuzzer reads, and what must hold of whatever comes out: a draft that can be kept, or a line on why not."""

from __future__ import annotations

import gzip
import importlib.util
import io
import json
import unicodedata
import zipfile
from functools import cache

from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import SUFFIXES, read_document
from corpus.statement import Draft
from corpus.text import is_blank, stored_text

_TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
WORDS = "The Council met in Geneva on 5 November 2024 and called for calm. "
_ROW = {"title": "A", "date": "2024-03-01", "issuer": "OIC", "lang": "en", "url": "https://example.org/a", "id": 7}
_RSS = f"""<?xml version="1.0"?><rss version="2.0"><channel><title>P</title><language>en</language>
<item><title>A</title><link>https://example.org/a</link><guid>g</guid><pubDate>Fri, 01 Mar 2024 10:00:00 +0000</pubDate>
<description><![CDATA[<p>{WORDS * 10}</p>]]></description></item></channel></rss>"""
_ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="fr"><title>T</title><entry><id>a</id><title>B</title>
<published>2024-09-24T12:00:00Z</published><link href="https://example.org/a"/><link rel="alternate" hreflang="ar"
href="https://example.org/ar"/><content type="html">&lt;p&gt;{WORDS}&lt;/p&gt;</content></entry></feed>"""
_PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>A</title><meta charset="utf-8">
<script type="application/ld+json">
{{"@type": "NewsArticle", "headline": "A", "datePublished": "2024-03-01"}}</script></head>
<body><nav>Menu</nav><article>
<h1>A</h1><time datetime="2024-03-01">1 March 2024</time><p>{WORDS * 3}</p><p>{WORDS * 3}</p></article></body></html>"""
_TABLE = f'title,date,text\nA,2024-03-01,"{WORDS}"\n'


def _lines() -> bytes:
    versions = [{"body": WORDS, "published": "2024-03-01T10:00:00Z"}, {"body": WORDS * 2}]
    rows = [{**_ROW, "body": WORDS}, {"guid": "g", "versions": versions}]
    return "\n".join(map(json.dumps, rows)).encode()


def _zipped(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


def _pdf() -> bytes:
    stream = f"BT /F1 12 Tf 72 700 Td ({WORDS}) Tj ET".encode()
    parts = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, part in enumerate(parts, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    end = b"xref\n0 6\n0000000000 65535 f \n%strailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return out + end % (table, len(out))


def _docx() -> bytes:
    import docx  # noqa: PLC0415 - slow, and only its own seed needs it

    document = docx.Document()
    document.add_heading("A", 1)
    document.add_paragraph(WORDS)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@cache
def seeds() -> dict[str, bytes]:
    """Return a small valid document for each suffix whose reader is there."""
    found = {
        ".md": f"---\ntitle: A\ndate: 2024-03-01\n---\n\n{WORDS}".encode(),
        ".txt": f"Geneva, 5 November 2024 – {WORDS}".encode("cp1252"),
        ".html": _PAGE.encode(),
        ".pdf": _pdf(),
        ".docx": _docx(),
        ".rss": _RSS.encode(),
        ".atom": _ATOM.encode(),
        ".json": json.dumps(
            {"version": "https://jsonfeed.org/version/1.1", "items": [{"id": 1, "content_html": f"<p>{WORDS}</p>"}]}
        ).encode(),
        ".jsonl": _lines(),
        ".jsonl.gz": gzip.compress(_lines(), mtime=0),
        ".csv": _TABLE.encode(),
        ".tsv": _TABLE.replace(",", "\t").encode("utf-16"),
        ".zip": _zipped({"a.md": WORDS.encode(), "b/c.jsonl": _lines(), "d.csv": _TABLE.encode()}),
    }
    missing = {
        f".{name}" for name in ("html", "pdf", "docx") if importlib.util.find_spec(f"corpus.readers.{name}") is None
    }
    return {suffix: content for suffix, content in found.items() if suffix not in missing and suffix in SUFFIXES}


def on_one_line(words: str) -> bool:
    """Return whether nothing in ``words`` would break the line they stand on, or turn it around."""
    return not any(
        unicodedata.category(sign) in {"Cc", "Zl", "Zp", "Cs"} or unicodedata.bidirectional(sign) in _TURNING
        for sign in words
    )


def check(suffix: str, content: bytes) -> int:
    """Read ``content`` as a file with ``suffix``; return how many drafts came out.

    :raises AssertionError: when a draft could not be kept, or an error is more than a line.
    """
    try:
        found = list(read_document(Document(content, f"/in/f{suffix}", f"f{suffix}")))
    except SourceError as error:
        found = [error]
    for one in found:
        if isinstance(one, SourceError):
            assert on_one_line(str(one)), repr(str(one))
        elif isinstance(one, Draft):
            assert not is_blank(one.text)
            assert stored_text(one.text) == one.text
            assert one.title is None or (one.title == stored_text(one.title) and "\n" not in one.title)
            assert all(doubt.strip() for doubt in one.doubts)
        else:
            assert one.url.lower().startswith("http")
    return sum(isinstance(one, Draft) for one in found)
