"""CSV: a row a statement, with the names of its fields in the first row (see :mod:`corpus.readers.record`)."""

from __future__ import annotations

import csv
import dataclasses
import io
from collections.abc import Iterator

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
    rows = csv.DictReader(io.StringIO(content, newline=""), delimiter=_delimiter(head), strict=False)
    names = [name.strip() for name in rows.fieldnames or () if name]
    if not any(name.lower() in record.TEXTS for name in names):
        shown = ", ".join(names)[:200]
        raise SourceError(
            document.source, f"has no column with the text (it has {shown}): name one of them {record.TEXTS[0]}"
        )
    try:
        for row in rows:
            yield _item({name: value for name, value in row.items() if name}, rows.line_num, document)
    except csv.Error as error:
        yield SourceError(f"{document.source}, line {rows.line_num}", f"is not CSV ({error}): export it anew")


def _item(row: dict[str, object], number: int, document: Document) -> Draft | SourceError:
    where = f"{document.source}, row that ends in line {number}"
    fields = record.fields_of(row)
    try:
        draft = record.draft_of(fields, str(fields.get("text", "")), where, document.zone)
    except SourceError as error:
        return error
    return dataclasses.replace(
        draft, source=document.source, guid=draft.guid or draft.url or f"{document.name}:line {number}"
    )
