"""What stands on a page besides its words: running heads and feet, page numbers, footnotes."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from corpus.pdf.lines import NOTE_END, NOTE_START, Line

_EDGE, _OUTERMOST, _HEAD_LENGTH = 4, 2, 80
_FEW_PAGES, _SHARE = 2, 0.4
_NEAR = 3.0
_FIGURE = re.compile(r"\d+")
_NUMBER = re.compile(
    r"[-–—|\[(]?\s*(?:(?:page|p\.|pág\.|página|pagina|seite|صفحة|الصفحة)\s*)?(?P<number>\d{1,4}|[ivxl]{1,6})"
    r"\s*(?:(?:of|de|sur|von|di|من|/)\s*\d{1,4})?\s*[-–—|\])]?",
    re.IGNORECASE,
)
_NOTE = re.compile(
    rf"{NOTE_START}(?P<raised>.+?){NOTE_END}\s*|[(\[]?(?P<mark>\d{{1,3}}|\*+|†|‡)(?:[)\].]+\s*|\s+)(?=\S)"
)
_NOTE_SIZE = 0.93
_CALL = re.compile(f"{NOTE_START}(.*?){NOTE_END}")


def _shape(line: Line) -> str:
    if len(line.text) > _HEAD_LENGTH:
        return line.text
    return " ".join(_FIGURE.sub("#", line.text).lower().split())


def _edges(page: Sequence[Line]) -> list[Line]:
    ordered = sorted(page, key=lambda line: -line.base)
    return list(dict.fromkeys([*ordered[:_EDGE], *ordered[-_EDGE:]]))


def without_furniture(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """Return ``pages`` without what is repeated at the same height of many, and without the numbers of the pages."""
    edges = [_edges(page) for page in pages]
    filled = sum(bool(page) for page in pages)
    heights: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, edge in enumerate(edges):
        for line in edge:
            heights[_shape(line)].append((number, line.base))
    offsets = _offsets(edges)
    kept: list[list[Line]] = []
    for number, page in enumerate(pages):
        ordered = sorted(page, key=lambda line: -line.base)
        # From the edges inwards: a line that is repeated within the text is text.
        mine: set[Line] = set()
        for way in (ordered[:_EDGE], ordered[: -_EDGE - 1 : -1]):
            for at, line in enumerate(way):
                is_number = at < _OUTERMOST and _is_number(line, number, offsets, page)
                if not is_number and not _is_repeated(line, heights[_shape(line)], filled):
                    break
                mine.add(line)
        kept.append([line for line in page if line not in mine])
    return kept


def _is_repeated(line: Line, places: Sequence[tuple[int, float]], filled: int) -> bool:
    pages = {number for number, base in places if abs(base - line.base) < _NEAR}
    # A line of the text that is repeated (a salutation at the top) does not stand on every other page.
    return len(pages) >= max(_FEW_PAGES if filled == _FEW_PAGES else _FEW_PAGES + 1, _SHARE * filled)


def _offsets(edges: Sequence[Sequence[Line]]) -> set[int]:
    """Return by how much the numbers on the pages differ from their places, where several pages agree."""
    found: Counter[int] = Counter()
    for number, page in enumerate(edges):
        found.update({int(match["number"]) - number for line in page if (match := _figure(line))})
    return {offset for offset, times in found.items() if times > 1 or offset in {0, 1}}


def _figure(line: Line) -> re.Match[str] | None:
    match = _NUMBER.fullmatch(line.text)
    return match if match and match["number"].isdecimal() else None


def _is_number(line: Line, number: int, offsets: set[int], page: Sequence[Line]) -> bool:
    match = _NUMBER.fullmatch(line.text)
    if match is None or len(page) == 1:
        return match is not None
    if match["number"].isdecimal():
        return int(match["number"]) - number in offsets
    others = [other for other in page if other is not line]
    return min(abs(other.base - line.base) for other in others) > 1.5 * line.size  # it stands apart


def body_size(pages: Sequence[Sequence[Line]]) -> float:
    """Return the size that most letters of ``pages`` have, in points; 0.0 when there are none."""
    letters: Counter[float] = Counter()
    for page in pages:
        for line in page:
            letters[round(line.size, 1)] += len(line.text)
    return max(letters, key=lambda size: letters[size], default=0.0)


def parted(pages: Sequence[Sequence[Line]]) -> tuple[list[list[Line]], list[list[Line]]]:
    """Return the lines of ``pages`` that are text, and the small ones at the foot that are footnotes."""
    size = body_size(pages)
    texts, notes = [], []
    for page in pages:
        start = len(page)
        while start and page[start - 1].size < _NOTE_SIZE * size:
            start -= 1
        while start < len(page) and not _NOTE.match(page[start].text):
            start += 1
        if not _is_called(page, start):
            start = len(page)
        texts.append(list(page[:start]))
        notes.append(list(page[start:]))
    return texts, notes


def _is_called(page: Sequence[Line], start: int) -> bool:
    """Return whether what begins at ``start`` is a footnote: text above it calls it, or it stands well apart below."""
    if not 0 < start < len(page):
        return False
    calls = {call for line in page[:start] for call in _CALL.findall(line.text)}
    above = page[start - 1]
    return _mark(page[start]) in calls or above.base - page[start].base > 2 * above.size


def _mark(line: Line) -> str | None:
    match = _NOTE.match(line.text)
    return match["raised"] or match["mark"] if match else None


def marks_of(notes: Sequence[Sequence[Line]]) -> frozenset[str]:
    """Return the figures and stars that begin a footnote among ``notes``."""
    return frozenset(mark for page in notes for line in page if (mark := _mark(line)))


def begins_note(line: Line) -> bool:
    """Return whether a footnote begins with ``line``, one of the lines that :func:`parted` found."""
    return _NOTE.match(line.text) is not None


def without_calls(text: str, marks: frozenset[str]) -> str:
    """Return ``text`` without the small figures that call one of the footnotes ``marks``; any other is kept."""
    return _CALL.sub(lambda match: "" if match[1] in marks else match[1], text)
