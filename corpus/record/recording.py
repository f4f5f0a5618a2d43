"""What becomes of a draft: a new statement, a new wording of a known one, a second source, or nothing new.

A source that joined a statement because it had the same words leaves it when it has others while another source keeps
them: the words of a statement and its sources belong together.
"""

from __future__ import annotations

import secrets
import string
from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from corpus.record import facts, relating
from corpus.record.kinship import marks_of
from corpus.record.schema import revisions, sources, statements
from corpus.record.seals import sealed
from corpus.record.twins import twin_of
from corpus.statement import Draft, Provenance, fingerprint

_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 10
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


def _other_language(row: Row[Any], draft: Draft) -> bool:
    """Return whether ``draft`` is in another language than ``row``, by what at least one of them declares."""
    if None in (row.language, draft.language.value) or row.language == draft.language.value:
        return False
    return Provenance.GIVEN in (draft.language.source, Provenance(row.language_source))


def store(connection: Connection, row: Mapping[Any, Any], **values: Any) -> None:  # noqa: ANN401 - columns of a statement
    """Write ``values`` over the statement ``row``, which must be whole, and seal it anew."""
    whole = {name: row[name] for name in statements.c.keys()} | values  # noqa: SIM118 - not a dictionary
    connection.execute(statements.update().where(statements.c.id == row["id"]).values(sealed(whole)))


