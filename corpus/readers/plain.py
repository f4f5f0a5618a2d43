"""Plain text: the whole file is the statement. A file name is never a date, nor a title."""

from __future__ import annotations

from corpus.errors import SourceError
from corpus.languages import language_of
from corpus.statement import Draft
from corpus.text import is_blank, stored_text


def read(content: str, source: str) -> list[Draft]:
    """Return the one statement that ``content`` is.

    :raises SourceError: when it holds no word.
    """
    text = stored_text(content)
    if is_blank(text):
        raise SourceError(source, "holds no words: there is nothing to record")
    return [Draft(text=text, source=source, language=language_of(text))]
