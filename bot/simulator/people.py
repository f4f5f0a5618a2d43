"""What a person does in a chat, turned into messages and into updates for the bot."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from bot.simulator import spec
from bot.simulator.detection import with_detected
from bot.simulator.errors import refuse
from bot.simulator.keyboards import callback_data
from bot.simulator.methods import quoted
from bot.simulator.text import MAX_CAPTION, chunks, clean, clean_message

if TYPE_CHECKING:
    from bot.simulator.account import BotAccount
    from bot.simulator.chats import Chat
    from bot.simulator.spec import Json

T = TypeVar("T")

KINDS = ("text", "photo", "voice", "sticker", "document")


@dataclass(frozen=True, slots=True)
class Person:
    """Who acts, and where: ``chat`` is the person's own id in a private chat, negative in a group."""

    chat: int
    user: int
    language: str
    first_name: str

    @classmethod
    def of(cls, facts: Json) -> Person:
        """Read a person from the JSON of the control API; raises :class:`RefusedError` 400."""
        chat = _fact(facts, "chat", int, 1)
        user = _fact(facts, "user", int, max(chat, 1))
        if chat == 0 or user < 1 or (chat > 0 and user != chat):
            refuse(f"chat {chat} and user {user}: in a private chat both are the same positive number")
        return cls(chat, user, _fact(facts, "language", str, "en"), _fact(facts, "first_name", str, "Sam"))

    def as_user(self) -> Json:
        """Return the person as a Bot API ``User``."""
        user: Json = {"id": self.user, "is_bot": False, "first_name": self.first_name}
        return {**user, "language_code": self.language} if self.language else user


def send(account: BotAccount, facts: Json) -> list[Json]:
    """Send what a person writes and return the messages: several when a text is longer than one may be."""
    person = Person.of(facts)
    chat = account.open_chat(person.chat, person.first_name)
    reply_to = _fact(facts, "reply_to", int, 0)
    extra = dict(_fact(facts, "fields", dict, {}))
    if reply_to:
        if reply_to not in chat.messages:
            refuse(f"message {reply_to} to reply to is not in chat {chat.id}")
        if quote := quoted(chat.messages[reply_to], _fact(facts, "quote", str, "")):
            extra["quote"] = quote
    if problem := spec.load().problem("Message", {"message_id": 1, "date": 1, "chat": chat.info, **extra}):
        refuse(f"fields: {problem}")
    contents = _contents(facts, chat.last_id)
    return [_deliver(account, chat, person, {**content, **extra}, reply_to or None) for content in contents]


def edit(account: BotAccount, facts: Json) -> Json:
    """Change the text of a person's message, tell the bot, and return the message."""
    person = Person.of(facts)
    chat = account.chat(person.chat)
    message_id = _fact(facts, "message_id", int, 0)
    author = chat.messages.get(message_id, {}).get("from", {})
    if author.get("is_bot") or author.get("id") != person.user:
        refuse(f"message {message_id} of chat {chat.id} is not of person {person.user}")
    text, _ = clean_message(_fact(facts, "text", str, ""), [])
    message = chat.edit(message_id, {"text": text, "entities": with_detected(text, []) or None})
    account.updates.put("edited_message", message)
    account.events.add("edited", chat.id, message=message)
    return message


def press(account: BotAccount, facts: Json) -> str:
    """Press a button by its ``data`` and return the id of the callback query.

    With ``inaccessible`` the message counts as too old for the bot to see.
    """
    person = Person.of(facts)
    chat = account.chat(person.chat)
    message_id, data = _fact(facts, "message_id", int, 0), _fact(facts, "data", str, "")
    message = chat.messages.get(message_id)
    if message is None:
        refuse(f"message {message_id} is not in chat {chat.id}")
    there = callback_data(message.get("reply_markup"))
    if data not in there:
        refuse(f'message {message_id} has no button with callback_data "{data}"; it has {there}')
    shown = chat.shown(message_id)
    if _fact(facts, "inaccessible", bool, default=False):
        shown = {"chat": chat.info, "message_id": message_id, "date": 0}
    query_id = account.open_query(chat.id)
    query = {"id": query_id, "from": person.as_user(), "message": shown, "chat_instance": str(chat.id), "data": data}
    account.updates.put("callback_query", query)
    return query_id


def block(account: BotAccount, facts: Json) -> None:
    """Block the bot in a chat, or unblock it with ``blocked: false``, and tell the bot when that changes something."""
    person = Person.of(facts)
    chat = account.open_chat(person.chat, person.first_name)
    before, chat.blocked = chat.blocked, _fact(facts, "blocked", bool, default=True)
    if before == chat.blocked:
        return
    change = {
        "chat": chat.info,
        "from": person.as_user(),
        "date": int(time.time()),
        "old_chat_member": _membership(account, blocked=before),
        "new_chat_member": _membership(account, blocked=chat.blocked),
    }
    account.updates.put("my_chat_member", change)


def _membership(account: BotAccount, *, blocked: bool) -> Json:
    if blocked:
        return {"user": account.user, "status": "kicked", "until_date": 0}
    return {"user": account.user, "status": "member"}


def _deliver(account: BotAccount, chat: Chat, person: Person, content: Json, reply_to: int | None) -> Json:
    message = chat.add(person.as_user(), content, reply_to)
    account.updates.put("message", message)
    account.events.add("message", chat.id, message=message)
    return message


def _contents(facts: Json, last_id: int) -> list[Json]:
    """Return the content of each message; captions and texts are cleaned as clients and the server do."""
    kind = _fact(facts, "kind", str, "text")
    if kind not in KINDS:
        refuse(f'kind "{kind}" is none of {", ".join(KINDS)}')
    if kind == "text":
        texts = [clean_message(piece, [])[0] for piece in chunks(clean(_fact(facts, "text", str, ""))[0])]
        return [_with_entities("text", text) for text in texts]
    content = _media(kind, f"try-{kind}-{last_id + 1}", facts)
    if caption := _fact(facts, "caption", str, ""):
        content |= _with_entities("caption", clean_message(caption, [], MAX_CAPTION)[0])
    return [content]


def _with_entities(key: str, text: str) -> Json:
    entities = with_detected(text, [])
    content: Json = {key: text}
    return {**content, ("entities" if key == "text" else "caption_entities"): entities} if entities else content


def _media(kind: str, name: str, facts: Json) -> Json:
    file: Json = {"file_id": name, "file_unique_id": f"{name}-unique"}
    if kind == "photo":
        return {"photo": [{**file, "width": 1280, "height": 960, "file_size": 120_000}]}
    if kind == "voice":
        return {"voice": {**file, "duration": 7, "mime_type": "audio/ogg", "file_size": 24_000}}
    if kind == "sticker":
        shape = {"type": "regular", "width": 512, "height": 512, "is_animated": False, "is_video": False}
        return {"sticker": {**file, **shape, "emoji": "👍"}}
    described = {
        "file_name": _fact(facts, "file_name", str, "statement.pdf"),
        "mime_type": _fact(facts, "mime_type", str, "application/pdf"),
        "file_size": _fact(facts, "file_size", int, 90_000),
    }
    return {"document": {**file, **described}}


def _fact(facts: Json, name: str, kind: type[T], default: T) -> T:
    value = facts.get(name, default)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        refuse(f'"{name}" must be {kind.__name__}, not {value!r}')
    return value
