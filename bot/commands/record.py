"""Commands that keep the record: add, list, show, rebuild, verify."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.options import AsJson, Data, note, out, out_json, settings
from corpus.errors import SourceError
from index.errors import IndexingError

if TYPE_CHECKING:
    from bot.settings import Settings
    from corpus.archive import Archive
    from corpus.intake import Given
    from corpus.statement import Draft, Revision, Statement

_BATCH = 100


def add(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files and folders to read.")],
    date: Annotated[str | None, typer.Option(help="The day they were issued, YYYY-MM-DD.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Who issued them.")] = None,
    language: Annotated[str | None, typer.Option(help="The language they are in: fr, en, ar, ...")] = None,
    title: Annotated[str | None, typer.Option(help="The title.")] = None,
    no_embed: Annotated[bool, typer.Option("--no-embed", help="Find them by words only, until `rebuild`.")] = False,
    data: Data = None,
) -> None:
    """Read statements from files and folders into the record, and make them answerable.

    Each file that cannot be read is one line on stderr; the rest is kept. Exit code 1 when any failed.
    """
    from bot import assembly
    from corpus.intake import Given

    facts = Given.of(title=title, date=date, issuer=issuer, language=language)
    chosen = settings(data)
    counts: Counter[str] = Counter()
    drafts = _drafts(paths, facts, counts)
    batch = list(islice(drafts, _BATCH))
    embedded = 0
    if batch:  # an archive is begun for a statement, not for a mistyped path
        with assembly.open_archive(chosen, create=True) as archive:
            while batch:
                counts.update(outcome.value for outcome in archive.record(batch))
                batch = list(islice(drafts, _BATCH))
            embedded = _indexed(chosen, archive, counts, embed=not no_embed)
    out(f"{_summary(counts)}; {embedded} passages embedded.")
    if counts["failed"]:
        raise typer.Exit(1)


def _summary(counts: Counter[str]) -> str:
    return ", ".join(f"{counts[name]} {name}" for name in ("added", "revised", "unchanged", "failed"))


def _indexed(chosen: Settings, archive: Archive, counts: Counter[str], *, embed: bool) -> int:
    """Bring the index up to date; when that ends early, say first what is on record all the same."""
    try:
        return bring_up_to_date(chosen, archive, embed=embed)
    except (IndexingError, KeyboardInterrupt):
        note(f"{_summary(counts)}: on record, and kept; `onrecord rebuild` finishes the index")
        raise


def _drafts(paths: list[str], facts: Given, counts: Counter[str]) -> Iterator[Draft]:
    from corpus.intake import read

    for path in paths:
        if "://" in path:
            note(f"{path}: addresses are not read yet; save the page as .md or .txt and add the file")
            counts["failed"] += 1
            continue
        for found in read(Path(path), facts):
            if isinstance(found, SourceError):
                note(str(found))
                counts["failed"] += 1
            else:
                yield found


def bring_up_to_date(chosen: Settings, archive: Archive, *, embed: bool) -> int:
    """Build the derived index when the archive has moved on; return how many passages were embedded.

    Another process that is writing the index is waited for; it may not have seen what was added here.
    """
    from bot import assembly
    from bot.commands.progress import embedding
    from index import build
    from index.generation import Generations

    encoder = assembly.open_encoder(chosen)
    if embed and build.is_current(Generations(archive.folder), archive, encoder):
        return 0
    encoder.use_all_cores()
    with embedding() as watch:
        _, embedded = build.build(archive, encoder, watch, embed=embed, wait=_wait)
    return embedded


def _wait() -> None:
    note("another `onrecord` is writing the index; waiting for it")


def rebuild(data: Data = None) -> None:
    """Make the derived index anew from the archive. What is embedded already is not embedded again."""
    from bot import assembly
    from bot.commands.progress import embedding
    from index import build

    chosen = settings(data)
    with assembly.open_archive(chosen) as archive:
        encoder = assembly.open_encoder(chosen)
        encoder.use_all_cores()
        with embedding() as watch:
            manifest, embedded = build.build(archive, encoder, watch, wait=_wait)
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


def list_statements(data: Data = None, json: AsJson = False) -> None:
    """List what is in the record: id, date, language, issuer, title."""
    from bot import assembly

    with assembly.open_archive(settings(data)) as archive:
        facts = archive.overview()
    if not facts and not json:
        note("the record is empty; `onrecord add PATH` begins it")
    facts.sort(key=lambda fact: (fact.date is not None, fact.date, fact.id) if fact.date else (False, None, fact.id))
    for fact in facts:
        day = fact.date.isoformat() if fact.date else None
        if json:
            out_json(
                {
                    "statement_id": fact.id,
                    "title": fact.title,
                    "date": day,
                    "issuer": fact.issuer,
                    "language": fact.language,
                }
            )
        else:
            out(f"{fact.id}  {day or 'undated   '}  {fact.language or '??'}  {fact.title or '(untitled)'}")


def show(
    statement_id: Annotated[str, typer.Argument(metavar="ID", help="The statement's id; `onrecord list` shows them.")],
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Show a statement: its facts and where each comes from, its text, its earlier wordings."""
    from bot import assembly

    with assembly.open_archive(settings(data)) as archive:
        statement = archive.statement(statement_id)
        revisions = archive.revisions(statement_id)
    if json:
        out_json(_as_json(statement, revisions))
        return
    day = statement.date.day.isoformat() if statement.date.day else "not known"
    out(f"{statement.title or '(untitled)'}")
    out(f"date      {day} ({statement.date.source})")
    out(f"issuer    {statement.issuer.value or 'not named'} ({statement.issuer.source})")
    out(f"language  {statement.language.value or 'not known'} ({statement.language.source})")
    out(f"url       {statement.url or 'none'}")
    for source in statement.sources:
        out(f"source    {source}")
    for revision in revisions:
        out(f"revision  {revision.number}, first read {revision.seen:%Y-%m-%d %H:%M} UTC, sha256 {revision.sha256}")
    out()
    out(statement.revision.text)


def _as_json(statement: Statement, revisions: list[Revision]) -> dict[str, Any]:
    return {
        "statement_id": statement.id,
        "title": statement.title,
        "date": statement.date.day.isoformat() if statement.date.day else None,
        "date_source": statement.date.source.value,
        "issuer": statement.issuer.value,
        "issuer_source": statement.issuer.source.value,
        "language": statement.language.value,
        "language_source": statement.language.source.value,
        "url": statement.url,
        "source": statement.source,
        "text": statement.revision.text,
        "revisions": [
            {"revision": one.number, "sha256": one.sha256, "seen": one.seen.isoformat(), "text": one.text}
            for one in revisions
        ],
    }
