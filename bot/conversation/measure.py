"""Measuring words for a message: in UTF-16 units, in which Telegram counts, where one emoji is two."""

from __future__ import annotations

_ASTRAL = 0xFFFF


def units(text: str) -> int:
    """Return the length of ``text`` in UTF-16 units."""
    return len(text) + sum(ord(character) > _ASTRAL for character in text)


def reach(text: str, start: int, most: int) -> int:
    """Return the largest ``end`` for which ``text[start:end]`` has at most ``most`` UTF-16 units."""
    end = min(len(text), start + most)
    # A code point taken off takes one unit or two with it, so this never takes off one too many.
    while (over := units(text[start:end]) - most) > 0:
        end -= (over + 1) // 2
    return end


def reach_back(text: str, end: int, most: int) -> int:
    """Return the smallest ``start`` for which ``text[start:end]`` has at most ``most`` UTF-16 units."""
    start = max(0, end - most)
    while (over := units(text[start:end]) - most) > 0:
        start += (over + 1) // 2
    return start


def clipped(words: str, most: int) -> str:
    """Return ``words`` (a title or a name, never a quote) on one line; over ``most`` units, whole words and ``[…]``."""
    line = " ".join(words.split())
    end = reach(line, 0, most)
    if end == len(line):
        return line
    cut = line.rfind(" ", 0, end + 1)
    return f"{line[: cut if cut > 0 else end]} […]"
