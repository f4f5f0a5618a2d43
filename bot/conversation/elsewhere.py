"""Where else quoted words were said: other statements that hold them, named by their day of issue."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from bot.conversation.reply import Callback
from bot.conversation.voice import Voice
from corpus.archive import Archive
from corpus.errors import UnknownStatementError
from index.answers.answer import Extract

_OFFERED = 2
"""Other statements that get a button, the latest."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A statement that holds the words too: its id, its latest revision, and its day of issue where that is known."""

    statement_id: str
    revision: int
    day: date | None


NONE: Mapping[str, Elsewhere] = MappingProxyType({})


def known(archive: Archive, extracts: Iterable[Extract]) -> dict[str, Elsewhere]:
    """Return what ``archive`` knows of the statements that ``also`` of ``extracts`` names, by id.

    Those that are gone or withdrawn are left out.
    """
    found: dict[str, Elsewhere] = {}
    for id_ in dict.fromkeys(id_ for extract in extracts for id_ in extract.also):
        try:
            statement = archive.statement(id_)
        except UnknownStatementError:
            continue
        if not statement.withdrawn:
            found[id_] = Elsewhere(id_, statement.revision.number, statement.date.day)
    return found


def of(extracts: Iterable[Extract], shown: Sequence[Extract], others: Mapping[str, Elsewhere]) -> list[Elsewhere]:
    """Return the other statements that hold words of ``extracts``, latest first and undated last.

    Those of which something is ``shown`` are left out.
    """
    here = {extract.statement.id for extract in shown}
    ids = dict.fromkeys(id_ for extract in extracts for id_ in extract.also if id_ in others and id_ not in here)
    return sorted((others[id_] for id_ in ids), key=lambda one: one.day or date.min, reverse=True)


def line(found: Sequence[Elsewhere], voice: Voice) -> str:
    """Return the line that says where else, empty when nowhere; ``found`` as :func:`of` orders it."""
    dated = [one.day for one in found if one.day]
    undated = len(found) - len(dated)
    said: list[str] = []
    if len(dated) == 1:
        said.append(voice.say("Also in a statement of {day}.", day=voice.day(dated[0])))
    elif dated:
        said.append(
            voice.count(
                "Also in {number} other statement, the latest of {day}.",
                "Also in {number} other statements, the latest of {day}.",
                len(dated),
                day=voice.day(dated[0]),
            )
        )
    if undated:
        said.append(voice.count("Also in {number} undated statement.", "Also in {number} undated statements.", undated))
    return " ".join(said)


def buttons(found: Sequence[Elsewhere], voice: Voice) -> list[Callback]:
    """Return the buttons that open the first of ``found``, at most two."""
    return [
        Callback(
            voice.say("Also: {day}", day=voice.short_day(one.day)) if one.day else voice.say("Also: undated"),
            f"t:{one.statement_id}:{one.revision}:0",
        )
        for one in found[:_OFFERED]
    ]
