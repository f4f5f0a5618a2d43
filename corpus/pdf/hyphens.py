"""Hyphens at line ends: undone where the word was broken, kept where it has one, by what the document itself shows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

SOFT = "\u00ad"
_MARKS = "-\u2010\u2011"
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*(?:[-\u2010\u2011][^\W\d_]+)*")
_BROKEN = re.compile(r"([^\W\d_]+(?:[-\u2010\u2011'’][^\W\d_]+)*)[-\u2010\u2011]$")
_OPENS = re.compile(r"[^\W\d_]+")
# Words that take a hyphen whatever the document: what follows a French verb, and what precedes an English noun.
_FOLLOWING = frozenset({
    "il", "ils", "elle", "elles", "on", "je", "tu", "nous", "vous", "le", "la", "les", "lui", "leur", "y", "en", "ce",
    "ci", "là", "moi", "toi", "même", "mêmes", "être",
})  # fmt: skip
_LEADING = frozenset(
    {"self", "non", "ex", "vice", "well", "long", "short", "high", "low", "so", "vis", "quasi", "semi", "half"}
)
_MANY, _FEW = 40, 0.015


class Hyphens:
    """What a document shows of its words: which stand with a hyphen, which without, and whether it breaks words."""

    def __init__(self, lines: Sequence[str]) -> None:
        """Count the words of ``lines`` that no line end touches."""
        self._words: Counter[str] = Counter()
        broken = 0
        is_second_half = False
        for line in lines:
            ends = line.rstrip(_MARKS + SOFT)
            is_broken = ends != line and ends[-1:].isalpha()
            words = _WORD.findall(ends)
            for word in words[is_second_half : len(words) - is_broken]:
                self._words[word.lower()] += 1
                self._words.update(part.lower() for part in re.split(f"[{_MARKS}]", word) if part != word)
            broken += is_broken
            is_second_half = is_broken
        self._breaks_words = len(lines) < _MANY or broken > _FEW * len(lines)

    def joined(self, before: str, after: str) -> str:
        """Return the line ``before`` and the line ``after`` as one, as they would stand without the line end."""
        if before.endswith(SOFT):
            return before.rstrip(SOFT) + after
        left, right = _BROKEN.search(before), _OPENS.match(after)
        if left is None:
            # A dash between figures, or one that was set apart, stays as it stands.
            is_tight = before[-1:] in {*_MARKS, "–", "—"} and not before[-2:-1].isspace() and len(before) > 1
            return f"{before}{after}" if is_tight else f"{before} {after}"
        if right is None or self._keeps(left[1].lower(), right[0]):
            return before + after
        return before[:-1] + after

    def _keeps(self, left: str, right: str) -> bool:
        last = re.split(f"[{_MARKS}]", left)[-1]
        if right[:1].isupper() or last != left:
            return True
        whole, halved = self._words[left + right.lower()], self._words[f"{left}-{right.lower()}"]
        if whole or halved:
            return halved > whole
        if right in _FOLLOWING or left in _LEADING:
            return True
        is_two = self._words[left] > 0 and self._words[right] > 0 and len(right) > 2  # noqa: PLR2004 - an ending
        return is_two or not self._breaks_words
