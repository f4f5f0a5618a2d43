"""What a page declares about itself: its meta elements and its JSON-LD, each value as it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import html

_LONGEST = 1024 * 1024
_MOST_NODES = 20_000
_MOST_WORDS = 1000
_ARTICLE = re.compile(
    r"(?:Article|BlogPosting|Report|PressRelease|SpecialAnnouncement|GovernmentService|Legislation|CreativeWork|Speech)$"
)
# What stands below these is about something else than the page.
_OTHERS = frozenset(
    {
        "itemListElement", "hasPart", "comment", "review", "mentions", "citation", "subjectOf", "video", "image",
        "associatedMedia", "isBasedOn", "about", "breadcrumb", "potentialAction", "sponsor", "relatedLink",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Metadata:
    """``metas``: the values of the meta elements by name, lower-case with letters alone (``dc.date`` is ``dcdate``).

    ``nodes``: the JSON-LD objects about the page or an article on it, the articles first.
    """

    metas: dict[str, list[str]] = field(default_factory=dict)
    nodes: tuple[dict[str, object], ...] = ()

    def first(self, *names: str) -> str | None:
        """Return the first value that is there under one of ``names``, the first name first."""
        return next((value for name in names for value in self.metas.get(name, ()) if value), None)


def plain_name(name: str) -> str:
    """Return ``name`` with its letters alone, lower-case."""
    return re.sub(r"[^a-z]", "", name.lower())


def words_of(value: object) -> str | None:
    """Return ``value`` of a JSON-LD property as one line of words: its text, its name, or that of its first item."""
    for _ in range(3):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = value.get("name") or value.get("@value") or value.get("@id")
    return (" ".join(value.split())[:_MOST_WORDS] or None) if isinstance(value, str) else None


def types_of(node: dict[str, object]) -> list[str]:
    """Return the types of a JSON-LD object."""
    kinds = node.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def is_article(node: dict[str, object]) -> bool:
    """Return whether a JSON-LD object is an article by its type."""
    return any(_ARTICLE.search(kind) for kind in types_of(node))


def _objects(value: object) -> Iterator[dict[str, object]]:
    waiting, seen = [value], 0
    while waiting and seen < _MOST_NODES:
        one = waiting.pop(0)
        seen += 1
        if isinstance(one, list):
            waiting.extend(one)
        elif isinstance(one, dict):
            yield one
            waiting.extend(
                inner for key, inner in one.items() if key not in _OTHERS and isinstance(inner, (dict, list))
            )


def _loaded(script: str) -> object:
    text = script.strip().removeprefix("<!--").removesuffix("-->").strip().rstrip(";")
    if not text or len(text) > _LONGEST:
        return None
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def _nodes(root: html.HtmlElement) -> tuple[dict[str, object], ...]:
    scripts = [one for one in root.iter("script") if "ld+json" in (one.get("type") or "").lower()]
    found = [node for one in scripts[:50] for node in _objects(_loaded(one.text or ""))]
    return tuple(sorted(found, key=lambda node: not is_article(node)))


def metadata_of(root: html.HtmlElement) -> Metadata:
    """Return what the page ``root`` declares about itself; what cannot be read of it is left out."""
    metas: dict[str, list[str]] = {}
    for meta in root.iter("meta"):
        value = " ".join((meta.get("content") or "").split())[:_MOST_WORDS]
        for attribute in ("name", "property", "itemprop", "http-equiv"):
            if value and (name := plain_name(meta.get(attribute) or "")):
                metas.setdefault(name, []).append(value)
    return Metadata(metas, _nodes(root))
