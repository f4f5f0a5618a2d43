"""Commands that keep the record whole: rebuild, verify, backup, restore."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bot.commands.indexing import bring_up_to_date, waiting
from bot.commands.options import Data, note, out, settings


def rebuild(data: Data = None) -> None:
    """Make the derived index anew from the archive. What is embedded already is not embedded again.

    Passages that an earlier version embedded, without their words in context, are embedded once more.
    """
    from bot import assembly
    from bot.commands.progress import embedding
    from index import build

    chosen = settings(data)
    with assembly.open_archive(chosen) as archive:
        encoder = assembly.open_encoder(chosen)
        encoder.use_all_cores()
        with embedding() as watch:
            manifest, embedded = build.build(archive, encoder, watch, complete=True, wait=waiting)
        count = archive.count()
    out(f"{count} statements, {manifest.passages} passages, {embedded} of them embedded now.")


def verify(data: Data = None) -> None:
    """Check the archive against its hashes and the derived index against the archive; exit code 1 for any fault."""
    from bot import assembly
    from index.checking import faults

    with assembly.open_archive(settings(data)) as archive:
        found = archive.damaged() + faults(archive)
        count = archive.count()
    for line in found:
        note(line)
    if found:
        raise typer.Exit(1)
    out(f"{count} statements and their index are sound.")


def backup(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The file to write; it must not be there yet.")],
    data: Data = None,
) -> None:
    """Copy everything on record into one file, consistent even while others write; the index is made anew from it."""
    from bot import assembly
    from corpus.record import backups

    with assembly.open_archive(settings(data)) as archive:
        backups.backup(archive, file)
        out(f"{archive.count()} statements kept in {file} ({file.stat().st_size / 1e6:.1f} MB).")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file that `onrecord backup` wrote.")],
    data: Data = None,
) -> None:
    """Put a backup in the place of what is on record, after checking it; what was there before is kept beside it."""
    from bot import assembly
    from corpus.record import backups

    chosen = settings(data)
    restored = backups.restore(file, chosen.data)
    if restored.kept:
        note(f"what was on record before is kept in {restored.kept}")
    out(f"{restored.statements} statements restored from {file}.")
    with assembly.open_archive(chosen) as archive:
        if archive.count():
            bring_up_to_date(chosen, archive, embed=True)
