"""JSON: an object a line (JSON Lines, also gzipped), or one document with an object or a list of them.

The fields of an object are the names in :mod:`corpus.readers.record`. An object with a list of ``versions`` that are
objects themselves is a release with its wordings, the first one first: each is recorded. An item is told from the
others by its ``guid`` or ``id`` (a bare number goes with the host of its address, else with the file), else by its
address, else by the file and its place in it. Its source is the file.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterable, Iterator
from typing import Any

from corpus.document import Document
from corpus.encodings import decoded
from corpus.errors import SourceError
from corpus.readers import feed, record
from corpus.readers.lines import lines
from corpus.referral import Referral
from corpus.statement import Draft

_MOST_PARTS = 1_000_000
"""Objects and lists in one JSON value: each takes many times the room of its two brackets."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        # The last one would count, which may be another day.
        names = [name for name, _ in pairs]
        raise ValueError(f"the name {next(name for name in names if names.count(name) > 1)[:40]!r} stands twice")
    return found


def _no_number(name: str) -> None:
    raise ValueError(f"{name} is no number of JSON")


def _loaded(raw: str | bytes, source: str) -> Any:  # noqa: ANN401 - whatever JSON holds
    parts = raw.count("[") + raw.count("{") if isinstance(raw, str) else raw.count(b"[") + raw.count(b"{")
    if parts > _MOST_PARTS:
        raise SourceError(source, f"has over {_MOST_PARTS} lists and objects in one value: write an object a line")
    try:
        return json.loads(raw, object_pairs_hook=_once, parse_constant=_no_number)
    except RecursionError:
        raise SourceError(source, "is nested too deeply: a statement is a flat object") from None
    except (ValueError, UnicodeDecodeError) as error:
        raise SourceError(source, f"is not JSON ({error}): write an object a line, in UTF-8") from None


def items(value: object, source: str, place: str, document: Document) -> Iterator[Draft | SourceError]:
    """Give the statements in the JSON object ``value``; ``place`` tells it apart when nothing in it does."""
    where = f"{source}, {place}"
    if not isinstance(value, dict):
        yield SourceError(where, 'is not an object: write {"text": …, "title": …, "date": …}')
        return
    fields = record.fields_of(value)
    wordings = fields.get("versions")
    if isinstance(wordings, list) and wordings and all(isinstance(one, dict) for one in wordings):
        shared = {name: one for name, one in fields.items() if name != "versions"}
        for number, one in enumerate(wordings, 1):
            yield from _item(shared | record.fields_of(one), f"{where}, wording {number}", place, document)
        return
    yield from _item(fields, where, place, document)


def _item(fields: dict[str, object], where: str, place: str, document: Document) -> Iterator[Draft | SourceError]:
    text = fields.get("text")
    if not isinstance(text, str):
        yield SourceError(where, f"has no text: put it under one of {', '.join(record.TEXTS)}")
        return
    try:
        draft = record.draft_of(record.with_instant(fields), text, where, document.zone)
    except SourceError as error:
        yield error
        return
    name = record.named(draft.guid, draft.url, document.source) or f"{document.source}, {place}"
    yield dataclasses.replace(draft, source=document.source, guid=name)


def read(document: Document) -> Iterator[Draft | SourceError]:
    """Give the statements in ``document``, a line at a time; a bad line is an error of its own.

    :raises SourceError: when it cannot be read.
    """
    found = False
    for number, line in lines(document):
        if line is not None and not line.strip(b"\xef\xbb\xbf \t"):
            continue
        found, place = True, f"line {number}"
        if line is None:
            yield SourceError(f"{document.source}, {place}", "is over the limit of 32 MiB: split it")
            continue
        try:
            value = _loaded(line.removeprefix(b"\xef\xbb\xbf"), f"{document.source}, {place}")
        except SourceError as error:
            yield error
            continue
        yield from items(value, document.source, place, document)
    if not found:
        raise SourceError(document.source, "is empty: there is nothing to record")


def read_whole(document: Document) -> Iterator[Draft | Referral | SourceError]:
    """Give the statements in a document that is one JSON value: a JSON Feed, an object, or a list of them.

    :raises SourceError: when it cannot be read, or is no JSON.
    """
    value = _loaded(decoded(document), document.source)
    if feed.is_json_feed(value):
        yield from feed.read_json(value, document)
        return
    rows: Iterable[object] = value if isinstance(value, list) else [value]
    for number, row in enumerate(rows, 1):
        yield from items(row, document.source, f"item {number}", document)
