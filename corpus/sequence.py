"""Counters of the archive: how many batches have changed it, and the number that tells it from every other archive."""

from __future__ import annotations

from sqlalchemy import Connection, select

from corpus.schema import counters
from corpus.seals import sealed

_SEQUENCE, _IDENTITY = "sequence", "identity"


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
