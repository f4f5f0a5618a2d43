"""The days that a page declares in its head and its JSON-LD."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from corpus.days.dates import Reading, instant_day, written_day
from corpus.page.metadata import Metadata, is_article, types_of

LEAST_YEAR = 1900
"""Earlier years are of other eras (1399 is 2020 in Iran), or of nothing."""
_PUBLISHED = re.compile(r"publi|posted|pubdate|issued|releasedate|releasetime|sailthrudate|newsdate")
_NOT_PUBLISHED = re.compile(r"publisher|modif|updat|expir|author|embargo|until|site|section|tag")
_CREATED = frozenset(
    {"date", "dcdate", "dctermsdate", "dccreated", "dctermscreated", "dcdatecreated", "created", "datecreated"}
)


@dataclass(frozen=True, slots=True)
class Seen:
    """The days found at one standing: ``days`` as they were met, ``doubt`` a line on what could not be taken."""

    days: tuple[date, ...] = ()
    doubt: str | None = None
    shifty: bool = False
    """Whether a day is that of an instant in UTC, which may be the next or the last one where it was issued."""

    @property
    def day(self) -> date | None:
        """The day, when they are all the same one."""
        return self.days[0] if len(set(self.days)) == 1 else None


def read_day(words: str, zone: ZoneInfo | None) -> Reading:
    """Return the day of ``words``: an instant, else a day that is written out."""
    reading = instant_day(words, zone)
    if reading.day is None and not re.match(r"\s*\d{4}-?\d\d-?\d\d[T ]", words):
        written = written_day(words)
        reading = written if written.day or written.doubt else Reading(None)
    # Calendars of other eras, and years before there was a web, are no day of issue of a page that declares it.
    return Reading(None) if reading.day is not None and reading.day.year < LEAST_YEAR else reading


def _is_placeholder(day: date, words: str) -> bool:
    """Return whether ``day`` is what stands for a year alone, or for nothing: the first of January at midnight."""
    time = re.search(r"[T ](\d\d:\d\d)", words)
    return (day.month, day.day) == (1, 1) and (time is None or time[1] == "00:00")


def _gathered(values: Sequence[str], zone: ZoneInfo | None, *, sure: bool = True) -> Seen:
    days, doubt, shifty = [], None, False
    for value in values:
        reading = read_day(value, zone)
        doubt = doubt or (reading.doubt if sure else None)
        if reading.day is not None and not _is_placeholder(reading.day, value):
            days.append(reading.day)
            shifty = shifty or bool(zone is None and re.search(r"\d(?:Z|\+00:?00)$", value.strip()))
    return Seen(tuple(days), None if days else doubt, shifty)


def _json_values(metadata: Metadata) -> list[str]:
    def dated(nodes: list[dict[str, object]]) -> list[str]:
        return [value for node in nodes if isinstance(value := node.get("datePublished"), str) and value.strip()]

    articles = dated([node for node in metadata.nodes if is_article(node)])
    return articles or dated([node for node in metadata.nodes if any(kind.endswith("Page") for kind in types_of(node))])


def declared(metadata: Metadata, zone: ZoneInfo | None) -> Seen:
    """Return the days on which the page declares to have been published."""
    values = _json_values(metadata)
    for name, found in metadata.metas.items():
        if _PUBLISHED.search(name) and not _NOT_PUBLISHED.search(name):
            values.extend(found)
    return _gathered(values, zone)


def created(metadata: Metadata, zone: ZoneInfo | None) -> Seen:
    """Return the days that the page declares without saying of what: they may be those of its first draft."""
    values = [value for name, found in metadata.metas.items() if name in _CREATED for value in found]
    return _gathered(values, zone, sure=False)
