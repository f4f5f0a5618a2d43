"""Commands that show the record: show, list."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.differences import differences
from bot.commands.options import AsJson, Data, note, out, out_json, settings

if TYPE_CHECKING:
    from corpus.archive import Archive
    from corpus.record.facts import Change
    from corpus.record.relating import Version
    from corpus.statement import Revision, Statement


def list_statements(data: Data = None, json: AsJson = False) -> None:
    """List what is in the record: id, date, language, title; withdrawn statements are marked."""
    from bot import assembly

    with assembly.open_archive(settings(data)) as archive:
        facts = archive.overview()
    if not facts and not json:
        note("the record is empty; `onrecord add PATH` begins it")
    facts.sort(key=lambda fact: (fact.date is not None, fact.date, fact.id) if fact.date else (False, None, fact.id))
    for fact in facts:
        day = fact.date.isoformat() if fact.date else None
        if json:
            line = {
                "statement_id": fact.id,
                "title": fact.title,
                "date": day,
                "issuer": fact.issuer,
                "language": fact.language,
                "withdrawn": fact.withdrawn,
            }
            out_json(line)
        else:
            mark = "  [withdrawn]" if fact.withdrawn else ""
            out(f"{fact.id}  {day or 'undated   '}  {fact.language or '??'}  {fact.title or '(untitled)'}{mark}")


def show(
    statement_id: Annotated[str, typer.Argument(metavar="ID", help="The statement's id; `onrecord list` shows them.")],
    data: Data = None,
    json: AsJson = False,
) -> None:
    """Show a statement: its facts and where each comes from, its text, what its earlier wordings said differently."""
    from bot import assembly

    with assembly.open_archive(settings(data)) as archive:
        statement = archive.statement(statement_id)
        revisions = archive.revisions(statement_id)
        if json:
            out_json(_as_json(archive, statement, revisions))
            return
        _show_facts(statement)
        _show_relations(archive, statement)
        for change in archive.corrections.history(statement_id):
            out(f"changed   {_told(change)}")
    for revision in revisions:
        out(f"revision  {revision.number}, first read {revision.seen:%Y-%m-%d %H:%M} UTC, sha256 {revision.sha256}")
    for before, after in pairwise(revisions):
        out()
        out(f"From revision {before.number} to {after.number}:")
        for part in differences(before.text, after.text):
            out(part)
    out()
    out(statement.revision.text)


def _show_facts(statement: Statement) -> None:
    day = statement.date.day.isoformat() if statement.date.day else "not known"
    out(statement.title or "(untitled)")
    if statement.withdrawn:
        out(f"withdrawn {statement.withdrawn:%Y-%m-%d %H:%M} UTC: it is quoted no more")
    out(f"date      {day} ({statement.date.source})")
    out(f"issuer    {statement.issuer.value or 'not named'} ({statement.issuer.source})")
    out(f"language  {statement.language.value or 'not known'} ({statement.language.source})")
    out(f"url       {statement.url or 'none'}")
    for source in dict.fromkeys(statement.sources):  # an item of a feed and the page itself have one address
        out(f"source    {source}")


def _show_relations(archive: Archive, statement: Statement) -> None:
    for version in _versions(archive, statement):
        out(f"version   {version.statement_id}, in {version.language}")
    for near in archive.relations.near(statement.id):
        out(f"near      {near.statement_id}, {near.percent} % of the word sequences in common")


def _versions(archive: Archive, statement: Statement) -> tuple[Version, ...]:
    return archive.relations.versions([statement.id]).get(statement.id, ())


def _told(change: Change) -> str:
    when = f"{change.at:%Y-%m-%d %H:%M} UTC, by the {change.by}: "
    if change.field == "withdrawn":
        why = f" ({change.after})" if change.after else ""
        return when + ("reinstated" if change.after is None else f"withdrawn{why}")
    return when + f"{change.field} from {change.before or 'unknown'} to {change.after or 'unknown'}"


def _as_json(archive: Archive, statement: Statement, revisions: list[Revision]) -> dict[str, Any]:
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
        "sources": list(dict.fromkeys(statement.sources)),
        "withdrawn": statement.withdrawn.isoformat() if statement.withdrawn else None,
        "versions": [
            {"statement_id": one.statement_id, "language": one.language} for one in _versions(archive, statement)
        ],
        "near": [
            {"statement_id": near.statement_id, "percent": near.percent}
            for near in archive.relations.near(statement.id)
        ],
        "changes": [
            {"field": one.field, "before": one.before, "after": one.after, "by": one.by, "at": one.at.isoformat()}
            for one in archive.corrections.history(statement.id)
        ],
    }
