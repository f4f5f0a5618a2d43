"""Days of issue that a question asks for: those it names and tells from today, with the limits put on them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from index.question import beside
from index.question.languages import asks_for_fact, asks_for_words, asks_something
from index.question.named import Grain, Named, named_days
from index.question.relative import relative_days
from index.question.spans import next_day
from index.text.function_words import FUNCTION_WORDS


@dataclass(frozen=True, slots=True)
class Period:
    """Days of issue, both ends included; ``None`` is open.

    ``strict``: it was asked for as a limit ("since March", "last week"); otherwise a day, month or year named in
    passing, that may be the day of issue or of what is spoken of.
    """

    since: date | None
    until: date | None
    strict: bool


@dataclass(frozen=True, slots=True)
class Read:
    """``text[start:end]`` of the folded question was read as ``period``."""

    start: int
    end: int
    period: Period


def _all_days(text: str, today: date) -> list[Named]:
    """Return what is named and told from today, in order, without what overlaps; counts of things are no years."""
    found: list[Named] = []
    days = [*relative_days(text, today, speaking=asks_for_words(text)), *named_days(text, today)]
    for one in sorted(days, key=lambda one: (one.start, -one.end)):
        if found and one.start < found[-1].end:
            continue
        if (one.grain is Grain.YEAR or (one.first and not one.dated)) and beside.counted().match(text, one.end):
            continue
        found.append(one)
    return found


def _bounds(one: Named, direction: str | None, part: str) -> tuple[date | None, date | None]:
    """Return the first and the last day before, after, since or until what is named, or the ``part`` of it."""
    ending = bool(part) and beside.ending().fullmatch(part.strip()) is not None
    if direction == "since":
        return one.since, None
    if direction == "until" or (direction == "before" and ending):
        return None, one.until
    if direction == "before":
        return None, next_day(one.since, -1)
    if direction == "after":
        return (one.since if part and not ending else next_day(one.until)), None
    return one.since, one.until


def _says(left: re.Match[str] | None, *groups: str) -> str:
    """Return what stands before a day for one of ``groups``, or nothing."""
    return next((left[group] for group in groups if left[group]), "") if left else ""


class _Reader:
    """Reads the periods of one question."""

    def __init__(self, text: str, today: date) -> None:
        self._text = text
        self._days = _all_days(text, today)
        self._lefts = [beside.left().search(text, max(one.start - beside.REACH, 0), one.start) for one in self._days]
        self._words = bool(self._days) and asks_for_words(text)
        # "How much since 2009, meeting of June 2021": the limit is of what is spoken of.
        passing = self._has_day_in_passing()
        self._strict = self._words or not (asks_something(text) or passing)
        # What is near today is more often of the day of issue than "before 1930" is.
        self._strict_today = self._words or not (asks_for_fact(text) or passing)
        self._take_the_year_named()

    def _has_day_in_passing(self) -> bool:
        limits = [
            one.limit or bool(_says(left, *beside.LIMITS)) for one, left in zip(self._days, self._lefts, strict=True)
        ]
        joined = [False, *(bool(self._join(at)) for at in range(len(limits) - 1))]
        return any(limits) and not all(one or other for one, other in zip(limits, joined, strict=True))

    def _take_the_year_named(self) -> None:
        """Put the days without a year into the one that the question names, if it names just one.

        They are left out when a year stands there that is not read: it may be theirs.
        """
        if all(one.dated for one in self._days):
            return
        dated = [at for at, one in enumerate(self._days) if one.dated and not one.limit]
        years = {year for at in dated if self._is_named(at) for year in self._years(at)}
        if not years and dated:
            kept = [at for at, one in enumerate(self._days) if one.dated]
            self._days, self._lefts = [self._days[at] for at in kept], [self._lefts[at] for at in kept]
        elif len(years) == 1:
            (year,) = years
            self._days = [one if one.dated else replace(one.within(year), dated=False) for one in self._days]

    def _years(self, at: int) -> tuple[int, int]:
        return self._days[at].since.year, self._days[at].until.year

    def read(self) -> Iterator[Read]:
        """Give what is read, in order."""
        at, carried = 0, False
        while at < len(self._days):
            join = self._join(at)
            if join and (found := self._range(at, join)):
                yield found
                at, carried = at + 2, False
                continue
            single = self._single(at, carried=carried)
            if single:
                yield single
            at, carried = at + 1, bool(single and join)

    def _join(self, at: int) -> re.Match[str] | None:
        if at + 1 >= len(self._days):
            return None
        return beside.join().fullmatch(self._text, self._days[at].end, self._days[at + 1].start)

    def _start(self, at: int) -> int:
        left = self._lefts[at]
        return left.start() if left and left[0] else self._days[at].start

    def _range(self, at: int, join: re.Match[str]) -> Read | None:
        first, last, left = self._days[at], self._days[at + 1], self._lefts[at]
        if not (join["up_to"] or _says(left, "between")):
            return None
        free = {Grain.DAY, Grain.SPAN}
        if not (first.grain in free or last.grain in free or _says(left, "between", "starting", "inside", "since")):
            return None
        if not first.dated and last.dated:
            first = first.within(last.since.year)
            first = first.within(last.since.year - 1) if first.since > last.until else first
        elif not last.dated and last.until < first.since:
            last = last.within(first.since.year + (last.within(first.since.year).until < first.since))
        if first.since > last.until:
            return None
        limit = bool(_says(left, "between", "since")) or (
            self._words and first.grain is not Grain.DAY and bool(_says(left, "starting"))
        )
        period = Period(first.since, last.until, limit and self._strict)
        return Read(self._start(at), last.end, period)

    def _single(self, at: int, *, carried: bool) -> Read | None:
        one, left = self._days[at], self._lefts[at]
        if not (carried or self._is_named(at)):
            return None
        direction = next((name for name in beside.DIRECTIONS if _says(left, name)), None)
        # "Before the March 2021 closure" is of that month; "before 2021 Lebanon" goes on with another subject.
        of_a_thing = self._text[max(one.start - 4, 0) : one.start] == "the "
        if direction not in {None, "since"} and of_a_thing and self._qualifies(one):
            direction = None
        since, until = _bounds(one, direction, _says(left, "part"))
        strict = self._strict_today if one.limit else direction is not None and self._strict
        return Read(self._start(at), one.end, Period(since, until, strict))

    def _is_named(self, at: int) -> bool:
        one, left = self._days[at], self._lefts[at]
        if one.grain is Grain.SPAN:
            return True
        if one.grain is Grain.DAY:
            return one.dated or one.limit or not self._is_other_day(one, left)
        if one.grain is Grain.YEAR and self._is_of_a_name(one):
            return False
        if _says(left, *beside.DIRECTIONS, "inside", "part") or _says(left, "starting") == "from":
            return True
        if one.grain is Grain.MONTH:
            return bool(_says(left, "word"))
        return self._is_year(one, left)

    def _is_other_day(self, one: Named, left: re.Match[str] | None) -> bool:
        """Return whether a day without a year is the name of something, or a month and a count of things."""
        if one.first and _says(left, "inside"):
            return True  # "in March 27 countries"
        head = self._text[max(one.start - beside.REACH, 0) : one.start]
        return bool(beside.event_before().search(head) or beside.event_after().match(self._text, one.end))

    def _qualifies(self, one: Named) -> bool:
        """Return whether English goes on with what the day is of: "before the March 2021 closure"."""
        after = beside.NEXT_WORD.match(self._text, one.end)
        return after is not None and after[1] not in FUNCTION_WORDS and not asks_for_words(after[1])

    def _is_of_a_name(self, one: Named) -> bool:
        """Return whether a year belongs to what is named: "resolution 2021", "vision 2030", "the 1994 Miami summit"."""
        head = self._text[max(one.start - beside.REACH, 0) : one.start]
        return bool(beside.naming().search(head)) or (head.endswith("the ") and self._qualifies(one))

    def _is_year(self, one: Named, left: re.Match[str] | None) -> bool:
        if _says(left, "word"):
            return True
        # "Le Drian 2020", "the coup of 2021, ..."; not "2021 budget".
        before = self._text[max(one.start - 2, 0) : one.start - 1]
        return bool(beside.CLAUSE_ENDS.match(self._text, one.end)) and (before.isalpha() or before in {",", "،"})


def read_periods(text: str, today: date) -> list[Read]:
    """Return what the folded ``text`` asks for, in order; of limits, one that holds all of them, alone."""
    found = list(_Reader(text, today).read())
    strict = [one for one in found if one.period.strict]
    if not strict:
        return found
    kept = [strict[0]]
    for one in strict[1:]:
        both = _both(kept[-1].period, one.period)
        if both is None:
            break
        kept = [*(replace(other, period=both) for other in kept), replace(one, period=both)]
    return kept


def _both(one: Period, other: Period) -> Period | None:
    since = max(filter(None, (one.since, other.since)), default=None)
    until = min(filter(None, (one.until, other.until)), default=None)
    return None if since and until and since > until else Period(since, until, strict=True)
