"""What was fetched from the web: when each address was last read, and by what its server tells whether it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import select

from corpus.record.database import Database
from corpus.record.schema import fetches
from corpus.record.seals import sealed


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave to ask it later whether an address has changed (RFC 9110, 8.8): its headers, as they came."""

    etag: str | None = None
    last_modified: str | None = None


class Fetches:
    """The fetched addresses of an archive. An address is remembered only after what it held was recorded."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def validators(self, url: str) -> Validators | None:
        """Return what the server of ``url`` gave to ask for changes with; ``None`` when it was never read."""
        with self._database.reading() as connection:
            row = connection.execute(select(fetches).where(fetches.c.url == url)).one_or_none()
        return Validators(row.etag, row.last_modified) if row else None

    def seen(self, url: str) -> datetime | None:
        """Return when ``url`` was last read, in UTC."""
        with self._database.reading() as connection:
            at: datetime | None = connection.execute(select(fetches.c.at).where(fetches.c.url == url)).scalar()
        return at.replace(tzinfo=UTC) if at else None

    def remember(self, url: str, validators: Validators) -> None:
        """Keep that ``url`` was read now and all it held is on record.

        :raises ArchiveError: when the archive cannot be written.
        """
        row = sealed(
            {
                "url": url,
                "etag": validators.etag,
                "last_modified": validators.last_modified,
                "at": datetime.now(UTC).replace(tzinfo=None),
            }
        )
        with self._database.writing() as connection:
            connection.execute(fetches.delete().where(fetches.c.url == url))
            connection.execute(fetches.insert().values(row))
