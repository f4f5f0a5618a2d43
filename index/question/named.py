"""Days, months and years that a question names: "le 3 mars 2022", "May 2021", "summer 2021", "عام 2021"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from functools import cache

from babel import Locale

from corpus.days.months import any_of, month_names, weekday_names
from index.question.folded import either
from index.question.languages import LANGUAGES, words
from index.question.spans import Days, day_of, latest_day, latest_month, months_of, year_of
from index.text.folding import fold

FIRST_YEAR = 1900
"""Of the years that are read; the last one is the next."""
_SHORTEST = 3
_MONTHS = 12


class Grain(Enum):
    """What is named: a day; a month without its year; a year alone; or a span that can be nothing else."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    SPAN = "span"


@dataclass(frozen=True, slots=True)
class Named:
    """``text[start:end]`` of a folded question names the days ``since`` to ``until``.

    ``dated``: with its year. ``limit``: it is a limit by itself ("last week"). ``first``: the month stands first, as
    English has it.
    """

    start: int
    end: int
    since: date
    until: date
    grain: Grain
    dated: bool = True
    limit: bool = False
    first: bool = False

    def within(self, year: int) -> Named:
        """Return the same day or month of another year; itself, when that year has no such day."""
        if not date.min.year <= year <= date.max.year:
            return self
        if self.grain is Grain.DAY:
            days: Days | None = day_of(year, self.since.month, self.since.day)
        else:
            days = months_of(year, self.since.month)
        return self if days is None else replace(self, since=days[0], until=days[1], dated=True)


@cache
def _month_numbers() -> dict[str, int]:
    return {fold(name): number for name, number in month_names().items()}


@cache
def _english_months() -> tuple[str, ...]:
    months = Locale("en").months["format"]
    return tuple(fold(name) for width in ("wide", "abbreviated") for name in months[width].values())


@cache
def _spans() -> tuple[tuple[str, tuple[int, int]], ...]:
    tables = (table for language in LANGUAGES for table in (language.seasons, language.fractions))
    return tuple((either([name]), months) for table in tables for name, months in table.items())


def weekdays() -> dict[str, int]:
    """Return the folded names of weekdays to 0 (Monday) .. 6."""
    return {fold(name): number for name, number in weekday_names().items() if len(name) > _SHORTEST}


# A letter that is written before an Arabic word, or nothing.
START = r"(?:(?<![\w/])|(?<=(?<!\w)[وفبل]))"
YEAR = r"(?:19|20)\d\d"
_YEAR_ENDS = r" ?م?(?![\w%]|[./,:-]\d|-\w|')"


@cache
def _pattern() -> re.Pattern[str]:
    months, english = any_of(_month_numbers()), any_of(_english_months())
    weekday = rf"(?:{any_of(weekdays())})[,،]? (?:le |the )?"
    ordinal = "(?:er|st|nd|rd|th|eme|e)?(?![a-z])"
    other = rf"(?: ?[/(] ?(?:{months})\)?)?"  # the same month in another style: يونيو/حزيران
    ends = rf"(?!\w)(?!-(?!(?:{months})(?!\w))\w)"
    verb = r"(?! (?:be|have|not|also|still|yet|well|soon|never|need|die|face|get|lose|come)(?!\w))"  # "20 may have"
    joined = rf" ?(?P<join{{0}}>-|{words('together')}|{words('up_to')}) ?(?:{words('article')} ?)?"
    link = rf"[,،.]?(?: ?-)? ?(?:(?:of|de|من) )?(?:(?:l')?{words('year_word')} )?"
    relative = rf"(?P<last{{0}}>{words('last_year')})|(?P<this{{0}}>{words('this_year')})"
    year = rf"(?:(?P<y{{0}}>{YEAR}){_YEAR_ENDS}|(?:{relative}){ends})"
    undated = r"(?! ?\d|[,،] ?\d{3,4}(?!\d))"
    day = r"(?P<{0}>\d{{1,2}})"
    spans = "|".join(f"(?P<s{number}>{name})" for number, (name, _) in enumerate(_spans()))
    return re.compile(
        rf"{START}(?<!\d[.,:-])(?:"
        rf"(?P<iso>\d{{4}})(?P<mark1>[-/.])(?P<isom>\d{{1,2}})(?P=mark1)(?P<isod>\d{{1,2}})(?![\w/-])(?!\.\d)"
        rf"|(?P<fig1>\d{{1,2}})(?P<mark2>[-/.])(?P<fig2>\d{{1,2}})(?P=mark2)(?P<figy>\d{{4}})(?![\w/-])(?!\.\d)"
        rf"|(?:{weekday})?(?:{day.format('d0')}{ordinal}{joined.format(1)})?"
        rf"(?:{day.format('d1')}{ordinal}|(?P<one>الاول(?= من)|اول))"
        rf" ?(?:of |de |d'|من (?:شهر )?|[-/])?(?P<m1>{months})(?!\w){verb}{other}(?:{link}{year.format(1)}|{undated})"
        rf"|(?:{weekday})?(?P<m2>{english})\.? {day.format('d2')}(?![\d:%])(?!\.\d){ordinal}"
        rf"(?:{joined.format(2)}{day.format('d3')}(?!\d){ordinal})?(?:{link}{year.format(2)}|{undated})"
        rf"|(?:{spans}) ?(?:{words('year_word')} )?(?P<ys>{YEAR}){_YEAR_ENDS}"
        rf"|(?P<m4>{months})(?!\w){other}{link}{year.format(4)}"
        rf"|(?:(?P<past>last) )?(?P<m5>{months}){ends}{other}(?: (?P<past2>{words('last_one')}){ends})?(?! ?\d)"
        rf"|(?P<y6>{YEAR})-(?P<y7>{YEAR}){_YEAR_ENDS}"
        rf"|(?P<ym>{YEAR})-(?P<mm>0[1-9]|1[0-2])(?![\w/.-])"
        rf"|(?P<y8>{YEAR}){_YEAR_ENDS})"
    )


