"""A reply as plain data: text, marked spans, the quotes it carries and the buttons under it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Mark(StrEnum):
    """How a span of a reply is shown. The values are those of Telegram's ``MessageEntity.type``."""

    BOLD = "bold"
    ITALIC = "italic"
    QUOTE = "blockquote"
    LINK = "text_link"


@dataclass(frozen=True, slots=True)
class Span:
    """A marked part of a reply: ``text[start:end]``, in code points. ``url`` is set for a link, and only then."""

    mark: Mark
    start: int
    end: int
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Quote:
    """The promise behind a quoted span: ``reply.text[at:at + (end - start)]`` is ``text[start:end]`` of a revision.

    All offsets are code points. ``sha256`` is the fingerprint of the whole stored text of that revision.
    """

    at: int
    statement_id: str
    revision: int
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Callback:
    """A button that asks the bot for something; ``data`` is at most 64 bytes of UTF-8 (InlineKeyboardButton)."""

    label: str
    data: str


@dataclass(frozen=True, slots=True)
class Link:
    """A button that opens an address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A button that copies ``text``, at most 256 characters (Bot API, CopyTextButton)."""

    label: str
    text: str


Button = Callback | Link | Copy


@dataclass(frozen=True, slots=True)
class Reply:
    """One message to a person. ``text`` has at most 4096 UTF-16 units; ``buttons`` are rows of buttons.

    ``language`` is the interface language the words around the quotes are in: ``fr``, ``en`` or ``ar``. ``in_place``
    asks that the reply to a pressed button takes the place of the message with that button, as when a page is turned.
    """

    text: str
    language: str
    spans: tuple[Span, ...] = ()
    quotes: tuple[Quote, ...] = ()
    buttons: tuple[tuple[Button, ...], ...] = ()
    in_place: bool = False

    def below(self, line: str) -> Reply:
        """Return this reply below ``line`` and an empty one."""
        by = len(line) + 2
        return replace(
            self,
            text=f"{line}\n\n{self.text}",
            spans=tuple(replace(span, start=span.start + by, end=span.end + by) for span in self.spans),
            quotes=tuple(replace(quote, at=quote.at + by) for quote in self.quotes),
        )
