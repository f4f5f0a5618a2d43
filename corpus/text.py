"""The stored form of a text: what is kept, quoted, and shown unchanged by Telegram.

Telegram's server alters some characters of every message (tdlib, ``clean_input_string`` and ``fix_formatted_text``).
A slice that holds them would be *shown* different from the record, so they are taken out once, before the text is
stored. After that nothing is ever changed: offsets count code points of the stored text.
"""

from __future__ import annotations

import re
import unicodedata

_LINE_ENDS = re.compile("\r\n|\r|\u2028|\u2029")
# C0 controls but the newline become a space, as Telegram shows them; so do DEL and the C1 controls.
_CONTROLS = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
# Bidi embeddings and overrides, three combining marks, the byte order mark, and halves of surrogate pairs.
_VANISHING = re.compile("[\u202a-\u202e\u0333\u033f\u030a\ufeff\ud800-\udfff]")
_DIRECTION_MARKS = re.compile("[\u200e\u200f]+([\u200e\u200f])")


def stored_text(raw: str) -> str:
    r"""Return ``raw`` as it is stored: NFC, newlines as ``\n``, without what Telegram would alter.

    Idempotent: ``stored_text(stored_text(x)) == stored_text(x)``.
    """
    text = _LINE_ENDS.sub("\n", raw)
    text = _CONTROLS.sub(" ", text)
    while True:
        # A ring can survive composition (it had no letter to join), and taking it out can let others compose.
        composed = unicodedata.normalize("NFC", text)
        cleaned = _DIRECTION_MARKS.sub(r"\1", _VANISHING.sub("", composed))
        if cleaned == text:
            return text
        text = cleaned


def is_blank(text: str) -> bool:
    """Return whether ``text`` has no letter and no digit, and so says nothing."""
    return not any(character.isalnum() for character in text)
