"""A reply as Telegram takes it: text, entities counted in UTF-16 units, and a keyboard. Never a parse mode."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import accumulate

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, MessageEntity
from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit, MessageLimit

from bot.conversation.reply import Button, Callback, Copy, Link, Mark, Quote, Reply, Span
from bot.errors import MisquoteError, RenderingError
from bot.telegram.alterations import is_altered

MAX_COPY_UNITS = 256  # Bot API, CopyTextButton.text
_BEYOND_ONE_UNIT = 0xFFFF


@dataclass(frozen=True, slots=True)
class Rendered:
    """The arguments of ``sendMessage`` and ``editMessageText`` that make up one reply."""

    text: str
    entities: tuple[MessageEntity, ...]
    markup: InlineKeyboardMarkup | None


def utf16_length(text: str) -> int:
    """Return the length of ``text`` in UTF-16 units, in which Telegram counts."""
    return len(text) + sum(ord(character) > _BEYOND_ONE_UNIT for character in text)


def render(reply: Reply) -> Rendered:
    """Return ``reply`` as Telegram takes it.

    :raises MisquoteError: when Telegram would show a quote as other words than those of the record.
    :raises RenderingError: when the reply breaks a limit of the Bot API or marks a place outside its text.
    """
    units = [0, *accumulate(2 if ord(character) > _BEYOND_ONE_UNIT else 1 for character in reply.text)]
    if any("\ud800" <= character <= "\udfff" for character in reply.text):
        msg = "the text of a reply holds half a surrogate pair, which is no character: decode its source anew"
        raise RenderingError(msg)
    if not reply.text.strip():
        msg = "the text of a reply is empty: give it at least one visible character"
        raise RenderingError(msg)
    _within(units[-1], MessageLimit.MAX_TEXT_LENGTH, "UTF-16 units of text")
    _within(len(reply.spans), MessageLimit.MESSAGE_ENTITIES, "marked spans")
    for quote in reply.quotes:
        _check(quote, reply.text)
    return Rendered(reply.text, _entities(reply.spans, units), _keyboard(reply.buttons))


def _within(count: int, limit: int, what: str) -> None:
    """Refuse what is too much.

    :raises RenderingError: when ``count`` is over ``limit``.
    """
    if count > limit:
        msg = f"a reply has {count} {what}, and Telegram takes {limit}: give fewer"
        raise RenderingError(msg)


def _check(quote: Quote, text: str) -> None:
    """Refuse a quote that readers would not see as it is.

    :raises MisquoteError: when ``quote`` would not be shown character for character.
    """
    end = quote.at + quote.end - quote.start
    which = f"a quote of statement {quote.statement_id}, revision {quote.revision},"
    if not 0 <= quote.at < end <= len(text):
        msg = f"{which} lies outside the text of its reply: cut the reply anew from the record"
        raise MisquoteError(msg)
    if is_altered(text, quote.at, end):
        msg = f"{which} would be shown by Telegram as other words: add that statement again, to have its text made fit"
        raise MisquoteError(msg)


def _entities(spans: tuple[Span, ...], units: list[int]) -> tuple[MessageEntity, ...]:
    """Return ``spans`` as entities in reading order, the enclosing one before what it holds."""
    for span in spans:
        if not 0 <= span.start < span.end < len(units):
            msg = f"a {span.mark} span, {span.start} to {span.end}, is not within a text of {len(units) - 1} characters"
            raise RenderingError(msg)
        if (span.mark is Mark.LINK) != bool(span.url):
            msg = f"a {span.mark} span at {span.start} must {'' if span.mark is Mark.LINK else 'not '}have an address"
            raise RenderingError(msg)
    ordered = sorted(spans, key=lambda span: (span.start, -span.end, span.mark is not Mark.QUOTE, span.mark))
    return tuple(
        MessageEntity(span.mark.value, units[span.start], units[span.end] - units[span.start], url=span.url)
        for span in ordered
    )


def _keyboard(rows: tuple[tuple[Button, ...], ...]) -> InlineKeyboardMarkup | None:
    """Return the buttons as an inline keyboard, or ``None`` when there are none."""
    filled = [row for row in rows if row]
    if not filled:
        return None
    _within(max(map(len, filled)), InlineKeyboardMarkupLimit.BUTTONS_PER_ROW, "buttons in a row")
    _within(sum(map(len, filled)), InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER, "buttons")
    return InlineKeyboardMarkup([[_button(button) for button in row] for row in filled])


def _button(button: Button) -> InlineKeyboardButton:
    """Return one button, its sizes checked, because the library leaves that to Telegram."""
    if not button.label.strip():
        msg = "a button of a reply has no label: name what it does"
        raise RenderingError(msg)
    match button:
        case Callback(label, data):
            _sized(len(data.encode()), InlineKeyboardButtonLimit.MAX_CALLBACK_DATA, "bytes of callback data")
            return InlineKeyboardButton(label, callback_data=data)
        case Copy(label, text):
            _sized(utf16_length(text), MAX_COPY_UNITS, "UTF-16 units to copy")
            return InlineKeyboardButton(label, copy_text=CopyTextButton(text))
        case Link(label, url):
            if not url.startswith(("https://", "http://", "tg://")):
                msg = "a link button leads to no web address: it has to start with https://, http:// or tg://"
                raise RenderingError(msg)
            return InlineKeyboardButton(label, url=url)


def _sized(count: int, limit: int, what: str) -> None:
    """Refuse what is too much or nothing.

    :raises RenderingError: when ``count`` is not in ``1..limit``.
    """
    if not 1 <= count <= limit:
        msg = f"a button has {count} {what}, and Telegram takes 1 to {limit}"
        raise RenderingError(msg)
