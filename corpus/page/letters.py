"""The letters of words, as they are compared."""

from __future__ import annotations

import unicodedata


def letters(words: str) -> str:
    """Return the letters and digits of ``words`` without case, as they are compared."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return "".join(sign for sign in folded if sign.isalnum())
