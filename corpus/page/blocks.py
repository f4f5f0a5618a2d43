"""The blocks of text of a page: paragraphs, headings, items, rows; each word for word as a browser shows it."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from lxml import etree, html

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BLOCKS = HEADINGS | {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "html", "legend", "li",
    "main", "menu", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "ul",
}  # fmt: skip
_SILENT = frozenset(
    {
        "audio", "button", "canvas", "datalist", "embed", "head", "iframe", "map", "math", "noscript", "object",
        "script", "select", "style", "svg", "template", "textarea", "title", "video",
    }
)  # fmt: skip
_SPACE = re.compile(r"[ \t\r\n\f]+")
_BREAK = "\x0b"
_PARAGRAPH = re.compile(rf"{_BREAK}[ {_BREAK}]*{_BREAK}")
_MARK = re.compile(r"\s*[\[(]?(?:\d{1,3}|[*†‡]{1,3}|[ivx]{1,5})[\])]?\s*")
# What a power stands behind: m², 10⁶.
_UNIT = re.compile(r"(?:^|[^\w])(?:[^\W\d_]{1,2}|\d[\d.,]*(?<=\d))$")
_POWER = re.compile(r"[-−+]?\d+")
_RAISED = str.maketrans("0123456789-−+", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺")
_NEAR = 4
_LINE_END = re.compile(r"\r\n|\r|\n")
_CELLS = frozenset({"td", "th"})
_ITEMS = _CELLS | {"li", "dt", "dd"}
_LONGEST_CELL = 200


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text within one element ``owner``; ``text`` has single spaces, and a newline for each ``<br>``.

    ``linked`` counts the characters of it that are links.
    """

    text: str
    owner: html.HtmlElement
    linked: int = 0

    @property
    def share_of_links(self) -> float:
        """The part of its text that is links, 0 to 1."""
        return min(self.linked / max(len(self.text), 1), 1.0)


class _Gathering:
    """The blocks of a page as they are found, and where the walk stands."""

    def __init__(self, root: html.HtmlElement) -> None:
        self.blocks: list[Block] = []
        self._owners = [root]
        self._pieces: list[str] = []
        self._linked = self._links = self._verbatim = 0

    def open(self, element: html.HtmlElement, tag: str) -> None:
        """Note that ``element`` begins."""
        if tag in _BLOCKS:
            self.flush()
            self._owners.append(element)
        elif tag == "br":
            self._pieces.append(_BREAK)
        self._links += tag == "a"
        self._verbatim += tag == "pre"
        after = "".join(self._pieces[-_NEAR:])
        # 10 to the power of 6 is not 106, and 2024 with a footnote is not 20243.
        raised = tag == "sup" and after[-1:].isdecimal() and _POWER.fullmatch(element.text or "")
        self.add((element.text or "").translate(_RAISED) if raised else element.text)

    def close(self, element: html.HtmlElement, tag: str) -> None:
        """Note that ``element`` ends."""
        if tag in _BLOCKS and self._owners[-1] is element:
            self.flush()
            self._owners.pop()
        elif tag == "sup" and len(self._pieces) <= _NEAR and _is_mark(element) and self._is_head(element):
            self._pieces.append(" ")  # the number of a footnote before its words
        self._links -= tag == "a"
        self._verbatim -= tag == "pre"

    def _is_head(self, element: html.HtmlElement) -> bool:
        return "".join(self._pieces).split() == "".join(element.itertext()).split()

    def add(self, words: str | None) -> None:
        """Add ``words`` to the block that is open."""
        if not words:
            return
        plain = words.replace(_BREAK, " ")
        if self._verbatim:
            plain = _LINE_END.sub(_BREAK, plain)
        self._pieces.append(plain)
        self._linked += len(" ".join(plain.split())) if self._links else 0

    def flush(self) -> None:
        """Close the block that is open; a blank line within it parts it in two."""
        text, linked = _SPACE.sub(" ", "".join(self._pieces)), self._linked
        self._pieces, self._linked = [], 0
        for part in _PARAGRAPH.split(text):
            lines = "\n".join(line.strip() for line in part.split(_BREAK)).strip("\n")
            if lines.strip():
                self.blocks.append(Block(lines, self._owners[-1], min(linked, len(lines))))

    def is_note_mark(self, element: html.HtmlElement) -> bool:
        """Return whether the ``<sup>`` ``element`` is the mark of a footnote in a text, and no power or ordinal."""
        before = "".join(self._pieces[-_NEAR:])
        if element.tag != "sup" or not before.strip() or not _is_mark(element):
            return False
        parent = element.getparent()
        if element.find(".//a") is not None or (parent is not None and parent.tag == "a"):
            return True
        return not _UNIT.search(before)


def _is_mark(element: html.HtmlElement) -> bool:
    return bool(_MARK.fullmatch("".join(element.itertext())))


def blocks_of(root: html.HtmlElement, skipped: Container[html.HtmlElement] = ()) -> list[Block]:
    """Return the blocks below ``root`` in their order, without those below an element of ``skipped``.

    No recursion: pages may be nested deep. Marks of footnotes inside a text are left out; it is quoted without them.
    """
    gathering = _Gathering(root)
    walk = etree.iterwalk(root, events=("start", "end"))
    for event, element in walk:
        tag = element.tag if isinstance(element.tag, str) else ""
        is_silent = tag in _SILENT or element in skipped
        if event == "start":
            if is_silent or gathering.is_note_mark(element):
                walk.skip_subtree()
                if tag in _BLOCKS:
                    gathering.flush()
            else:
                gathering.open(element, tag)
            continue
        if not is_silent:
            gathering.close(element, tag)
        if element is not root:
            gathering.add(element.tail)
    gathering.flush()
    return gathering.blocks


def joined(blocks: Sequence[Block]) -> str:
    """Return the text of ``blocks``: a blank line between paragraphs, a line an item or a row, ``|`` between cells."""
    pieces: list[str] = []
    for before, block in zip([None, *blocks], blocks, strict=False):
        pieces.append(_between(before, block) if before else "")
        pieces.append(block.text)
    return "".join(pieces)


def _between(before: Block, block: Block) -> str:
    first, second = before.owner, block.owner
    if first is second or first.tag not in _ITEMS or second.tag not in _ITEMS:
        return "\n\n"
    if first.tag not in _CELLS:
        return "\n" if second.tag not in _CELLS else "\n\n"
    if max(len(before.text), len(block.text)) > _LONGEST_CELL or second.tag not in _CELLS:
        return "\n\n"
    return " | " if first.getparent() is second.getparent() else "\n"
