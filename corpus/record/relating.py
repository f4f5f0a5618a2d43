"""Relations between statements: versions in other languages, and statements of nearly the same words."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, func, select
from sqlalchemy.dialects.sqlite import insert

from corpus.record.database import Database
from corpus.record.kinship import NEAR, likeness, sketch
from corpus.record.schema import likenesses, marks, revisions, sketches, statements

_COMPARED = 20
"""Candidates that are compared word for word: those that share the most bands."""

_AT_ONCE = 500
"""Ids in one query: SQLite takes some thousand parameters."""


@dataclass(frozen=True, slots=True)
class Near:
    """A statement of nearly the same words; ``percent`` of the word sequences of both are in common."""

    statement_id: str
    percent: int


@dataclass(frozen=True, slots=True)
class Version:
    """A statement that is another one in ``language``; ``revision`` is the number of its latest wording."""

    language: str
    statement_id: str
    revision: int


def mark(connection: Connection, statement_id: str, found: Iterable[str]) -> None:
    """Keep that the statement ``statement_id`` has the marks ``found``, besides those it has."""
    rows = [{"mark": one, "statement_id": statement_id} for one in found]
    if rows:
        connection.execute(insert(marks).on_conflict_do_nothing(), rows)


def unmark(connection: Connection, statement_id: str, found: Iterable[str]) -> None:
    """Forget that the statement ``statement_id`` has the marks ``found``: what they came from left it."""
    connection.execute(marks.delete().where(marks.c.statement_id == statement_id, marks.c.mark.in_(list(found))))


def unrelate(connection: Connection, statement_id: str) -> None:
    """Forget which statements have nearly the same words as ``statement_id``: it has other words now."""
    connection.execute(sketches.delete().where(sketches.c.statement_id == statement_id))
    others = select(likenesses.c.other).where(likenesses.c.one == statement_id)
    for other in connection.execute(others).scalars().all():
        connection.execute(likenesses.delete().where(likenesses.c.one == other, likenesses.c.other == statement_id))
    connection.execute(likenesses.delete().where(likenesses.c.one == statement_id))


def relate(connection: Connection, statement_id: str, text: str) -> None:
    """Link ``statement_id``, whose latest wording is ``text``, with the statements of nearly the same words."""
    bands = sketch(text)
    if not bands:
        return
    shared = func.count()
    near = (
        select(sketches.c.statement_id)
        .where(sketches.c.band.in_(bands))
        .group_by(sketches.c.statement_id)
        .order_by(shared.desc(), sketches.c.statement_id)
        .limit(_COMPARED)
    )
    ids = connection.execute(near).scalars().all()
    connection.execute(sketches.insert(), [{"band": band, "statement_id": statement_id} for band in bands])
    latest = (
        select(statements.c.id, revisions.c.text)
        .join(revisions, (revisions.c.statement_id == statements.c.id) & (revisions.c.number == statements.c.current))
        .where(statements.c.id.in_(ids))
    )
    rows = []
    for row in connection.execute(latest):
        if (percent := likeness(text, row.text)) >= NEAR:
            rows += [
                {"one": statement_id, "other": row.id, "percent": percent},
                {"one": row.id, "other": statement_id, "percent": percent},
            ]
    if rows:
        connection.execute(likenesses.insert(), rows)


# Written once: it is asked with every question, and putting it together takes longer than answering it.
_mine, _theirs = marks.alias("mine"), marks.alias("theirs")
_here, _there = statements.alias("here"), statements.alias("there")
_VERSIONS = (
    select(_mine.c.statement_id, _there.c.language, _there.c.id, _there.c.current)
    .distinct()
    .join(_theirs, _theirs.c.mark == _mine.c.mark)
    .join(_here, _here.c.id == _mine.c.statement_id)
    .join(_there, _there.c.id == _theirs.c.statement_id)
    .where(_here.c.language.is_not(None), _there.c.language.is_not(None), _here.c.language != _there.c.language)
    .where(_here.c.withdrawn.is_(None), _there.c.withdrawn.is_(None))
    .where(_mine.c.statement_id.in_(bindparam("ids", expanding=True)))
    .order_by(_there.c.added, _there.c.id)
)


class Relations:
    """What the archive knows of how its statements belong together."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def versions(self, ids: Collection[str]) -> dict[str, tuple[Version, ...]]:
        """Return the versions of the statements ``ids`` in other languages, by id, ordered by language.

        Versions share a mark (guid, declared address, address but for the language) and have another known language;
        one a language, the earliest added first. Withdrawn statements are none, and have none.
        """
        found: dict[str, dict[str, Version]] = {}
        wanted = sorted(ids)
        with self._database.reading() as connection:
            for first in range(0, len(wanted), _AT_ONCE):
                part = {"ids": wanted[first : first + _AT_ONCE]}
                for one, *other in connection.execute(_VERSIONS, part):
                    found.setdefault(one, {}).setdefault(other[0], Version(*other))
        return {one: tuple(others[code] for code in sorted(others)) for one, others in found.items()}

    def near(self, statement_id: str) -> tuple[Near, ...]:
        """Return the statements of nearly the same words as ``statement_id``, the nearest first."""
        query = (
            select(likenesses.c.other, likenesses.c.percent)
            .where(likenesses.c.one == statement_id)
            .order_by(likenesses.c.percent.desc(), likenesses.c.other)
        )
        with self._database.reading() as connection:
            return tuple(Near(row.other, row.percent) for row in connection.execute(query))
