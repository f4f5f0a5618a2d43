"""What says when a page was changed, which is not when its statement was issued."""

from __future__ import annotations

import re

_MODIFIED = re.compile(
    r"(?<!\w)(?:last\s+(?:update|modified|change|review)\w*|updated?|modified|reviewed|mis\w*\s+à\s+jour|modifié\w*|"
    r"dernière\s+(?:mise|modif)\w*|actualis\w+|letzte\s+(?:änderung|aktualisierung)|aktualisiert|geändert|bearbeitet|"
    r"última\s+(?:actualiz|modific)\w*|actualizado|atualizado|ultim[ao]\s+(?:aggiornamento|modifica)|aggiornat\w+|"
    r"آخر\s+(?:تحديث|تعديل)|تم\s+التحديث|محدثة?|تحديث|copyright|©)",
    re.IGNORECASE,
)


# What may stand before it in a line that says nothing else.
_PREFIX = (
    r"\W*(?:(?:this|the|cette|la|diese|esta|questa|page|seite|página|pagina|site|content|date|zuletzt|was|has|been|a|été|"
    r"est|wurde|de|هذه|الصفحة|تاريخ|تم)\W+){0,5}"
)
_NOTE = re.compile(_PREFIX + _MODIFIED.pattern, re.IGNORECASE)
_RIGHTS = re.compile(
    r"\W*(?:all\s+rights\s+reserved|tous\s+droits\s+réservés|(?:جميع|كل|كافة)\s+الحقوق\s+محفوظة|alle\s+rechte\s+vorbehalten|"
    r"todos\s+los\s+derechos\s+reservados|tutti\s+i\s+diritti\s+riservati)(?!\w)",
    re.IGNORECASE,
)
_LONGEST_NOTE = 120


def is_note(words: str) -> bool:
    """Return whether ``words`` are a line below an article on when the page was changed, or on whose rights it is.

    A sentence that tells of something updated is none: it may be the last one of a statement.
    """
    if len(words) >= _LONGEST_NOTE:
        return False
    if _RIGHTS.match(words):
        return True
    is_sentence = words.rstrip().endswith((".", "!", "؟", "?")) and not any(sign.isdecimal() for sign in words)
    return bool(_NOTE.match(words)) and not is_sentence


def is_modification(words: str) -> bool:
    """Return whether ``words`` say when something was changed, not when it was issued."""
    return bool(_MODIFIED.search(words))


def before_modification(words: str) -> str:
    """Return what ``words`` say before they say when something was changed: "Published 1 May | Updated 3 May"."""
    match = _MODIFIED.search(words)
    return words[: match.start()] if match else words
