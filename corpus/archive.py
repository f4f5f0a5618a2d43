"""The archive: the only truth. What it acknowledged survives a kill; nothing it held is ever overwritten.

Four kinds of transaction write: :meth:`Archive.record` (a batch of drafts, all or none; its rules are in
:mod:`corpus.record.recording`), the operator's :mod:`corpus.record.corrections`, what was computed
(:mod:`corpus.record.derivations`) and what was fetched (:mod:`corpus.record.fetches`). Everything else reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select

from corpus.errors import UnknownStatementError
from corpus.record import checking, sequence
from corpus.record.corrections import Corrections
from corpus.record.database import Database
from corpus.record.derivations import Derivations
from corpus.record.fetches import Fetches
from corpus.record.recording import Outcome, Recorder
from corpus.record.relating import Relations
from corpus.record.schema import revisions, sources, statements
from corpus.statement import Draft, Provenance, PublicationDate, Revision, Sourced, Statement

__all__ = ["FILE", "Archive", "Fact", "Outcome"]

FILE = "archive.sqlite3"


_ID = re.compile(r"[A-Za-z0-9]{10}")
_LARGEST = 2**63 - 1  # of SQLite's integers
_PAGE = 200


def _checked(statement_id: str) -> str:
    # It may come from a link or a command line, with characters that the driver refuses.
    if not _ID.fullmatch(statement_id):
        raise UnknownStatementError.of(statement_id)
    return statement_id


@dataclass(frozen=True, slots=True)
class Fact:
    """A statement in one line, without its text; ``None`` where a fact is not known."""

    id: str
    title: str | None
    date: date | None
    issuer: str | None
    language: str | None
    withdrawn: bool = False


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
        withdrawn=row.withdrawn.replace(tzinfo=UTC) if row.withdrawn else None,
    )


_LATEST = (
    select(statements, revisions.c.sha256, revisions.c.seen, revisions.c.text)
    .join(revisions, (revisions.c.statement_id == statements.c.id) & (revisions.c.number == statements.c.current))
    .order_by(statements.c.id)
)


# Written once: they are asked several times with every question.
_ONE = _LATEST.where(statements.c.id == bindparam("id"))
_SOURCES = select(sources.c.statement_id, sources.c.source).order_by(sources.c.seen, sources.c.source)
_SOURCES_OF = _SOURCES.where(sources.c.statement_id.in_(bindparam("ids", expanding=True)))


def _sources(connection: Connection, ids: Sequence[str] | None = None) -> dict[str, list[str]]:
    """Return the sources of the statements ``ids``, of all when it is ``None``, in the order they were first read."""
    rows = connection.execute(_SOURCES) if ids is None else connection.execute(_SOURCES_OF, {"ids": ids})
    found: dict[str, list[str]] = {}
    for statement_id, source in rows:
        found.setdefault(statement_id, []).append(source)
    return found


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
        self.corrections = Corrections(self.database)
        self.relations = Relations(self.database)
        self.fetches = Fetches(self.database)

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

        The same item (its guid in one language, else its source) with other words becomes a new revision of the same
        statement; what it does not know any more, or knows less surely, stays as it was. The same words of the same
        day from another source become a second source of it, from which only facts that are surer than the known ones
        are taken; when one of the two has other words later, it becomes a statement of its own.

        :raises ArchiveError: when the archive cannot be written; then nothing of the batch is kept.
        """
        with self.database.writing() as connection:
            recorder = Recorder(connection, datetime.now(UTC).replace(tzinfo=None), sequence.upcoming(connection))
            outcomes = [recorder.record(draft) for draft in drafts]
            if any(outcome is not Outcome.UNCHANGED for outcome in outcomes):
                sequence.advance(connection)
        return outcomes

    # Reading

    def sequence(self) -> int:
        """Return how many batches have changed the archive: a derived index made at this number is up to date."""
        with self.database.reading() as connection:
            return sequence.present(connection)

    def identity(self) -> str:
        """Return the name of this archive, which no other has; it changes when another one is restored in its place."""
        with self.database.reading() as connection:
            return sequence.identity(connection)

    def changes(self, since: int) -> tuple[int, Iterator[Statement]]:
        """Return :meth:`sequence`, and every statement that changed after it was ``since``, ordered by id.

        Withdrawn ones are among them. They come with their latest wording, which may be newer than that number.
        """
        with self.database.reading() as connection:
            now = sequence.present(connection)
            query = select(statements.c.id).where(statements.c.changed > since).order_by(statements.c.id)
            ids = connection.execute(query).scalars().all()
        return now, self._some(ids)

    def _some(self, ids: Sequence[str]) -> Iterator[Statement]:
        for first in range(0, len(ids), _PAGE):
            part = ids[first : first + _PAGE]
            with self.database.reading() as connection:
                found = _sources(connection, part)
                rows = connection.execute(_LATEST.where(statements.c.id.in_(part))).all()
            for row in rows:
                yield _statement(row, found[row.id])

    def count(self) -> int:
        """Return the number of statements."""
        with self.database.reading() as connection:
            return connection.execute(select(func.count()).select_from(statements)).scalar_one()

    def overview(self) -> list[Fact]:
        """Return what is in the archive, without the texts, ordered by id."""
        of = statements.c
        columns = (of.id, of.title, of.date, of.issuer, of.language, of.withdrawn.is_not(None))
        with self.database.reading() as connection:
            rows = connection.execute(select(*columns).order_by(statements.c.id)).all()
        return [Fact(*row) for row in rows]

    def issuers(self) -> frozenset[str]:
        """Return the issuers of the statements, as recorded."""
        known = statements.c.issuer.is_not(None)
        with self.database.reading() as connection:
            return frozenset(connection.execute(select(statements.c.issuer).where(known).distinct()).scalars())

    def issued_by(self, issuer: str) -> list[str]:
        """Return the ids of the statements whose issuer is recorded as ``issuer``."""
        with self.database.reading() as connection:
            return list(connection.execute(select(statements.c.id).where(statements.c.issuer == issuer)).scalars())

    def statements(self) -> Iterator[Statement]:
        """Give every statement with its latest wording, ordered by id, from one consistent state."""
        with self.database.reading() as connection:
            found = _sources(connection)
            for row in connection.execute(_LATEST.execution_options(yield_per=_PAGE)):
                yield _statement(row, found[row.id])

    def statement(self, statement_id: str) -> Statement:
        """Return the statement ``statement_id`` with its latest wording.

        :raises UnknownStatementError: when there is none.
        """
        with self.database.reading() as connection:
            row = connection.execute(_ONE, {"id": _checked(statement_id)}).one_or_none()
            if row is None:
                raise UnknownStatementError.of(statement_id)
            return _statement(row, _sources(connection, [statement_id])[statement_id])

    def revisions(self, statement_id: str) -> list[Revision]:
        """Return every wording of ``statement_id``, the first one first.

        :raises UnknownStatementError: when there is no such statement.
        """
        wanted = revisions.c.statement_id == _checked(statement_id)
        query = select(revisions).where(wanted).order_by(revisions.c.number)
        with self.database.reading() as connection:
            found = connection.execute(query).all()
        if not found:
            raise UnknownStatementError.of(statement_id)
        return [
            Revision(row.statement_id, row.number, row.sha256, row.seen.replace(tzinfo=UTC), row.text) for row in found
        ]

    def revision(self, statement_id: str, number: int) -> Revision:
        """Return the wording ``number`` of ``statement_id``.

        :raises UnknownStatementError: when there is no such wording.
        """
        wanted = (revisions.c.statement_id == _checked(statement_id)) & (revisions.c.number == min(number, _LARGEST))
        query = select(revisions).where(wanted)
        with self.database.reading() as connection:
            row = connection.execute(query).one_or_none()
        if row is None:
            raise UnknownStatementError(
                f"{statement_id}: has no revision {number}; `onrecord show {statement_id}` lists them"
            )
        return Revision(row.statement_id, row.number, row.sha256, row.seen.replace(tzinfo=UTC), row.text)

    def damaged(self) -> list[str]:
        """Return a line for each fault in the file: see :mod:`corpus.record.checking`."""
        return checking.faults(self.database)
