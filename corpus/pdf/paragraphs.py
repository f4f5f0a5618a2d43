"""Paragraphs: lines put together again across line ends and pages, so that no sentence is broken by where it stood."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from corpus.pdf.hyphens import Hyphens
from corpus.pdf.lines import Line

_BULLET = re.compile(r"[•●▪■◦‣·*–—-]\s|\(?(?:\d{1,3}|[a-z]|[ivx]{1,4})[.)]\s", re.IGNORECASE)
_STOPS = re.compile(r"[.!?؟:…»”\"’')\]//؛]$")
_LOOSE, _OTHER_SIZE, _INDENT = 1.18, 1.15, 0.8
_LETTER = 0.5
_SLACK = 1.0
_NARROW = 0.5
_FLUSH = 2.0
_EARLY = 0.4


@dataclass(frozen=True, slots=True)
class _Measure:
    """How a document is set: its ``leading`` in sizes of the letters, and whether its lines all end at one edge."""

    leading: float
    is_justified: bool
    early: float
    """A page whose last line stands above this was ended on purpose: a cover, the end of a part."""


def leading_of(pages: Sequence[Sequence[Line]]) -> float:
    """Return the usual distance from a line to the next, in sizes of the letters."""
    steps = [
        (upper.base - lower.base) / upper.size
        for page in pages
        for upper, lower in pairwise(page)
        if 0 < upper.base - lower.base < 4 * upper.size
    ]
    # The lower half: where paragraphs of a line stand apart, most steps are between them.
    return median(sorted(steps)[: max(len(steps) * 2 // 3, 1)]) if steps else 1.2


def joined(pages: Sequence[Sequence[Line]], hyphens: Hyphens) -> list[str]:
    """Return the paragraphs of ``pages``, each on one line."""
    ends = [_reach(page) for page in pages]
    starts = [_margin(page) for page in pages]
    widest = max((end for reach in ends for end in reach), default=0.0)
    flat = [(line, end, start) for page, reach, left in zip(pages, ends, starts, strict=True)
            for line, end, start in zip(page, reach, left, strict=True)]  # fmt: skip
    full = sum(end - line.end < _FLUSH for line, end, _ in flat)
    bases = [line.base for line, _, _ in flat]
    early = min(bases) + _EARLY * (max(bases) - min(bases)) if bases else 0.0
    measure = _Measure(leading_of(pages), full > _NARROW * len(flat), early)
    found: list[str] = []
    before: tuple[Line, float, float] | None = None
    for line, end, start in flat:
        if before is None or _is_break(before[0], line, max(before[1], _same(before, widest)), start, measure):
            found.append(line.text)
        else:
            found[-1] = hyphens.joined(found[-1], line.text)
        before = (line, end, start)
    return found


def _same(before: tuple[Line, float, float], widest: float) -> float:
    line, end, _ = before
    # A page that holds a few short lines only does not show how wide its lines are.
    return widest if widest - end < _NARROW * (widest - line.start) else end


def _overlaps(one: Line, other: Line) -> bool:
    return one.is_rtl is other.is_rtl and min(one.right, other.right) > max(one.left, other.left)


def _reach(page: Sequence[Line]) -> list[float]:
    """Return how far the column of each line goes, in reading direction."""
    near = [page[max(at - 60, 0) : at + 60] for at in range(len(page))]
    return [max(other.end for other in few if _overlaps(line, other)) for line, few in zip(page, near, strict=True)]


def _margin(page: Sequence[Line]) -> list[float]:
    """Return where the column of each line begins: the usual start of the lines about it."""
    near = [page[max(at - 60, 0) : at + 60] for at in range(len(page))]
    return [
        median(sorted(other.start for other in few if _overlaps(line, other))[: max(len(few) * 2 // 3, 1)])
        for line, few in zip(page, near, strict=True)
    ]


def _is_break(before: Line, line: Line, end: float, margin: float, measure: _Measure) -> bool:
    size = max(before.size, line.size)
    if size > _OTHER_SIZE * min(before.size, line.size):
        return True
    is_within = before.page == line.page
    if _is_apart(before, line, measure.leading) if is_within else _is_turned(before, line, end, measure):
        return True
    if _BULLET.match(line.text) and (_STOPS.search(before.text) or before.text[-1:] in ",;،"):
        return True
    if line.text[:1].islower() and not _STOPS.search(before.text) and is_within:
        return False
    return _is_ended(before, line, end - before.end, is_justified=measure.is_justified) or _is_indented(
        before, line, margin
    )


def _is_indented(before: Line, line: Line, margin: float) -> bool:
    size = max(before.size, line.size)
    return line.start - max(margin, min(before.start, margin)) > _INDENT * size and line.start > before.start + 1


def _is_turned(before: Line, line: Line, end: float, measure: _Measure) -> bool:
    """Return whether the page was turned between paragraphs: it ended early, or a line like a salutation follows."""
    is_short = line.end - line.start < _NARROW * (end - line.start)
    return before.base > measure.early or (is_short and before.text[-1:] in ".!?؟")


def _is_ended(before: Line, line: Line, left: float, *, is_justified: bool) -> bool:
    """Return whether ``before`` was ended on purpose: the next word would have stood in what is ``left`` of it."""
    words = line.text.split(" ", 2)
    # A figure is not parted from what it counts; a line that ends no sentence is ended early for many a reason.
    many = 1 if _STOPS.search(before.text) and not words[0].isdecimal() else 2
    needed = (len(" ".join(words[:many])) * _LETTER + _SLACK) * line.size
    return left > (min(needed, _SLACK * line.size) if is_justified and _STOPS.search(before.text) else needed)


def _is_apart(before: Line, line: Line, leading: float) -> bool:
    step = (before.base - line.base) / max(before.size, line.size)
    return step > _LOOSE * leading
