"""The title of the statement on a page: its headline, without the name of the site."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass

from lxml import html

from corpus.page.blocks import blocks_of
from corpus.page.letters import letters
from corpus.page.metadata import Metadata, is_article, words_of

_PARTING = re.compile(r"\s+(?:[|•·»«›:/]|::|--?|[–—])\s+|\s*\|\s*|\s*»\s*|\s+--\s*")
_LONGEST = 400
_SHORTEST = 4
_ENOUGH = 0.5


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline as it stands on the page: its words on one line, and its element where it has one to itself."""

    element: html.HtmlElement | None
    words: str


def line_of(element: html.HtmlElement) -> str:
    """Return the words of ``element`` on one line, as they are shown."""
    return " ".join(" ".join(block.text for block in blocks_of(element)).split())


def _parts(title: str) -> list[str]:
    return [part.strip() for part in _PARTING.split(title) if part.strip()]


def _page_titles(root: html.HtmlElement, metadata: Metadata) -> list[str]:
    """Return what the page is called in its head and JSON-LD, the surest first."""
    head = root.find(".//title")
    raw = " ".join((head.text or "").split()) if head is not None else ""
    articles = [words_of(node.get("headline")) for node in metadata.nodes if is_article(node)]
    found = [raw, metadata.first("ogtitle"), *articles, metadata.first("dctitle", "dctermstitle", "twittertitle")]
    return [title[:_LONGEST] for title in found if title]


def _is_called(words: str, titles: Sequence[str]) -> bool:
    own = letters(words)
    return len(own) >= _SHORTEST and any(own in letters(title) for title in titles)


def _site(metadata: Metadata) -> str:
    return letters(metadata.first("ogsitename", "applicationname") or "")


def _rank(words: str, parts: Sequence[str], titles: Sequence[str]) -> int:
    """Return how much of what the head says the heading ``words`` says, 0 when it is another one."""
    own = letters(words)
    covered = max((len(part) for part in map(letters, parts) if part and part in own), default=0)
    if covered < len(own) * _ENOUGH:
        covered = 0
    inside = len(own) if len(own) >= _SHORTEST * 2 and _is_called(words, titles) else 0
    return max(inside, covered)


def headline_of(
    root: html.HtmlElement, metadata: Metadata, clutter: Container[html.HtmlElement] = ()
) -> Headline | None:
    """Return the heading that names what the head of the page ``root`` names, ``None`` when there is none.

    One in ``clutter`` counts half: some headings are there for readers of screens alone. Pages of old have no headings:
    there a paragraph that says just one part of the title is the headline.
    """
    titles, site = _page_titles(root, metadata), _site(metadata)
    parts = [part for title in titles for part in (title, *_parts(title)) if letters(part) != site]
    best: tuple[int, bool, int] = (0, False, 0)
    found = None
    for element in root.iter("h1", "h2", "h3", "h4"):
        words = line_of(element)
        if not words or letters(words) == site or len(words) > _LONGEST:
            continue
        is_seen = not any(one in clutter for one in (element, *element.iterancestors()))
        covered = _rank(words, parts, titles)
        rank = (covered if is_seen else covered // 2, is_seen, -int(element.tag[1]))
        if rank > best and rank[0]:
            best, found = rank, Headline(element, words)
    return found or _unmarked(root, parts)


def _unmarked(root: html.HtmlElement, parts: Sequence[str]) -> Headline | None:
    wanted = {own for part in parts if len(own := letters(part)) >= _SHORTEST * 2}
    short = [block for block in blocks_of(root) if len(block.text) <= _LONGEST]
    for block in short:
        for line in block.text.split("\n"):
            if letters(line) in wanted:
                is_alone = line == block.text and block.owner.tag not in {"body", "td"}
                return Headline(block.owner if is_alone else None, line)
    return None


def _without_site(raw: str, site: str) -> str:
    """Return ``raw`` without the parts at its ends that are the name of the site."""
    parts = _parts(raw)
    kept = [part for part in parts if not site or letters(part) != site]
    if not kept or len(kept) == len(parts):
        return raw
    # What parts its parts stays: "A - B" of "A - B - Site".
    return raw[raw.find(kept[0]) : raw.rfind(kept[-1]) + len(kept[-1])].strip()


def title_of(root: html.HtmlElement, metadata: Metadata, headline: Headline | None) -> str | None:
    """Return the title of the statement, ``None`` when the page has none.

    The headline on the page stands before what its head says; of both, the name of the site is left out.
    """
    titles, site = _page_titles(root, metadata), _site(metadata)
    if headline is not None:
        found = headline.words
        if not _is_called(found, titles):
            # A date or a kicker within the heading is not part of it, when the head names the rest.
            named = [part for title in titles for part in (title, *_parts(title)) if letters(part) in letters(found)]
            found = max(named, key=len, default=found)
    else:
        shown = metadata.first("ogtitle")
        only = [line for one in root.iter("h1") if len(letters(line := line_of(one))) >= _SHORTEST]
        found = (shown if shown and letters(shown) != site else None) or (titles or only or [""])[0]
    return _without_site(found, site).replace("\u00ad", "")[:_LONGEST] or None
