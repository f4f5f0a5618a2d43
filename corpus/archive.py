"""The archive: the only truth. What it acknowledged survives a kill; nothing it held is ever overwritten.

Two kinds of transaction write: :meth:`Archive.record` (a batch of drafts, all or none) and
:meth:`corpus.derivations.Derivations.keep`. Everything else reads.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, select

from corpus.database import Database
from corpus.derivations import Derivations
from corpus.errors import ArchiveError, UnknownStatementError
from corpus.schema import counters, revisions, sources, statements
from corpus.statement import Draft, Provenance, PublicationDate, Revision, Sourced, Statement, fingerprint

FILE = "archive.sqlite3"
_ALPHABET = string.ascii_letters + string.digits
_ID_LENGTH = 10
_SURENESS = {provenance.value: rank for rank, provenance in enumerate(Provenance)}


class Outcome(StrEnum):
    """What recording a draft did."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement in one line, without its text; ``None`` where a fact is not known."""

    id: str
    title: str | None
    date: date | None
    issuer: str | None
    language: str | None


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


def _statement(row: Row[Any], found: Sequence[str]) -> Statement:
    return Statement(
        id=row.id,
        title=row.title,
        date=PublicationDate(row.date, Provenance(row.date_source)),
        issuer=Sourced(row.issuer, Provenance(row.issuer_source)),
        language=Sourced(row.language, Provenance(row.language_source)),
        url=row.url,
        sources=tuple(found),
        revision=Revision(row.id, row.current, row.sha256, row.seen.replace(tzinfo=UTC), row.text),
    )


_LATEST = (
    select(statements, revisions.c.sha256, revisions.c.seen, revisions.c.text)
    .join(revisions, (revisions.c.statement_id == statements.c.id) & (revisions.c.number == statements.c.current))
    .order_by(statements.c.id)
)


