"""What the record covers, in one line: so that a silence can be weighed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from bot.conversation.measure import clipped
from bot.conversation.voice import Voice
from bot.settings import Institution
from corpus.archive import Archive

_NAMED = 3
_LONGEST_NAME = 120


@dataclass(frozen=True, slots=True)
class Coverage:
    """``count`` statements, issued from ``first`` to ``last``; ``undated`` of them have no known date.

    ``issuers`` are those the sources name, the most frequent first, with their counts; ``recent`` are the ids and
    titles of the latest titled statements.
    """

    count: int
    first: date | None
    last: date | None
    undated: int
    issuers: tuple[tuple[str | None, int], ...]
    recent: tuple[tuple[str, str], ...]

    @classmethod
    def of(cls, archive: Archive) -> Coverage:
        """Return what ``archive`` covers now; what was withdrawn is not searched."""
        facts = [fact for fact in archive.overview() if not fact.withdrawn]
        days = [fact.date for fact in facts if fact.date]
        issuers = Counter(fact.issuer for fact in facts)
        newest = sorted((fact for fact in facts if fact.title), key=lambda fact: (fact.date or date.min, fact.id))
        return cls(
            len(facts),
            min(days, default=None),
            max(days, default=None),
            len(facts) - len(days),
            tuple(sorted(issuers.items(), key=lambda item: (-item[1], item[0] or ""))),
            tuple((fact.id, fact.title) for fact in reversed(newest) if fact.title),
        )

    def line(self, voice: Voice) -> str:
        """Return the coverage as one sentence: how many statements, their days, how many without one."""
        statements = voice.count("{number} statement", "{number} statements", self.count)
        if not self.count:
            return f"{statements}."
        if self.first is None or self.last is None:
            return voice.count(
                "{number} statement, whose date of issue is unknown.",
                "{number} statements, whose dates of issue are unknown.",
                self.count,
            )
        first, last = voice.day(self.first), voice.day(self.last)
        if self.first == self.last:
            line = voice.say("{statements}, {day}", statements=statements, day=first)
        else:
            line = voice.say("{statements}, {first} to {last}", statements=statements, first=first, last=last)
        if not self.undated:
            return f"{line}."
        return voice.count(
            "{dated}, {number} without a date.", "{dated}, {number} without a date.", self.undated, dated=line
        )

    def who(self, voice: Voice, institution: Institution) -> str | None:
        """Return whose statements these are, or ``None`` when nobody is named anywhere."""
        names = institution.names(voice.language)
        found = [issuer or (names.name if names else None) for issuer, _ in self.issuers]
        named = list(dict.fromkeys(clipped(name, _LONGEST_NAME) for name in found if name))
        if not named:
            return None
        shown = [voice.apart(name) for name in named[:_NAMED]]
        if others := len(named) - len(shown):
            shown.append(voice.count("{number} other", "{number} others", others))
        return voice.listed(shown)
