"""What Telegram does to a text before anybody sees it: cleaning, trimming, and the entities that move with it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from bot.simulator import spec
from bot.simulator.errors import refuse

if TYPE_CHECKING:
    from bot.simulator.spec import Json

MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100

_LAST_CONTROL = 0x1F
_VANISHING = frozenset("\r\u030a\u0333\u033f" + "".join(map(chr, range(0x2028, 0x202F))))
_MARK_BEFORE_MARK = re.compile("[\u200e\u200f](?=[\u200e\u200f])")
_QUOTES = frozenset({"blockquote", "expandable_blockquote"})
_NEEDS = {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id", "date_time": "unix_time"}


def utf16_length(text: str) -> int:
    """Return the length of ``text`` in UTF-16 code units, which is what the Bot API counts in."""
    return len(text) + sum(character > "\uffff" for character in text)


def utf16_slice(text: str, offset: int, length: int) -> str:
    """Return ``length`` UTF-16 code units of ``text`` from ``offset``; both must fall between characters."""
    return text.encode("utf-16-le")[2 * offset : 2 * (offset + length)].decode("utf-16-le")


def clean(text: str, entities: Sequence[Json] = ()) -> tuple[str, list[Json]]:
    """Return ``text`` as the server shows it, with ``entities`` on the same characters, in reading order.

    Offsets and lengths are UTF-16 code units. Raises :class:`RefusedError` (400) for an entity that splits a
    character, runs past the end, has an unknown type or lacks what its type needs, and for quotes that nest.
    """
    kept, moved = _clean_characters(text)
    if "\u200e" in kept or "\u200f" in kept:
        kept = _MARK_BEFORE_MARK.sub("\u200c", kept)
    trimmed = kept.strip(" \n")
    cut = len(kept) - len(kept.lstrip(" \n"))  # spaces and newlines are one unit each
    end = utf16_length(trimmed)
    shown = []
    for entity in entities:
        start, stop = _ends(entity, moved)
        start, stop = (min(max(moved[unit] - cut, 0), end) for unit in (start, stop))
        if stop > start:
            shown.append({**entity, "offset": start, "length": stop - start})
    shown.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    _refuse_crossing_quotes(shown)
    return trimmed, shown


def clean_message(text: str, entities: Sequence[Json], limit: int = MAX_TEXT) -> tuple[str, list[Json]]:
    """Return what :func:`clean` returns, or refuse an empty text, one over ``limit`` units, or too many entities."""
    if len(entities) > MAX_ENTITIES:
        refuse(f"{len(entities)} entities: Telegram shows {MAX_ENTITIES} and silently drops the rest")
    shown, moved = clean(text, entities)
    if not shown:
        refuse("message text is empty")
    if utf16_length(shown) > limit:
        refuse("message is too long")
    return shown, moved


def chunks(text: str, limit: int = MAX_TEXT) -> list[str]:
    """Cut ``text`` the way a client does when a person pastes more than ``limit`` UTF-16 units."""
    pieces: list[str] = []
    start = units = 0
    for index, character in enumerate(text):
        width = 2 if character > "\uffff" else 1
        if units + width > limit:
            pieces.append(text[start:index])
            start, units = index, 0
        units += width
    pieces.append(text[start:])
    return pieces


def _clean_characters(text: str) -> tuple[str, dict[int, int]]:
    """Return the text without what vanishes, and where each offset between two characters has moved to."""
    kept: list[str] = []
    moved: dict[int, int] = {}
    old = new = 0
    for character in text:
        moved[old] = new
        width = 2 if character > "\uffff" else 1
        old += width
        if character in _VANISHING:
            continue
        new += width
        kept.append(" " if ord(character) <= _LAST_CONTROL and character != "\n" else character)
    moved[old] = new
    return "".join(kept), moved


def _ends(entity: Json, moved: dict[int, int]) -> tuple[int, int]:
    kind, offset, length = entity["type"], entity["offset"], entity["length"]
    name = f"entity {kind} at UTF-16 offset {offset} of length {length}"
    if kind not in spec.load().entity_types:
        refuse(f"can't parse entities: {name}: unknown type")
    if kind in _NEEDS and _NEEDS[kind] not in entity:
        refuse(f'can\'t parse entities: {name}: field "{_NEEDS[kind]}" is missing')
    if offset < 0 or length <= 0:
        refuse(f"can't parse entities: {name}: the offset must be 0 or more, the length 1 or more")
    if offset + length > max(moved):
        refuse(f"can't parse entities: {name} ends after the end of the text at {max(moved)}")
    for unit, word in ((offset, "begins"), (offset + length, "ends")):
        if unit not in moved:
            refuse(f"can't parse entities: {name} {word} in the middle of a UTF-16 symbol")
    return offset, offset + length


def _refuse_crossing_quotes(entities: Sequence[Json]) -> None:
    """Telegram drops a quote inside a quote, and a link that crosses the edge of one: better told than lost."""
    quotes = [entity for entity in entities if entity["type"] in _QUOTES]
    for quote in quotes:
        for other in entities:
            if other is quote or not _overlap(quote, other):
                continue
            if other["type"] in _QUOTES:
                _refuse_dropped(other, quote)
            if other["type"] == "text_link" and not _inside(other, quote):
                _refuse_dropped(other, quote)


def _refuse_dropped(entity: Json, quote: Json) -> NoReturn:
    refuse(
        f"can't parse entities: {entity['type']} at {entity['offset']} overlaps {quote['type']} at {quote['offset']}, "
        "Telegram would silently drop one of them"
    )


def _overlap(a: Json, b: Json) -> bool:
    return bool(a["offset"] < b["offset"] + b["length"] and b["offset"] < a["offset"] + a["length"])


def _inside(inner: Json, outer: Json) -> bool:
    end = inner["offset"] + inner["length"]
    return bool(outer["offset"] <= inner["offset"] and end <= outer["offset"] + outer["length"])
