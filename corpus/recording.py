"""What becomes of a draft: a new statement, a new wording of a known one, a second source, or nothing new.

A source that joined a statement because it had the same words leaves it when it has others while another source keeps
them: the words of a statement and its sources belong together.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import string
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from corpus.schema import revisions, sources, statements
from corpus.statement import Draft, Provenance, Revision, fingerprint

_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 10
_HALF = 32
_SOURCED = (("date", "date_source"), ("issuer", "issuer_source"), ("language", "language_source"))
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
    # The first half tells the words, so that it can be asked later which wording a source held when last read.
    facts = json.dumps(list(_facts(draft).values()), default=str, ensure_ascii=False)
    return sha256[:_HALF] + hashlib.sha256(facts.encode()).hexdigest()[:_HALF]


def _merged(row: Row[Any], draft: Draft) -> dict[str, Any]:
    """Return the facts in ``row`` as ``draft``, a later reading of the same item, leaves them.

    What it does not know blanks nothing, and what it knows less surely replaces nothing.
    """
    facts = _facts(draft)
    for name in ("title", "url"):
        facts[name] = facts[name] or getattr(row, name)
    for name, source in _SOURCED:
        if _SURENESS[facts[source]] > _SURENESS[getattr(row, source)]:
            facts |= {name: getattr(row, name), source: getattr(row, source)}
    return facts


def _other_language(row: Row[Any], draft: Draft) -> bool:
    """Return whether ``draft`` is in another language than ``row``, by what at least one of them declares."""
    if None in (row.language, draft.language.value) or row.language == draft.language.value:
        return False
    return Provenance.GIVEN in (draft.language.source, Provenance(row.language_source))


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
        if (row := self._same_item(key, draft, sha256)) is None:
            statement_id, outcome = self._place(draft, sha256, _facts(draft))
        elif row.sha256 != sha256 and self._others_hold(row, key):
            statement_id, outcome = self._part(row, key, draft, sha256)
        else:
            statement_id, outcome = row.id, self._revise(row, draft, sha256)
        if known is None:
            new = {
                "key": key,
                "source": draft.source,
                "statement_id": statement_id,
                "digest": digest,
                "seen": self._now,
            }
            self._connection.execute(sources.insert().values(new))
        else:
            self._connection.execute(sources.update().where(here).values(digest=digest))
        return outcome

    def _same_item(self, key: str, draft: Draft, sha256: str) -> Row[Any] | None:
        # Institutions give a release and its translations one guid: from elsewhere, another language is another item.
        query = _CURRENT.add_columns(sources.c.source).join(sources, sources.c.statement_id == statements.c.id)
        rows = self._connection.execute(query.where(sources.c.key == key).order_by(sources.c.seen, sources.c.source))
        found = None
        for row in rows.all():
            if row.source == draft.source:
                return row
            if found is None and (row.sha256 == sha256 or not _other_language(row, draft)):
                found = row
        return found

    def _others_hold(self, row: Row[Any], key: str) -> bool:
        """Return whether an item other than ``key`` had the latest words of the statement ``row`` when last read."""
        others = select(sources.c.digest).where(sources.c.statement_id == row.id, sources.c.key != key)
        wordings = select(revisions.c.sha256).where(revisions.c.statement_id == row.id)
        held = {digest[:_HALF] for digest in self._connection.execute(others).scalars()}
        earlier = {sha256[:_HALF] for sha256 in self._connection.execute(wordings).scalars()} - {row.sha256[:_HALF]}
        return bool(held - earlier)

    def _part(self, row: Row[Any], key: str, draft: Draft, sha256: str) -> tuple[str, Outcome]:
        """Take the item ``key`` out of the statement ``row``, whose words others still hold, to one of its own."""
        statement_id, outcome = self._place(draft, sha256, _merged(row, draft), latest=True)
        moved = (sources.c.key == key) & (sources.c.statement_id == row.id)
        self._connection.execute(sources.update().where(moved).values(statement_id=statement_id, seen=self._now))
        return statement_id, Outcome.REVISED if outcome is Outcome.UNCHANGED else outcome

    def _place(self, draft: Draft, sha256: str, facts: dict[str, Any], *, latest: bool = False) -> tuple[str, Outcome]:
        if (statement_id := self._same_words(sha256, facts, latest=latest)) is not None:
            return statement_id, self._supplement(statement_id, facts)
        statement_id = _new_id()
        self._connection.execute(statements.insert().values(id=statement_id, current=1, added=self._now, **facts))
        self._add_revision(Revision(statement_id, 1, sha256, self._now, draft.text))
        return statement_id, Outcome.ADDED

    def _same_words(self, sha256: str, facts: dict[str, Any], *, latest: bool) -> str | None:
        query = (
            select(statements.c.id)
            .join(revisions, revisions.c.statement_id == statements.c.id)
            .where(revisions.c.sha256 == sha256, statements.c.date.is_not_distinct_from(facts["date"]))
            .where(statements.c.title.is_not_distinct_from(facts["title"]))
            .order_by(statements.c.added)
            .limit(1)
        )
        if latest:
            query = query.where(revisions.c.number == statements.c.current)
        return self._connection.execute(query).scalar()

    def _add_revision(self, revision: Revision) -> None:
        row = {
            "statement_id": revision.statement_id,
            "number": revision.number,
            "sha256": revision.sha256,
            "seen": revision.seen,
            "text": revision.text,
        }
        self._connection.execute(revisions.insert().values(row))

    def _revise(self, row: Row[Any], draft: Draft, sha256: str) -> Outcome:
        facts, number = _merged(row, draft), row.current
        if row.sha256 == sha256 and all(getattr(row, name) == value for name, value in facts.items()):
            return Outcome.UNCHANGED
        if row.sha256 != sha256:
            number += 1
            self._add_revision(Revision(row.id, number, sha256, self._now, draft.text))
        self._connection.execute(statements.update().where(statements.c.id == row.id).values(current=number, **facts))
        return Outcome.REVISED

    def _supplement(self, statement_id: str, facts: dict[str, Any]) -> Outcome:
        # A copy, maybe of an earlier wording: it must neither bring that wording back nor blank what is known.
        row = self._connection.execute(select(statements).where(statements.c.id == statement_id)).one()
        taken: dict[str, Any] = {}
        for name, source in _SOURCED:
            if _SURENESS[facts[source]] < _SURENESS[getattr(row, source)]:
                taken |= {name: facts[name], source: facts[source]}
        if row.url is None and facts["url"] is not None:
            taken["url"] = facts["url"]
        if not taken:
            return Outcome.UNCHANGED
        self._connection.execute(statements.update().where(statements.c.id == statement_id).values(taken))
        return Outcome.REVISED
