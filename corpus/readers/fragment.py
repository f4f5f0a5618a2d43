"""A fragment of HTML, as feeds carry it, to text: paragraphs parted by a blank line, words as they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree, html

_BLOCKS = frozenset(
    {
        "address", "article", "aside", "blockquote", "caption", "center", "details", "div", "dl", "figcaption",
        "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "main", "nav", "ol", "p",
        "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "ul",
    }
)  # fmt: skip
_SILENT = frozenset(
    {"script", "style", "template", "noscript", "iframe", "object", "svg", "button", "select", "textarea", "head"}
)
_LINES = frozenset({"li", "tr", "dt", "dd"})
_CELLS = frozenset({"td", "th"})
_LINE_ENDS = re.compile(r"\n{2,}")
_SPACE = re.compile(r"[ \t\r\n]+")
_BREAK, _BLOCK = "\x0b", "\x0c"


def parsed(markup: str) -> html.HtmlElement | None:
    """Return the element tree of ``markup``, ``None`` when there is nothing in it."""
    if not markup.strip():
        return None
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8", huge_tree=True)
    # A NUL ends the text for libxml2, and half a character is none.
    clean = markup.replace("\x00", " ").encode(errors="replace")
    try:
        return html.document_fromstring(clean, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        return None


def text_of(element: html.HtmlElement) -> str:
    """Return the text below ``element``: a blank line between blocks, a line end for each ``<br>``."""
    text = _SPACE.sub(" ", "".join(_pieces(element)))
    parts = [" \n".join(part.split(_BREAK)) for part in text.split(_BLOCK)]
    lines = [
        _LINE_ENDS.sub("\n", "\n".join(line.strip(" ") for line in part.split("\n"))).strip("\n ") for part in parts
    ]
    return "\n\n".join(part for part in lines if part)


def _pieces(root: html.HtmlElement) -> Iterator[str]:
    """Give the words and marks of breaks below ``root``, without recursion: pages may be nested without end."""
    silent = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        mark = _BLOCK if tag in _BLOCKS else _BREAK if tag in _LINES else " " if tag in _CELLS else ""
        if event == "start":
            silent += tag in _SILENT
            yield from (mark, _BREAK if tag == "br" else "", _words(element.text, silent))
        else:
            silent -= tag in _SILENT
            yield from (mark, "" if element is root else _words(element.tail, silent))


def _words(text: str | None, silent: int) -> str:
    return "" if silent or not text else text.replace(_BREAK, " ").replace(_BLOCK, " ")


def to_text(markup: str) -> str:
    """Return the text of the fragment ``markup``, empty when it holds none."""
    root = parsed(markup)
    return "" if root is None else text_of(root)
