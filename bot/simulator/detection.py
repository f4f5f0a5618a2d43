"""The entities that the server adds by itself: links, addresses, mentions, hashtags and commands in a text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.simulator.text import utf16_length

if TYPE_CHECKING:
    from bot.simulator.spec import Json

_TOP_LEVEL = "com|org|net|int|gov|edu|info|io|fr|eu|me|ma|sa|uk"
_PATTERNS = (
    ("email", re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24}(?![\w-])", re.IGNORECASE)),
    (
        "url",
        re.compile(
            rf"(?<![\w@./])(?:(?:https?|tg)://[^\s<>«»“”\"]+"
            rf"|(?:[a-z0-9-]{{1,63}}\.)+(?:{_TOP_LEVEL})(?![\w-]|\.\w)(?:/[^\s<>«»“”\"]*)?)",
            re.IGNORECASE,
        ),
    ),
    ("mention", re.compile(r"(?<![\w@])@[A-Za-z][A-Za-z0-9_]{3,31}(?!\w)")),
    ("hashtag", re.compile(r"(?<![\w#&])#(?=\w*[^\W\d_])\w{1,256}")),
    ("bot_command", re.compile(r"(?<![\w/<>.])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z]\w{2,31})?(?![\w/.])")),
)
_CLOSING = ".,;:!?'’)]}…"
_OPAQUE = frozenset({"text_link", "text_mention", "code", "pre", "url", "email", "mention", "hashtag", "bot_command"})


def with_detected(text: str, entities: Sequence[Json]) -> list[Json]:
    """Return ``entities`` and those that the server finds in ``text``, in reading order; offsets are UTF-16 units."""
    shown = [dict(entity) for entity in entities]
    for kind, start, end in _found(text):
        offset = utf16_length(text[:start])
        found = {"type": kind, "offset": offset, "length": utf16_length(text[start:end])}
        if not any(_hides(entity, found) for entity in shown):
            shown.append(found)
    return sorted(shown, key=lambda entity: (entity["offset"], -entity["length"]))


def _found(text: str) -> Iterator[tuple[str, int, int]]:
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(text):
            end = match.end()
            if kind == "url":
                end = match.start() + len(match.group().rstrip(_CLOSING))
            yield kind, match.start(), end


def _hides(entity: Json, found: Json) -> bool:
    """Tell whether ``entity`` leaves no room for ``found``: a link over it, or an edge in the middle of it."""
    start, end = entity["offset"], entity["offset"] + entity["length"]
    first, last = found["offset"], found["offset"] + found["length"]
    if start >= last or first >= end:
        return False
    inside = start <= first and last <= end
    return entity["type"] in _OPAQUE or (not inside and entity["type"].endswith("blockquote"))
