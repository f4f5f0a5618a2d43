"""Twins: the same words under another address are one statement with two sources, unless they were issued twice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Row, select

from corpus.record.schema import revisions, statements

_TELLING = 200
"""Code points from which a text that comes twice is hardly two texts: "To be announced." is."""


def _folded(title: str) -> str:
    return "".join(character for character in title.casefold() if character.isalnum())


def _may_be(row: Row[*tuple[Any, ...]], known: Mapping[str, Any], length: int) -> bool:
    """Return whether the statement ``row`` may be the one with the facts ``known``: no fact says otherwise."""
    dates, titles = {row.date, known["date"]} - {None}, {row.title, known["title"]} - {None}
    if len(dates) > 1:
        return False
    if length < _TELLING:
        return bool(row.date == known["date"] and row.title == known["title"])
    folded = sorted(map(_folded, titles), key=len)
    # A page adds the name of its site to a title; a title that is another one belongs to another statement.
    return len(folded) < 2 or folded[0] in folded[1]  # noqa: PLR2004 - one of them, or both


def twin_of(
    connection: Connection, text: str, sha256: str, known: Mapping[str, Any], *, latest: bool = False
) -> str | None:
    """Return the statement that ``text`` with the facts ``known`` is a copy of, ``None`` when it is of none.

    A copy has the very same words, and no other day and no other title. Where the day of one of them is not known, the
    statement must be the only one with these words: the same words are issued on several days. With ``latest``, only
    the latest wording of a statement counts.
    """
    query = (
        select(statements.c.id, statements.c.title, statements.c.date)
        .join(revisions, revisions.c.statement_id == statements.c.id)
        .where(revisions.c.sha256 == sha256, statements.c.withdrawn.is_(None))
        .group_by(statements.c.id)
        .order_by(statements.c.added, statements.c.id)
    )
    if latest:
        query = query.where(revisions.c.number == statements.c.current)
    rows = connection.execute(query).all()
    for row in rows:
        if row.date == known["date"] and row.title == known["title"]:
            return str(row.id)
    found = [row for row in rows if _may_be(row, known, len(text))]
    of_the_day = [row for row in found if row.date == known["date"] and row.date is not None]
    if of_the_day:
        return str(of_the_day[0].id)
    return str(found[0].id) if len(found) == 1 == len(rows) else None
