"""Commands that put the record right: edit, withdraw."""

from __future__ import annotations

from typing import Annotated

import typer

from bot.commands.options import Data, note, out, settings
from bot.errors import UsageError

Id = Annotated[str, typer.Argument(metavar="ID", help="The statement's id; `onrecord list` shows them.")]


def edit(
    statement_id: Id,
    date: Annotated[str | None, typer.Option(help="The day it was issued, YYYY-MM-DD; '' makes it unknown.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Who issued it; '' makes it unknown.")] = None,
    language: Annotated[str | None, typer.Option(help="The language it is in; '' makes it unknown.")] = None,
    title: Annotated[str | None, typer.Option(help="The title; '' takes it away.")] = None,
    url: Annotated[str | None, typer.Option(help="The address that replies link to; '' takes it away.")] = None,
    data: Data = None,
) -> None:
    """Put facts of a statement right; its words are never edited. What was corrected when is kept, and `show` tells it.

    No source changes a corrected fact any more.
    """
    from bot import assembly
    from bot.commands.indexing import bring_up_to_date
    from corpus.days.dates import Reading, settled
    from corpus.record.corrections import corrected
    from corpus.statement import Provenance

    values = corrected(title=title, date=date, issuer=issuer, language=language, url=url)
    if not values:
        raise UsageError(f"{statement_id}: nothing to put right; give --date, --issuer, --language, --title or --url")
    chosen = settings(data)
    for doubt in settled(Reading(values.get("date")), Provenance.GIVEN)[1]:
        note(f"{statement_id}: {doubt}")
    with assembly.open_archive(chosen) as archive:
        if not archive.corrections.edit(statement_id, values):
            out(f"{statement_id}: is so already.")
            return
        out(f"{statement_id}: corrected, and kept so; `onrecord show {statement_id}` tells what it was before.")
        bring_up_to_date(chosen, archive, embed=True)


def withdraw(
    statement_id: Id,
    reason: Annotated[str, typer.Option(help="Why, for the record.")] = "",
    undo: Annotated[bool, typer.Option("--undo", help="Take the mark back: it is quoted again.")] = False,
    data: Data = None,
) -> None:
    """Mark a statement as withdrawn: it stays on record with all its wordings, and is quoted no more."""
    from bot import assembly
    from bot.commands.indexing import bring_up_to_date

    chosen = settings(data)
    with assembly.open_archive(chosen) as archive:
        corrections = archive.corrections
        changed = corrections.reinstate(statement_id) if undo else corrections.withdraw(statement_id, reason)
        if not changed:
            out(f"{statement_id}: is {'not ' if undo else ''}withdrawn already.")
            return
        out(f"{statement_id}: {'quoted again' if undo else 'withdrawn; kept, and quoted no more'}.")
        bring_up_to_date(chosen, archive, embed=True)
