"""Checking the archive: SQLite's own integrity check, the hash of every text, the seal of every row."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Table, select

from corpus.database import Database
from corpus.errors import ArchiveError
from corpus.schema import metadata, revisions
from corpus.seals import seal
from corpus.statement import fingerprint

_PAGE = 500
_MOST = 20
"""Lines about one table: a torn page may spoil thousands of rows."""


def faults(database: Database) -> list[str]:
    """Return a line for each thing that is not as it was written; empty when the archive is sound."""
    found = []
    try:
        found += [f"{database.path}: {fault}" for fault in database.whole()]
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
        found.append(f"{database.path}: {line}: `onrecord restore FILE` puts a backup in its place")
    return found


def _broken(database: Database, table: Table) -> Iterator[str]:
    if "seal" not in table.c:
        return
    with database.reading() as connection:
        rows = connection.execute(select(table).execution_options(yield_per=_PAGE)).mappings()
        for row in rows:
            try:
                good = seal({column.name: row[column.name] for column in table.c}) == row["seal"]
            except UnicodeError:
                good = False
            if table is revisions and fingerprint(row["text"]) != row["sha256"]:
                yield f"{row['statement_id']}, revision {row['number']}: its text is not what was stored"
            elif not good:
                name = ", ".join(str(row[column.name]) for column in table.primary_key if column.name != "key")
                yield f"{table.name} {name}: is not what was stored"
