"""The first archive: statements, their revisions and sources, kept derivations, counters."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables. Written out, not taken from the present schema: a migration never changes."""
    op.create_table(
        "statements",
        sa.Column("id", sa.String(10), primary_key=True),
        sa.Column("title", sa.Text),
        sa.Column("date", sa.Date),
        sa.Column("date_source", sa.String(16), nullable=False),
        sa.Column("issuer", sa.Text),
        sa.Column("issuer_source", sa.String(16), nullable=False),
        sa.Column("language", sa.String(8)),
        sa.Column("language_source", sa.String(16), nullable=False),
        sa.Column("url", sa.Text),
        sa.Column("current", sa.Integer, nullable=False),
        sa.Column("added", sa.DateTime, nullable=False),
    )
    op.create_table(
        "revisions",
        sa.Column("statement_id", sa.String(10), sa.ForeignKey("statements.id"), nullable=False),
        sa.Column("number", sa.Integer, nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("seen", sa.DateTime, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("statement_id", "number"),
    )
    op.create_index("revisions_by_sha256", "revisions", ["sha256"])
    op.create_table(
        "sources",
        sa.Column("key", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("statement_id", sa.String(10), sa.ForeignKey("statements.id"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("seen", sa.DateTime, nullable=False),
        sa.PrimaryKeyConstraint("key", "source"),
    )
    op.create_index("sources_by_statement", "sources", ["statement_id"])
    op.create_table(
        "derivations",
        sa.Column("recipe", sa.String(200), nullable=False),
        sa.Column("key", sa.LargeBinary(32), nullable=False),
        sa.Column("value", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("recipe", "key"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(32), primary_key=True),
        sa.Column("value", sa.Integer, nullable=False),
    )


def downgrade() -> None:
    """There is nothing before the first archive."""
