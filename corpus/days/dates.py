"""Days: those a source gives, those that are written somewhere, and those a text mentions. A day is never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache
from zoneinfo import ZoneInfo

from corpus.days.months import all_month_names, any_of, folded, month_names, weekday_names
from corpus.errors import FactError
from corpus.statement import UNDATED, Provenance, PublicationDate

__all__ = [
    "Reading", "given_day", "instant_day", "mentioned_days", "month_names", "settled", "written_day", "written_days",
]  # fmt: skip

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ENGLISH_MONTH_FIRST = r"(?P<month2>{months})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
_DAY_FIRST = (
    r"(?P<day>\d{{1,2}})(?:\s?(?:er|st|nd|rd|th|ème|e))?\s+(?:of\s+)?(?P<month>{months})\.?,?\s+(?P<year>\d{{4}})"
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_DIRECTION_MARKS = re.compile("[\u200e\u200f\u061c]")
_EARLY, _LATE = 5, 20
_MONTHS = 12
_FIRST_YEAR = 1900
_LONGEST_START = 40  # characters before a day, for the first day of a range


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of a written date: the ``day``, or ``None``; ``doubt`` is a line on why, or on how sure it is."""

    day: date | None
    doubt: str | None = None


NOTHING = Reading(None)


def given_day(value: object, source: str) -> PublicationDate:
    """Return the date that ``source`` gives as ``value``: ``YYYY-MM-DD``, or nothing.

    :raises FactError: when it is something else, a day that does not exist, or an instant: the day of an instant
        depends on where one stands, and it would be a guess.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return UNDATED
    text = str(value).strip()
    if not _ISO_DAY.fullmatch(text):
        raise FactError(source, f"the date {text!r} is not a day: write it as YYYY-MM-DD, or leave it out")
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise FactError(source, f"the date {text!r} does not exist: correct it, or leave it out") from None
    return PublicationDate(day, Provenance.GIVEN)


@cache
def _mention() -> re.Pattern[str]:
    months = any_of(month_names())
    return re.compile(
        rf"(?<![\w])(?:{_DAY_FIRST.format(months=months)}|{_ENGLISH_MONTH_FIRST.format(months=months)})(?!\w)",
        re.IGNORECASE,
    )


def mentioned_days(text: str) -> tuple[date, ...]:
    """Return the full days written out in ``text`` ("le 18 novembre 2024"), each once, in order of appearance.

    A mention says nothing about when a text was issued; days that do not exist are left out.
    """
    days: dict[date, None] = {}
    for match in _mention().finditer(text):
        found = match.groupdict()
        day, month, year = (found[key] or found[f"{key}2"] for key in ("day", "month", "year"))
        # A pattern without case takes the Turkish ı and İ for an i; no month is spelt so.
        number = month_names().get(folded(month))
        made = _day(int(year), number, int(day)) if number else None
        if made is not None:
            days[made] = None
    return tuple(days)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@cache
def _written() -> re.Pattern[str]:
    months = any_of(all_month_names())
    weekdays = any_of(weekday_names())
    day = r"(?P<{0}>\d{{1,2}})(?:\s?(?:er|st|nd|rd|th|ème|º|°)|\.)?"
    # Two names of one month stand side by side in Arabic: نوفمبر/تشرين الثاني.
    month = rf"(?P<{{0}}>{months})\.?(?:\s?[/(]\s?(?:{months})\)?)?"
    return re.compile(
        rf"(?<![\w/.-])(?:(?P<weekday>{weekdays})\.?[,،]?\s+(?:le\s+|der\s+|den\s+|the\s+)?)?(?:"
        rf"{day.format('d1')}\s*(?:of\s+|de\s+|من\s+|[-/]\s?)?{month.format('m1')}[,،]?\s*(?:de[l]?\s+|[-/]\s?)?(?P<y1>\d{{4}})"
        rf"|{month.format('m2')}\s+{day.format('d2')},?\s+(?P<y2>\d{{4}})"
        r"|(?P<y3>\d{4})[-/.](?P<m3>\d{1,2})[-/.](?P<d3>\d{1,2})"
        r"|(?P<a4>\d{1,2})(?P<mark>[-/.])\s?(?P<b4>\d{1,2})(?P=mark)\s?(?P<y4>\d{4}|\d{2})"
        r")م?(?![\w/-])(?!\.\d)",
        re.IGNORECASE,
    )


@cache
def _range_before() -> re.Pattern[str]:
    # The first days of a range, before its last one: "du 3 au 5 juillet 2018", "30 October – 2 November 2024".
    months = any_of(all_month_names())
    joining = r"[-‐‑–—−/&+]|(?<!\w)(?:au|et|to|and|bis|und|y|al?|e|until|و|إلى|الى|حتى)(?!\w)"
    return re.compile(
        rf"(?<![\d:.,])(?:0?[1-9]|[12]\d|3[01])(?:\s?(?:er|st|nd|rd|th)|\.)?\s*(?:(?:{months})\.?\s*)?"
        rf"(?:{joining})\s*(?:(?:le|the|den)\s+)?$",
        re.IGNORECASE,
    )


@cache
def _short_year() -> re.Pattern[str]:
    months = any_of(all_month_names())
    return re.compile(rf"(?<!\w)\d{{1,2}}[\s.-]*(?:{months})[.,]?[\s-]*['’]?\d{{2}}(?![\w:])", re.IGNORECASE)


def _figures(match: re.Match[str]) -> Reading:
    first, second, year = int(match["a4"]), int(match["b4"]), match["y4"]
    shown = f"{match['a4']}{match['mark']}{match['b4']}{match['mark']}{year}"
    if len(year) < 4:  # noqa: PLR2004 - digits of a year
        return Reading(None, f"the date {shown} has a year of two digits: give it with --date")
    if match["mark"] == ".":  # day first wherever it is written so
        return Reading(_day(int(year), second, first))
    if first <= _MONTHS and second <= _MONTHS and first != second:
        return Reading(None, f"the date {shown} can be read in two ways: give it with --date")
    return Reading(_day(int(year), *((second, first) if second <= _MONTHS else (first, second))))


def _one(match: re.Match[str]) -> Reading:
    if match["mark"]:
        return _figures(match)
    if match["y3"]:
        found = _day(int(match["y3"]), int(match["m3"]), int(match["d3"]))
    else:
        at = "1" if match["y1"] else "2"
        number = all_month_names().get(folded(match[f"m{at}"]))
        found = _day(int(match[f"y{at}"]), number, int(match[f"d{at}"])) if number else None
    weekday = weekday_names().get(folded(match["weekday"])) if match["weekday"] else None
    if found and weekday is not None and found.weekday() != weekday:
        return Reading(
            None, f"the date {match[0]!r} names a weekday that {found.isoformat()} was not: give it with --date"
        )
    return Reading(found if found and found.year >= _FIRST_YEAR else None)


def written_days(words: str) -> Iterator[tuple[int, int, Reading]]:
    """Give each date written in ``words``, in figures or with a month's name, as its start, end and reading."""
    western = words.translate(_DIGITS)
    for match in _written().finditer(western):
        reading = _one(match)
        before = western[max(match.start() - _LONGEST_START, 0) : match.start()]
        if reading.day and (start := _range_before().search(before)):
            shown = " ".join(f"{start[0]}{match[0]}".split())
            reading = Reading(None, f"{shown!r} stands for several days: give the date with --date")
        yield match.start(), match.end(), reading


