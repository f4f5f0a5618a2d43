"""Near-duplicates: passages that say the same in nearly the same words, as institutions do on every occasion.

Two that differ in a number, or in more than a few words, are not: the amount, the day or the ordinal may be what is
asked for.
"""

from __future__ import annotations

from collections import Counter

from index.text.analysis import words

LEAST = 0.85
"""The share of words, counted with repetitions, that two passages have in common."""

_FEWEST = 6
"""Shorter passages are the same only when all their words are."""


Counted = Counter[str]
"""The folded words of a passage, with how often each stands in it."""


def says_the_same(one: str, other: str) -> bool:
    """Return whether two passages are near-duplicates: the same numbers, and nearly the same words."""
    return are_the_same(counted(one), counted(other))


def are_the_same(mine: Counted, theirs: Counted) -> bool:
    """Return what :func:`says_the_same` does, of passages whose words are counted."""
    if _numbers(mine) != _numbers(theirs):
        return False
    shared, every = (mine & theirs).total(), (mine | theirs).total()
    if min(mine.total(), theirs.total()) < _FEWEST:
        return shared == every
    return shared >= LEAST * every


def counted(passage: str) -> Counted:
    """Return the words of ``passage``, counted."""
    return Counter(word.folded for word in words(passage))


def _numbers(counted: Counter[str]) -> Counter[str]:
    return Counter({word: count for word, count in counted.items() if word[0].isdigit()})
