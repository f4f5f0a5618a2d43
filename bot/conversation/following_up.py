"""Follow-ups: "and about Gaza?", "et en 2021 ?", "وماذا عن السودان؟" made whole with the question before.

A guess from the words alone. The reply says what was asked then, and offers the words as typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from bot.conversation.continuing import (
    STRONG,
    WEAK,
    Continuation,
    Name,
    Word,
    continuation,
    countries,
    has_subject,
    matching,
    turn_of,
    words_of,
    year_of,
)
from bot.conversation.memory import Turn
from bot.conversation.voice import Voice
from index.question.understanding import without

if TYPE_CHECKING:
    from index.question.understanding import Understanding

Reader = Callable[[str], "Understanding"]
"""What reads days, order and the like from a question."""

_SHORT = 6
"""Words of a message that is nothing but a period or an order, at most."""
_MODIFIERS = frozenset({"period", "order"})
_END = " \t\n\u00a0\u202f?؟!.…"
_COMMA = {"ar": "،"}
_MARKS = re.compile(r"\s*[?؟]+\Z")
_MARK = {"fr": "\u202f?", "ar": "؟"}
_ARTICLES = frozenset({"the", "le", "la", "les", "l"})
_PLACES = frozenset({"in", "at", "au", "aux", "en", "dans", "a"})
_WORDS = {
    "en": {
        "before": "before {day}",
        "after": "after {day}",
        "latest": "latest",
        "earliest": "earliest",
        "year": "in {year}",
    },
    "fr": {
        "before": "avant le {day}",
        "after": "après le {day}",
        "latest": "le plus récent",
        "earliest": "première déclaration",
        "year": "en {year}",
    },
    "ar": {
        "before": "قبل {day}",
        "after": "بعد {day}",
        "latest": "أحدث بيان",
        "earliest": "أول بيان",
        "year": "في {year}",
    },
}
"""How a question says it so that it is read."""


def resolve(previous: Turn, question: str, read: Reader, language: str) -> str | None:
    """Return the whole question that ``question`` and the one before make together; ``None`` when it stands by itself.

    ``language`` is the one it is asked in: "before that" is written out in it.
    """
    asked = _continued(question, read)
    if asked is None:
        return None
    rest, base = asked.rest, previous.question
    earlier = read(base)
    if short := _written_out(rest, earlier, previous.day, language):
        base, added = without(base, earlier.cues, {short[0]}), [short]
    else:
        now = read(rest)
        added = [(cue.kind, rest[cue.start : cue.end]) for cue in now.cues if cue.kind in _MODIFIERS]
        base = without(base, earlier.cues, {cue.kind for cue in now.cues} & _MODIFIERS)
        subject = without(rest, now.cues, _MODIFIERS).strip(_END)
        if has_subject(subject):
            base = _Subject(subject, topical=asked.topical).put_into(base.strip(_END), read)
        elif not added:
            return None
    whole = base.strip(_END)
    for kind, words in added:
        whole += f"{_COMMA.get(language, ',') if kind == 'order' else ''} {words}"
    return whole + (_MARKS.search(previous.question) or [_MARK.get(language, "?")])[0]


def names_nothing(question: str, read: Reader) -> bool:
    """Return whether ``question`` goes on from another and is by itself but a period or an order."""
    found = continuation(question)
    rest = found.rest if found else question.strip(_END)
    if turn_of(rest):
        return True
    return found is not None and not has_subject(without(rest, read(rest).cues, _MODIFIERS))


def _continued(question: str, read: Reader) -> Continuation | None:
    """Return what ``question`` goes on with: after a beginning of that kind, or when it is but a period or an order."""
    if found := continuation(question):
        return found
    bare = question.strip(_END)
    if len(words_of(bare)) > _SHORT:
        return None
    if turn_of(bare) or year_of(bare):
        return Continuation(bare)
    cues = [cue for cue in read(bare).cues if cue.kind in _MODIFIERS]
    return Continuation(bare) if cues and not has_subject(without(bare, cues, _MODIFIERS)) else None


def _written_out(rest: str, earlier: Understanding, day: date | None, language: str) -> tuple[str, str] | None:
    """Return the kind of cue that ``rest`` stands for when it is too short to be read by itself, and its words."""
    words = _WORDS[language]
    if year := year_of(rest):
        return "period", words["year"].format(year=year)
    turn = turn_of(rest)
    if turn in {"before", "after"}:
        ends = [period.since if turn == "before" else period.until for period in earlier.periods]
        days = [end for end in ends if end is not None] or ([day] if day else [])
        if not days:
            return None
        at = min(days) if turn == "before" else max(days)
        return "period", words[turn].format(day=Voice(language).bare_day(at))
    return ("order", words[turn]) if turn else None


class _Subject:
    """The subject of a follow-up, and where it goes in the question before."""

    def __init__(self, text: str, *, topical: bool) -> None:
        self._text = text
        self._words = words_of(text)
        self._names = countries(text)
        self._leading = matching(self._words, 0, STRONG) or matching(self._words, 0, WEAK)
        self._topical = topical or bool(self._leading)

    def put_into(self, base: str, read: Reader) -> str:
        """Return ``base`` with this subject in place of its own; this one alone where that cannot be told."""
        words = words_of(base)
        names = countries(base)
        if self._topical and (found := _last(words, STRONG)):
            return self._led_in(base, words, found, read)
        if self._topical and (found := _last(words, WEAK)):
            if self._is_one_name and any(name.first >= found[1] for name in names):
                return self._swapped(base, words, names[-1])
            return self._led_in(base, words, found, read)
        if self._is_one_name and names:
            return self._swapped(base, words, names[-1])
        return self._text

    @property
    def _is_one_name(self) -> bool:
        """Whether it is a country and nothing else that says anything."""
        if len(self._names) != 1:
            return False
        (name,) = self._names
        start, end = self._words[name.first].start, self._words[name.last - 1].end
        return not has_subject(f"{self._text[:start]} {self._text[end:]}")

    def _led_in(self, base: str, words: list[Word], lead: tuple[int, int], read: Reader) -> str:
        """Return ``base`` up to its word for "about", then this subject, then the days and order that came later."""
        first, last = words[lead[0]].start, words[lead[1] - 1].end
        own = self._text if self._leading else f"{base[first:last]} {self._text}"
        kept = [base[cue.start : cue.end] for cue in read(base).cues if cue.kind in _MODIFIERS and cue.start >= last]
        return " ".join([f"{base[:first]}{own}", *kept])

    def _swapped(self, base: str, words: list[Word], name: Name) -> str:
        """Return ``base`` with this country in place of ``name``, with its article or "in" where both have one."""
        (own,) = self._names
        start, end = words[name.first].start, words[name.last - 1].end
        from_ = self._words[own.first].start
        if name.first and own.first:
            there, here = words[name.first - 1], self._words[own.first - 1]
            if any(there.folded in kind and here.folded in kind for kind in (_ARTICLES, _PLACES)):
                start, from_ = there.start, here.start
        return f"{base[:start]}{self._text[from_ : self._words[own.last - 1].end]}{base[end:]}"


def _last(words: list[Word], list_: str) -> tuple[int, int] | None:
    """Return where the last phrase of ``list_`` that something follows stands: its first word, and the one after it."""
    for at in range(len(words) - 1, -1, -1):
        length = matching(words, at, list_)
        if length and at + length < len(words):
            return at, at + length
    return None
