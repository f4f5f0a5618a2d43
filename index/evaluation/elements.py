"""Parts of a page that hold words from outside: escaped by the library, and each in the direction of its own script."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from lxml.builder import E

Element = Any
"""An element of lxml, which comes without types."""

_NOT_OF_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def told(text: str) -> str:
    """Return ``text`` with a replacement for what no page can hold: control characters and half characters."""
    return _NOT_OF_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def foreign(tag: str, text: str, kind: str = "") -> Element:
    """Return an element with words of a question or a statement: Arabic goes from right to left, others do not."""
    return E(tag, told(text), {"dir": "auto", **({"class": kind} if kind else {})})


def table(heads: Sequence[str], rows: Sequence[Sequence[Element | str]], kind: str = "") -> Element:
    """Return a table of the class ``kind``; a cell is an element of its own, or words."""
    body = [E.tr(*(E.td(cell) if isinstance(cell, str) else cell for cell in row)) for row in rows]
    head = E.thead(E.tr(*(E.th(name, scope="col") for name in heads)))
    return E.div(E.table(head, E.tbody(*body)), {"class": f"wide {kind}".strip()})
