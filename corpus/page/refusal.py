"""Why a page holds no statement: a list of links, a consent wall, an error, a page that a script fills in."""

from __future__ import annotations

import re

from lxml import html

from corpus.page.article import Article
from corpus.text import is_blank

_LEAST = 80
"""The least characters below the headline that are an article. The shortest statements that are known have 150."""
_LISTED = 0.5
_ERROR = re.compile(
    r"(?<!\d)(?:403|404|410|500|502|503)(?!\d)|not\s+found|access\s+denied|forbidden|page\s+introuvable|erreur|"
    r"accès\s+(?:refusé|interdit)|nicht\s+gefunden|no\s+encontrad|just\s+a\s+moment|attention\s+required|"
    r"الصفحة\s+غير\s+موجودة|غير\s+موجود",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"cookie|consent|consentement|données\s+personnelles|privacy|einwilligung|ملفات\s+(?:تعريف\s+)?الارتباط",
    re.IGNORECASE,
)
_SCRIPTED = re.compile(r"enable\s+javascript|activer\s+javascript|javascript\s+(?:is|aktivieren|est)", re.IGNORECASE)
_MANY_LINKS = 5
_HELP = "open it in a browser, save its text, and add that"


def _body_text(root: html.HtmlElement) -> str:
    return " ".join(
        " ".join(text.split())
        for element in root.iter(html.etree.Element)
        if element.tag not in {"script", "style", "title", "head", "noscript"}
        for text in (element.text or "",)
        if text.strip()
    )


def _prose(article: Article, text: str) -> int:
    """Return how many characters of the article are neither links nor its headline."""
    linked = sum(block.linked for block in article.blocks)
    first = len(article.blocks[0].text) if len(article.blocks) > 1 and len(article.blocks[0].text) < _LEAST * 4 else 0
    return len(text) - linked - first


def refusal_of(root: html.HtmlElement, article: Article, text: str, title: str | None) -> str | None:
    """Return why the page ``root`` with ``text`` as its article holds no statement, ``None`` when it holds one."""
    linked = sum(block.linked for block in article.blocks)
    is_short = is_blank(text) or _prose(article, text) < _LEAST
    if is_short or linked > len(text) * (1 - _LISTED / 2):
        return _reason(root, title)
    if len(text) < _LEAST * 8 and title and _ERROR.search(title):
        return f"is the page of an error ({title[:60]!r}): check its address"
    if len(text) < _LEAST * 20 and _is_consent(article):
        return f"holds no article but a question for consent: {_HELP}"
    return None


def _is_consent(article: Article) -> bool:
    asking = sum(len(block.text) for block in article.blocks if _CONSENT.search(block.text))
    return asking > _LISTED * sum(len(block.text) for block in article.blocks)


def _reason(root: html.HtmlElement, title: str | None) -> str:
    whole = _body_text(root)
    if title and _ERROR.search(title):
        return f"is the page of an error ({title[:60]!r}): check its address"
    no_script = " ".join(" ".join(one.itertext()) for one in root.iter("noscript"))
    if len(whole) < _LEAST * 4 and (root.find(".//script") is not None or _SCRIPTED.search(f"{whole} {no_script}")):
        return f"holds no article: a script fills it in: {_HELP}"
    if _CONSENT.search(whole) and len(whole) < _LEAST * 20:
        return f"holds no article but a question for consent: {_HELP}"
    if len(list(root.iter("a"))) >= _MANY_LINKS:
        return "holds no article but links: add the pages it links to"
    return f"holds no article: if there is one, {_HELP}"
