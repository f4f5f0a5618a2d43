"""One SQLite file, opened so that what was committed survives a power cut, and brought to the present schema."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from corpus.errors import ArchiveError, MissingArchiveError, NewerArchiveError
from corpus.schema import HEAD

_BUSY_SECONDS = 30
_KNOWN_MIGRATIONS = frozenset({HEAD})


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver's own guesses
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={_BUSY_SECONDS * 1000}"):
        connection.execute(f"PRAGMA {pragma}").close()


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: a read that later turns into a write could fail half way.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - only needed when a data folder is new or old
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)


class Database:
    """The SQLite file ``path`` through SQLAlchemy Core: WAL, ``synchronous=FULL``, one writer at a time.

    :raises MissingArchiveError: when there is no such file and ``create`` is false.
    :raises NewerArchiveError: when a later version made it.
    :raises ArchiveError: when it is not an archive, or cannot be opened.
    """

    def __init__(self, path: Path, *, create: bool) -> None:
        if not create and not path.exists():
            raise MissingArchiveError(f"{path.parent}: there is no archive here yet; `onrecord add PATH` begins one")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ArchiveError(
                f"{path.parent}: cannot be made ({error.strerror}); name another folder with --data"
            ) from None
        self.path = path
        self.engine: Engine = create_engine(f"sqlite:///{path}", connect_args={"timeout": _BUSY_SECONDS})
        event.listen(self.engine, "connect", _prepare)
        event.listen(self.engine, "begin", _begin)
        try:
            self._open()
        except (DatabaseError, ArchiveError) as error:
            self.close()
            if isinstance(error, ArchiveError):
                raise
            raise self._explained(error) from None

    def _explained(self, error: DatabaseError) -> ArchiveError:
        reason = str(error.orig)
        if isinstance(error, OperationalError):
            return ArchiveError(f"{self.path}: cannot be opened ({reason}); check its permissions and free space")
        return ArchiveError(f"{self.path}: is not an OnRecord archive ({reason}); name another folder with --data")

    def _open(self) -> None:
        with self.engine.connect() as connection:
            version = self._version(connection)
        if version == HEAD:
            return
        if version is not None and version not in _KNOWN_MIGRATIONS:
            raise NewerArchiveError(
                f"{self.path}: was made by a later version of OnRecord "
                f"(schema {version}, this one knows {HEAD}); update OnRecord"
            )
        with self.writing() as connection:
            _migrate(connection)

    @staticmethod
    def _version(connection: Connection) -> str | None:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found is not None else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection on one consistent state of the archive."""
        with self.engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in one transaction: committed at the end, undone when anything is raised.

        :raises ArchiveError: when the database cannot be written (locked, disk full, read-only).
        """
        try:
            with self.engine.connect().execution_options(writing=True) as connection, connection.begin():
                yield connection
        except OperationalError as error:
            raise ArchiveError(
                f"{self.path}: cannot be written ({error.orig}); check free space and permissions"
            ) from None

    def whole(self) -> list[str]:
        """Return what SQLite's own integrity check finds wrong; empty when the file is sound."""
        with self.reading() as connection:
            rows: list[Any] = list(connection.execute(text("PRAGMA integrity_check")).scalars())
        return [str(row) for row in rows if row != "ok"]

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
