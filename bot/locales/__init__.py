"""The interface's words in French, English and Arabic: gettext catalogues, read as they lie, without a compile step."""

from __future__ import annotations

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

_FOLDER = Path(__file__).parent


@cache
def catalogue(language: str) -> gettext.NullTranslations:
    """Return the catalogue of ``language``; English is the language of the messages themselves."""
    file = _FOLDER / f"{language}.po"
    if not file.is_file():
        return gettext.NullTranslations()
    with file.open("rb") as lines:
        messages = read_po(lines, locale=language)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
