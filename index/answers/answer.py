"""An answer as plain data: extracts that are slices of the record, or silence with the nearest statements."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from corpus.record.relating import Version
from corpus.statement import PublicationDate, Sourced, Statement


@dataclass(frozen=True, slots=True)
class Former:
    """An earlier wording in which the words of an extract do not stand: its ``revision``, and when it was replaced."""

    revision: int
    replaced: datetime


@dataclass(frozen=True, slots=True)
class Extract:
    """``quote`` is exactly ``text[start:end]`` of revision ``revision`` of ``statement``, whose hash is ``sha256``.

    ``also`` are other statements that say the same in nearly the same words. ``score`` orders extracts of one answer
    only. ``former`` is the latest earlier wording that differs here, when there is one; ``versions`` are the
    statement's versions in other languages.
    """

    quote: str
    start: int
    end: int
    statement: Statement = field(repr=False)
    revision: int
    sha256: str
    score: float
    also: tuple[str, ...] = ()
    former: Former | None = None
    versions: tuple[Version, ...] = ()

    @property
    def date(self) -> PublicationDate:
        """The statement's date of issue, with its provenance."""
        return self.statement.date

    @property
    def issuer(self) -> Sourced:
        """The statement's issuer, with its provenance."""
        return self.statement.issuer

    def as_json(self) -> dict[str, Any]:
        """Return the extract in the form of the command line's contract."""
        statement = self.statement
        return {
            "quote": self.quote,
            "start": self.start,
            "end": self.end,
            "statement_id": statement.id,
            "revision": self.revision,
            "sha256": self.sha256,
            "title": statement.title,
            "date": statement.date.day.isoformat() if statement.date.day else None,
            "date_source": statement.date.source.value,
            "issuer": statement.issuer.value,
            "language": statement.language.value,
            "url": statement.url,
            "source": statement.source,
            "also": list(self.also),
            "score": round(self.score, 4),
        }


@dataclass(frozen=True, slots=True)
class Understood:
    """What was read in a question, or chosen: what filtered or ordered the statements.

    ``since`` and ``until`` are days of issue (ISO, both included), as a filter, or, where the days were named in
    passing, as a preference. ``order`` is ``latest`` or ``earliest``.
    """

    since: str | None = None
    until: str | None = None
    language: str | None = None
    order: str | None = None
    issuer: str | None = None
    reference: str | None = None

    def as_json(self) -> dict[str, str]:
        """Return what was read or chosen, without the rest."""
        return {name: value for name, value in asdict(self).items() if value is not None}


@dataclass(frozen=True, slots=True)
class Answer:
    """``extracts`` (at most three, best first) when the record answers, else ``nearest``, shown as what they are.

    ``confidence`` is how likely the record answers, 0 to 1, as :mod:`index.answers.evidence` weighs it. ``far``:
    silent, and nothing in the record is anywhere near.
    """

    question: str
    answered: bool
    understood: Understood
    extracts: tuple[Extract, ...]
    nearest: tuple[Extract, ...]
    confidence: float
    took_ms: float
    far: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the answer in the form of the command line's contract."""
        return {
            "question": self.question,
            "answered": self.answered,
            "understood": self.understood.as_json(),
            "extracts": [extract.as_json() for extract in self.extracts],
            "nearest": [extract.as_json() for extract in self.nearest],
            "took_ms": round(self.took_ms, 1),
        }
