"""Sentences as exact spans: sentencex, then a pass that mends what abbreviations broke, then one for the overlong.

sentencex ends a sentence at "M." in "M. Dupont", "rés." in "rés. 2735", "janv." in "3 janv. 2024", "N." in "O.N.U."
and "د." in "د. أحمد". Those pieces are joined again. A sentence is never joined over a paragraph's end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from sentencex import get_sentence_boundaries

from index.text.span import Span, trimmed

LONGEST = 480
"""A sentence longer than this many code points is cut at a comma or semicolon, or else between words."""

_PARAGRAPH = re.compile(r"\n[ \u00a0]*\n")
_BULLET = re.compile(r"\s*(?:[-–—•*·▪◦]|\(?[0-9]{1,3}[.)]|\(?[a-z][.)])\s", re.IGNORECASE)
_LINE_END = re.compile(r"[.!?؟:;؛…»”\"')\]]\s*$")
_ABBREVIATION_LIST = (
    # titles
    "m mm mme mmes mlle mgr me dr pr prof st ste mr mrs ms hon gen col lt capt sgt sen rep gov amb rev jr sr messrs "
    # references and units
    "rés res art al cf p pp vol chap par no nos n n° éd ed fig sect décl doc réf ref op cit av env approx vs "
    # companies and addresses
    "inc ltd co corp bros ave blvd tél tel "
    # months
    "janv févr avr juil sept oct nov déc jan feb mar apr jun jul aug sep dec "
    # Arabic: doctor, professor, engineer, page, telephone, common era, Hijri
    "د أ م ص ت هـ ج ق"
)
_ABBREVIATIONS = frozenset(_ABBREVIATION_LIST.split())
_INITIAL = 3
_LAST_WORD = re.compile(r"([^\W\d_]+°?)\.\s*$")
_DOTTED = re.compile(r"(?:^|[\s('’«\"])(?:[^\W\d_]\.)+\s*$")
_CLAUSE = re.compile(r"[،,;؛:]\s+|\s[–—]\s")
_NUMBERED = re.compile(r"\s*\(?(?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})\.\s*")


def _continues(before: str, after: str) -> bool:
    """Return whether ``after`` goes on with the sentence that ``before`` only seemed to end."""
    start = after.lstrip("«“\"'( ")[:1]
    if not start or not before.rstrip().endswith("."):
        return False
    if _NUMBERED.fullmatch(before):
        return True
    word = _LAST_WORD.search(before)
    if word and word[1].casefold() in _ABBREVIATIONS:
        return True
    # "O. N. U. a voté", "J. Le Drian": initials; but "Washington, D.C. The ..." ends at a capitalised function word.
    if _DOTTED.search(before):
        return len(before.rstrip()) <= _INITIAL or not _is_new_sentence(before, after)
    return start.islower()


def _is_new_sentence(before: str, after: str) -> bool:
    first = re.match(r"\W*([^\W\d_]+)", after)
    several = before.rstrip().count(".", max(0, len(before.rstrip()) - 6)) > 1
    return bool(first and several and len(first[1]) > 1 and first[1][0].isupper() and first[1][1:].islower())


def _breaks(text: str, block: Span) -> list[int]:
    """Return the offsets of single newlines in ``block`` that end a line for good, not one wrapped for its width."""
    ends = []
    lines = text[block.start : block.end].split("\n")
    position, width = block.start, max(map(len, lines))
    for line, following in pairwise(lines):
        position += len(line) + 1
        first = following.lstrip()[:1]
        wrapped = len(line) > width * 0.6 and not _LINE_END.search(line) and not _BULLET.match(following)
        if not (wrapped and (first.islower() or (first and not first.isupper() and not first.isdigit()))):
            ends.append(position)
    return ends


def _blocks(text: str) -> Iterator[Span]:
    start = 0
    for match in [*_PARAGRAPH.finditer(text), None]:
        end = match.start() if match else len(text)
        if (block := trimmed(text, start, end)) is not None:
            at = block.start
            for stop in [*_breaks(text, block), block.end]:
                if (line := trimmed(text, at, stop)) is not None:
                    yield line
                at = stop
        start = match.end() if match else end


def _merged(text: str, pieces: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    start = end = None
    for first, last in pieces:
        if start is None or end is None:
            start = first
        elif not _continues(text[start:end], text[end:last]):
            yield start, end
            start = first
        end = last
    if start is not None and end is not None:
        yield start, end


def _cut(text: str, span: Span) -> Iterator[Span]:
    """Give ``span`` in parts of at most :data:`LONGEST`, cut at clauses where it can be, else between words."""
    start = span.start
    while span.end - start > LONGEST:
        window = text[start : start + LONGEST]
        clauses = [match.end() for match in _CLAUSE.finditer(window) if match.end() > LONGEST // 3]
        space = window.rfind(" ", LONGEST // 3)
        length = clauses[-1] if clauses else space + 1 if space > 0 else LONGEST
        if (part := trimmed(text, start, start + length)) is not None:
            yield part
        start += length
    if (part := trimmed(text, start, span.end)) is not None:
        yield part


def sentences(text: str, language: str | None) -> list[Span]:
    """Return the sentences of ``text`` in order: spans that do not overlap, begin and end with no white space.

    Only white space lies between them. ``language`` is an ISO 639-1 code, or ``None`` when it is not known.
    """
    found: list[Span] = []
    for block in _blocks(text):
        part = text[block.start : block.end]
        bounds = ((int(b["start_index"]), int(b["end_index"])) for b in get_sentence_boundaries(language or "en", part))
        for start, end in _merged(part, bounds):
            if (span := trimmed(text, block.start + start, block.start + end)) is not None:
                found.extend(_cut(text, span))
    return found
