"""Plain text: the whole file is the statement, dated by its dateline. A file name is never a date, nor a title."""

from __future__ import annotations

from corpus.days.datelines import dateline
from corpus.days.dates import settled
from corpus.document import Document
from corpus.encodings import decoded
from corpus.errors import SourceError
from corpus.languages import language_of
from corpus.statement import Draft, Provenance
from corpus.text import is_blank, stored_text


def read(document: Document) -> list[Draft]:
    """Return the one statement that ``document`` is.

    :raises SourceError: when it cannot be read, is no text, or holds no word.
    """
    text = stored_text(decoded(document))
    if is_blank(text):
        raise SourceError(document.source, "holds no words: there is nothing to record")
    date, doubts = settled(dateline(text), Provenance.DATELINE)
    return [Draft(text=text, source=document.source, date=date, language=language_of(text), doubts=doubts)]
