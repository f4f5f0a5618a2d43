"""Days: those a source gives, and those a text mentions. A day is never guessed."""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from functools import cache

from babel import Locale

from corpus.errors import FactError
from corpus.statement import UNDATED, Provenance, PublicationDate

_ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
# CLDR's Arabic months differ by country: يناير, كانون الثاني, جانفي are all January.
_LOCALES = ("en", "fr", "ar", "ar_SY", "ar_DZ", "ar_MA")
_ENGLISH_MONTH_FIRST = r"(?P<month2>{months})\.?\s+(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year2>\d{{4}})"
_DAY_FIRST = (
    r"(?P<day>\d{{1,2}})(?:\s?(?:er|st|nd|rd|th|ème|e))?\s+(?:of\s+)?(?P<month>{months})\.?,?\s+(?P<year>\d{{4}})"
)


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


def _folded(name: str) -> str:
    return unicodedata.normalize("NFC", name).casefold().strip(" .")


@cache
def month_names() -> dict[str, int]:
    """Return the months' names and abbreviations in English, French and Arabic, case-folded, to 1..12 (CLDR)."""
    names: dict[str, int] = {}
    for code in _LOCALES:
        months = Locale.parse(code).months
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in months[context][width].items():
                    names.setdefault(_folded(name), number)
    return names


@cache
def _mention() -> re.Pattern[str]:
    months = "|".join(sorted(map(re.escape, month_names()), key=len, reverse=True))
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
        number = month_names().get(_folded(month))
        if number is None:
            continue
        try:
            days[date(int(year), number, int(day))] = None
        except ValueError:
            continue
    return tuple(days)
