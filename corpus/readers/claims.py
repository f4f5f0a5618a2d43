"""What a document claims of itself (a title, a language): taken only where its words bear it out."""

from __future__ import annotations

import re

from corpus.errors import FactError
from corpus.languages import given_language, language_of
from corpus.statement import Provenance, Sourced
from corpus.text import stored_text

_HEAD = 1500


def title_at_head(named: str | None, text: str) -> str | None:
    """Return the title ``named`` on one line when its words stand at the head of ``text``, else ``None``.

    Many programs put the name of a file or of a template there.
    """
    title = " ".join(stored_text(named).split()) if named else ""
    words = re.findall(r"\w+", title.casefold())
    head = re.findall(r"\w+", text[:_HEAD].casefold())
    is_there = len(words) > 1 and any(head[at : at + len(words)] == words for at in range(len(head)))
    return title if is_there else None


def language_borne_out(declared: str | None, text: str, source: str) -> Sourced:
    """Return the language ``declared`` when ``text`` is in it, else the one that is recognised from ``text``.

    Programs declare the language they were installed in.
    """
    found = language_of(text)
    try:
        given = given_language(declared, source)
    except FactError:
        return found
    return Sourced(given.value, Provenance.METADATA) if given.value and given.value == found.value else found
