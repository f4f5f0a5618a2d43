"""What to quote: whole sentences around the passage that answers, as one exact slice of the stored text."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from corpus.statement import Statement
from index.answers.answer import Extract
from index.answers.likeness import Counted, are_the_same, counted
from index.answers.ranking import Ranked, fused
from index.answers.retrieval import Candidates
from index.places import Place, Places
from index.text.sentences import sentences
from index.text.span import Span

MOST = 3
"""Extracts shown."""

LONGEST = 700
"""Code points of one extract."""

NEAR_THE_BEST = 0.7
"""An extract is shown only if its score is this share of the best one's: below it, the right one was never found."""

SECOND_PASSAGE = 0.95
"""What a statement's second passage is worth beside the first ones of others: variety, at no cost to the answer."""

ENOUGH = 400
"""Code points from which an extract stands for itself."""

A_STATEMENT = 2
"""Extracts of one statement: the answer is often in its second-best passage."""

_LOOKED_AT = 2 * MOST
"""Statements, best first, of which something may be quoted: near-duplicates take no place."""

_PARAGRAPH = re.compile(r"\n[ \u00a0]*\n")
_SENTENCE_ENDS = frozenset(".!?؟…:;؛»”\"')]")

Wordings = Callable[[str, int], tuple[Statement, str, str]]
"""Gives a statement, and the text and SHA-256 of one of its revisions, by id and number."""


def _sentences_of(places: Places, ordinal: int, text: str, language: str | None) -> list[Span]:
    """Return the sentences of a passage, in offsets of the whole text."""
    place = places[ordinal]
    part = text[place.start : place.end]
    return [Span(place.start + one.start, place.start + one.end) for one in sentences(part, language)]


def _neighbours(places: Places, ordinal: int, step: int, text: str, language: str | None) -> Iterator[Span]:
    """Give the sentences after (``step`` 1) or before (-1) a passage, nearest first, within its statement."""
    other = ordinal + step
    while 0 <= other < len(places) and places.of[other] == places.of[ordinal]:
        found = _sentences_of(places, other, text, language)
        for sentence in found if step > 0 else reversed(found):
            if _is_heading(text, sentence):
                return
            yield sentence
        other += step


def _is_heading(text: str, sentence: Span) -> bool:
    """Return whether a line stands alone and does not end as a sentence does: a byline, a place, a heading."""
    alone = text[max(0, sentence.start - 8) : sentence.start].rstrip(" \u00a0")[-1:] in ("", "\n")
    ended = text[sentence.end : sentence.end + 8].lstrip(" \u00a0")[:1] in ("", "\n")
    return alone and ended and text[sentence.end - 1] not in _SENTENCE_ENDS


def widened(places: Places, ordinal: int, text: str, language: str | None, taken: Sequence[Span]) -> Span:
    """Return a passage with whole neighbouring sentences, by turns after and before it, up to :data:`LONGEST`.

    From :data:`ENOUGH` on it no longer grows into another paragraph, which mostly speaks of something else.
    ``taken`` are spans of the same text that are quoted already: it does not grow into them.
    """
    span = Span(places[ordinal].start, places[ordinal].end)
    sides = {step: _neighbours(places, ordinal, step, text, language) for step in (1, -1)}
    while sides:
        for step in tuple(sides):
            sentence = next(sides[step], None)
            wider = sentence and Span(min(span.start, sentence.start), max(span.end, sentence.end))
            if wider is None or sentence is None or not _may_grow(text, span, sentence, wider, taken):
                del sides[step]
            else:
                span = wider
    return span


def _may_grow(text: str, span: Span, sentence: Span, wider: Span, taken: Sequence[Span]) -> bool:
    if wider.length > LONGEST or any(_overlap(wider, other) for other in taken):
        return False
    between = text[min(span.end, sentence.end) : max(span.start, sentence.start)]
    return span.length < ENOUGH or not _PARAGRAPH.search(between)


def _overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end


@dataclass(frozen=True, slots=True)
class _Chosen:
    """A passage to quote, its row and score, its words, and the statements in which near-duplicates of it stand."""

    row: int
    score: float
    place: Place
    words: Counted
    also: tuple[str, ...] = ()


def _worth(found: Candidates, ranked: Sequence[Ranked]) -> list[tuple[int, float]]:
    """Return rows with their scores, best first: at most two a statement, its second one for a little less."""
    scores = fused(found)
    shown: dict[int, float] = {}
    worth: dict[int, float] = {}
    for one in ranked[:_LOOKED_AT]:
        # A version in the reader's language stands in for the one that was found, and for its score.
        lift = one.score - float(scores[one.rows[0]])
        for at, row in enumerate(one.rows[:A_STATEMENT]):
            shown[row] = float(scores[row]) + lift
            worth[row] = shown[row] - (1 - SECOND_PASSAGE) * abs(shown[row]) * bool(at)
    return [(row, shown[row]) for row in sorted(worth, key=lambda row: (-worth[row], row))]


def _chosen(
    found: Candidates, ranked: Sequence[Ranked], places: Places, wordings: Wordings, *, in_order: bool
) -> list[_Chosen]:
    """Return the passages to quote, near-duplicates once, those of a statement together; one to spare.

    ``in_order``: the best statement is the first of ``ranked``, whatever its score.
    """
    every = _worth(found, ranked)
    if in_order:
        position = {row: at for at, one in enumerate(ranked) for row in one.rows}
        every.sort(key=lambda one: position[one[0]])
    top = every[0][1] if every else 0.0
    # Below zero, too: filters may leave only what is far from the question.
    least = top - (1 - NEAR_THE_BEST) * abs(top)
    chosen: list[_Chosen] = []
    for row, score in every:
        if len(chosen) > MOST:  # one to spare: near-duplicates of these stand beside them
            break
        place = places[int(found.ordinals[row])]
        statement, text, _ = wordings(place.statement_id, place.revision)
        if score < least or statement.withdrawn:  # since this generation was made
            continue
        passage = counted(text[place.start : place.end])
        same = next((at for at, one in enumerate(chosen) if are_the_same(one.words, passage)), None)
        if same is None:
            chosen.append(_Chosen(row, score, place, passage))
        elif place.statement_id not in (chosen[same].place.statement_id, *chosen[same].also):
            also = (*chosen[same].also, place.statement_id)
            chosen[same] = dataclasses.replace(chosen[same], also=also)
    rank = {one.statement: position for position, one in enumerate(ranked)}
    return sorted(chosen, key=lambda one: (rank[int(places.of[found.ordinals[one.row]])], -one.score, one.row))


def cut(
    found: Candidates, ranked: Sequence[Ranked], places: Places, wordings: Wordings, *, in_order: bool = False
) -> tuple[Extract, ...]:
    """Return at most :data:`MOST` extracts, best first, a statement's together; near-duplicates are shown once."""
    extracts: list[Extract] = []
    quoted: dict[str, list[Span]] = {}
    for one in _chosen(found, ranked, places, wordings, in_order=in_order):
        place = one.place
        statement, text, sha256 = wordings(place.statement_id, place.revision)
        taken = quoted.setdefault(place.statement_id, [])
        if len(extracts) == MOST or any(_overlap(Span(place.start, place.end), other) for other in taken):
            continue
        span = widened(places, int(found.ordinals[one.row]), text, statement.language.value, taken)
        quote = text[span.start : span.end]
        extracts.append(
            Extract(quote, span.start, span.end, statement, place.revision, sha256, one.score, also=one.also)
        )
        taken.append(span)
    return tuple(extracts)
