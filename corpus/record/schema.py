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
    TextClause,
    text,
)

HEAD = "0002"
"""The migration this version of the code works with: the newest one in ``migrations/versions``."""

metadata = MetaData()
_EMPTY = text("''")


def _seal(default: TextClause | None = None) -> Column[str]:
    """Return the column of a row's checksum (:mod:`corpus.record.seals`); an older table got it with a default."""
    return Column("seal", String(16), nullable=False, server_default=default)


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
    Column("withdrawn", DateTime, comment="UTC, when an operator marked it so"),
    Column(
        "changed",
        Integer,
        nullable=False,
        server_default="0",
        comment="the archive's sequence number when it last changed",
    ),
    _seal(_EMPTY),
    Index("statements_by_changed", "changed"),
)

revisions = Table(
    "revisions",
    metadata,
    Column("statement_id", String(10), ForeignKey("statements.id"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("seen", DateTime, nullable=False, comment="UTC"),
    Column("text", Text, nullable=False),
    _seal(_EMPTY),
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
    _seal(_EMPTY),
    PrimaryKeyConstraint("key", "source"),
    Index("sources_by_statement", "statement_id"),
)

derivations = Table(
    "derivations",
    metadata,
    Column("recipe", String(200), nullable=False, comment="how the value was computed"),
    Column("key", LargeBinary(32), nullable=False, comment="SHA-256 of what it was computed from"),
    Column("value", LargeBinary, nullable=False),
    _seal(_EMPTY),
    PrimaryKeyConstraint("recipe", "key"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", String(32), primary_key=True),
    Column("value", Integer, nullable=False),
    _seal(_EMPTY),
)

changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("statement_id", String(10), ForeignKey("statements.id"), nullable=False),
    Column("field", String(16), nullable=False),
    Column("before", Text),
    Column("before_source", String(16)),
    Column("after", Text),
    Column("after_source", String(16)),
    Column("by", String(16), nullable=False, comment="operator or source"),
    Column("at", DateTime, nullable=False, comment="UTC"),
    _seal(),
    Index("changes_by_statement", "statement_id"),
)

marks = Table(
    "marks",
    metadata,
    Column("mark", Text, nullable=False, comment="what versions of one statement in other languages share"),
    Column("statement_id", String(10), ForeignKey("statements.id"), nullable=False),
    PrimaryKeyConstraint("mark", "statement_id"),
    Index("marks_by_statement", "statement_id", "mark"),
)

sketches = Table(
    "sketches",
    metadata,
    Column("band", Integer, nullable=False, comment="a hash that texts of nearly the same words are likely to share"),
    Column("statement_id", String(10), ForeignKey("statements.id"), nullable=False),
    PrimaryKeyConstraint("band", "statement_id"),
    Index("sketches_by_statement", "statement_id", "band"),
)

likenesses = Table(
    "likenesses",
    metadata,
    Column("one", String(10), ForeignKey("statements.id"), nullable=False),
    Column("other", String(10), ForeignKey("statements.id"), nullable=False),
    Column("percent", Integer, nullable=False, comment="of their words in common, both orders of the pair are kept"),
    PrimaryKeyConstraint("one", "other", "percent"),
)

fetches = Table(
    "fetches",
    metadata,
    Column("url", Text, primary_key=True),
    Column("etag", Text),
    Column("last_modified", Text),
    Column("at", DateTime, nullable=False, comment="UTC, when it was last read"),
    _seal(),
)
