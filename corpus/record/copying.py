"""Whole and consistent copies of a database in use: SQLite's own online backup, durable before it is seen."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from corpus.durability import publish
from corpus.errors import CopyError


def is_writable(database: Path) -> bool:
    """Return whether the user may write the SQLite file ``database``."""
    # SQLite writes its log beside the file, so the folder counts too.
    effective = os.access in os.supports_effective_ids
    return all(os.access(place, os.W_OK, effective_ids=effective) for place in (database, database.parent))


def _open(database: Path) -> sqlite3.Connection:
    # Where nobody is writing and no log can be made, SQLite must not look for one.
    still = not is_writable(database) and not database.with_name(f"{database.name}-wal").exists()
    mode = "mode=ro&immutable=1" if still else "mode=ro"
    return sqlite3.connect(f"{database.absolute().as_uri()}?{mode}", uri=True)


def is_broken(database: Path) -> bool:
    """Return whether the file ``database`` is so damaged that SQLite cannot open it."""
    try:
        with closing(_open(database)) as opened:
            opened.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.DatabaseError as error:
        return error.sqlite_errorcode & 0xFF in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}
    return False


def _discard(temporary: Path) -> None:
    for suffix in ("", "-journal"):
        temporary.with_name(temporary.name + suffix).unlink(missing_ok=True)


def copy_to(database: Path, file: Path) -> None:
    """Copy the SQLite file ``database``, which others may be writing, to ``file`` as one consistent state.

    :raises CopyError: when it cannot be read or ``file`` cannot be written; then ``file`` is as it was.
    """
    temporary = file.with_name(f".{file.name}.part")
    try:
        _discard(temporary)  # of a program that was killed
        with (
            closing(_open(database)) as source,
            closing(sqlite3.connect(temporary)) as target,
        ):
            source.backup(target)
            # A copy is one file: no log beside it.
            target.execute("PRAGMA journal_mode=DELETE").close()
        publish(temporary, file)
    except (sqlite3.Error, OSError) as error:
        _discard(temporary)
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise CopyError(file, reason) from None
