"""Checking the archive: SQLite's own integrity check, the hash of every text, the seal of every row and the schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Table, column, select

from corpus.errors import ArchiveError
from corpus.record import sequence
from corpus.record.database import Database
from corpus.record.schema import metadata, revisions
from corpus.record.seals import seal
from corpus.statement import fingerprint

_PAGE = 500
_MOST = 20
"""Lines about one table: a torn page may spoil thousands of rows."""
_CURE = ": `onrecord restore FILE` puts a backup in its place"


def faults(database: Database) -> list[str]:
    """Return a line for each thing that is not as it was written; empty when the archive is sound."""
    found = []
    try:
        found += [f"{database.path}: {fault}" for fault in database.whole()]
        with database.reading() as connection:
            if not sequence.schema_holds(connection):
                found.append(f"{database.path}: the definition of its tables is not what was stored{_CURE}")
        for table in metadata.sorted_tables:
            found += _within(database, table)
    except ArchiveError as error:
        found.append(str(error))
    return found


def _within(database: Database, table: Table) -> list[str]:
    found: list[str] = []
    for line in _broken(database, table):
        if len(found) == _MOST:
            return [*found, f"{database.path}: more rows of {table.name} are not what was stored"]
        found.append(f"{database.path}: {line}{_CURE}")
    return found


def _broken(database: Database, table: Table) -> Iterator[str]:
    if "seal" not in table.c:
        return
    # As the values lie in the file, not as days and instants: another byte in one may still be read as the same day.
    names: list[ColumnElement[Any]] = [column(name) for name in table.c.keys()]  # noqa: SIM118 - not a dictionary
    query = select(*names).select_from(table)
    with database.reading() as connection:
        for row in connection.execute(query.execution_options(yield_per=_PAGE)).mappings():
            if table is revisions and not _has_its_hash(row["text"], row["sha256"]):
                yield f"{row['statement_id']}, revision {row['number']}: its text is not what was stored"
            elif seal(dict(row)) != row["seal"]:
                name = ", ".join(str(row[of.name]) for of in table.primary_key if of.name != "key")
                yield f"{table.name} {name}: is not what was stored"


def _has_its_hash(text: object, sha256: object) -> bool:
    return isinstance(text, str) and fingerprint(text) == sha256
