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


def is_modification(words: str) -> bool:
    """Return whether ``words`` say when something was changed, not when it was issued."""
    return bool(_MODIFIED.search(words))


def before_modification(words: str) -> str:
    """Return what ``words`` say before they say when something was changed: "Published 1 May | Updated 3 May"."""
    match = _MODIFIED.search(words)
    return words[: match.start()] if match else words
