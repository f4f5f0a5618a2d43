"""What stands beside the days that a question names: before, after and between them."""

from __future__ import annotations

import re
from functools import cache

from index.question.folded import either
from index.question.languages import words
from index.question.named import START

DIRECTIONS = ("since", "before", "after", "until")
"""The limits that a single day may be, as groups of :func:`left`."""
LIMITS = (*DIRECTIONS, "between", "starting")
REACH = 48
"""Characters before a day in which its preposition is looked for."""
CLAUSE_ENDS = re.compile(r" ?(?:$|[?!.,;:)»\"'؟،؛](?!\d))")
NEXT_WORD = re.compile(r" ([a-z]+)")


@cache
def left() -> re.Pattern[str]:
    """Return what stands before a day: a preposition, a part (early, late), a word for a year or a month, or none."""
    tables = (*DIRECTIONS, "between", "starting", "inside", "of")
    prepositions = "|".join(f"(?P<{table}>{words(table)})" for table in tables)
    article = words("article")
    return re.compile(
        rf"{START}(?:(?:{prepositions}) ?)?(?:{article} ?)?(?:(?P<part>{words('parts')}) ?)?(?:{words('of')} ?)?"
        rf"(?:{article} ?)?(?:(?P<word>{words('year_word')}|{words('month_word')}) ?)?$"
    )


@cache
def join() -> re.Pattern[str]:
    """Return what joins two days; ``up_to`` when they are the ends of a range."""
    return re.compile(
        rf" ?(?:(?P<up_to>-|{words('up_to')})|{words('together')}) ?(?:{words('article')} ?)?(?:{words('parts')} ?)?"
        rf"(?:{words('of')} ?)?(?:{words('year_word')} ?|{words('month_word')} ?)?"
    )


@cache
def ending() -> re.Pattern[str]:
    """Return the parts of a month or year that are its end."""
    return re.compile(words("ending"))


@cache
def counted() -> re.Pattern[str]:
    """Return a noun for what is counted: the number before it is no year."""
    return re.compile(rf" ?{words('counted')}(?!\w)")


@cache
def naming() -> re.Pattern[str]:
    """Return what makes of a year a part of a name: "resolution", "vision", "budget de"."""
    return re.compile(
        rf"(?<!\w){words('naming')} (?:(?:{either([words('of'), words('inside'), 'for', 'pour'])}) ?)?"
        rf"(?:{words('article')} ?)?(?:{words('year_word')} ?)?$"
    )


@cache
def event_before() -> re.Pattern[str]:
    """Return what a day is the name of, before it: "attentats du"."""
    return re.compile(rf"(?<!\w){words('events')} (?:(?:du|of|on|de|في|يوم|the|le) ){{0,2}}$")


@cache
def event_after() -> re.Pattern[str]:
    """Return what a day is the name of, after it: "attacks"."""
    return re.compile(rf" (?:{words('events')})(?!\w)")