class Recorder:
    """Records drafts on ``connection``, inside one transaction that somebody else began.

    ``now`` is a UTC instant; ``sequence`` the number that the archive will have when something changes.
    """

    def __init__(self, connection: Connection, now: datetime, sequence: int) -> None:
        self._connection, self._now, self._sequence = connection, now, sequence
        self._history = facts.History(connection, now)

    def record(self, draft: Draft) -> Outcome:
        """Record ``draft``; return what that did."""
        sha256 = fingerprint(draft.text)
        key, digest = draft.guid or draft.source, facts.digest_of(draft, sha256)
        here = (sources.c.key == key) & (sources.c.source == draft.source)
        known = self._connection.execute(select(sources).where(here)).mappings().one_or_none()
        if known is not None and known["digest"] == digest:
            return Outcome.UNCHANGED
        if (row := self._same_item(key, draft, sha256)) is None:
            statement_id, outcome = self._place(draft, sha256, facts.facts_of(draft))
        elif row.sha256 != sha256 and self._others_hold(row, key):
            statement_id, outcome = self._part(row, key, draft, sha256)
        else:
            statement_id, outcome = row.id, self._revise(row, draft, sha256)
        self._keep_source(known, statement_id, key, draft.source, digest)
        relating.mark(self._connection, statement_id, marks_of(draft.guid, draft.source, draft.url, draft.versions))
        return outcome

    def _keep_source(
        self, known: Mapping[Any, Any] | None, statement_id: str, key: str, source: str, digest: str
    ) -> None:
        if known is None:
            row = {"key": key, "source": source, "statement_id": statement_id, "digest": digest, "seen": self._now}
            self._connection.execute(sources.insert().values(sealed(row)))
            return
        here = (sources.c.key == key) & (sources.c.source == source)
        # It may have been moved to another statement meanwhile.
        moved = self._connection.execute(select(sources).where(here)).mappings().one()
        self._connection.execute(sources.update().where(here).values(sealed({**moved, "digest": digest})))

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
        held = {facts.words_of(digest) for digest in self._connection.execute(others).scalars()}
        earlier = {facts.words_of(sha256) for sha256 in self._connection.execute(wordings).scalars()}
        return bool(held - (earlier - {facts.words_of(row.sha256)}))

    def _part(self, row: Row[Any], key: str, draft: Draft, sha256: str) -> tuple[str, Outcome]:
        """Take the item ``key`` out of the statement ``row``, whose words others still hold, to one of its own."""
        pinned = facts.pinned(self._connection, row.id)
        known = facts.merged(row, draft, pinned)
        statement_id, outcome = self._place(draft, sha256, known, latest=True)
        if outcome is Outcome.ADDED:
            # What the operator corrected stays so wherever its words go.
            for field in sorted(pinned - draft.operator):
                self._history.keep(statement_id, field, {}, known, by=facts.OPERATOR)
            if row.withdrawn:
                self._withdraw(statement_id)
        relating.unmark(self._connection, row.id, marks_of(draft.guid, draft.source, draft.url, draft.versions))
        moved = (sources.c.key == key) & (sources.c.statement_id == row.id)
        for one in self._connection.execute(select(sources).where(moved)).mappings().all():
            values = sealed({**one, "statement_id": statement_id, "seen": self._now})
            here = (sources.c.key == key) & (sources.c.source == one["source"])
            self._connection.execute(sources.update().where(here).values(values))
        if row.url and row.url in {draft.url, draft.source} and "url" not in pinned:
            self._readdress(row.id)
        return statement_id, Outcome.REVISED if outcome is Outcome.UNCHANGED else outcome

    def _readdress(self, statement_id: str) -> None:
        """Link a statement to a source it still has: at the address it had, other words stand now."""
        before = self._connection.execute(select(statements).where(statements.c.id == statement_id)).mappings().one()
        query = select(sources.c.source).where(sources.c.statement_id == statement_id)
        left = self._connection.execute(query.order_by(sources.c.seen, sources.c.source)).scalars()
        url = next((source for source in left if source.startswith(("https://", "http://"))), None)
        self._history.keep(statement_id, "url", {"url": before["url"]}, {"url": url}, by=facts.SOURCE)
        store(self._connection, before, url=url, changed=self._sequence)

    def _withdraw(self, statement_id: str) -> None:
        """Mark what came out of a withdrawn statement as withdrawn, too: other words do not make it official again."""
        row = self._connection.execute(select(statements).where(statements.c.id == statement_id)).mappings().one()
        self._history.keep(statement_id, "withdrawn", {}, {"withdrawn": ""}, by=facts.OPERATOR)
        store(self._connection, row, withdrawn=self._now)

    def _place(self, draft: Draft, sha256: str, known: dict[str, Any], *, latest: bool = False) -> tuple[str, Outcome]:
        if (twin := twin_of(self._connection, draft.text, sha256, known, latest=latest)) is not None:
            return twin, self._supplement(twin, draft, known)
        statement_id = _new_id()
        row = {"id": statement_id, "current": 1, "added": self._now, "withdrawn": None, "changed": self._sequence}
        self._connection.execute(statements.insert().values(sealed(row | known)))
        self._add_revision(statement_id, 1, sha256, draft.text)
        for field in sorted(draft.operator):
            self._history.keep(statement_id, field, {}, known, by=facts.OPERATOR)
        return statement_id, Outcome.ADDED

    def _add_revision(self, statement_id: str, number: int, sha256: str, text: str) -> None:
        row = {"statement_id": statement_id, "number": number, "sha256": sha256, "seen": self._now, "text": text}
        self._connection.execute(revisions.insert().values(sealed(row)))
        if number > 1:
            relating.unrelate(self._connection, statement_id)
        relating.relate(self._connection, statement_id, text)

    def _revise(self, row: Row[Any], draft: Draft, sha256: str) -> Outcome:
        pinned = facts.pinned(self._connection, row.id)
        known, number, before = facts.merged(row, draft, pinned), row.current, dict(row._mapping)
        same = all(before[name] == value for name, value in known.items())
        if row.sha256 == sha256 and same and draft.operator <= pinned:
            return Outcome.UNCHANGED
        if row.sha256 != sha256:
            number += 1
            self._add_revision(row.id, number, sha256, draft.text)
        anew = {name for name in draft.operator if name not in pinned or before[name] != known[name]}
        self._history.keep_all(row.id, before, known, anew)
        store(self._connection, before, current=number, changed=self._sequence, **known)
        return Outcome.REVISED

    def _supplement(self, statement_id: str, draft: Draft, known: dict[str, Any]) -> Outcome:
        # A copy, maybe of an earlier wording: it must neither bring that wording back nor blank what is known.
        row = self._connection.execute(select(statements).where(statements.c.id == statement_id)).one()
        pinned = facts.pinned(self._connection, statement_id)
        kept = pinned - draft.operator
        taken: dict[str, Any] = {}
        for name, source in facts.SOURCED:
            if name not in kept and (facts.surer(known, row, source) > 0 or name in draft.operator):
                taken |= {name: known[name], source: known[source]}
        for name in ("title", "url"):
            empty = getattr(row, name) is None and name not in kept
            if known[name] is not None and (empty or name in draft.operator):
                taken[name] = known[name]
        before = dict(row._mapping)
        if all(before[name] == value for name, value in taken.items()) and draft.operator <= pinned:
            return Outcome.UNCHANGED
        after = before | taken
        anew = {name for name in draft.operator if name not in pinned or before[name] != after[name]}
        self._history.keep_all(statement_id, before, after, anew)
        store(self._connection, before, changed=self._sequence, **taken)
        return Outcome.REVISED
