"""Names that are the same in every language: countries and months, from Unicode CLDR through Babel."""

from __future__ import annotations

import re
from functools import cache

from babel import Locale

from corpus.days.dates import month_names
from index.text.folding import fold, is_arabic

_LANGUAGES = ("en", "fr", "ar")
_WORLD = "001"
_SHORT = {"us": "@US", "usa": "@US", "uk": "@GB", "un": "@UN", "onu": "@UN", "eu": "@EU", "ue": "@EU", "uae": "@AE"}
"""Short forms that CLDR knows as codes only; they count when written in capitals or with points."""
_ALSO = {
    "Palestine": "@PS",
    "فلسطين": "@PS",
    "Turkey": "@TR",
    "Ivory Coast": "@CI",
    "السعودية": "@SA",
    "الإمارات": "@AE",
}
"""Names in daily use that CLDR gives in another form only."""
_SEPARATORS = re.compile(r"[^\w]+")
LONGEST_NAME = 5
_ARTICLE = "ال"
_FOR_THE = "لل"
_CLITICS = frozenset("وبلفك")
_SHORTEST_NAME = 3


def _bare(folded: str) -> str:
    """Return a folded word, if Arabic without its article and the letters written before it."""
    if not is_arabic(folded):
        return folded
    for prefix in ("وال", "بال", "فال", "كال", _FOR_THE, _ARTICLE):
        if folded.startswith(prefix) and len(folded) > len(prefix) + 1:
            return folded[len(prefix) :]
    return folded


def _without_article(folded: str) -> str:
    return folded[len(_ARTICLE) :] if folded.startswith(_ARTICLE) and len(folded) > _SHORTEST_NAME else folded


def name_key(folded: str) -> str:
    """Return a folded word as names are matched: Arabic without its article and the letters written before it."""
    # What looks like letters before an article is part of بالاو (Palau), which would otherwise be او, "or".
    if folded in _firsts():
        return folded
    # للسودان is "for the Sudan" (السودان), but للبنان "for Lebanon" (لبنان).
    if folded.startswith(_FOR_THE) and folded[1:] in _firsts():
        return folded[1:]
    return _bare(folded)


def _spellings(name: str) -> list[str]:
    """Return the name, and both names of "Myanmar (Burma)"."""
    outer = re.sub(r"\([^)]*\)", " ", name)
    return [outer, *re.findall(r"\(([^)]*)\)", name)] if "(" in name else [name]


@cache
def _names() -> dict[tuple[str, ...], str]:
    found: dict[tuple[str, ...], str] = {}
    for name, territory in _ALSO.items():
        found[tuple(_bare(fold(word)) for word in name.split())] = territory
    for code in _LANGUAGES:
        for territory, name in Locale(code).territories.items():
            if territory == _WORLD:
                continue
            for spelling in _spellings(name):
                # Folded before it is split: عُمان is one word.
                words = [word for word in _SEPARATORS.split(fold(spelling)) if len(word) > 1]
                if words and len(words) <= LONGEST_NAME:
                    key = (_without_article(words[0]), *map(_bare, words[1:]))
                    found.setdefault(key, f"@{territory}")
    for month, number in month_names().items():
        # "mar", "mai", "sept" (seven) and the like are words of their own; whole names are not, but for English May.
        if len(month) > 3 and " " not in month and month != "sept":  # noqa: PLR2004 - the length of an abbreviation
            found.setdefault((_without_article(fold(month)),), f"@month{number}")
    return found


@cache
def _firsts() -> dict[str, int]:
    """Return the longest name, in words, that begins with each word."""
    longest: dict[str, int] = {}
    for words in _names():
        longest[words[0]] = max(longest.get(words[0], 0), len(words))
    return longest


def named(keys: list[str], at: int) -> tuple[str, int] | None:
    """Return the longest name that ``keys`` (each a :func:`name_key`) hold at ``at``, and its length in words."""
    first = keys[at]
    # "and", "in", "for" are written with the name in Arabic: وتونس, بتونس, لتونس.
    for word in (first, first[1:]) if first[:1] in _CLITICS and len(first) > _SHORTEST_NAME else (first,):
        for length in range(min(_firsts().get(word, 0), len(keys) - at), 0, -1):
            if (code := _names().get((word, *keys[at + 1 : at + length]))) is not None:
                return code, length
    return None


def short_form(word: str, folded: str) -> str | None:
    """Return the country or body that ``word`` stands for when written "US", "U.S." or "UN"."""
    return _SHORT.get(folded) if word.isupper() else None
