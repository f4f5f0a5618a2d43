"""Bringing the derived index up to date after the record has changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.options import note

if TYPE_CHECKING:
    from bot.settings import Settings
    from corpus.archive import Archive


def bring_up_to_date(chosen: Settings, archive: Archive, *, embed: bool) -> int:
    """Bring the derived index up to date with what changed in the archive; return how many passages were embedded.

    Another process that is writing the index is waited for; it may not have seen what was added here.

    :raises index.errors.IndexingError: when the index cannot be written, or the model cannot be loaded.
    """
    from bot import assembly
    from bot.commands.progress import embedding
    from index import build

    encoder = assembly.open_encoder(chosen)
    encoder.use_all_cores()
    with embedding() as watch:
        _, embedded = build.bring_up_to_date(archive, encoder, watch, embed=embed, wait=waiting)
    return embedded


def waiting() -> None:
    """Say that another process is writing the index."""
    note("another `onrecord` is writing the index; waiting for it")
