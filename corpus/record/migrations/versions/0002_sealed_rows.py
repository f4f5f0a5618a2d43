"""Sealed rows, the operator's corrections, versions and near-duplicates, what was fetched.

Statements that are there already get their marks and sketches, so that later ones are linked to them.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_PAGE = 500
_PRIMARY = {
    "statements": ("id",),
    "revisions": ("statement_id", "number"),
    "sources": ("key", "source"),
    "derivations": ("recipe", "key"),
    "counters": ("name",),
}


def _seal_rows(connection: sa.Connection, table: str, seal: Callable[[Mapping[str, Any]], str]) -> None:
    keys = _PRIMARY[table]
    where = " AND ".join(f'"{key}" = :k_{key}' for key in keys)
    update = sa.text(f'UPDATE "{table}" SET seal = :seal WHERE {where}')  # noqa: S608 - our own names, no input
    rows = connection.execute(sa.text(f'SELECT * FROM "{table}"'))  # noqa: S608 - as above
    names = list(rows.keys())
    for part in rows.partitions(_PAGE):
        found = [dict(zip(names, row, strict=True)) for row in part]
        values = [{"seal": seal(row)} | {f"k_{key}": row[key] for key in keys} for row in found]
        connection.execute(update, values)


def upgrade() -> None:
    """Add the columns and tables, then seal every row."""
    # The form of a seal and of a sketch never changes without a migration of its own.
    from corpus.record.kinship import marks_of  # noqa: PLC0415 - only a data folder of before needs it
    from corpus.record.relating import relate  # noqa: PLC0415 - as above
    from corpus.record.seals import seal  # noqa: PLC0415 - as above

    connection = op.get_bind()
    op.add_column("statements", sa.Column("withdrawn", sa.DateTime))
    op.add_column("statements", sa.Column("changed", sa.Integer, nullable=False, server_default="0"))
    for table in _PRIMARY:
        op.add_column(table, sa.Column("seal", sa.String(16), nullable=False, server_default=sa.text("''")))
    op.create_index("statements_by_changed", "statements", ["changed"])
    _create_tables()
    connection.execute(
        sa.text("INSERT INTO counters (name, value, seal) VALUES ('identity', :value, '')"),
        {"value": secrets.randbits(62)},
    )
    # When each last changed is not known: an index that is behind is told of all of them.
    connection.execute(
        sa.text("UPDATE statements SET changed = coalesce((SELECT value FROM counters WHERE name = 'sequence'), 0)")
    )
    for table in _PRIMARY:
        _seal_rows(connection, table, seal)
    # One text at a time: an archive may be larger than the memory.
    latest = sa.text(
        "SELECT r.text FROM statements s JOIN revisions r ON r.statement_id = s.id AND r.number = s.current "
        "WHERE s.id = :id"
    )
    for statement_id in connection.execute(sa.text("SELECT id FROM statements ORDER BY id")).scalars().all():
        relate(connection, statement_id, connection.execute(latest, {"id": statement_id}).scalar_one())
    marked = connection.execute(
        sa.text('SELECT s.id, s.url, k."key", k.source FROM statements s JOIN sources k ON k.statement_id = s.id')
    )
    for row in marked.all():
        guid = row.key if row.key != row.source else None
        for mark in marks_of(guid, row.source, row.url, ()):
            connection.execute(
                sa.text("INSERT OR IGNORE INTO marks (mark, statement_id) VALUES (:mark, :id)"),
                {"mark": mark, "id": row.id},
            )


def _create_tables() -> None:
    statement = ("statements.id",)
    op.create_table(
        "changes",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("statement_id", sa.String(10), sa.ForeignKey(*statement), nullable=False),
        sa.Column("field", sa.String(16), nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("before_source", sa.String(16)),
        sa.Column("after", sa.Text),
        sa.Column("after_source", sa.String(16)),
        sa.Column("by", sa.String(16), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("seal", sa.String(16), nullable=False),
    )
    op.create_index("changes_by_statement", "changes", ["statement_id"])
    op.create_table(
        "marks",
        sa.Column("mark", sa.Text, nullable=False),
        sa.Column("statement_id", sa.String(10), sa.ForeignKey(*statement), nullable=False),
        sa.PrimaryKeyConstraint("mark", "statement_id"),
    )
    op.create_index("marks_by_statement", "marks", ["statement_id", "mark"])
    op.create_table(
        "sketches",
        sa.Column("band", sa.Integer, nullable=False),
        sa.Column("statement_id", sa.String(10), sa.ForeignKey(*statement), nullable=False),
        sa.PrimaryKeyConstraint("band", "statement_id"),
    )
    op.create_index("sketches_by_statement", "sketches", ["statement_id", "band"])
    op.create_table(
        "likenesses",
        sa.Column("one", sa.String(10), sa.ForeignKey(*statement), nullable=False),
        sa.Column("other", sa.String(10), sa.ForeignKey(*statement), nullable=False),
        sa.Column("percent", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("one", "other", "percent"),
    )
    op.create_table(
        "fetches",
        sa.Column("url", sa.Text, primary_key=True),
        sa.Column("etag", sa.Text),
        sa.Column("last_modified", sa.Text),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("seal", sa.String(16), nullable=False),
    )


def downgrade() -> None:
    """Leave it: the copy that was made before the migration is the way back."""
