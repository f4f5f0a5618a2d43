"""Numbers of the archive: how many batches have changed it, which tells it from every other one, that of its schema."""

from __future__ import annotations

import hashlib
import json

from sqlalchemy import Connection, select, text

from corpus.record.schema import counters
from corpus.record.seals import sealed

_SEQUENCE, _IDENTITY, _SCHEMA = "sequence", "identity", "schema"
# What `ANALYZE` notes is no part of the record.
_DEFINITIONS = text(
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_stat%' ORDER BY type, name"
)
_BYTES = 7


def _value(connection: Connection, name: str) -> int:
    return connection.execute(select(counters.c.value).where(counters.c.name == name)).scalar() or 0


def _set(connection: Connection, name: str, value: int) -> None:
    row = sealed({"name": name, "value": value})
    if connection.execute(counters.update().where(counters.c.name == name).values(row)).rowcount == 0:
        connection.execute(counters.insert().values(row))


def present(connection: Connection) -> int:
    """Return how many batches have changed the archive."""
    return _value(connection, _SEQUENCE)


def upcoming(connection: Connection) -> int:
    """Return the number that the archive has once the transaction at hand has changed it."""
    return present(connection) + 1


def advance(connection: Connection) -> None:
    """Count one more batch that changed the archive."""
    _set(connection, _SEQUENCE, upcoming(connection))


def identity(connection: Connection) -> str:
    """Return the name of this archive, which no other has; it changes when another one is restored in its place."""
    return f"{_value(connection, _IDENTITY):x}"


def rename(connection: Connection, value: int) -> None:
    """Give the archive the identity ``value``, a random number below 2^62."""
    _set(connection, _IDENTITY, value)


def _definitions(connection: Connection) -> int:
    found = [list(row) for row in connection.execute(_DEFINITIONS)]
    raw = json.dumps(found, default=repr).encode()
    return int.from_bytes(hashlib.blake2b(raw, digest_size=_BYTES).digest())


def seal_schema(connection: Connection) -> None:
    """Keep what the tables and indexes are defined as, once they have been made or altered."""
    _set(connection, _SCHEMA, _definitions(connection))


def schema_holds(connection: Connection) -> bool:
    """Return whether the tables and indexes are defined as they were by :func:`seal_schema`."""
    return _value(connection, _SCHEMA) == _definitions(connection)
