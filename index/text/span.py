"""A span: the part ``text[start:end]`` of a stored text, in code points."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """``text[start:end]``, ``0 <= start < end <= len(text)``, in code points."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Code points in the span."""
        return self.end - self.start


def trimmed(text: str, start: int, end: int) -> Span | None:
    """Return ``text[start:end]`` without white space at both ends, or ``None`` when nothing else is in it."""
    part = text[start:end]
    left = len(part) - len(part.lstrip())
    length = len(part.strip())
    return Span(start + left, start + left + length) if length else None
