"""Bytes that a higher floor computed from passages at some cost, and wants kept beside the record.

This floor does not know what they are. ``recipe`` names how they were computed, ``key`` what from; a change of either
makes another entry, so nothing has to be thrown away when a recipe changes and nothing is computed twice.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from corpus.record.database import Database
from corpus.record.schema import derivations
from corpus.record.seals import sealed

_AT_ONCE = 500
"""Keys in one query: SQLite takes some thousand parameters."""


class Derivations:
    """The kept derivations of an archive."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, recipe: str) -> dict[bytes, bytes]:
        """Return every entry of ``recipe``, by key."""
        query = select(derivations.c.key, derivations.c.value).where(derivations.c.recipe == recipe)
        with self._database.reading() as connection:
            return {row.key: row.value for row in connection.execute(query.execution_options(yield_per=2000))}

    def some(self, recipe: str, keys: Collection[bytes]) -> dict[bytes, bytes]:
        """Return those of the entries ``keys`` of ``recipe`` that are there, by key."""
        found: dict[bytes, bytes] = {}
        wanted = sorted(keys)
        query = select(derivations.c.key, derivations.c.value).where(derivations.c.recipe == recipe)
        with self._database.reading() as connection:
            for first in range(0, len(wanted), _AT_ONCE):
                part = query.where(derivations.c.key.in_(wanted[first : first + _AT_ONCE]))
                found.update((row.key, row.value) for row in connection.execute(part))
        return found

    def keys(self, recipe: str) -> set[bytes]:
        """Return the keys of the entries of ``recipe``."""
        query = select(derivations.c.key).where(derivations.c.recipe == recipe)
        with self._database.reading() as connection:
            return set(connection.execute(query.execution_options(yield_per=10_000)).scalars())

    def keep(self, recipe: str, values: Mapping[bytes, bytes]) -> None:
        """Keep ``values`` (by key: 32 bytes) under ``recipe`` in one transaction; those already there stay.

        :raises ArchiveError: when the archive cannot be written.
        """
        if not values:
            return
        rows = [sealed({"recipe": recipe, "key": key, "value": value}) for key, value in values.items()]
        with self._database.writing() as connection:
            connection.execute(insert(derivations).on_conflict_do_nothing(), rows)
