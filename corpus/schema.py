"""The tables of the archive. ``migrations/`` brings older data folders to this shape."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Date,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

HEAD = "0001"
"""The migration this version of the code works with: the newest one in ``migrations/versions``."""

metadata = MetaData()

statements = Table(
    "statements",
    metadata,
    Column("id", String(10), primary_key=True),
    Column("title", Text),
    Column("date", Date),
    Column("date_source", String(16), nullable=False),
    Column("issuer", Text),
    Column("issuer_source", String(16), nullable=False),
    Column("language", String(8)),
    Column("language_source", String(16), nullable=False),
    Column("url", Text),
    Column("current", Integer, nullable=False, comment="the number of the latest revision"),
    Column("added", DateTime, nullable=False, comment="UTC"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("statement_id", String(10), ForeignKey("statements.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("seen", DateTime, nullable=False, comment="UTC"),
    Column("text", Text, nullable=False),
    PrimaryKeyConstraint("statement_id", "number"),
    Index("revisions_by_sha256", "sha256"),
)

sources = Table(
    "sources",
    metadata,
    Column("key", Text, nullable=False, comment="the source's own name for the item, or else its path or address"),
    Column("source", Text, nullable=False),
    Column("statement_id", String(10), ForeignKey("statements.id"), nullable=False),
    Column("digest", String(64), nullable=False, comment="of the draft as last read from this source"),
    Column("seen", DateTime, nullable=False, comment="UTC, when first read"),
    PrimaryKeyConstraint("key", "source"),
    Index("sources_by_statement", "statement_id"),
)

derivations = Table(
    "derivations",
    metadata,
    Column("recipe", String(200), nullable=False, comment="how the value was computed"),
    Column("key", LargeBinary(32), nullable=False, comment="SHA-256 of what it was computed from"),
    Column("value", LargeBinary, nullable=False),
    PrimaryKeyConstraint("recipe", "key"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
)
