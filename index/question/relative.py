"""Days that are told from today: "last week", "il y a trois mois", "الشهر الماضي"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from corpus.days.months import any_of
from index.question.folded import either, folded_pattern
from index.question.languages import LANGUAGES
from index.question.named import Grain, Named, weekdays
from index.question.spans import Days, around, before

_MOST = 999
_WEEK = 7


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], tuple[tuple[str, re.Pattern[str]], ...]], ...]:
    """Return for each language what must be there for any of its phrases, and these."""
    languages = []
    for language in LANGUAGES:
        found: list[tuple[str, re.Pattern[str]]] = []
        tables = {
            "n": either([r"\d{1,3}", *language.numbers]),
            "unit": either(language.units),
            "weekday": any_of(weekdays()),
        }
        for meaning, phrase in language.relative:
            source = folded_pattern(phrase)
            for name, pattern in tables.items():
                source = source.replace("{" + name + "}", pattern)
            found.append((meaning, re.compile(rf"(?<!\w)(?:{source})(?!\w)")))
        languages.append((re.compile(either(language.relative_hints)), tuple(found)))
    return tuple(languages)


@cache
def _table(name: str) -> tuple[tuple[re.Pattern[str], int | str], ...]:
    tables = (getattr(language, name) for language in LANGUAGES)
    return tuple((re.compile(either([word])), value) for table in tables for word, value in table.items())


@cache
def _unit(word: str) -> str:
    # Arabic duals lose their ending, and with it the last letter of سنة.
    return next((str(unit) for pattern, unit in _table("units") if pattern.fullmatch(word)), "year")


def _count(word: str) -> int:
    if word.isdigit():
        return int(word)
    return next((int(number) for pattern, number in _table("numbers") if pattern.fullmatch(word)), 1)


def _days(meaning: str, match: re.Match[str], today: date) -> Days:
    """Return the days meant."""
    groups = match.groupdict()
    kind, _, ago = meaning.partition(" ")
    if kind in {"today", "yesterday", "eve"}:
        day = before(today, ("today", "yesterday", "eve").index(kind), "day")
        return day, day
    if kind == "weekday":
        back = (today.weekday() - weekdays()[groups["weekday"]] - 1) % _WEEK + 1
        return around(before(today, back, "day"), "day")
    unit = _unit(groups["unit"])
    count = {"two": 2, "one": 1}.get(kind) or (_count(groups["n"]) if groups.get("n") else 1)
    if kind == "this":
        return around(today, unit)
    if ago or kind in {"ago", "last"}:
        return around(before(around(today, unit)[0] if kind == "last" else today, count, unit), unit)
    return before(today, count, unit), today


def _phrases(text: str) -> Iterator[tuple[str, re.Pattern[str]]]:
    for hints, phrases in _patterns():
        if hints.search(text):
            yield from phrases


def relative_days(text: str, today: date, *, speaking: bool) -> Iterator[Named]:
    """Give what the folded ``text`` tells from ``today``; weeks begin on Monday, as in ISO 8601.

    Those that are as likely to be of what is spoken of ("three months ago") are no limits. "Today" is often a greeting
    or nowadays, and "for three months" how long something lasts: they are read when ``speaking``, that is, when the
    question asks what was said.
    """
    for meaning, pattern in _phrases(text):
        if meaning in {"today", "since"} and not speaking:
            continue
        for match in pattern.finditer(text):
            since, until = _days(meaning, match, today)
            limit = not meaning.endswith(("ago", "since"))
            grain = Grain.DAY if meaning in {"today", "yesterday", "eve", "weekday"} else Grain.SPAN
            yield Named(match.start(), match.end(), since, until, grain, limit=limit)
