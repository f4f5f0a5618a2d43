"""The element tree of a page, and how much text there is in each part of it."""

from __future__ import annotations

import re

from lxml import etree, html

from corpus.document import Document
from corpus.encodings import decoded
from corpus.errors import SourceError

LARGEST = 12 * 1024 * 1024
"""The most characters of a page that is taken apart. The longest pages of statements are under ten percent of it."""
DEEPEST = 250
"""Elements within one another: pages have some thirty; far more is an attack, or no page."""
MOST = 100_000
"""Elements on a page; a long report has some ten thousand."""
_HEAD = 4096
_DECLARED = (
    re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})[\"']", re.IGNORECASE),
    re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.IGNORECASE),
)
_XML = re.compile(r"\A\s*<\?xml[^>]*>")


def declared_charset(head: bytes) -> str | None:
    """Return the encoding that the first bytes of a page name, ``None`` when they name none."""
    for pattern in _DECLARED:
        if match := pattern.search(head[:_HEAD]):
            return match[1].decode("ascii", "replace")
    return None


def _refuse_endless(root: html.HtmlElement, source: str) -> None:
    depth = number = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        number += event == "start"
        if number > MOST:
            raise SourceError(source, f"is a page of more than {MOST} elements: save its text with a browser, add that")
        if depth > DEEPEST:
            reason = f"nests more than {DEEPEST} elements: save its text with a browser and add that"
            raise SourceError(source, reason)


def parsed_page(document: Document) -> html.HtmlElement:
    """Return the element tree of the page ``document``, without comments.

    :raises SourceError: when it cannot be read, is no text, is too long or nested too deep, or holds no element.
    """
    markup = decoded(document, declared_charset(document.raw()))
    if len(markup) > LARGEST:
        raise SourceError(document.source, f"is a page of over {LARGEST // 2**20} million signs: split it")
    # A NUL ends the text for libxml2, and the declaration would have it decode a second time.
    clean = _XML.sub("", markup.replace("\x00", " ")).encode(errors="replace")
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
    try:
        root = html.document_fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        raise SourceError(document.source, "holds no page: check that it was saved whole") from None
    _refuse_endless(root, document.source)
    return root


def tokens_of(element: html.HtmlElement) -> frozenset[str]:
    """Return the words in the classes and the id of ``element``, lower-case: "postMeta__date" has post, meta, date."""
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:400]
    return frozenset(word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", names))


def lengths_of(root: html.HtmlElement) -> dict[html.HtmlElement, int]:
    """Return the number of characters of text below each element, spaces left out at the ends only."""
    lengths: dict[html.HtmlElement, int] = {}
    totals = [0]
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            totals.append(len((element.text or "").strip()) if element.tag not in {"script", "style"} else 0)
        else:
            lengths[element] = totals.pop()
            totals[-1] += lengths[element] + len((element.tail or "").strip())
    return lengths
