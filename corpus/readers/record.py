"""Named fields to a draft: what front matter, a row of a table and an object of JSON have in common.

Known names: ``text`` (also ``body``, ``content``), ``title``, ``date`` (YYYY-MM-DD; also ``published``, an instant),
``issuer``, ``language`` (also ``lang``), ``url`` (also ``link``), ``guid`` (also ``id``), ``versions``. Others are left
alone. Names count without case, and in French as well.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from corpus.days.datelines import dateline
from corpus.days.dates import Reading, given_day, instant_day, settled, written_day
from corpus.errors import FactError, SourceError
from corpus.languages import given_language, language_of
from corpus.statement import UNDATED, UNKNOWN, Draft, Provenance, PublicationDate, given
from corpus.text import is_blank, stored_text

_NAMES = {
    "text": ("text", "body", "content", "texte", "contenu"),
    "title": ("title", "titre"),
    "date": ("date",),
    "published": ("published", "date_published", "publié"),
    "issuer": ("issuer", "émetteur", "emetteur"),
    "language": ("language", "lang", "langue"),
    "url": ("url", "link", "lien"),
    "guid": ("guid", "id"),
    "versions": ("versions", "translations"),
}
TEXTS = _NAMES["text"]
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOMENT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d|(?:[A-Z][a-z]{2}, ?)?\d{1,2} [A-Z][a-z]{2} \d{4} \d")


def fields_of(facts: Mapping[str, object]) -> dict[str, object]:
    """Return the known fields among ``facts`` under the first of their names; the first name that is filled counts."""
    lower = {str(name).strip().lower(): value for name, value in facts.items() if value not in (None, "")}
    return {
        field: next(lower[name] for name in names if name in lower)
        for field, names in _NAMES.items()
        if any(name in lower for name in names)
    }


def word(fields: Mapping[str, object], field: str, source: str) -> str | None:
    """Return the fact ``field`` as one line of text, ``None`` when there is none.

    :raises FactError: when it is a list or a mapping.
    """
    value = fields.get(field)
    if value is None:
        return None
    if isinstance(value, (dict, list)):
        raise FactError(source, f"its {field} is not one line of text: write `{field}: …`")
    return " ".join(stored_text(str(value)).split()) or None


def versions(fields: Mapping[str, object], source: str) -> tuple[str, ...]:
    """Return the names or addresses that a statement shares with its versions in other languages.

    :raises FactError: when they are not words, or a list of words.
    """
    value = fields.get("versions", ())
    found = value if isinstance(value, Sequence) and not isinstance(value, str) else [value]
    if not all(isinstance(one, (str, int)) for one in found):
        raise FactError(source, "its versions are not words: write an address or a name that they share, or a list")
    return tuple(name for one in found if (name := " ".join(stored_text(str(one)).split())))


def date_of(
    fields: Mapping[str, object], text: str, source: str, zone: ZoneInfo | None
) -> tuple[PublicationDate, tuple[str, ...]]:
    """Return the date that is given, else that of the dateline of ``text``, and the doubts about it.

    :raises FactError: when the date that is given is not a day.
    """
    if (day := given_day(fields.get("date"), source)) is not UNDATED:
        return settled(Reading(day.day), Provenance.GIVEN)
    if (moment := fields.get("published")) is not None:
        return settled(instant_day(str(moment), zone), Provenance.GIVEN)
    return settled(dateline(text), Provenance.DATELINE)


def with_instant(fields: Mapping[str, object]) -> dict[str, object]:
    """Return ``fields`` with a ``date`` that is an instant, or a day as it is spoken, as a moment of publication.

    Programs write instants under either name, spreadsheets write 25/11/2024: what can be read in two ways is a doubt,
    and the words are kept. Who writes front matter by hand writes a day as it is asked for.
    """
    found = dict(fields)
    shown = str(found.get("date", "")).strip()
    if _MOMENT.match(shown) or (not _ISO.fullmatch(shown) and written_day(shown) != Reading(None)):
        found["published"] = found.pop("date")
    return found


def named(guid: str | None, url: str | None, source: str) -> str | None:
    """Return the name under which an item of a list is kept: its ``guid``, else its ``url``, ``None`` without either.

    A bare number tells apart the items of one list only: it goes with the host of the address, else with the list.
    """
    if guid and guid.isdigit():
        try:
            host = urlsplit(url or "").netloc
        except ValueError:
            host = ""
        return f"{host or source}#{guid}"
    return guid or url


def draft_of(fields: Mapping[str, object], raw: str, source: str, zone: ZoneInfo | None = None) -> Draft:
    """Return the statement whose words are ``raw`` and whose facts are ``fields`` (see :func:`fields_of`).

    :raises SourceError: when ``raw`` holds no word.
    :raises FactError: when a fact is not valid.
    """
    text = stored_text(raw)
    if is_blank(text):
        raise SourceError(source, "holds no words: there is nothing to record")
    language = given_language(word(fields, "language", source), source)
    date, doubts = date_of(fields, text, source, zone)
    return Draft(
        text=text,
        source=source,
        title=word(fields, "title", source),
        date=date,
        issuer=given(word(fields, "issuer", source)),
        language=language_of(text) if language is UNKNOWN else language,
        url=word(fields, "url", source),
        guid=word(fields, "guid", source),
        versions=versions(fields, source),
        doubts=doubts,
    )
