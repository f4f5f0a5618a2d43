"""The limits of inline keyboards, refused the way Telegram does."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bot.simulator.errors import refuse

if TYPE_CHECKING:
    from bot.simulator.spec import Json

MAX_ROW = 8
MAX_BUTTONS = 100
MAX_CALLBACK_BYTES = 64
MAX_COPY_CHARACTERS = 256

_NOT_ACTIONS = frozenset({"text", "style", "icon_custom_emoji_id"})
_STYLES = frozenset({"danger", "success", "primary"})


def check_keyboard(markup: Json | None) -> None:
    """Raise :class:`RefusedError` (400) when a keyboard breaks a limit of the Bot API; None is no keyboard."""
    if markup is None:
        return
    rows: list[list[Json]] = markup["inline_keyboard"]
    if sum(map(len, rows)) > MAX_BUTTONS:
        refuse(f"REPLY_MARKUP_TOO_LONG: {sum(map(len, rows))} buttons, {MAX_BUTTONS} are allowed")
    for row in rows:
        if len(row) > MAX_ROW:
            refuse(f"REPLY_MARKUP_INVALID: a row of {len(row)} buttons, {MAX_ROW} are allowed")
        for button in row:
            _check_button(button)


def callback_data(markup: Json | None) -> list[str]:
    """Return the ``callback_data`` of every button of a keyboard that has one, in order."""
    rows: list[list[Json]] = (markup or {}).get("inline_keyboard", [])
    return [button["callback_data"] for row in rows for button in row if "callback_data" in button]


def _check_button(button: Json) -> None:
    text = button["text"]
    actions = [key for key in button if key not in _NOT_ACTIONS]
    if not text.strip():
        refuse("BUTTON_TEXT_EMPTY: a button has no text")
    if not actions:
        refuse(f'BUTTON_TYPE_INVALID: text buttons are unallowed in the inline keyboard ("{text}")')
    if len(actions) > 1:
        refuse(f'BUTTON_TYPE_INVALID: "{text}" has {" and ".join(actions)}, exactly one is allowed')
    if button.get("style", "primary") not in _STYLES:
        refuse(f'BUTTON_STYLE_INVALID: "{button["style"]}" of "{text}" is none of {sorted(_STYLES)}')
    if "callback_data" in button and not 1 <= len(button["callback_data"].encode()) <= MAX_CALLBACK_BYTES:
        size = len(button["callback_data"].encode())
        refuse(f'BUTTON_DATA_INVALID: "{text}" has {size} bytes, 1 to {MAX_CALLBACK_BYTES} are allowed')
    if "copy_text" in button and not 1 <= len(button["copy_text"]["text"]) <= MAX_COPY_CHARACTERS:
        size = len(button["copy_text"]["text"])
        refuse(f'BUTTON_COPY_TEXT_INVALID: "{text}" has {size} characters, 1 to {MAX_COPY_CHARACTERS} are allowed')
    if "url" in button:
        _check_url(text, button["url"])


def _check_url(text: str, url: str) -> None:
    try:
        parts = urlsplit(url)
    except ValueError as broken:
        refuse(f'BUTTON_URL_INVALID: "{url}" of "{text}": {broken}')
    if parts.scheme not in {"http", "https", "tg"} or not parts.netloc:
        refuse(f'BUTTON_URL_INVALID: "{url}" of "{text}" is no http, https or tg address')
