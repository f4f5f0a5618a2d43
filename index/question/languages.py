"""The tables of all languages, put together: a question may mix them ("بيان OIC في May 2021")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain

from index.question.arabic import ARABIC
from index.question.english import ENGLISH
from index.question.folded import either
from index.question.french import FRENCH
from index.question.vocabulary import Vocabulary

LANGUAGES: tuple[Vocabulary, ...] = (ENGLISH, FRENCH, ARABIC)


def words(table: str) -> str:
    """Return a pattern for what any language has in the table of that name: patterns, or a mapping from them."""
    return either(chain.from_iterable(getattr(language, table) for language in LANGUAGES))


def whole(patterns: Iterable[str]) -> re.Pattern[str]:
    """Return the compiled pattern for any of ``patterns`` as whole words of folded text."""
    return re.compile(rf"(?<!\w){either(patterns)}(?!\w)")


@cache
def _speech() -> re.Pattern[str]:
    return whole([words("speech")])


@cache
def _facts() -> re.Pattern[str]:
    return whole([words("facts")])


@cache
def _asking() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words('asking')}|{words('facts')})(?:(?!\w)|(?<='))")


@cache
def _when() -> re.Pattern[str]:
    return whole([words("when")])


def asks_for_words(text: str) -> bool:
    """Return whether the folded ``text`` asks what was said, by a verb or a noun for it."""
    return _speech().search(text) is not None


def asks_for_fact(text: str) -> bool:
    """Return whether the folded ``text`` asks how many, who, where and the like, and not what was said."""
    return _facts().search(text) is not None and not asks_for_words(text)


def asks_something(text: str) -> bool:
    """Return whether the folded ``text`` has a word that questions begin with, of any kind."""
    return _asking().search(text) is not None


def asks_when(text: str) -> bool:
    """Return whether the folded ``text`` asks for a day."""
    return _when().search(text) is not None
