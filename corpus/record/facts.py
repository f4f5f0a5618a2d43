"""The facts about a statement: as a draft has them, as a later reading leaves them, and how they came to change."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Connection, Row, select

from corpus.record.schema import changes
from corpus.record.seals import sealed
from corpus.statement import Draft, Provenance

OPERATOR, SOURCE = "operator", "source"

SOURCED = (("date", "date_source"), ("issuer", "issuer_source"), ("language", "language_source"))
FIELDS = ("title", "date", "issuer", "language", "url")
_PROVENANCE_OF = dict(SOURCED)
_SURENESS = {provenance.value: rank for rank, provenance in enumerate(Provenance)}
_HALF = 32


@dataclass(frozen=True, slots=True)
class Change:
    """A fact that changed: ``field`` from ``before`` to ``after``, ``by`` the operator or the source, ``at`` in UTC.

    ``after`` of the field ``withdrawn`` is the reason given, or an empty text; ``None`` when it was taken back.
    """

    field: str
    before: str | None
    after: str | None
    by: str
    at: datetime


def facts_of(draft: Draft) -> dict[str, Any]:
    """Return the facts of ``draft`` as columns of the archive."""
    return {
        "title": draft.title,
        "date": draft.date.day,
        "date_source": draft.date.source.value,
        "issuer": draft.issuer.value,
        "issuer_source": draft.issuer.source.value,
        "language": draft.language.value,
        "language_source": draft.language.source.value,
        "url": draft.url,
    }


def digest_of(draft: Draft, sha256: str) -> str:
    """Return what tells whether ``draft`` is as it was last read: 64 hexadecimal digits.

    The first half is that of its words, so that it can be asked later which wording a source held when last read.
    """
    known = [*facts_of(draft).values(), *sorted(draft.operator), *draft.versions]
    facts = json.dumps(known, default=str, ensure_ascii=False)
    return sha256[:_HALF] + hashlib.sha256(facts.encode()).hexdigest()[:_HALF]


def words_of(digest_or_sha256: str) -> str:
    """Return the part of a digest, or of a SHA-256, that tells the words."""
    return digest_or_sha256[:_HALF]


def surer(facts: Mapping[str, Any], row: Row[Any], source: str) -> int:
    """Return which is surer of the provenance ``source``: above 0 the ``facts``, below 0 the ``row``, 0 neither."""
    return _SURENESS[getattr(row, source)] - _SURENESS[facts[source]]


def merged(row: Row[Any], draft: Draft, pinned: Collection[str]) -> dict[str, Any]:
    """Return the facts in ``row`` as ``draft``, a later reading of the same item, leaves them.

    What it does not know blanks nothing, what it knows less surely replaces nothing, and what the operator corrected
    (``pinned``) stays, unless the operator gives it anew.
    """
    facts = facts_of(draft)
    for name in ("title", "url"):
        facts[name] = facts[name] or getattr(row, name)
    for name, source in SOURCED:
        if surer(facts, row, source) < 0:
            facts |= {name: getattr(row, name), source: getattr(row, source)}
    for name in set(pinned) - draft.operator:
        facts[name] = getattr(row, name)
        if name in _PROVENANCE_OF:
            facts[_PROVENANCE_OF[name]] = getattr(row, _PROVENANCE_OF[name])
    return facts


def pinned(connection: Connection, statement_id: str) -> frozenset[str]:
    """Return the facts of a statement that the operator gave or corrected: no source changes them any more."""
    query = select(changes.c.field).where(changes.c.statement_id == statement_id, changes.c.by == OPERATOR)
    return frozenset(connection.execute(query).scalars()) & frozenset(FIELDS)


def _written(value: object) -> str | None:
    return value.isoformat() if isinstance(value, date) else None if value is None else str(value)


class History:
    """Keeps how the facts of statements change, on ``connection``; ``now`` is a UTC instant."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection, self._now = connection, now

    def keep(
        self, statement_id: str, field: str, before: Mapping[str, Any], after: Mapping[str, Any], *, by: str
    ) -> None:
        """Keep that ``field`` of a statement changed from what it is in ``before`` to what it is in ``after``."""
        source = _PROVENANCE_OF.get(field, "")
        newest = select(changes.c.number).order_by(changes.c.number.desc()).limit(1)
        row = {
            "number": (self._connection.execute(newest).scalar() or 0) + 1,
            "statement_id": statement_id,
            "field": field,
            "before": _written(before.get(field)),
            "before_source": before.get(source),
            "after": _written(after.get(field)),
            "after_source": after.get(source),
            "by": by,
            "at": self._now,
        }
        self._connection.execute(changes.insert().values(sealed(row)))

    def keep_all(
        self, statement_id: str, before: Mapping[str, Any], after: Mapping[str, Any], operator: Collection[str]
    ) -> None:
        """Keep each fact that differs between ``before`` and ``after``; those in ``operator`` even when they do not."""
        for field in FIELDS:
            given = field in operator
            if given or before.get(field) != after.get(field):
                self.keep(statement_id, field, before, after, by=OPERATOR if given else SOURCE)


def history(connection: Connection, statement_id: str) -> list[Change]:
    """Return every change of the facts of a statement, the first one first."""
    query = select(changes).where(changes.c.statement_id == statement_id).order_by(changes.c.number)
    return [
        Change(row.field, row.before, row.after, row.by, row.at.replace(tzinfo=UTC))
        for row in connection.execute(query)
    ]
