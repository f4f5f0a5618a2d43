"""What becomes of a draft: a new statement, a new wording of a known one, a second source, or nothing new."""

from __future__ import annotations

import hashlib
import json
import secrets
import string
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select

from corpus.schema import revisions, sources, statements
from corpus.statement import Draft, Provenance, Revision, fingerprint

_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 10
_SURENESS = {provenance.value: rank for rank, provenance in enumerate(Provenance)}
_CURRENT = select(statements, revisions.c.sha256).join(
    revisions, (revisions.c.statement_id == statements.c.id) & (revisions.c.number == statements.c.current)
)


class Outcome(StrEnum):
    """What recording a draft did."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"


def _new_id() -> str:
    # 62^10: two statements of a million share an id with a chance of one in two million, and then the insert fails.
    return "".join(secrets.choice(_ALPHABET) for _ in range(_ID_LENGTH))


def _facts(draft: Draft) -> dict[str, Any]:
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


def _digest(draft: Draft, sha256: str) -> str:
    facts = json.dumps([sha256, *_facts(draft).values()], default=str, ensure_ascii=False)
    return hashlib.sha256(facts.encode()).hexdigest()


class Recorder:
    """Records drafts on ``connection``, inside one transaction that somebody else began; ``now`` is a UTC instant."""

    def __init__(self, connection: Connection, now: datetime) -> None:
        self._connection, self._now = connection, now

    def record(self, draft: Draft) -> Outcome:
        """Record ``draft``; return what that did."""
        sha256 = fingerprint(draft.text)
        key, digest = draft.guid or draft.source, _digest(draft, sha256)
        here = (sources.c.key == key) & (sources.c.source == draft.source)
        known = self._connection.execute(select(sources.c.digest).where(here)).scalar()
        if known == digest:
            return Outcome.UNCHANGED
        if (statement_id := self._same_item(key)) is not None:
            outcome = self._revise(statement_id, draft, sha256)
        elif (statement_id := self._same_words(sha256, draft)) is not None:
            outcome = self._supplement(statement_id, draft)
        else:
            statement_id, outcome = self._begin(draft), Outcome.ADDED
            self._add_revision(Revision(statement_id, 1, sha256, self._now, draft.text))
        if known is None:
            row = {
                "key": key,
                "source": draft.source,
                "statement_id": statement_id,
                "digest": digest,
                "seen": self._now,
            }
            self._connection.execute(sources.insert().values(row))
        else:
            self._connection.execute(sources.update().where(here).values(digest=digest))
        return outcome

    def _same_item(self, key: str) -> str | None:
        query = select(sources.c.statement_id).where(sources.c.key == key).limit(1)
        return self._connection.execute(query).scalar()

    def _same_words(self, sha256: str, draft: Draft) -> str | None:
        query = (
            select(statements.c.id)
            .join(revisions, revisions.c.statement_id == statements.c.id)
            .where(revisions.c.sha256 == sha256, statements.c.date.is_not_distinct_from(draft.date.day))
            .where(statements.c.title.is_not_distinct_from(draft.title))
            .order_by(statements.c.added)
            .limit(1)
        )
        return self._connection.execute(query).scalar()

    def _begin(self, draft: Draft) -> str:
        statement_id = _new_id()
        self._connection.execute(
            statements.insert().values(id=statement_id, current=1, added=self._now, **_facts(draft))
        )
        return statement_id

    def _add_revision(self, revision: Revision) -> None:
        row = {
            "statement_id": revision.statement_id,
            "number": revision.number,
            "sha256": revision.sha256,
            "seen": revision.seen,
            "text": revision.text,
        }
        self._connection.execute(revisions.insert().values(row))

    def _revise(self, statement_id: str, draft: Draft, sha256: str) -> Outcome:
        row = self._connection.execute(_CURRENT.where(statements.c.id == statement_id)).one()
        facts, number = _facts(draft), row.current
        if row.sha256 == sha256 and all(getattr(row, name) == value for name, value in facts.items()):
            return Outcome.UNCHANGED
        if row.sha256 != sha256:
            number += 1
            self._add_revision(Revision(statement_id, number, sha256, self._now, draft.text))
        self._connection.execute(
            statements.update().where(statements.c.id == statement_id).values(current=number, **facts)
        )
        return Outcome.REVISED

    def _supplement(self, statement_id: str, draft: Draft) -> Outcome:
        # A copy, maybe of an earlier wording: it must neither bring that wording back nor blank what is known.
        row = self._connection.execute(select(statements).where(statements.c.id == statement_id)).one()
        facts = _facts(draft)
        taken: dict[str, Any] = {}
        for name, source in (("date", "date_source"), ("issuer", "issuer_source"), ("language", "language_source")):
            if _SURENESS[facts[source]] < _SURENESS[getattr(row, source)]:
                taken |= {name: facts[name], source: facts[source]}
        if row.url is None and draft.url is not None:
            taken["url"] = draft.url
        if not taken:
            return Outcome.UNCHANGED
        self._connection.execute(statements.update().where(statements.c.id == statement_id).values(taken))
        return Outcome.REVISED
