"""The lines of a page: characters put together by where they stand, spaced by the gaps between them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.pdf.bidi import counts, mirrors_brackets, read_order
from corpus.pdf.glyphs import Glyph

NOTE_START, NOTE_END = "\ue000", "\ue001"
"""Stand around a small raised figure until it is known whether it calls a footnote."""

# In parts of the size of the letters.
_SAME_LINE = 0.6
_SAME_BASE = 0.15
_SLACK, _DRAWN_GAP, _GAP, _WIDE = 0.03, 0.08, 0.2, 2.0
_TWICE = 0.12
_RAISED, _SMALL = 0.15, 0.8
_LOOK_BACK = 8
_PRESENTATION = (("\ufb00", "\ufb06"), ("\ufb50", "\ufdf9"), ("\ufdfc", "\ufdfc"), ("\ufe70", "\ufefc"))


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it is read, from ``left`` to ``right`` on ``base``, in points; ``page`` counts from 0."""

    text: str
    left: float
    right: float
    base: float
    size: float
    page: int = 0
    is_rtl: bool = False

    @property
    def start(self) -> float:
        """How far the line begins from the side that lines of its direction begin at, growing inwards."""
        return -self.right if self.is_rtl else self.left

    @property
    def end(self) -> float:
        """How far the line goes, growing in reading direction."""
        return -self.left if self.is_rtl else self.right


def plain(text: str) -> str:
    """Return ``text`` with ligatures and presentation forms as the letters they stand for."""
    return "".join(
        unicodedata.normalize("NFKC", one) if any(low <= one <= high for low, high in _PRESENTATION) else one
        for one in text
    )


def _is_mark(glyph: Glyph) -> bool:
    return bool(glyph.text) and all(unicodedata.category(one) == "Mn" for one in glyph.text)


