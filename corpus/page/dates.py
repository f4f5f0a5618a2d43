"""The day a page says its statement was issued: what it declares, what it shows by the headline, its dateline."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from lxml import html

from corpus.days.datelines import dateline
from corpus.days.dates import Reading, settled, written_day, written_days
from corpus.page.article import Article
from corpus.page.blocks import Block
from corpus.page.declared import LEAST_YEAR, Seen, created, declared, read_day
from corpus.page.metadata import Metadata
from corpus.page.modification import before_modification, is_modification
from corpus.page.tree import tokens_of
from corpus.statement import UNDATED, Provenance, PublicationDate

_MODIFIED_NAMES = frozenset({"modified", "updated", "update", "lastupdate", "upd", "lastmod", "revised", "changed"})
_DATE_NAMES = frozenset(
    {
        "date", "datum", "dates", "datetime", "published", "publish", "pubdate", "publication", "posted", "postdate",
        "dateline", "fecha", "tarih", "created", "datestamp", "timestamp", "time", "data",
    }
)  # fmt: skip
_LABELLED = re.compile(
    r"^\W*(?:(?:date\s+)?(?:of\s+)?(?:published|publication|released?|issued|posted|issue|date|press\s+release|for\s+release)"
    r"(?:\s+date)?(?:\s+on)?|date\s+de\s+(?:publication|parution|diffusion)|(?:mis\s+en\s+ligne|publié\w*|paru\w*|diffusé\w*)"
    r"(?:\s+le)?|le|veröffentlicht(?:\s+am)?|erschienen(?:\s+am)?|datum|stand|erstellt(?:\s+am)?|vom|fecha|publicado(?:\s+el)?|"
    r"data|pubblicato(?:\s+il)?|(?:تاريخ\s+)?(?:ال)?(?:نشر|إصدار|صدور)|التاريخ|نشرت?(?:\s+في)?|بتاريخ|صدر(?:\s+في)?)\s*[:：]?\s*",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"(?:à|at|um|الساعة|[-–|,،•·]|@)?\s*\d{1,2}\s?(?:[:.h٫]\s?\d{2})(?::\d{2})?\s*(?:(?:am|pm|a\.m\.|p\.m\.|ص|م|uhr|صباحا|مساء)\b)?"
    r"\s*\(?(?:gmt|utc|cet|cest|est|edt|et)?\)?(?:\s*[+-]\d{1,2}(?::?\d{2})?)?",
    re.IGNORECASE,
)
# Whose words these are, and when those were written.
_SOURCE = re.compile(r"(?<!\w)(?:source|sources|quelle|fuente|fonte|المصدر|مصدر)(?!\w)", re.IGNORECASE)
_PARTS = re.compile(r"\s[–—·•-]\s|\s*\|\s*")
_WORDS = re.compile(r"[^\W\d_]+")
_SHORT, _PROSE, _NEAR = 160, 200, 8
_FEW_WORDS = 3
_UP = 3
_A_DAY, _FEW_DAYS = timedelta(days=1), timedelta(days=7)
_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")


def _without_dates(words: str) -> str:
    spans = list(written_days(words))
    for start, end, _ in reversed(spans):
        words = words[:start] + " " + words[end:]
    return _TIME.sub(" ", words.translate(_WESTERN))


def _names_above(element: html.HtmlElement) -> frozenset[str]:
    near = [element, *islice(element.iterancestors(), _UP)]
    return frozenset().union(*(tokens_of(one) for one in near if one.tag not in {"body", "html", "main", "article"}))


def _times_in(block: Block) -> Iterator[html.HtmlElement]:
    yield from block.owner.iter("time")
    yield from (above for above in islice(block.owner.iterancestors(), _UP) if above.tag == "time")


def _of_times(block: Block, zone: ZoneInfo | None) -> list[Reading]:
    shown = [
        time
        for time in _times_in(block)
        if not tokens_of(time) & _MODIFIED_NAMES and not is_modification(" ".join(time.itertext()))
    ]
    readings = []
    for time in shown:
        written = written_day(" ".join(" ".join(time.itertext()).split()))
        # What people see stands before what machines are told.
        readings.append(written if written.day else read_day(time.get("datetime") or "", zone))
    return [reading for reading in readings if reading.day]


def _is_of_date(block: Block, words: str) -> bool:
    """Return whether ``words`` of ``block`` say a date and hardly anything else, or it is named so."""
    if _names_above(block.owner) & _DATE_NAMES:
        return True
    rest = len(_WORDS.findall(_LABELLED.sub("", _without_dates(words))))
    if _LABELLED.match(words):
        return rest <= _FEW_WORDS
    # "Summit of 12 May 2020" is a date of something else; "Press release | 12 May 2020" is not.
    return rest <= _FEW_WORDS + 1 and any(_is_bare(part) for part in (words, *_PARTS.split(words)))


def _is_bare(words: str) -> bool:
    """Return whether ``words`` are a date, or a place and a date."""
    if written_day(words).day is None and written_day(words).doubt is None:
        return False
    return not _WORDS.findall(_without_dates(words)) or dateline(words).day is not None


def _shown_in(block: Block, zone: ZoneInfo | None) -> list[Reading]:
    """Return the days that ``block`` shows as those of the page: none of running text."""
    if len(block.text) > 2 * _SHORT:
        return []
    if times := _of_times(block, zone):
        return times
    is_changed = bool(_names_above(block.owner) & _MODIFIED_NAMES) and not _LABELLED.match(block.text)
    words = before_modification(block.text)
    if len(words) > _SHORT or is_changed or _SOURCE.search(words) or not _is_of_date(block, words):
        return []
    reading = written_day(words)
    return [reading] if reading.day or reading.doubt else []


def _seen(blocks: Sequence[Block], zone: ZoneInfo | None) -> Seen:
    readings = [reading for block in blocks for reading in _shown_in(block, zone)]
    days = tuple(one.day for one in readings if one.day and one.day.year >= LEAST_YEAR)
    return Seen(days, None if days else next((one.doubt for one in readings if one.doubt), None))


def _is_prose(block: Block) -> bool:
    return len(block.text) > _PROSE or (
        len(block.text) > _PROSE // 3 and block.text.endswith((".", "»", "”", '"', "؟", "!"))
    )


def _first_prose(page: Sequence[Block], after: int) -> int:
    return next((at for at in range(after, len(page)) if _is_prose(page[at])), len(page))


def _last(article: Article) -> int:
    """Return where the article ends among the blocks of its page."""
    ends = {id(block) for block in article.blocks[-1:]}
    return next((at for at, block in enumerate(article.page) if id(block) in ends), 0)


def _is_named(block: Block) -> bool:
    listed = next((above for above in block.owner.iterancestors("li")), None)
    if listed is not None and listed.find(".//a") is not None:
        return False  # the date of what the item leads to
    return bool(tokens_of(block.owner) & _DATE_NAMES) or block.owner.find(".//time") is not None


def _are_together(block: Block, headline: html.HtmlElement | None) -> bool:
    """Return whether ``block`` above the headline is in one part of the page with it; a date of today is not."""
    if headline is None:
        return False
    around = [above for above in islice(headline.iterancestors(), _UP) if above.tag not in {"body", "html"}]
    return any(above in around for above in (block.owner, *block.owner.iterancestors()))


def _agrees(found: PublicationDate, line: Reading) -> bool:
    return found.day is None or line.day is None or abs(found.day - line.day) <= _FEW_DAYS


def shown(article: Article, headline: html.HtmlElement | None, zone: ZoneInfo | None) -> Seen:
    """Return the days that the page shows by the headline, else in a line that says so, else above the headline."""
    page = article.page
    at = next((at for at, block in enumerate(page) if block.owner is headline), None)
    if at is None:
        first = next((at for at, block in enumerate(page) if article.blocks and block is article.blocks[0]), 0)
        at = max(first - 1, 0)
    end = min(_first_prose(page, at + 1), at + 3 * _NEAR)
    below = _seen(page[at:end], zone)
    if below.days or below.doubt:
        return below
    within = _seen([block for block in page[end : _last(article) + 2] if _is_named(block)], zone)
    if within.days:
        return within
    labelled = _seen([block for block in page if _LABELLED.match(block.text) and len(block.text) <= _SHORT // 2], zone)
    above = _seen([block for block in page[max(at - _NEAR, 0) : at] if _are_together(block, headline)], zone)
    return labelled if labelled.days else above


def _agreed(stated: Seen, visible: Seen) -> tuple[PublicationDate, tuple[str, ...]] | None:
    """Return the date from what is declared and what is shown, ``None`` when neither says one."""
    if len(set(stated.days)) > 1 and not (visible.day and visible.day in stated.days):
        return _disagreeing("declares", stated.days)
    told = stated.day or (visible.day if stated.days else None)
    if told is None:
        if len(set(visible.days)) > 1:
            return _disagreeing("shows", visible.days)
        return settled(Reading(visible.day), Provenance.PAGE) if visible.day else None
    if not visible.days or told in visible.days:
        return settled(Reading(told), Provenance.METADATA)
    if visible.day and abs(visible.day - told) <= _A_DAY:
        # Machines are told an instant, people the day it was where it was issued.
        return settled(Reading(visible.day), Provenance.PAGE)
    line = f"it declares {told.isoformat()} and shows {min(visible.days).isoformat()}: give the date with --date"
    return UNDATED, (line,)


def _disagreeing(verb: str, days: Sequence[date]) -> tuple[PublicationDate, tuple[str, ...]]:
    listed = ", ".join(day.isoformat() for day in sorted(set(days))[:5])
    return UNDATED, (f"the page {verb} more than one date ({listed}): give the date with --date",)


def date_of_page(
    metadata: Metadata,
    article: Article,
    headline: html.HtmlElement | None,
    zone: ZoneInfo | None,
) -> tuple[PublicationDate, tuple[str, ...]]:
    """Return the day the statement was issued, with where it stands, and the doubts about it; never a guess.

    What the page declares as published, and what it shows by the headline, must agree; a dateline counts where they
    say nothing; a date that is declared without saying of what comes last.
    """
    stated, visible = declared(metadata, zone), shown(article, headline, zone)
    line = dateline(article.text)
    if (found := _agreed(stated, visible)) is not None:
        if line.day is None or _agrees(found[0], line):
            return found
        shown_day = found[0].day.isoformat() if found[0].day else "another day"
        return UNDATED, (
            f"its dateline has {line.day.isoformat()} and the page {shown_day}: give the date with --date",
        )
    if line.day is not None:
        return settled(line, Provenance.DATELINE)
    if (drafted := created(metadata, zone)).day is not None:
        return settled(Reading(drafted.day), Provenance.METADATA)
    doubt = stated.doubt or visible.doubt or line.doubt
    return UNDATED, (doubt,) if doubt else ()
