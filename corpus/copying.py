"""Whole and consistent copies of a database in use: SQLite's own online backup, durable before it is seen."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from corpus.errors import ArchiveError


def sync(path: Path) -> None:
    """Wait until the file or folder ``path`` is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def publish(temporary: Path, file: Path) -> None:
    """Put the finished ``temporary`` in the place of ``file``, all at once and for good."""
    sync(temporary)
    temporary.replace(file)
    sync(file.parent)


def copy_to(database: Path, file: Path) -> None:
    """Copy the SQLite file ``database``, which others may be writing, to ``file`` as one consistent state.

    :raises ArchiveError: when it cannot be read or ``file`` cannot be written; then ``file`` is as it was.
    """
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with (
            closing(sqlite3.connect(f"{database.absolute().as_uri()}?mode=ro", uri=True)) as source,
            closing(sqlite3.connect(temporary)) as target,
        ):
            source.backup(target)
            # A copy is one file: no log beside it.
            target.execute("PRAGMA journal_mode=DELETE").close()
        publish(temporary, file)
    except (sqlite3.Error, OSError) as error:
        temporary.unlink(missing_ok=True)
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise ArchiveError(f"{file}: cannot be written ({reason}); check free space and permissions") from None