class Archive:
    """The archive in the data folder ``folder``.

    :raises MissingArchiveError: when there is none and ``create`` is false.
    :raises NewerArchiveError: when a later version of OnRecord made it.
    :raises ArchiveError: when it cannot be opened.
    """

    def __init__(self, folder: Path, *, create: bool = False) -> None:
        self.folder = folder
        self.database = Database(folder / FILE, create=create)
        self.derivations = Derivations(self.database)

    def close(self) -> None:
        """Close the database."""
        self.database.close()

    def __enter__(self) -> Archive:
        """Return itself; closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the archive."""
        self.close()

    # Writing

    def record(self, drafts: Iterable[Draft]) -> list[Outcome]:
        """Record ``drafts`` in one transaction; return what became of each, in order.

        The same item (its guid, else its source) with other words becomes a new revision of the same statement; the
        same words of the same day from another source become a second source of it, from which only facts that are
        surer than the known ones are taken.

        :raises ArchiveError: when the archive cannot be written; then nothing of the batch is kept.
        """
        now = datetime.now(UTC).replace(tzinfo=None)
        with self.database.writing() as connection:
            outcomes = [self._record(connection, draft, now) for draft in drafts]
            if any(outcome is not Outcome.UNCHANGED for outcome in outcomes):
                self._advance(connection)
        return outcomes

    def _record(self, connection: Connection, draft: Draft, now: datetime) -> Outcome:
        sha256 = fingerprint(draft.text)
        key, digest = draft.guid or draft.source, _digest(draft, sha256)
        here = (sources.c.key == key) & (sources.c.source == draft.source)
        known = connection.execute(select(sources.c.digest).where(here)).scalar()
        if known == digest:
            return Outcome.UNCHANGED
        if (statement_id := self._same_item(connection, key)) is not None:
            outcome = self._revise(connection, statement_id, draft, sha256, now)
        elif (statement_id := self._same_words(connection, sha256, draft)) is not None:
            outcome = self._supplement(connection, statement_id, draft)
        else:
            statement_id, outcome = self._begin(connection, draft, now), Outcome.ADDED
            self._add_revision(connection, Revision(statement_id, 1, sha256, now, draft.text))
        if known is None:
            row = {"key": key, "source": draft.source, "statement_id": statement_id, "digest": digest, "seen": now}
            connection.execute(sources.insert().values(row))
        else:
            connection.execute(sources.update().where(here).values(digest=digest))
        return outcome

    @staticmethod
    def _same_item(connection: Connection, key: str) -> str | None:
        query = select(sources.c.statement_id).where(sources.c.key == key).limit(1)
        return connection.execute(query).scalar()

    @staticmethod
    def _same_words(connection: Connection, sha256: str, draft: Draft) -> str | None:
        query = (
            select(statements.c.id)
            .join(revisions, revisions.c.statement_id == statements.c.id)
            .where(revisions.c.sha256 == sha256, statements.c.date.is_not_distinct_from(draft.date.day))
            .where(statements.c.title.is_not_distinct_from(draft.title))
            .order_by(statements.c.added)
            .limit(1)
        )
        return connection.execute(query).scalar()

    @staticmethod
    def _begin(connection: Connection, draft: Draft, now: datetime) -> str:
        statement_id = _new_id()
        connection.execute(statements.insert().values(id=statement_id, current=1, added=now, **_facts(draft)))
        return statement_id

    @staticmethod
    def _add_revision(connection: Connection, revision: Revision) -> None:
        row = {
            "statement_id": revision.statement_id,
            "number": revision.number,
            "sha256": revision.sha256,
            "seen": revision.seen,
            "text": revision.text,
        }
        connection.execute(revisions.insert().values(row))

    def _revise(self, connection: Connection, statement_id: str, draft: Draft, sha256: str, now: datetime) -> Outcome:
        row = connection.execute(_LATEST.where(statements.c.id == statement_id)).one()
        facts, number = _facts(draft), row.current
        if row.sha256 == sha256 and all(getattr(row, name) == value for name, value in facts.items()):
            return Outcome.UNCHANGED
        if row.sha256 != sha256:
            number += 1
            self._add_revision(connection, Revision(statement_id, number, sha256, now, draft.text))
        connection.execute(statements.update().where(statements.c.id == statement_id).values(current=number, **facts))
        return Outcome.REVISED

    @staticmethod
    def _supplement(connection: Connection, statement_id: str, draft: Draft) -> Outcome:
        # A copy, maybe of an earlier wording: it must neither bring that wording back nor blank what is known.
        row = connection.execute(select(statements).where(statements.c.id == statement_id)).one()
        facts = _facts(draft)
        taken: dict[str, Any] = {}
        for name, source in (("date", "date_source"), ("issuer", "issuer_source"), ("language", "language_source")):
            if _SURENESS[facts[source]] < _SURENESS[getattr(row, source)]:
                taken |= {name: facts[name], source: facts[source]}
        if row.url is None and draft.url is not None:
            taken["url"] = draft.url
        if not taken:
            return Outcome.UNCHANGED
        connection.execute(statements.update().where(statements.c.id == statement_id).values(taken))
        return Outcome.REVISED

    @staticmethod
    def _advance(connection: Connection) -> None:
        changed = connection.execute(
            counters.update().where(counters.c.name == "sequence").values(value=counters.c.value + 1)
        )
        if changed.rowcount == 0:
            connection.execute(counters.insert().values(name="sequence", value=1))

    # Reading

    def sequence(self) -> int:
        """Return how many batches have changed the archive: a derived index made at this number is up to date."""
        with self.database.reading() as connection:
            return connection.execute(select(counters.c.value).where(counters.c.name == "sequence")).scalar() or 0

    def count(self) -> int:
        """Return the number of statements."""
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(statements)).scalar_one()

    def overview(self) -> list[Fact]:
        """Return what is in the archive, without the texts, ordered by id."""
        columns = (statements.c.id, statements.c.title, statements.c.date, statements.c.issuer, statements.c.language)
        with self.database.reading() as connection:
            rows = connection.execute(select(*columns).order_by(statements.c.id)).all()
        return [Fact(*row) for row in rows]

    def statements(self) -> Iterator[Statement]:
        """Give every statement with its latest wording, ordered by id, from one consistent state."""
        with self.database.reading() as connection:
            found: dict[str, list[str]] = {}
            for statement_id, source in connection.execute(
                select(sources.c.statement_id, sources.c.source).order_by(sources.c.seen, sources.c.source)
            ):
                found.setdefault(statement_id, []).append(source)
            for row in connection.execute(_LATEST.execution_options(yield_per=200)):
                yield _statement(row, found[row.id])

    def statement(self, statement_id: str) -> Statement:
        """Return the statement ``statement_id`` with its latest wording.

        :raises UnknownStatementError: when there is none.
        """
        with self.database.reading() as connection:
            row = connection.execute(_LATEST.where(statements.c.id == statement_id)).one_or_none()
            if row is None:
                raise UnknownStatementError(f"{statement_id}: no statement has this id; `onrecord list` shows them")
            query = select(sources.c.source).where(sources.c.statement_id == statement_id)
            found = connection.execute(query.order_by(sources.c.seen, sources.c.source)).scalars().all()
        return _statement(row, found)

    def revisions(self, statement_id: str) -> list[Revision]:
        """Return every wording of ``statement_id``, the first one first.

        :raises UnknownStatementError: when there is no such statement.
        """
        query = select(revisions).where(revisions.c.statement_id == statement_id).order_by(revisions.c.number)
        with self.database.reading() as connection:
            found = connection.execute(query).all()
        if not found:
            raise UnknownStatementError(f"{statement_id}: no statement has this id; `onrecord list` shows them")
        return [
            Revision(row.statement_id, row.number, row.sha256, row.seen.replace(tzinfo=UTC), row.text) for row in found
        ]

    def revision(self, statement_id: str, number: int) -> Revision:
        """Return the wording ``number`` of ``statement_id``.

        :raises UnknownStatementError: when there is no such wording.
        """
        query = select(revisions).where(revisions.c.statement_id == statement_id, revisions.c.number == number)
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownStatementError(
                f"{statement_id}: has no revision {number}; `onrecord show {statement_id}` lists them"
            )
        return Revision(row.statement_id, row.number, row.sha256, row.seen.replace(tzinfo=UTC), row.text)

    def damaged(self) -> list[str]:
        """Return a line for each fault: SQLite's own integrity check, and revisions whose text is not their hash."""
        faults = []
        query = select(revisions.c.statement_id, revisions.c.number, revisions.c.sha256, revisions.c.text)
        try:
            faults += [f"{self.database.path}: {fault}" for fault in self.database.whole()]
            with self.database.reading() as connection:
                for row in connection.execute(query.execution_options(yield_per=200)):
                    if fingerprint(row.text) != row.sha256:
                        where = f"{self.database.path}: {row.statement_id}, revision {row.number}"
                        faults.append(f"{where}: its text is not what was stored; restore a backup")
        except ArchiveError as error:
            faults.append(str(error))
        return faults
