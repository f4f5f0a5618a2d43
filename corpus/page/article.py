"""The article of a page, word for word.

Trafilatura says which part of a page is its article; the words are those of the page itself, as a browser shows them:
what trafilatura writes out drops repeated lines and glues or loses what stands in inline elements.
"""

from __future__ import annotations

import copy
from collections.abc import Container
from dataclasses import dataclass
from itertools import islice

from lxml import html
from trafilatura import bare_extraction

from corpus.page.blocks import HEADINGS, Block, blocks_of, joined
from corpus.page.letters import letters
from corpus.page.modification import is_note

_LONG = 40
_EDGE = 40
_VERY_LONG = 120
_MOSTLY = 0.6
_PROSE = frozenset({"p", "li", "blockquote", "dd", "dt", "td", "th", "pre"}) | HEADINGS
_GROUPS = frozenset({"ul", "ol", "li", "dl", "table", "tbody", "thead", "tfoot", "tr", "td", "th", "blockquote"})
_SHORTEST = 60
_UP = 3
_SENTENCE_ENDS = tuple('.!?…»"”。؟۔')


@dataclass(frozen=True, slots=True)
class Article:
    """The blocks of an article, and the blocks of the page that are no clutter, in which it stands."""

    blocks: tuple[Block, ...]
    page: tuple[Block, ...]

    @property
    def text(self) -> str:
        """The text of the article: a blank line between paragraphs."""
        return joined(self.blocks)


def _letters_only(words: str) -> str:
    return "".join(sign for sign in letters(words) if not sign.isdecimal())


class _Chosen:
    """The text that trafilatura takes for the article, to be asked whether a block is in it."""

    def __init__(self, text: str) -> None:
        lines = [line for line in map(letters, text.split("\n")) if line]
        self._lines = frozenset(lines)
        self._whole = "".join(map(_letters_only, lines))

    def has(self, block: Block) -> bool:
        found = letters(block.text)
        if not found:
            return False
        if found in self._lines:
            return True
        # Its lines may be cut elsewhere, and the marks of footnotes are not in ours.
        plain = _letters_only(found)
        if len(plain) < _LONG:
            return any(letters(line) in self._lines for line in block.text.split("\n") if letters(line))
        edges = (plain[:_EDGE], plain[-_EDGE:]) if len(plain) >= _VERY_LONG else ()
        return plain in self._whole or any(edge in self._whole for edge in edges)


def _without(root: html.HtmlElement, clutter: set[html.HtmlElement]) -> html.HtmlElement:
    """Return a copy of ``root`` without ``clutter``: trafilatura alters the tree it is given."""
    marked = [element for element in root.iter() if element in clutter]
    for element in marked:
        element.set("data-clutter", "1")
    pruned = copy.deepcopy(root)
    for element in marked:
        del element.attrib["data-clutter"]
    for element in pruned.xpath("//*[@data-clutter]"):
        if element.getparent() is not None:
            element.drop_tree()
    return pruned


def _extracted(root: html.HtmlElement) -> str:
    document = bare_extraction(root, include_comments=False, include_tables=True, with_metadata=False)
    return (document.text if document is not None else None) or ""


def _container(block: Block) -> html.HtmlElement | None:
    """Return what ``block`` stands in: around its list, its table or its quotation."""
    above = block.owner.getparent()
    while above is not None and above.tag in _GROUPS:
        above = above.getparent()
    return above


def _filled(blocks: list[Block], chosen: list[bool]) -> list[bool]:
    """Return ``chosen`` with the prose, the lists and the tables that stand between chosen ones, beside them."""
    if True not in chosen:
        return chosen
    first, last = chosen.index(True), len(chosen) - 1 - chosen[::-1].index(True)
    around = {_container(block) for block, is_in in zip(blocks, chosen, strict=True) if is_in}
    return [is_in or (first < at < last and _belongs(blocks[at], around)) for at, is_in in enumerate(chosen)]


def _belongs(block: Block, around: Container[html.HtmlElement | None]) -> bool:
    return block.owner.tag in _PROSE and block.share_of_links < _MOSTLY and _container(block) in around


def _is_links(block: Block) -> bool:
    return block.share_of_links > _MOSTLY and len(block.text) < 2 * _SHORTEST


def _is_closing(block: Block) -> bool:
    """Return whether ``block`` is none of the article at its end: a link, a heading of nothing, a note on the page."""
    return _is_links(block) or block.owner.tag in HEADINGS or is_note(block.text) or not letters(block.text)


def _is_lead(block: Block) -> bool:
    """Return whether ``block``, between the headline and the article, is its lead."""
    if block.owner.tag not in _PROSE or block.share_of_links >= _MOSTLY / 2 or is_note(block.text):
        return False
    return len(block.text) >= _SHORTEST and block.text.rstrip().endswith(_SENTENCE_ENDS)


def _are_near(block: Block, other: Block) -> bool:
    return other.owner.getparent() in list(islice(block.owner.iterancestors(), _UP))


def _bounded(page: list[Block], taken: list[bool], headline: html.HtmlElement | None) -> list[Block]:
    """Return the blocks that are ``taken``, with the headline and the lead above them, without what closes the page."""
    numbers = [at for at, is_in in enumerate(taken) if is_in]
    while numbers and _is_closing(page[numbers[-1]]):
        numbers.pop()
    while numbers and _is_links(page[numbers[0]]):
        numbers.pop(0)
    if not numbers:
        return []
    heads = [at for at, block in enumerate(page) if block.owner is headline]
    if heads and heads[0] < numbers[-1]:
        leads = [at for at in range(heads[-1] + 1, numbers[0]) if _is_lead(page[at])]
        numbers = sorted({*heads[:1], *leads, *(at for at in numbers if at > heads[0])})
    else:
        while numbers[0] and _is_lead(page[numbers[0] - 1]) and _are_near(page[numbers[0] - 1], page[numbers[0]]):
            numbers.insert(0, numbers[0] - 1)
    if page[numbers[0]].owner is not headline:
        return [page[at] for at in numbers]
    called = letters(page[numbers[0]].text)
    return [page[at] for place, at in enumerate(numbers) if place == 0 or letters(page[at].text) != called]


def article_of(
    root: html.HtmlElement, clutter: set[html.HtmlElement], headline: html.HtmlElement | None = None
) -> Article:
    """Return the article of the page ``root``, of which ``clutter`` is no part; no blocks when it has none.

    ``headline`` is the element of its headline, which is its first block where it stands above it.
    """
    page = blocks_of(root, clutter)
    chosen = _Chosen(_extracted(_without(root, clutter)))
    taken = _filled(page, [chosen.has(block) for block in page])
    return Article(tuple(_bounded(page, taken, headline)), tuple(page))
