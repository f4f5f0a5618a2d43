"""The migrations lead to the schema that the code works with, and to nothing else."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

import corpus.record.migrations
from corpus.archive import Archive
from corpus.record.schema import HEAD, metadata

MIGRATIONS = Path(corpus.record.migrations.__file__ or "").parent


def scripts() -> ScriptDirectory:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return ScriptDirectory.from_config(config)


def test_the_code_works_with_the_newest_migration() -> None:
    assert scripts().get_heads() == [HEAD]


def test_the_migrations_are_one_line_from_the_first() -> None:
    assert scripts().get_bases() == ["0001"]
    assert all(not script.is_branch_point and not script.is_merge_point for script in scripts().walk_revisions())


def test_a_migrated_archive_has_the_schema_of_the_code(tmp_path: Path) -> None:
    with Archive(tmp_path, create=True) as archive, archive.database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert context.get_current_revision() == HEAD
        assert compare_metadata(context, metadata) == []
