"""Spans of days: months, years, weeks, quarters, and the months around a day."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

Days = tuple[date, date]
"""The first and the last day, both included."""

_MONTHS, _QUARTER, _LEAP = 12, 3, 4


def day_of(year: int, month: int, day: int) -> Days | None:
    """Return the one day, or ``None`` when there is no such day."""
    if not (date.min.year <= year <= date.max.year and 1 <= month <= _MONTHS):
        return None
    if not 1 <= day <= monthrange(year, month)[1]:
        return None
    return date(year, month, day), date(year, month, day)


def months_of(year: int, first: int, count: int = 1) -> Days:
    """Return ``count`` months of ``year`` from the month ``first``, all within the year."""
    last = first + count - 1
    return date(year, first, 1), date(year, last, monthrange(year, last)[1])


def year_of(year: int) -> Days:
    """Return the days of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def next_day(day: date, count: int = 1) -> date:
    """Return the day after, or ``count`` days on, or back; the calendar's first and last day are the bounds."""
    return date.fromordinal(min(max(day.toordinal() + count, 1), date.max.toordinal()))


def before(day: date, count: int, unit: str) -> date:
    """Return the day ``count`` units ("day", "week", "month", "quarter", "year") before ``day``.

    The last day of a month stands for those that a shorter month lacks; nothing lies before the calendar's first day.
    """
    if unit in {"day", "week"}:
        days = count * (7 if unit == "week" else 1)
        return next_day(day, -days)
    months = count * {"month": 1, "quarter": _QUARTER, "year": _MONTHS}[unit]
    number = max(day.year * _MONTHS + day.month - 1 - months, _MONTHS)
    year, month = divmod(number, _MONTHS)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def around(day: date, unit: str) -> Days:
    """Return the day itself, its ISO week (Monday to Sunday), month, quarter or year."""
    if unit == "day":
        return day, day
    if unit == "week":
        monday = before(day, day.weekday(), "day")
        return monday, next_day(monday, 6)
    if unit == "month":
        return months_of(day.year, day.month)
    if unit == "quarter":
        return months_of(day.year, (day.month - 1) // _QUARTER * _QUARTER + 1, _QUARTER)
    return year_of(day.year)


def latest_month(month: int, today: date) -> Days:
    """Return the last month of that number that has begun."""
    return months_of(max(today.year - (month > today.month), date.min.year), month)


def latest_day(month: int, day: int, today: date) -> Days | None:
    """Return the last day of that month and number that was, today included; ``None`` when there never is one."""
    for year in range(today.year, max(today.year - 2 * _LEAP, date.min.year) - 1, -1):
        found = day_of(year, month, day)
        if found and found[0] <= today:
            return found
    return None
