"""The chats of one bot: who is in them and what was said, as Bot API objects."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.simulator.spec import Json


@dataclass(slots=True)
class Chat:
    """One chat. ``messages`` are Bot API messages by id, without ``reply_to_message``: that is added on the way out."""

    info: Json
    messages: dict[int, Json] = field(default_factory=dict)
    replied: dict[int, int] = field(default_factory=dict)
    blocked: bool = False
    last_id: int = 0

    @property
    def id(self) -> int:
        """The chat's id: the person's own in a private chat, negative in a group."""
        return int(self.info["id"])

    def add(self, sender: Json, content: Json, reply_to: int | None = None) -> Json:
        """Store a message of ``sender`` and return it as the Bot API shows it."""
        self.last_id += 1
        self.messages[self.last_id] = {
            "message_id": self.last_id,
            "from": sender,
            "chat": self.info,
            "date": int(time.time()),
            **content,
        }
        if reply_to is not None:
            self.replied[self.last_id] = reply_to
        return self.shown(self.last_id)

    def shown(self, message_id: int) -> Json:
        """Return a message with the one it replies to, which does not nest a further one."""
        message = dict(self.messages[message_id])
        origin = self.messages.get(self.replied.get(message_id, 0))
        if origin is not None:
            message["reply_to_message"] = dict(origin)
        return message

    def history(self) -> list[Json]:
        """Return every message that was not deleted, oldest first."""
        return [self.shown(message_id) for message_id in self.messages]

    def edit(self, message_id: int, changes: Json) -> Json:
        """Change a message's fields, None removes one, and return it with its ``edit_date``."""
        message = {**self.messages[message_id], **changes, "edit_date": int(time.time())}
        self.messages[message_id] = {key: value for key, value in message.items() if value is not None}
        return self.shown(message_id)


def new_chat(chat_id: int, first_name: str) -> Chat:
    """Return an empty chat: private with the person of that id, or a group when the id is negative."""
    if chat_id > 0:
        return Chat({"id": chat_id, "type": "private", "first_name": first_name})
    return Chat({"id": chat_id, "type": "supergroup", "title": "Newsroom"})