def written_day(words: str) -> Reading:
    """Return the one day written in ``words``: "3 juillet 2018", "July 3rd, 2018", "5 نوفمبر 2024", "26.01.2022".

    A little may stand around it. Two different days, a range of days, a day that can be read in two ways (09/08/2023),
    one that its weekday contradicts, and a year of two digits are no day, with a doubt.
    """
    words = _DIRECTION_MARKS.sub("", words)
    found = [reading for _, _, reading in written_days(words)]
    doubts = [reading.doubt for reading in found if reading.doubt]
    days = {reading.day for reading in found if reading.day}
    if doubts:
        return Reading(None, doubts[0])
    if len(days) > 1:
        return Reading(None, "two dates stand there: " + ", ".join(sorted(day.isoformat() for day in days)))
    if not days and (short := _short_year().search(words.translate(_DIGITS))):
        return Reading(None, f"the date {short[0]!r} has a year of two digits: give it with --date")
    return Reading(next(iter(days), None))


def _moment(words: str) -> datetime | date | None:
    text = words.strip()
    try:
        if re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", text):
            return date.fromisoformat(text)
        if re.match(r"\d{4}-?\d{2}-?\d{2}[T ]", text):
            # A stray fraction or zone such as "+0000" is what Python 3.11 reads as well.
            return datetime.fromisoformat(text.replace(" UTC", "Z").replace(" GMT", "Z"))
        return parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def instant_day(words: str, zone: ZoneInfo | None) -> Reading:
    """Return the day of the instant ``words`` (ISO 8601, or RFC 822 as feeds have it) in ``zone``.

    Without a zone, the day as it is written; none, with a doubt, when it is written in UTC and so early or late that
    the issuer's day may be another one (of 294 releases of one institution, 27 such days were another one).
    """
    moment = _moment(words)
    if moment is None:
        # A day alone, in words: "Tue, 24 Sep 2024". What has a time would be the day of another moment.
        if ":" not in words and (written := written_day(words)) != NOTHING:
            return written
        return Reading(None, f"the date {words.strip()[:60]!r} cannot be read: give it with --date")
    return _day_in(moment, zone, words) if isinstance(moment, datetime) else Reading(moment)


def _day_in(moment: datetime, zone: ZoneInfo | None, words: str) -> Reading:
    if moment.tzinfo is None and words.rstrip().endswith("-0000"):
        moment = moment.replace(tzinfo=UTC)  # what RFC 5322 says of UTC whose zone is not known
    if moment.tzinfo is None or date.min == moment.date() or date.max == moment.date():
        return Reading(moment.date())
    if zone is not None:
        return Reading(moment.astimezone(zone).date())
    if not moment.utcoffset() and not _EARLY <= moment.hour < _LATE:
        shown = words.strip()[:60]
        return Reading(None, f"{shown!r} is in UTC and may be another day where it was issued: set ONRECORD_TIMEZONE")
    return Reading(moment.date())


def settled(
    reading: Reading, source: Provenance, *, today: date | None = None
) -> tuple[PublicationDate, tuple[str, ...]]:
    """Return ``reading``, found at ``source``, as a date of issue, and the doubts about it.

    A day to come is no day of issue: what a source gives is kept all the same (a text under embargo), anything else is
    not taken.
    """
    doubts = (reading.doubt,) if reading.doubt else ()
    if reading.day is None:
        return UNDATED, doubts
    # It is tomorrow already somewhere.
    if reading.day > (today or datetime.now(UTC).date()) + timedelta(days=1):
        line = f"the date {reading.day.isoformat()} is still to come: correct it with --date if it is wrong"
        if source is not Provenance.GIVEN:
            return UNDATED, (*doubts, line)
        doubts = (*doubts, line)
    return PublicationDate(reading.day, source), doubts
