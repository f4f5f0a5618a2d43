"""Alembic migrations of the archive: from any earlier data folder to the present schema."""
