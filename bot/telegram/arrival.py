"""What a person sent, read from an update: only what an answer needs."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, Final

from telegram import CallbackQuery, Message, Update, User
from telegram.constants import ChatType

from bot.conversation.person import Person

if TYPE_CHECKING:
    from datetime import datetime

_COMMAND = re.compile(r"/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*)|\s*)", re.DOTALL)

# Made anew with every start, so that what is made with it leads back to nobody.
_SECRET: Final = secrets.token_bytes(32)

# The first that a message has says what it is: Telegram gives an animation as a document too, a venue as a location.
_THINGS: Final = (
    ("photo", "photo"),
    ("live_photo", "photo"),
    ("sticker", "sticker"),
    ("voice", "voice"),
    ("audio", "voice"),
    ("animation", "video"),
    ("video", "video"),
    ("video_note", "video"),
    ("document", "document"),
    ("venue", "location"),
    ("location", "location"),
    ("contact", "contact"),
    ("poll", "other"),
    ("dice", "other"),
    ("game", "other"),
    ("story", "other"),
    ("checklist", "other"),
    ("paid_media", "other"),
)


class Kind(StrEnum):
    """What kind of thing arrived."""

    COMMAND = "command"
    QUESTION = "question"
    THING = "thing"
    PRESS = "press"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an answer goes: the chat, the message it answers, the topic, and the message whose button was pressed."""

    chat_id: int
    message_id: int
    thread_id: int | None = None
    pressed_id: int | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """Something that wants an answer.

    ``name`` is the command in lower case, or the kind of thing as the desk names it, or the callback data. ``text`` is
    the question, what follows the command, or the question that a pressed button belongs to. ``sent`` is when the
    message was sent; a press has no time. ``album`` ties the pictures sent in one go. ``query_id`` is the press to
    acknowledge.
    """

    kind: Kind
    person: Person
    place: Place
    name: str = field(default="", repr=False)
    text: str = field(default="", repr=False)
    sent: datetime | None = None
    album: str | None = None
    query_id: str | None = None


@dataclass(frozen=True, slots=True)
class Self:
    """The bot itself, as others see it."""

    id: int
    username: str

    def unmentioned(self, text: str) -> str:
        """Return ``text`` without the places that call the bot by its name."""
        return re.sub(rf"(?<![\w@])@{re.escape(self.username)}\b[,:]?\s*", "", text, flags=re.IGNORECASE).strip()

    def wrote(self, message: Message | None) -> bool:
        """Tell whether ``message`` is one of the bot's own."""
        return message is not None and message.from_user is not None and message.from_user.id == self.id


def read(update: Update, me: Self) -> Arrival | None:
    """Return what ``update`` brings, or ``None`` when there is nothing to answer.

    Edited messages, channel posts, changes of membership and service messages are nothing to answer. Neither is, in a
    group, what does not speak to the bot.
    """
    if update.callback_query:
        return _pressed(update.callback_query, me)
    if update.message and _is_from_a_person(update.message):
        return _written(update.message, me)
    return None


def _person(user: User | None, chat_id: int) -> Person:
    """Return the person, with what tells their talk in this chat from that of others.

    Anonymous admins all write as one and the same bot: their talk cannot be told apart.
    """
    if user is None:
        return Person(None)
    talk = None if user.is_bot else blake2b(f"{chat_id}/{user.id}".encode(), key=_SECRET, digest_size=16).digest()
    return Person(user.language_code, talk)


def _is_from_a_person(message: Message) -> bool:
    """Tell whether a person wrote it, also as an anonymous admin (a bot by name), and no bot or linked channel."""
    if message.is_automatic_forward or message.from_user is None:
        return False
    return not message.from_user.is_bot or message.sender_chat is not None


def _words(message: Message) -> str:
    """Return what a message says: its text, or the caption of what it shows."""
    return (message.text or message.caption or "").strip()


def _thing(message: Message) -> str | None:
    """Return the kind of thing a wordless message is, or ``None`` for a service message."""
    return next((kind for attribute, kind in _THINGS if getattr(message, attribute)), None)


def _written(message: Message, me: Self) -> Arrival | None:
    words = _words(message)
    command = _COMMAND.fullmatch(words)
    if message.chat.type != ChatType.PRIVATE and not _is_addressed(message, words, command, me):
        return None
    kind, name, text = Kind.QUESTION, "", me.unmentioned(words)
    if command:
        kind, name, text = Kind.COMMAND, command[1].lower(), (command[3] or "").strip()
    elif not words:
        kind, name = Kind.THING, _thing(message) or ""
        if not name:
            return None
    elif not text:  # called by name and nothing else: about the message it replies to, if there is one
        text = "" if me.wrote(message.reply_to_message) else _question(message, me) or ""
        kind, name = (Kind.QUESTION, "") if text else (Kind.COMMAND, "help")
    return Arrival(
        kind,
        _person(message.from_user, message.chat.id),
        Place(message.chat.id, message.message_id, _thread(message)),
        name=name,
        text=text,
        sent=message.date,
        album=message.media_group_id,
    )


def _is_addressed(message: Message, words: str, command: re.Match[str] | None, me: Self) -> bool:
    """Tell whether a message in a group speaks to the bot: a command with its name, a mention, or a reply to it."""
    if command and command[2]:
        return command[2].lower() == me.username.lower()
    return me.unmentioned(words) != words or me.wrote(message.reply_to_message)


def _pressed(query: CallbackQuery, me: Self) -> Arrival:
    """Return a press. Its question is what the message with the button answers; Telegram may no longer have that."""
    message = query.message
    answers = query.from_user.id, 0  # no message at all: a button under an inline answer, answered in private
    thread_id = pressed_id = question = None
    if message:
        answers = message.chat.id, message.message_id
    if isinstance(message, Message) and message.is_accessible:
        pressed_id, thread_id, question = message.message_id, _thread(message), _question(message, me)
        if message.reply_to_message:
            answers = message.chat.id, message.reply_to_message.message_id
    return Arrival(
        Kind.PRESS,
        _person(query.from_user, answers[0]),
        Place(*answers, thread_id, pressed_id),
        name=query.data or "",
        text=question or "",
        query_id=query.id,
    )


def _question(message: Message, me: Self) -> str | None:
    """Return the words of the message that ``message`` replies to, if Telegram gives them."""
    return me.unmentioned(_words(message.reply_to_message)) or None if message.reply_to_message else None


def _thread(message: Message) -> int | None:
    """Return the topic of a message; replies outside topics have a thread too, which must not be given back."""
    return message.message_thread_id if message.is_topic_message else None
