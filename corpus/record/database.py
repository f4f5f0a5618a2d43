"""One SQLite file, opened so that what was committed survives a power cut, and brought to the present schema."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, NullPool, create_engine, event, inspect, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from corpus.errors import ArchiveError, MissingArchiveError, NewerArchiveError
from corpus.record.copying import copy_to, is_writable
from corpus.record.schema import HEAD
from corpus.record.sequence import seal_schema

_BUSY_SECONDS = 30
_PAUSE_SECONDS = 0.02
_EARLIER = frozenset({"0001"})
"""Schemas of earlier versions, which are brought up to date here."""


def _prepare(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions are begun by `_begin`, not by the driver's own guesses
    for pragma in (f"busy_timeout={_BUSY_SECONDS * 1000}", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}").close()
    _use_write_ahead_log(connection)


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    # Two programs that open a new file at once: SQLite refuses one of them this switch without waiting.
    until = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").close()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > until:
                raise
            time.sleep(_PAUSE_SECONDS)
        else:
            return


def _refuse_name(path: Path) -> None:
    try:
        str(path.absolute()).encode()
    except UnicodeEncodeError:
        shown = str(path.parent).encode(errors="backslashreplace").decode()
        raise ArchiveError(f"{shown}: its name is not UTF-8; name another folder with --data") from None


def _writable_engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": _BUSY_SECONDS})
    event.listen(engine, "connect", _prepare)
    return engine


def _readonly_engine(path: Path) -> Engine:
    def connect() -> sqlite3.Connection:
        # Without a log, nobody is writing, and SQLite could not make one here even to read: it need not look for any.
        mode = "mode=ro" if path.with_name(f"{path.name}-wal").exists() else "mode=ro&immutable=1"
        return sqlite3.connect(
            f"{path.absolute().as_uri()}?{mode}",
            uri=True,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )

    # No pool: each connection finds out anew whether somebody who may write is doing so.
    return create_engine("sqlite://", creator=connect, poolclass=NullPool)


def _code(error: DatabaseError) -> int | None:
    """Return SQLite's primary result code, or ``None`` when it is a complaint of the driver's own."""
    code: int | None = getattr(error.orig, "sqlite_errorcode", None)
    return None if code is None else code & 0xFF


def _is_damage(error: DatabaseError) -> bool:
    # The driver's complaint about a stored text that is not UTF-8 any more has no code.
    code = _code(error)
    return code == sqlite3.SQLITE_CORRUPT or (code is None and "decode" in str(error.orig))


def _begin(connection: Connection) -> None:
    # A writer takes the lock at once: a read that later turns into a write could fail half way.
    writing = connection.get_execution_options().get("writing", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _migrate(connection: Connection) -> None:
    from alembic import command  # noqa: PLC0415 - only needed when a data folder is new or old
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    folder = str(Path(__file__).parent / "migrations")
    config.set_main_option("script_location", folder.replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, HEAD)
    seal_schema(connection)


class Database:
    """The SQLite file ``path`` through SQLAlchemy Core: WAL, ``synchronous=FULL``, one writer at a time.

    Where the user may not write, it is opened for reading only, and writing is an error.

    :raises MissingArchiveError: when there is no such file and ``create`` is false.
    :raises NewerArchiveError: when a later version made it.
    :raises ArchiveError: when it is not an archive, or cannot be opened.
    """

    def __init__(self, path: Path, *, create: bool) -> None:
        _refuse_name(path)
        try:
            for place in path.parents:
                if place.exists() and not place.is_dir():
                    raise ArchiveError(f"{place}: is a file, not a folder; name a folder with --data")
            if not create and not path.exists():
                raise MissingArchiveError(f"{path.parent}: there is no archive here; `onrecord add PATH` begins one")
            path.parent.mkdir(parents=True, exist_ok=True)
            readonly = path.is_file() and not is_writable(path)
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise ArchiveError(
                f"{path.parent}: cannot be used ({reason}); check its permissions, or name another with --data"
            ) from None
        self.path, self.readonly = path, readonly
        self.engine: Engine = _readonly_engine(path) if readonly else _writable_engine(path)
        event.listen(self.engine, "begin", _begin)
        try:
            self._open()
        except ArchiveError:
            self.close()
            raise
        except DatabaseError as error:
            self.close()
            raise self._explained(error, "opened", "check its permissions and free space") from None
        except UnicodeDecodeError:  # the driver could not even read SQLite's complaint about the names of its tables
            self.close()
            raise self._damaged("malformed database schema") from None

    def _damaged(self, reason: str) -> ArchiveError:
        return ArchiveError(f"{self.path}: is damaged ({reason}); `onrecord restore FILE` puts a backup in its place")

    def _explained(self, error: DatabaseError, verb: str, cure: str) -> ArchiveError:
        if _is_damage(error):
            return self._damaged(str(error.orig))
        if _code(error) == sqlite3.SQLITE_NOTADB:
            return ArchiveError(
                f"{self.path}: is not an OnRecord archive ({error.orig}); name another folder with --data"
            )
        return ArchiveError(f"{self.path}: cannot be {verb} ({error.orig}); {cure}")

    def _open(self) -> None:
        with self.engine.connect() as connection:
            tables = inspect(connection).get_table_names()
            version = self._version_if_any(connection)
        if version == HEAD:
            return
        if version is None and set(tables) - {"alembic_version"}:
            raise ArchiveError(
                f"{self.path}: is not an OnRecord archive (another program's tables are in it); "
                "name another folder with --data"
            )
        if version is not None and version not in _EARLIER:
            raise NewerArchiveError(
                f"{self.path}: was made by a later version of OnRecord "
                f"(schema {version}, this one knows {HEAD}); update OnRecord"
            )
        if version is not None and self.readonly:
            raise ArchiveError(
                f"{self.path}: was made by an earlier version of OnRecord and cannot be brought up to date "
                "(it may only be read); run `onrecord verify` once as a user who may write it"
            )
        with self.writing() as connection:
            # Another program may have done it while this one waited for its turn: then its copy is the earlier file.
            version = self._version_if_any(connection)
            if version != HEAD:
                if version is not None:
                    self._keep_copy(version)
                _migrate(connection)

    def _keep_copy(self, version: str) -> None:
        """Copy the file as an earlier version made it beside it, before it is brought up to date."""
        copy_to(self.path, self.path.with_name(f"{self.path.stem}-{version}{self.path.suffix}"))

    def _version_if_any(self, connection: Connection) -> str | None:
        return self._version(connection) if "alembic_version" in inspect(connection).get_table_names() else None

    @staticmethod
    def _version(connection: Connection) -> str | None:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return str(found) if found is not None else None

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection on one consistent state of the archive.

        :raises ArchiveError: when the file cannot be read (damaged, locked).
        """
        try:
            with self.engine.connect() as connection:
                yield connection
        except DatabaseError as error:
            raise self._explained(error, "read", "check its permissions, or restore a backup") from None
        except (ValueError, TypeError, KeyError) as error:  # a day that is none any more, a statement without a source
            raise self._damaged(f"it holds what was never stored: {error}") from error

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give a connection in one transaction: committed at the end, undone when anything is raised.

        :raises ArchiveError: when the database cannot be written (locked, disk full, read-only, damaged).
        """
        try:
            with self.engine.connect().execution_options(writing=True) as connection, connection.begin():
                yield connection
        except IntegrityError:  # a fault of ours, not of the disk
            raise
        except DatabaseError as error:
            raise self._explained(error, "written", "check free space and permissions") from None

    def whole(self) -> list[str]:
        """Return what SQLite's own integrity check finds wrong; empty when the file is sound.

        :raises ArchiveError: when it is so damaged that the check itself cannot be run.
        """
        with self.reading() as connection:
            rows: list[Any] = list(connection.execute(text("PRAGMA integrity_check")).scalars())
        return [str(row) for row in rows if row != "ok"]

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
