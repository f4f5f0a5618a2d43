"""What stands on a page besides its article: menus, consent, shares, captions, comments, what others wrote."""

from __future__ import annotations

import re

from lxml import html

from corpus.page.blocks import HEADINGS
from corpus.page.tree import lengths_of, tokens_of

_TAGS = frozenset({"nav", "aside", "figure", "figcaption", "dialog", "form", "menu", "footer", "fieldset"})
_ROLES = frozenset(
    {
        "navigation", "search", "banner", "contentinfo", "complementary", "dialog", "alertdialog", "menu", "menubar",
        "toolbar", "tooltip", "alert",
    }
)  # fmt: skip
_NAMES = frozenset(
    {
        "share", "sharing", "shares", "sharer", "social", "cookie", "cookies", "consent", "gdpr", "breadcrumb",
        "breadcrumbs", "related", "recommended", "recommendations", "newsletter", "subscribe",
        "sidebar", "menu", "navigation", "nav", "navbar", "footer", "pagination", "pager", "comments", "comment",
        "respond", "disqus", "toolbar", "skiplink", "skiplinks", "advert", "advertisement", "ads", "promo", "popup",
        "modal", "rating", "feedback", "survey", "carousel", "slider", "similar", "ticker", "weather", "sitenav",
    }
)  # fmt: skip
_SMALL_NAMES = frozenset(
    {
        "caption", "copyright", "credit", "credits", "print", "banner", "tags", "taglist", "keywords", "tools",
        "toolbox", "button", "buttons", "skip", "author", "byline", "legend", "legende", "gallery", "download",
        "downloads", "lightbox", "picture", "image", "photo", "topics", "categories", "category",
    }
)  # fmt: skip
_UNSEEN_NAMES = re.compile(
    r"(?:^|[\s_-])(?:sr-only|visually-?hidden|screen-reader-(?:text|only)|element-invisible|aural|offscreen)(?:$|[\s_-])",
    re.IGNORECASE,
)
_LISTED_NAMES = frozenset({"teaser", "teasers"})
# "no-sidebar" and "has-sidebar" are said of what stands beside one.
_BESIDE = frozenset({"no", "has", "with", "without", "layout"})
_BODY_NAMES = frozenset({"content", "main", "page", "article", "body", "entry", "post", "text"})
_WHOLE = frozenset({"article", "main", "section"})
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SMALL = 400
_MOST = 0.6


def _is_hidden(element: html.HtmlElement) -> bool:
    return (
        element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
        or bool(_HIDDEN.search((element.get("style") or "")[:400]))
        or bool(_UNSEEN_NAMES.search((element.get("class") or "")[:400]))
    )


def _is_named(element: html.HtmlElement, length: int) -> bool:
    tokens = tokens_of(element)
    if tokens & _BESIDE:
        return False
    if tokens & _NAMES and not (tokens & _BODY_NAMES and length > _SMALL):
        return True
    if tokens & _LISTED_NAMES and element.find(".//a") is not None:
        return True  # a lead is called a teaser as well, but leads nowhere
    return length <= _SMALL and bool(tokens & _SMALL_NAMES) and element.tag not in _WHOLE


def _is_kept(element: html.HtmlElement) -> bool:
    """Return whether ``element`` holds words of the article whatever it is called: a heading, a table, a quotation."""
    tag = element.tag
    if tag in HEADINGS or tag in {"html", "body", "p", "main", "h1", "blockquote", "em", "strong", "td", "tr"}:
        return True
    if tag == "figure" and (element.find(".//table") is not None or element.find(".//blockquote") is not None):
        return True
    return tag == "footer" and any(above.tag == "blockquote" for above in element.iterancestors())


def clutter_of(root: html.HtmlElement) -> set[html.HtmlElement]:
    """Return the elements below ``root`` that are no part of an article by their kind, their role or their name.

    What holds most of the page's text is none of them, whatever it is called: old pages are all one form.
    """
    lengths = lengths_of(root)
    body = root.find(".//body")
    whole = max(lengths.get(root if body is None else body, 0), 1)
    found: set[html.HtmlElement] = set()
    for element in root.iter(html.etree.Element):
        length = lengths.get(element, 0)
        if length > whole * _MOST or (element.find(".//h1") is not None and length > whole * _MOST / 6):
            continue
        if _is_hidden(element) or (not _is_kept(element) and _is_other(element, length)):
            found.add(element)
    return found


def _is_other(element: html.HtmlElement, length: int) -> bool:
    return element.tag in _TAGS or element.get("role") in _ROLES or _is_named(element, length)
