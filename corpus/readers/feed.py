"""RSS, Atom and JSON Feed: an item a statement; one that holds only a summary refers to the page behind it.

The day of an item is that of its publication in the institution's zone (:func:`corpus.days.dates.instant_day`); when
it was merely updated says nothing about when it was issued.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from corpus.days.dates import instant_day, settled
from corpus.document import Document
from corpus.errors import FactError, SourceError
from corpus.languages import given_language, language_of
from corpus.readers.fragment import to_text
from corpus.readers.record import named
from corpus.referral import Referral
from corpus.statement import UNDATED, UNKNOWN, Draft, Provenance, PublicationDate, Sourced, fingerprint, given
from corpus.text import is_blank, stored_text

_WHOLE = 600
"""Code points from which a summary is the text itself, unless it says that it goes on."""

_GOES_ON = re.compile(
    r"(?:…|\.\.\.|\[(?:…|\.\.\.|&#8230;)\]|read more|continue reading|more\s*»|lire la suite|en savoir plus"
    r"|اقرأ المزيد|المزيد)[\s.»→>\]]*$",
    re.IGNORECASE,
)
_ENTITIES = re.compile(rb"<!(?:DOCTYPE\s+[^>\[]*\[|ENTITY)", re.IGNORECASE)
_HTML = re.compile(rb"^\s*(?:<!doctype\s+html|<html)", re.IGNORECASE)
_MARKUP = re.compile(r"<[a-z/!?]|&(?:#\d+|#x[\da-f]+|[a-z]+\d*);", re.IGNORECASE)
_CDATA = re.compile(rb"<!\[CDATA\[.*?\]\]>|<!--.*?-->", re.DOTALL)
_ITEM = re.compile(rb"<(?:[\w.-]+:)?(?:item|entry)[\s>]")
_HEAD = 4096
_STUMBLES = (AttributeError, AssertionError, LookupError, TypeError, ValueError, RecursionError)
"""What feedparser raises on markup that it did not foresee; it has no errors of its own."""


class _Item(NamedTuple):
    """What a feed says of one item: ``whole`` whether ``text`` is its content, and not a summary."""

    text: str
    whole: bool
    title: str | None
    published: str | None
    url: str | None
    guid: str | None
    language: str | None
    issuer: str | None = None
    versions: tuple[str, ...] = ()


def _line(value: object) -> str | None:
    return " ".join(stored_text(str(value)).split()) or None if isinstance(value, (str, int)) else None


def _language(tag: str | None, text: str, source: str) -> Sourced:
    try:
        declared = given_language(tag, source)
    except FactError:
        declared = UNKNOWN  # a feed's tag is its software's: a wrong one is no reason to lose an item
    return language_of(text) if declared is UNKNOWN else declared


def _date(item: _Item, zone: ZoneInfo | None) -> tuple[PublicationDate, tuple[str, ...]]:
    if item.published is None:
        return UNDATED, ()
    return settled(instant_day(item.published, zone), Provenance.GIVEN)


def _found(item: _Item, document: Document) -> Draft | Referral | SourceError:
    date, doubts = _date(item, document.zone)
    text = stored_text(item.text)
    name = named(item.guid, item.url, document.source)
    where = f"{document.source}, item {(item.title or name or 'without a title')[:120]}"
    if not item.whole and item.url and (len(text) < _WHOLE or _GOES_ON.search(text)):
        spoken = _language(item.language, "", document.source) if item.language else UNKNOWN
        return Referral(item.url, document.source, name, item.title, date, given(item.issuer), spoken)
    if is_blank(text):
        return SourceError(where, "has no words, and no address of a page with them")
    return Draft(
        text=text,
        source=document.source,
        title=item.title,
        date=date,
        issuer=given(item.issuer),
        language=_language(item.language, text, document.source),
        url=item.url,
        guid=name or f"{document.source}#{' '.join(filter(None, (item.published, item.title))) or fingerprint(text)}",
        versions=item.versions,
        doubts=tuple(f"item {(item.title or name or 'without a title')[:120]}: {doubt}" for doubt in doubts),
    )


def _address(value: object) -> str | None:
    """Return ``value`` when it is the address of a page: a feed may give a name such as urn:uuid:… in its place."""
    address = _line(value)
    return address if address and address.lower().startswith(("http://", "https://")) else None


def _entry(entry: Any, feed: Any, *, dated: bool) -> _Item:  # noqa: ANN401 - feedparser has no types
    contents = [one for one in entry.get("content") or [] if (one.get("value") or "").strip()]
    best = max(contents, key=lambda one: len(one["value"]), default=None)
    body = best["value"] if best else entry.get("summary") or ""
    plain = (best or entry.get("summary_detail") or {}).get("type") == "text/plain"
    links = [link for link in entry.get("links", []) if isinstance(link.get("href"), str)]
    others = tuple(link["href"] for link in links if link.get("rel") == "alternate" and link.get("hreflang"))
    return _Item(
        text=body if plain and not _MARKUP.search(body) else to_text(body),
        whole=best is not None,
        title=_line(to_text(entry.get("title") or "")),
        published=entry.get("published") or (entry.get("updated") if dated else None),
        url=_address(entry.get("link")),
        guid=_line(entry.get("id")),
        language=entry.get("language") or (best or {}).get("language") or feed.get("language"),
        issuer=_line(entry.get("publisher")),
        versions=others,
    )


def read(document: Document) -> Iterator[Draft | Referral | SourceError]:
    """Give the items of the RSS or Atom feed ``document``.

    :raises SourceError: when it cannot be read, is no feed, or declares entities of its own.
    """
    import feedparser  # noqa: PLC0415 - slow, and only feeds need it

    raw = document.raw()
    if _HTML.match(raw[:_HEAD]):
        raise SourceError(document.source, "is a page, not a feed: give the feed's own address, or save it as .html")
    if _ENTITIES.search(_CDATA.sub(b"", raw.replace(b"\x00", b""))):
        # What entities stand for can be files of this machine, or grow without end.
        raise SourceError(document.source, "declares entities of its own, which are not taken: use the plain feed")
    headers = {"content-type": f"application/xml; charset={document.charset}"} if document.charset else {}
    try:
        # As a stream: plain bytes that are the name of a file would be opened.
        found = feedparser.parse(
            io.BytesIO(raw), response_headers=headers, sanitize_html=False, resolve_relative_uris=False
        )
    except _STUMBLES as error:
        raise SourceError(
            document.source, f"is no feed that can be read ({error!r}): give an RSS or Atom feed"
        ) from None
    if not found.get("version") and not found.entries:
        reason = str(found.get("bozo_exception", "there is no feed in it"))
        raise SourceError(document.source, f"is no feed that can be read ({reason}): give an RSS or Atom feed")
    dated = _dates_by_dublin_core(found.get("version", ""), raw)
    for entry in found.entries:
        yield _found(_entry(entry, found.feed, dated=dated), document)
    if (line := _missing(raw, len(found.entries), broken=bool(found.get("bozo")))) is not None:
        yield SourceError(document.source, line)
    elif not found.entries:
        raise SourceError(document.source, "is a feed without a single item: there is nothing to record")


def _dates_by_dublin_core(version: str, raw: bytes) -> bool:
    """Return whether what feedparser calls the update of an item is its ``dc:date``, the day RSS 1.0 gives it."""
    return version.startswith("rss") and b"dc:date" in raw and not re.search(rb":(?:updated|modified)\b", raw)


def _missing(raw: bytes, read: int, *, broken: bool) -> str | None:
    """Return what to say of items that are in ``raw`` and were not ``read``, ``None`` when there are none."""
    if broken and re.search(rb"</(?:rss|feed|rdf:RDF|channel)>\s*$", raw[-_HEAD:], re.IGNORECASE) is None:
        return "is cut off: the items after the last one that was read are missing"
    written = len(_ITEM.findall(_CDATA.sub(b"", raw)))
    if read < written:
        return f"has {written} items, of which {read} could be read: its XML is broken, take it anew"
    return None


def read_json(feed: dict[str, Any], document: Document) -> Iterator[Draft | Referral | SourceError]:
    """Give the items of a JSON Feed (https://www.jsonfeed.org/version/1.1/).

    :raises SourceError: when it has no list of items, or an empty one.
    """
    items = feed.get("items")
    if not isinstance(items, list) or not items:
        raise SourceError(document.source, "is a feed without a single item: there is nothing to record")
    for entry in items:
        if not isinstance(entry, dict):
            yield SourceError(document.source, "has an item that is not an object: export it anew")
            continue
        markup, plain = entry.get("content_html"), entry.get("content_text")
        body = to_text(markup) if isinstance(markup, str) else plain if isinstance(plain, str) else ""
        summary = entry.get("summary")
        item = _Item(
            text=body or (summary if isinstance(summary, str) else ""),
            # Some programs put the summary where the content belongs.
            whole=bool(body.strip()) and body.split() != str(summary).split(),
            title=_line(entry.get("title")),
            published=_line(entry.get("date_published")),
            url=_address(entry.get("url")),
            guid=_line(entry.get("id")),
            language=_line(entry.get("language") or feed.get("language")),
        )
        yield _found(item, document)


def is_json_feed(value: object) -> bool:
    """Return whether the JSON ``value`` is a JSON Feed."""
    return isinstance(value, dict) and str(value.get("version", "")).startswith("https://jsonfeed.org/version/")
