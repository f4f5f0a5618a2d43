"""What Telegram does to a text on its way to the reader: the places where the words shown would not be those sent.

Its server puts a space for control characters, takes out carriage returns, line and paragraph separators, bidi
embeddings and three combining marks, joins runs of direction marks, and cuts white space at both ends of a message.
"""

from __future__ import annotations

import re

_REMOVED = "\r\u2028-\u202e\u030a\u0333\u033f"
_SPACED = "\x00-\x09\x0b\x0c\x0e-\x1f"
_ALTERED = re.compile(f"[{_REMOVED}{_SPACED}]")
# Of adjacent direction marks all but the last become U+200C; what is removed between two of them makes them adjacent.
_RUN = re.compile(f"[\u200e\u200f](?=[{_REMOVED}]*[\u200e\u200f])")


def is_altered(text: str, start: int, end: int) -> bool:
    """Tell whether Telegram would show something else for ``text[start:end]`` when it is sent ``text``.

    White space counts as cut at the ends of the message whatever its kind: a refusal too many costs less than a
    misquote. Offsets are code points.
    """
    if _ALTERED.search(text, start, end):
        return True
    if any(start <= run.start() < end for run in _RUN.finditer(text)):
        return True
    kept_from = len(text) - len(text.lstrip())
    kept_to = len(text.rstrip())
    return start < kept_from or end > kept_to
