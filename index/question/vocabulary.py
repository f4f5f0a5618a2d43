"""What a language says of days and of speaking: one table a language, as patterns in its usual spelling."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Phrases = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one language. Patterns are folded before they are compiled, so accents and case do not count.

    ``relative`` holds pairs of what is meant ("today", "yesterday", "eve": the day before it, "this", "last",
    "lasting": up to today, "since": the same but maybe of what is spoken of, "ago", "weekday") and a pattern with the
    groups ``n`` and ``unit`` where it has them. In these, ``{n}``, ``{unit}`` and ``{weekday}`` stand for the tables.
    """

    since: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    until: tuple[str, ...]
    between: tuple[str, ...]
    starting: tuple[str, ...]
    """What a range begins with: from, du."""
    inside: tuple[str, ...]
    """What makes a month or a year of the word after it: in, en."""
    of: tuple[str, ...]
    """The same when nothing is counted after it: "of 2021", but "of 2021 soldiers"."""
    parts: tuple[str, ...]
    """Early, mid, late: what follows is a month or a year."""
    ending: tuple[str, ...]
    """Those parts that are the last one."""
    year_word: tuple[str, ...]
    month_word: tuple[str, ...]
    article: tuple[str, ...]
    together: tuple[str, ...]
    """What joins two days: and."""
    up_to: tuple[str, ...]
    """What joins the first and the last day of a range: to, au."""
    last_year: tuple[str, ...]
    """After a month: "of last year"."""
    this_year: tuple[str, ...]
    last_one: tuple[str, ...]
    """After a month: "dernier"."""
    seasons: Mapping[str, tuple[int, int]]
    """First month, count of months."""
    fractions: Mapping[str, tuple[int, int]]
    """Halves and quarters of a year: first month, count of months."""
    units: Mapping[str, str]
    numbers: Mapping[str, int]
    relative: Phrases
    relative_hints: tuple[str, ...]
    """Parts of words without which none of ``relative`` can fit: they save the time to try."""
    order_hints: tuple[str, ...]
    """The same for ``latest`` and ``earliest``."""
    counted: tuple[str, ...]
    """Nouns after a number that is no year."""
    events: tuple[str, ...]
    """What a day without a year is the name of: an attack, a revolution."""
    naming: tuple[str, ...]
    """Nouns before a number that is part of a name, a plan or a document, and no year of issue."""
    speech: tuple[str, ...]
    """What is said by those who speak, and the verbs for it: the question asks for words, not for facts."""
    facts: tuple[str, ...]
    """Words that ask for a fact."""
    asking: tuple[str, ...]
    """The other words that questions begin with."""
    when: tuple[str, ...]
    latest: tuple[str, ...] = field(default=())
    """Patterns whose group ``cue``, or else the whole, asks for the latest first."""
    earliest: tuple[str, ...] = field(default=())
    speaker_before: tuple[str, ...] = field(default=())
    """What stands right before one who speaks, whatever follows: according to."""
    speaker_after: tuple[str, ...] = field(default=())
    """What stands right after one who speaks, whatever was before."""
    speaker_around: Phrases = field(default=())
    """What stands before and after one who speaks, both."""
    titles: tuple[str, ...] = field(default=())
    """What may stand between these and a name."""
