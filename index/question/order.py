"""The order that a question asks for: the latest first, or the earliest."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache

from index.question.folded import folded_pattern
from index.question.languages import LANGUAGES, asks_for_fact, asks_for_words, asks_when, words


class Order(StrEnum):
    """In which order statements are asked for, by day of issue."""

    LATEST = "latest"
    EARLIEST = "earliest"


_TIMES = re.compile("time|fois|مره")
_LITTLE = 16


@cache
def _hints() -> re.Pattern[str]:
    return re.compile(words("order_hints"))


@cache
def _patterns() -> tuple[tuple[Order, re.Pattern[str]], ...]:
    tables = ((order, pattern) for one in LANGUAGES for order in Order for pattern in getattr(one, order.value))
    return tuple((order, re.compile(rf"(?<!\w)(?:{folded_pattern(pattern)})(?!\w)")) for order, pattern in tables)


def read_order(text: str) -> tuple[Order, int, int] | None:
    """Return the order that the folded ``text`` asks for and the words for it; the first one when there are two.

    "For the first time" in a question that does not ask what was said, nor when, is none: which country joined so?
    """
    if not _hints().search(text):
        return None
    found = [
        (match.start("cue"), match.end("cue"), order)
        for order, pattern in _patterns()
        if (match := pattern.search(text)) is not None
    ]
    if not found:
        return None
    start, end, order = min(found)
    # Alone it follows up on what was asked before: "and the first time?"
    alone = len(text) - (end - start) < _LITTLE
    told = asks_for_words(text) or asks_when(text) or alone
    if not told and (asks_for_fact(text) or _TIMES.search(text, start, end)):
        return None
    return order, start, end