def _on_bases(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """Return ``glyphs`` with each mark joined to the letter it stands on."""
    bases: list[Glyph] = []
    waiting: list[Glyph] = []
    for glyph in glyphs:
        if not _is_mark(glyph):
            # Marks of Arabic are drawn before the letter they belong to, where what is drawn goes from left to right.
            mine = [mark for mark in waiting if glyph.left - 0.1 <= mark.left <= glyph.right or not bases]
            for mark in waiting:
                if mark not in mine and bases:
                    bases[-1] = replace(bases[-1], text=bases[-1].text + mark.text)
            bases.append(replace(glyph, text=glyph.text + "".join(mark.text for mark in mine)))
            waiting = []
        elif bases and (unicodedata.bidirectional(bases[-1].text[:1] or " ") == "L" or _is_on(bases[-1], glyph)):
            bases[-1] = replace(bases[-1], text=bases[-1].text + glyph.text)
        else:
            waiting.append(glyph)
    if bases and waiting:
        bases[-1] = replace(bases[-1], text=bases[-1].text + "".join(mark.text for mark in waiting))
    return bases


def _is_on(base: Glyph, mark: Glyph) -> bool:
    # At the very end of the letter drawn last begins the letter that is drawn next.
    return base.left <= mark.left < base.right - base.size * 0.05 and bool(base.text.strip())


def _grouped(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Return ``glyphs`` by line, in the order in which the lines are begun."""
    groups: list[list[Glyph]] = []
    for glyph in glyphs:
        if groups and _is_beside(groups[-1], glyph):
            groups[-1].append(glyph)
        else:
            groups.append([glyph])
    merged: list[list[Glyph]] = []
    for group in groups:
        home = next((one for one in reversed(merged[-_LOOK_BACK:]) if _continues(one, group)), None)
        if home is None:
            merged.append(group)
        else:
            home.extend(group)
    return merged


def _is_beside(line: Sequence[Glyph], glyph: Glyph) -> bool:
    apart = abs(_base(line) - glyph.base) / max(glyph.size, _size(line))
    if _is_mark(glyph):
        return apart <= 1
    # Back at the side where lines begin, a little lower: a line of its own, however narrow the spacing.
    is_back = line[-1].right > glyph.left + glyph.size and abs(glyph.base - line[-1].base) > 0.3 * glyph.size
    return apart <= (_SAME_LINE / 2 if is_back else _SAME_LINE)


def _base(group: Sequence[Glyph]) -> float:
    return max(group[:40], key=lambda one: one.size).base


def _size(group: Sequence[Glyph]) -> float:
    return max(one.size for one in group[:40])


def _continues(line: Sequence[Glyph], group: Sequence[Glyph]) -> bool:
    size = max(_size(line), _size(group))
    if abs(_base(line) - _base(group)) > _SAME_BASE * size:
        return False
    left, right = min(one.left for one in line), max(one.right for one in line)
    return all(left - _WIDE * size <= one.right and one.left <= right + _WIDE * size for one in (group[0], group[-1]))


def _spaced(glyphs: Sequence[Glyph]) -> list[str]:
    """Return what stands from left to right, with a space where there is a gap."""
    ordered = sorted(glyphs, key=lambda one: one.left)
    spaces = [one for one in ordered if one.text and not one.text.strip()]
    letters = [one for one in ordered if one.text.strip()]
    once = [
        after
        for before, after in pairwise([Glyph("", 0, 0, 0, 0), *letters])
        if not (before.text == after.text and abs(before.left - after.left) < _TWICE * after.size)
    ]
    if not once:
        return []
    size, base = _size(once), _base(once)
    found: list[str] = []
    at, reach = 0, once[0].left
    for glyph in once:
        gap, is_spaced, enough = glyph.left - reach, False, _GAP
        while at < len(spaces) and spaces[at].left < glyph.left:
            # A space that lies under a letter was drawn and then taken back; a letter may lean over a true one.
            is_spaced = is_spaced or spaces[at].left > reach - glyph.size * _SLACK
            enough = _DRAWN_GAP
            at += 1
        if found and (is_spaced or gap > glyph.size * enough):
            found.append(" ")
        found.append(_noted(glyph, size, base))
        reach = max(reach, glyph.right)
    return found


def _noted(glyph: Glyph, size: float, base: float) -> str:
    is_raised = glyph.size < _SMALL * size and glyph.base - base > _RAISED * size
    if is_raised and (glyph.text.isdecimal() or glyph.text == "*"):
        return f"{NOTE_START}{glyph.text}{NOTE_END}"
    return glyph.text


def lines_of(glyphs: Sequence[Glyph], page: int = 0) -> list[Line]:
    """Return the lines of a page's ``glyphs``, from top to bottom; as they were drawn where there are columns."""
    rtl, ltr = counts([glyph.text for glyph in glyphs])
    groups = [_on_bases(group) for group in _grouped(glyphs)]
    rows = [([one for one in group if one.text.strip()], _spaced(group)) for group in groups]
    mirrors = mirrors_brackets([texts for _, texts in rows if texts]) if rtl > ltr else True
    lines = [_line(inked, texts, page, rtl > ltr, mirrors) for inked, texts in rows if inked]
    downwards = sorted(lines, key=lambda line: -line.base)
    has_columns = any(
        upper.base - lower.base < 0.5 * min(upper.size, lower.size) for upper, lower in pairwise(downwards)
    )
    return lines if has_columns else downwards


def _line(inked: Sequence[Glyph], texts: Sequence[str], page: int, is_rtl: bool, mirrors: bool) -> Line:  # noqa: FBT001
    rtl, ltr = counts(texts)
    turned = rtl > 0 if is_rtl else rtl > ltr
    read = plain("".join(read_order(texts, is_rtl=turned, mirrors=mirrors))).replace(NOTE_END + NOTE_START, "")
    sizes = sorted(one.size for one in inked)
    return Line(
        " ".join(read.split()),
        min(one.left for one in inked),
        max(one.right for one in inked),
        _base(inked),
        sizes[len(sizes) // 2],
        page,
        turned or (is_rtl and not ltr),
    )
