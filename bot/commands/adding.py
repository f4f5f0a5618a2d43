"""The command that adds statements: files, folders, pages and feeds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.indexing import bring_up_to_date
from bot.commands.options import Data, note, out, settings
from corpus.errors import ArchiveError, SourceError
from index.errors import IndexingError

if TYPE_CHECKING:
    from bot.settings import Settings
    from corpus.intake import Given
    from corpus.statement import Draft

BATCH = 100
"""Statements recorded in one transaction."""


def add(
    paths: Annotated[
        list[str], typer.Argument(metavar="PATH_OR_URL...", help="Files, folders, pages and feeds to read.")
    ],
    date: Annotated[str | None, typer.Option(help="The day they were issued, YYYY-MM-DD.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Who issued them.")] = None,
    language: Annotated[str | None, typer.Option(help="The language they are in: fr, en, ar, ...")] = None,
    title: Annotated[str | None, typer.Option(help="The title.")] = None,
    no_embed: Annotated[bool, typer.Option("--no-embed", help="Find them by words only, until `rebuild`.")] = False,
    data: Data = None,
) -> None:
    """Read statements from files, folders, pages and feeds into the record, and make them answerable.

    What cannot be read is one line on stderr each; the rest is kept. Exit code 1 when any failed.
    """
    from bot import assembly
    from corpus.intake import Given

    facts = Given.of(title=title, date=date, issuer=issuer, language=language)
    chosen = settings(data)
    counts: Counter[str] = Counter()
    drafts = _drafts(chosen, paths, facts, counts)
    batch = list(islice(drafts, BATCH))
    embedded = 0
    if batch:  # an archive is begun for a statement, not for a mistyped path
        with assembly.open_archive(chosen, create=True) as archive, _told_what_is_kept(counts):
            while batch:
                counts.update(outcome.value for outcome in archive.record(batch))
                batch = list(islice(drafts, BATCH))
            embedded = bring_up_to_date(chosen, archive, embed=not no_embed)
    out(f"{summary(counts)}; {embedded} passages embedded.")
    if counts["failed"]:
        raise typer.Exit(1)


def summary(counts: Counter[str]) -> str:
    """Return what became of what was read, in one line."""
    return ", ".join(f"{counts[name]} {name}" for name in ("added", "revised", "unchanged", "failed"))


@contextmanager
def _told_what_is_kept(counts: Counter[str]) -> Iterator[None]:
    """Say what is on record all the same when adding ends early."""
    try:
        yield
    except (IndexingError, ArchiveError, KeyboardInterrupt):
        if counts["added"] or counts["revised"]:
            cure = "adding again goes on where it was, `onrecord rebuild` finishes the index"
            note(f"{summary(counts)}: on record, and kept; {cure}")
        raise


def _drafts(chosen: Settings, paths: list[str], facts: Given, counts: Counter[str]) -> Iterator[Draft]:
    for found in _found(chosen, paths, facts):
        if isinstance(found, SourceError):
            note(str(found))
            counts["failed"] += 1
            continue
        tell_doubts(found)
        yield found


def tell_doubts(draft: Draft) -> None:
    """Write a line for each thing about ``draft`` that was not taken for sure."""
    for doubt in draft.doubts:
        note(str(SourceError(draft.source, doubt)))


def _found(chosen: Settings, paths: list[str], facts: Given) -> Iterator[Draft | SourceError]:
    from bot import assembly
    from corpus import intake

    with ExitStack() as opened:
        fetcher = None
        for path in paths:
            if "://" not in path:
                yield from intake.read(Path(path), facts, zone=chosen.timezone)
                continue
            from corpus.web.following import read_address  # httpx takes a moment to load

            if fetcher is None:
                fetcher = opened.enter_context(assembly.open_fetcher(chosen))
            yield from read_address(path, facts, fetcher)
