"""The folded form of a question, with the way back to what was typed."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from index.text.folding import fold

_SAME = {
    **dict.fromkeys("’‘ʼ`´′", "'"),
    **dict.fromkeys("‐‑‒–—−", "-"),
    **dict.fromkeys("\u200b\u200c\u200d\u200e\u200f\u061c\u2066\u2067\u2068\u2069\u202a\u202b\u202c\u00ad\ufeff", ""),
    "º": "°",
    "№": "n°",
}
_CHARACTERS = 10_000


@lru_cache(_CHARACTERS)
def _folded(character: str) -> str:
    if character.isspace():
        return " "
    return _SAME[character] if character in _SAME else fold(character)


class Folded:
    """``text``: the question without case, accents, harakat and direction marks, runs of white space as one space.

    Arabic letters stand in their plain form, digits, apostrophes and dashes in the western, straight one.
    """

    __slots__ = ("_ends", "_starts", "original", "text")

    def __init__(self, original: str) -> None:
        """Fold ``original``, of any length; nothing is raised for any text."""
        self.original = original
        characters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for at, character in enumerate(original):
            for one in _folded(character):
                if one == " " and characters and characters[-1] == " ":
                    ends[-1] = at + 1
                    continue
                characters.append(one)
                starts.append(at)
                ends.append(at + 1)
        self.text = "".join(characters)
        self._starts, self._ends = starts, ends

    def place(self, start: int, end: int) -> tuple[int, int]:
        """Return where ``text[start:end]``, which is not empty, stands in the original: start and end."""
        return self._starts[start], self._ends[end - 1]

    @property
    def cased(self) -> str:
        """``text`` with the capitals of the original."""
        return "".join(
            one.upper() if self.original[at].isupper() else one for one, at in zip(self.text, self._starts, strict=True)
        )

    def typed(self, start: int, end: int) -> str:
        """Return ``text[start:end]`` as it was typed."""
        first, last = self.place(start, end)
        return self.original[first:last]


def folded_pattern(source: str) -> str:
    """Return the pattern ``source``, written as people write, for folded text: accents and hamzas count for nothing."""
    return "".join(one if one.isascii() else _folded(one) for one in source)


def either(words: Iterable[str]) -> str:
    """Return a pattern for any of the patterns ``words``, folded, the longest first; for nothing if there are none."""
    # By themselves too, so that the pattern is the same every time.
    folded = sorted({folded_pattern(word) for word in words}, key=lambda word: (-len(word), word))
    return "(?:" + ("|".join(folded) or "(?!)") + ")"
