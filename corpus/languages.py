"""The language of a text: declared by its source, or recognised by script and words."""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import TYPE_CHECKING

from corpus.errors import FactError
from corpus.statement import UNKNOWN, Provenance, Sourced

if TYPE_CHECKING:
    from lingua import LanguageDetector

_TAG = re.compile(r"([a-z]{2,3})(?:[-_][a-z0-9]+)*", re.IGNORECASE)
_ARABIC = re.compile("[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]")
# Letters that Persian, Urdu or Kurdish write and Arabic does not.
_NOT_ARABIC = re.compile("[\u067e\u0686\u0698\u06af\u06a9\u06cc\u06c1\u06d2\u0679\u0688\u0691]")
_LATIN = re.compile("[a-z\u00c0-\u024f]", re.IGNORECASE)
_SAMPLE = 4000
_OWN_LETTERS_SHARE = 50
_building = threading.Lock()


def given_language(value: object, source: str) -> Sourced:
    """Return the language that ``source`` gives as a BCP 47 tag ("fr", "fr-FR"), as its first subtag.

    :raises FactError: when ``value`` is not such a tag.
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return UNKNOWN
    match = _TAG.fullmatch(str(value).strip())
    if not match:
        raise FactError(source, f"the language {value!r} is not a code: write fr, en, ar or another ISO 639 code")
    return Sourced(match[1].lower(), Provenance.GIVEN)


@cache
def _build_detector() -> LanguageDetector:
    from lingua import IsoCode639_1, LanguageDetectorBuilder  # noqa: PLC0415 - a slow import that few commands need

    codes = ("EN", "FR", "ES", "PT", "IT", "DE", "NL", "TR", "ID", "MS", "SW", "SO", "RU")
    wanted = [getattr(IsoCode639_1, code) for code in codes]
    return LanguageDetectorBuilder.from_iso_codes_639_1(*wanted).build()


def _detector() -> LanguageDetector:
    with _building:
        return _build_detector()


def recognise(text: str, *, sure: float = 0.0) -> str | None:
    """Return the ISO 639-1 code of the language ``text`` is written in, or ``None`` when it cannot be told.

    Arabic is told by its script (Persian and Urdu letters tell them apart from it), the rest by lingua.

    :param sure: the least confidence, 0 to 1, that a language by words must reach.
    """
    sample = text[:_SAMPLE]
    arabic, latin = len(_ARABIC.findall(sample)), len(_LATIN.findall(sample))
    if arabic > latin:
        foreign = len(_NOT_ARABIC.findall(sample))
        return "ar" if foreign * _OWN_LETTERS_SHARE <= arabic else None
    best = next(iter(_detector().compute_language_confidence_values(sample)), None)
    if best is None or best.value <= sure:
        return None
    return best.language.iso_code_639_1.name.lower()


def language_of(text: str) -> Sourced:
    """Return the language recognised from ``text``, marked as recognised, or :data:`corpus.statement.UNKNOWN`."""
    code = recognise(text)
    return Sourced(code, Provenance.DETECTED) if code else UNKNOWN
