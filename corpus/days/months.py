"""The names of months and weekdays as institutions write them, out of CLDR."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from babel import Locale

# CLDR's Arabic months differ by country: يناير, كانون الثاني, جانفي are all January.
_LOCALES = ("en", "fr", "ar", "ar_SY", "ar_DZ", "ar_MA")
_MORE = ("de", "es", "pt", "it")
_LEAST = 3
"""Letters of an abbreviation that is taken for a month or a weekday."""


def folded(name: str) -> str:
    """Return ``name`` as names are compared: composed, without case, without stops and spaces around it."""
    return unicodedata.normalize("NFC", name).casefold().strip(" .")


def any_of(names: Iterable[str]) -> str:
    """Return a pattern that takes any of ``names``, the longest that fits."""
    return "|".join(sorted(map(re.escape, names), key=len, reverse=True))


def _names(kind: str, locales: tuple[str, ...], widths: tuple[str, ...]) -> dict[str, int]:
    names: dict[str, int] = {}
    for code in locales:
        found = getattr(Locale.parse(code), kind)
        for context in ("format", "stand-alone"):
            for width in widths:
                for number, name in found[context][width].items():
                    names.setdefault(folded(name), number)
    return names


@cache
def month_names() -> dict[str, int]:
    """Return the months' names and abbreviations in English, French and Arabic, case-folded, to 1..12 (CLDR)."""
    return _names("months", _LOCALES, ("wide", "abbreviated"))


@cache
def all_month_names() -> dict[str, int]:
    """Return :func:`month_names` with those of German, Spanish, Portuguese and Italian."""
    more = _names("months", _MORE, ("wide", "abbreviated"))
    extra = {"sept": 9, "أيار": 5, "شباط": 2, "آذار": 3, "مايس": 5}
    return {name: number for name, number in (more | extra | month_names()).items() if len(name) >= _LEAST}


@cache
def weekday_names() -> dict[str, int]:
    """Return the names and abbreviations of weekdays in all of these languages, case-folded, to 0 (Monday) .. 6."""
    names = _names("days", _LOCALES + _MORE, ("wide", "abbreviated"))
    extra = {"الإثنين": 0, "الاربعاء": 2}  # as they are written as often
    return {name: number for name, number in (names | extra).items() if len(name) >= _LEAST}