def _year(match: re.Match[str], group: int, today: date) -> int | None:
    if match[f"last{group}"]:
        return max(today.year - 1, 1)
    return today.year if match[f"this{group}"] else int(match[f"y{group}"]) if match[f"y{group}"] else None


def _figures(match: re.Match[str]) -> Days | None:
    if match["iso"]:
        return day_of(int(match["iso"]), int(match["isom"]), int(match["isod"]))
    first, second, year = int(match["fig1"]), int(match["fig2"]), int(match["figy"])
    if match["mark2"] == "." or second == first or first > _MONTHS:
        return day_of(year, second, first)
    return day_of(year, first, second) if second > _MONTHS else None  # 3/4/2022 is two days


def _day(number: str, month: int, year: int | None, today: date) -> Days | None:
    return latest_day(month, int(number), today) if year is None else day_of(year, month, int(number))


def _days(match: re.Match[str], today: date) -> Iterator[Named]:
    """Give the one or two days of a match: "3 au 5 mars" names two."""
    group = 1 if match["m1"] else 2
    month, year = _month_numbers()[match[f"m{group}"]], _year(match, group, today)
    if group == 1:
        early, late = match["d0"], match["d1"] or "1"
        cut, last = match.end("d0"), match.start("d1") if match["d1"] else match.start("one")
    else:
        early, late = (match["d2"], match["d3"]) if match["d3"] else (None, match["d2"])
        cut, last = match.end("d2"), match.start("d3")
    start = match.start()
    if early and (days := _day(early, month, year, today)):
        yield Named(start, cut, *days, Grain.DAY, year is not None, first=group > 1)
        start = last
    if days := _day(late, month, year, today):
        yield Named(start, match.end(), *days, Grain.DAY, year is not None, first=group > 1)


def _span(match: re.Match[str], today: date) -> Named | None:
    start, end = match.span()
    if match["m4"]:
        year = _year(match, 4, today)
        return Named(start, end, *months_of(year or today.year, _month_numbers()[match["m4"]]), Grain.SPAN)
    if match["m5"]:
        days = latest_month(_month_numbers()[match["m5"]], today)
        past = bool(match["past"] or match["past2"])
        if past and days[1] >= today:  # the last one is not the one that has just begun
            days = months_of(max(days[0].year - 1, 1), days[0].month)
        return Named(start, end, *days, Grain.SPAN if past else Grain.MONTH, dated=past)
    if match["ys"]:
        months = next(months for number, (_, months) in enumerate(_spans()) if match[f"s{number}"])
        return Named(start, end, *months_of(int(match["ys"]), *months), Grain.SPAN)
    if match["ym"]:
        return Named(start, end, *months_of(int(match["ym"]), int(match["mm"])), Grain.YEAR)
    if match["y6"]:
        first, last = int(match["y6"]), int(match["y7"])
        return Named(start, end, year_of(first)[0], year_of(last)[1], Grain.YEAR) if first < last else None
    return Named(start, end, *year_of(int(match["y8"])), Grain.YEAR)


def named_days(text: str, today: date) -> Iterator[Named]:
    """Give what the folded ``text`` names, in order, from 1900 to the end of next year; ambiguous figures are none."""
    for match in _pattern().finditer(text):
        if match["iso"] or match["figy"]:
            days = _figures(match)
            found = [Named(*match.span(), *days, Grain.DAY)] if days else []
        elif match["m1"] or match["m2"]:
            found = list(_days(match, today))
        else:
            one = _span(match, today)
            found = [one] if one else []
        yield from (one for one in found if FIRST_YEAR <= one.since.year <= one.until.year <= today.year + 1)
