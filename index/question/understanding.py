"""What a question asks beyond its words: days of issue, order, who said it, and document numbers."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from index.question.folded import Folded
from index.question.issuers import read_issuer
from index.question.order import Order, read_order
from index.question.periods import Period, read_periods
from index.question.references import reference_spans

__all__ = ["LONGEST", "Cue", "Order", "Period", "Understanding", "understand", "without"]

LONGEST = 2000
"""Code points of a text that are read: more is no question."""

_LINK = re.compile(r"(?:https?://|www\.)\S+")
_SPACES = re.compile(r"\s+")
_COMMAS = re.compile(r"\s*([,،;؛])(?:\s*[,،;؛])*")


@dataclass(frozen=True, slots=True)
class Cue:
    """The words read as something: ``text[start:end]`` of the question; ``kind``: period, order, issuer, reference."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was read of a question; empty when it has nothing of the kind.

    ``periods`` are several when several days are named; one that was asked for as a limit comes alone. ``issuer`` is
    as it was given, ``references`` as they were typed, ``cues`` in order and not overlapping.
    """

    periods: tuple[Period, ...] = ()
    order: Order | None = None
    issuer: str | None = None
    references: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()


class _Claims:
    """The places of a folded question that were read as something, each once."""

    def __init__(self, folded: Folded) -> None:
        self._folded = folded
        self.cues: list[Cue] = []
        self._taken: list[tuple[int, int]] = []

    def claim(self, kind: str, start: int, end: int) -> bool:
        """Take ``text[start:end]``, without the spaces around it, for ``kind``, unless something is taken there."""
        part = self._folded.text[start:end]
        start += len(part) - len(part.lstrip())
        end = start + len(part.strip())
        if start >= end or any(start < last and first < end for first, last in self._taken):
            return False
        self._taken.append((start, end))
        self.cues.append(Cue(kind, *self._folded.place(start, end)))
        return True


def understand(text: str, today: date, issuers: Collection[str] = ()) -> Understanding:
    """Return what ``text`` asks beyond its words, in English, French or Arabic; ``today`` is the reader's day.

    ``issuers`` are those of the record, as recorded. What may as well mean something else is not read. Nothing is
    raised for any text; pass the same frozenset of issuers each time, for their names are prepared once for each.
    """
    folded = Folded(_LINK.sub(lambda link: " " * len(link[0]), text[:LONGEST]))
    claims = _Claims(folded)
    masked, references = folded.text, []
    cased = folded.cased
    for start, end, first, last in reference_spans(folded.text, cased):
        if claims.claim("reference", first, last):
            references.append(folded.typed(start, end))
            masked = masked[:first] + "\0" * (last - first) + masked[last:]
    periods = [one.period for one in read_periods(masked, today) if claims.claim("period", one.start, one.end)]
    order = read_order(masked)
    if order and not claims.claim("order", *order[1:]):
        order = None
    issuer = read_issuer(masked, cased, issuers) if issuers else None
    if issuer and not claims.claim("issuer", *issuer[1:]):
        issuer = None
    return Understanding(
        tuple(dict.fromkeys(periods)),
        order[0] if order else None,
        issuer[0] if issuer else None,
        tuple(dict.fromkeys(references)),
        tuple(sorted(claims.cues, key=lambda cue: cue.start)),
    )


def without(text: str, cues: Iterable[Cue], kinds: Collection[str]) -> str:
    """Return the question without the words of those ``cues`` whose kind is among ``kinds``, its spaces tidied."""
    kept, last = [], 0
    for cue in sorted((cue for cue in cues if cue.kind in kinds), key=lambda cue: cue.start):
        kept.append(text[last : cue.start])
        last = max(cue.end, last)
    if not kept:
        return _SPACES.sub(" ", text).strip()
    tidy = _SPACES.sub(" ", " ".join([*kept, text[last:]]))
    return _COMMAS.sub(r"\1", tidy).strip(" ,،;؛")
