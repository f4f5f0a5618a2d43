"""From the order in which characters stand on a line, left to right, to the order in which they are read."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

_MIRRORED = str.maketrans("()[]{}<>«»‹›", ")(][}{><»«›‹")
_OPENING, _CLOSING = "([{«", ")]}»"
_SEPARATORS = frozenset(".,/:٫٬")


def _kind(text: str) -> str:
    """Return R for what is written from right to left, L for what is not, N for a figure, and a blank for the rest."""
    kinds = {unicodedata.bidirectional(character) for character in text}
    if kinds & {"R", "AL"}:
        return "R"
    if "L" in kinds:
        return "L"
    return "N" if kinds & {"EN", "AN"} else " "


def counts(texts: Sequence[str]) -> tuple[int, int]:
    """Return how many of ``texts`` are written from right to left, and how many from left to right."""
    kinds = [_kind(text) for text in texts]
    return kinds.count("R"), kinds.count("L")


def _runs(kinds: Sequence[str], texts: Sequence[str], *, of: str) -> list[tuple[int, int]]:
    """Return where the runs of the direction other than the line's begin and end.

    ``of`` is the strong kind of the runs: L (with figures) in a line from right to left, R in one from left to right.
    """
    runs: list[tuple[int, int]] = []
    start = last = -1
    for at, kind in enumerate(kinds):
        is_of = kind == of or (of == "L" and kind == "N")
        if not is_of:
            continue
        if start >= 0 and _is_joined(kinds[last : at + 1], texts[last : at + 1], of):
            last = at
            continue
        if start >= 0:
            runs.append((start, last + 1))
        start = last = at
    return [*runs, (start, last + 1)] if start >= 0 else runs


def _is_joined(kinds: Sequence[str], texts: Sequence[str], of: str) -> bool:
    between = kinds[1:-1]
    if any(kind in "RL" for kind in between):
        return False
    if of == "R":
        return "N" not in between
    if kinds[0] == "N" and kinds[-1] == "N":
        return not between or (len(between) == 1 and texts[1] in _SEPARATORS)
    # A figure that touches a word of the other script belongs to it, one that stands apart to the line.
    return kinds[0] == kinds[-1] or not any(text.isspace() for text in texts[1:-1])


def _closed(texts: Sequence[str]) -> int:
    """Return how many brackets close one that was opened, less those that close none."""
    depth = score = 0
    for text in texts:
        if text in _OPENING:
            depth += 1
        elif text in _CLOSING:
            score += 1 if depth else -1
            depth = max(depth - 1, 0)
    return score


def mirrors_brackets(lines: Sequence[Sequence[str]]) -> bool:
    """Return whether the brackets of ``lines`` from right to left, as drawn, are named by their shape.

    Some fonts name a mirrored bracket by its shape and others by its meaning: the reading that closes what was opened
    is taken.
    """
    drawn = [text for line in lines for text in reversed(line) if len(text) == 1 and text in _OPENING + _CLOSING]
    return _closed([text.translate(_MIRRORED) for text in drawn]) >= _closed(drawn)


def read_order(texts: Sequence[str], *, is_rtl: bool, mirrors: bool = True) -> list[str]:
    """Return ``texts``, which stand from left to right, in reading order for a line of the given direction.

    ``mirrors``: see :func:`mirrors_brackets`.
    """
    found = list(texts[::-1]) if is_rtl else list(texts)
    kinds = [_kind(text) for text in found]
    runs = [_with_stop(found, run) if is_rtl else run for run in _runs(kinds, found, of="L" if is_rtl else "R")]
    inside: set[int] = set()
    for start, end in runs:
        found[start:end] = found[start:end][::-1]
        inside.update(range(start, end))
    if not mirrors:
        return found
    return [text.translate(_MIRRORED) if (at in inside) is not is_rtl else text for at, text in enumerate(found)]


def _with_stop(found: Sequence[str], run: tuple[int, int]) -> tuple[int, int]:
    """Return ``run`` with the full stop or comma on its right: no word is opened so from right to left."""
    start, end = run
    hangs = start > 0 and found[start - 1] in {".", ","} and found[start].isalpha()
    return (start - 1, end) if hangs and (start == 1 or found[start - 2].isspace()) else run
