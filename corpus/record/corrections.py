"""The operator's corrections of what is on record: facts put right, a statement marked as withdrawn. Each is kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, select

from corpus.days.dates import given_day
from corpus.errors import UnknownStatementError
from corpus.languages import given_language
from corpus.record import facts
from corpus.record.database import Database
from corpus.record.facts import Change
from corpus.record.recording import store
from corpus.record.schema import statements
from corpus.record.sequence import advance, upcoming
from corpus.statement import given
from corpus.text import stored_text

_WITHDRAWN = "withdrawn"


def corrected(
    *, title: str | None, date: str | None, issuer: str | None, language: str | None, url: str | None
) -> dict[str, Any]:
    """Return an operator's corrections for :meth:`Corrections.edit`: ``None`` leaves a fact, an empty one clears it.

    :raises FactError: when the date or the language is not valid.
    """
    values: dict[str, Any] = {}
    if title is not None:
        values["title"] = " ".join(stored_text(title).split()) or None
    if date is not None:
        day = given_day(date, "--date")
        values |= {"date": day.day, "date_source": day.source.value}
    if issuer is not None:
        who = given(" ".join(stored_text(issuer).split()) or None)
        values |= {"issuer": who.value, "issuer_source": who.source.value}
    if language is not None:
        spoken = given_language(language, "--language")
        values |= {"language": spoken.value, "language_source": spoken.source.value}
    if url is not None:
        values["url"] = stored_text(url).strip() or None
    return values


class Corrections:
    """What an operator changed in the archive ``database``, and when."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def edit(self, statement_id: str, values: Mapping[str, Any]) -> bool:
        """Put facts of ``statement_id`` right; return whether anything changed.

        ``values``: columns of the archive (``title``, ``date`` with ``date_source``, ``issuer`` with
        ``issuer_source``, ``language`` with ``language_source``, ``url``). A fact that was put right stays so: no
        source changes it any more.

        :raises UnknownStatementError: when there is no such statement.
        :raises ArchiveError: when the archive cannot be written.
        """
        with self._database.writing() as connection:
            before = _statement(connection, statement_id)
            pinned = facts.pinned(connection, statement_id)
            named = [name for name in facts.FIELDS if name in values]
            anew = [name for name in named if name not in pinned or before[name] != values[name]]
            if not anew:
                return False
            history = facts.History(connection, _now())
            for name in anew:
                history.keep(statement_id, name, before, values, by=facts.OPERATOR)
            store(connection, before, changed=upcoming(connection), **values)
            advance(connection)
        return True

    def withdraw(self, statement_id: str, reason: str = "") -> bool:
        """Mark ``statement_id`` as withdrawn: it is kept, and quoted no more. Return whether it was not so already.

        :raises UnknownStatementError: when there is no such statement.
        :raises ArchiveError: when the archive cannot be written.
        """
        return self._mark(statement_id, reason, withdrawn=True)

    def reinstate(self, statement_id: str) -> bool:
        """Take the mark of :meth:`withdraw` back; return whether there was one.

        :raises UnknownStatementError: when there is no such statement.
        :raises ArchiveError: when the archive cannot be written.
        """
        return self._mark(statement_id, None, withdrawn=False)

    def _mark(self, statement_id: str, reason: str | None, *, withdrawn: bool) -> bool:
        with self._database.writing() as connection:
            before = _statement(connection, statement_id)
            if (before[_WITHDRAWN] is not None) == withdrawn:
                return False
            now = _now()
            facts.History(connection, now).keep(statement_id, _WITHDRAWN, {}, {_WITHDRAWN: reason}, by=facts.OPERATOR)
            store(connection, before, withdrawn=now if withdrawn else None, changed=upcoming(connection))
            advance(connection)
        return True

    def history(self, statement_id: str) -> list[Change]:
        """Return every change of the facts of a statement, by the operator or its source, the first one first.

        :raises UnknownStatementError: when there is no such statement.
        """
        with self._database.reading() as connection:
            _statement(connection, statement_id)
            return facts.history(connection, statement_id)


def _now() -> datetime:
    return datetime.now(UTC).replace(tzinfo=None)


def _statement(connection: Connection, statement_id: str) -> dict[str, Any]:
    # It may hold characters that the driver refuses.
    named = statement_id if statement_id.isascii() else ""
    row = connection.execute(select(statements).where(statements.c.id == named)).mappings().one_or_none()
    if row is None:
        raise UnknownStatementError.of(statement_id)
    return dict(row)
