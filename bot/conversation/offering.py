"""The buttons below an answer: more around a passage, the whole text, the source, other wordings, the words to copy."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import citing
from bot.conversation.measure import units
from bot.conversation.reply import Button, Callback, Copy, Link
from bot.conversation.voice import Voice
from index.answers.answer import Extract

_COPY_UNITS = 256
_ABREAST = 3
"""Buttons to other wordings in one row."""


def passage_data(kind: str, extract: Extract) -> str:
    """Return the callback data that names an extract's passage, with its revision: under 64 bytes."""
    return f"{kind}:{extract.statement.id}:{extract.revision}:{extract.start}:{extract.end}"


def text_data(extract: Extract) -> str:
    """Return the callback data of the first page of the whole text that an extract is from."""
    return f"t:{extract.statement.id}:{extract.revision}:0"


def numbers_of(extracts: Sequence[Extract]) -> dict[str, int]:
    """Return the numbers, from 1, of the statements that ``extracts`` are from, by their ids."""
    return {id_: number for number, id_ in enumerate(dict.fromkeys(one.statement.id for one in extracts), 1)}


def _numbered(label: str, number: int, of: int) -> str:
    return f"{label} {number}" if of > 1 else label


def _other_wordings(extract: Extract, number: int | None, voice: Voice) -> list[Button]:
    """Return the buttons to the statement's earlier wording, where it differs, and to its other languages."""
    mark = "" if number is None else f" {number}"
    found: list[Button] = []
    if extract.former:
        data = f"t:{extract.statement.id}:{extract.former.revision}:0"
        found.append(Callback(voice.say("Earlier wording") + mark, data))
    for version in extract.versions:
        label = voice.say("In {languages}", languages=voice.language_name(version.language))
        found.append(Callback(f"{label}{mark}", f"t:{version.statement_id}:{version.revision}:0"))
    return found


def buttons(extracts: tuple[Extract, ...], voice: Voice) -> list[tuple[Button, ...]]:
    """Return the rows of buttons; among several, one carries the number of its passage, or of its statement."""
    context: list[Button] = []
    copying: list[Button] = []
    whole: list[Button] = []
    sources: list[Button] = []
    others: list[Button] = []
    first = {extract.statement.id: extract for extract in reversed(extracts)}
    statements = numbers_of(extracts)
    for number, extract in enumerate(extracts, 1):
        context.append(Callback(_numbered(voice.say("Context"), number, len(extracts)), passage_data("c", extract)))
        if units(extract.quote) <= _COPY_UNITS:
            copying.append(Copy(_numbered(voice.say("Copy"), number, len(extracts)), extract.quote))
    for id_, number in statements.items():
        extract = first[id_]
        whole.append(Callback(_numbered(voice.say("Whole text"), number, len(statements)), text_data(extract)))
        if url := citing.web_address(extract.statement):
            sources.append(Link(_numbered(voice.say("Source"), number, len(statements)), url))
        others += _other_wordings(extract, number if len(statements) > 1 else None, voice)
    rows = [context, whole + sources, copying] if len(statements) == 1 else [context, whole, sources, copying]
    rows += [others[first : first + _ABREAST] for first in range(0, len(others), _ABREAST)]
    return [tuple(row) for row in rows if row]
