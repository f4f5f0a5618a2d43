"""CSV: a row a statement, with the names of its fields in the first row (see :mod:`corpus.readers.record`)."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterator
from typing import Any

from corpus.document import LARGEST, Document
from corpus.encodings import decoded
from corpus.errors import SourceError
from corpus.readers import record
from corpus.statement import Draft

_DELIMITERS = ",;\t|"


def _delimiter(head: str) -> str:
    # The one that parts the names; a sniffer that looks at the text takes its commas for it.
    return max(_DELIMITERS, key=head.count)


def read(document: Document) -> Iterator[Draft | SourceError]:
    """Give the statements in ``document``; a bad row is an error of its own.

    :raises SourceError: when it cannot be read, is empty, or has no column with the text.
    """
    csv.field_size_limit(LARGEST)
    content = decoded(document)
    head = content.lstrip("\ufeff\n\r").split("\n", 1)[0]
    rows = csv.DictReader(io.StringIO(content, newline=""), delimiter=_delimiter(head), strict=True)
    names = _names(rows, document.source)
    if not any(name.lower() in record.TEXTS for name in names):
        shown = ", ".join(names)[:200]
        raise SourceError(
            document.source, f"has no column with the text (it has {shown}): name one of them {record.TEXTS[0]}"
        )
    try:
        for row in rows:
            yield _item(row, rows.line_num, document)
    except csv.Error as error:
        # What comes after an unbalanced quote is anybody's guess.
        where = f"{document.source}, line {rows.line_num}"
        yield SourceError(where, f"is not CSV ({error}), and the rows from here on are not read: export it anew")


def _names(rows: csv.DictReader[str], source: str) -> list[str]:
    try:
        names = [name.strip() for name in rows.fieldnames or () if name]
    except csv.Error as error:
        raise SourceError(source, f"is not CSV ({error}): export it anew") from None
    lower = [name.lower() for name in names]
    if twice := [name for name in names if lower.count(name.lower()) > 1]:
        raise SourceError(source, f"has two columns named {twice[0][:60]}: rename or take out one of them")
    return names


def _item(row: dict[str | Any, str | Any], number: int, document: Document) -> Draft | SourceError:
    where = f"{document.source}, row that ends in line {number}"
    if None in row:
        # A delimiter outside quotes would cut the text short.
        return SourceError(where, "has more fields than there are names: put quotes around fields that hold commas")
    fields = record.with_instant(record.fields_of(row))
    try:
        draft = record.draft_of(fields, str(fields.get("text", "")), where, document.zone)
    except SourceError as error:
        return error
    name = record.named(draft.guid, draft.url, document.source) or f"{document.source}, line {number}"
    return dataclasses.replace(draft, source=document.source, guid=name)
