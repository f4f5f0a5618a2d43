"""One bot as Telegram keeps it: its token, its chats, its updates, its profile."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.simulator.chats import Chat, new_chat
from bot.simulator.errors import RefusedError, refuse
from bot.simulator.events import EventLog
from bot.simulator.profile import Profile
from bot.simulator.updates import UpdateQueue

if TYPE_CHECKING:
    from bot.simulator.spec import Json

TOKEN = re.compile(r"(\d{1,15}):[A-Za-z0-9_-]{35}")
KEPT_CALLS = 1000


class BotAccount:
    """The state of one token, all of it in memory."""

    def __init__(self, token: str) -> None:
        match = TOKEN.fullmatch(token)
        if match is None:
            msg = "a bot token is digits, a colon and 35 of A-Z a-z 0-9 _ -; this one is not"
            raise ValueError(msg)
        self.token = token
        self.id = int(match.group(1))
        self.updates = UpdateQueue()
        self.events = EventLog()
        self.profile = Profile()
        self.chats: dict[int, Chat] = {}
        self.queries: dict[str, int] = {}
        self.calls: deque[Json] = deque(maxlen=KEPT_CALLS)
        self.last_query = 0

    @property
    def user(self) -> Json:
        """The bot as a Bot API ``User``, the way it stands in a message."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.profile.text("name", "", "OnRecord"),
            "username": "onrecord_try_bot",
        }

    def chat(self, chat_id: int | str) -> Chat:
        """Return a chat of this bot, or refuse with the 400 of Telegram."""
        chat = next((c for c in self.chats.values() if chat_id in {c.id, str(c.id)}), None)
        if chat is None:
            refuse("chat not found")
        return chat

    def chat_to_send_to(self, parameters: Json) -> Chat:
        """Return the chat of a call that sends something, or refuse: unknown, or the person blocked the bot."""
        chat = self.chat(parameters["chat_id"])
        if chat.blocked:
            raise RefusedError(403, "Forbidden: bot was blocked by the user")
        return chat

    def open_chat(self, chat_id: int, first_name: str) -> Chat:
        """Return a chat, made on its first use."""
        if chat_id not in self.chats:
            self.chats[chat_id] = new_chat(chat_id, first_name)
        return self.chats[chat_id]

    def open_query(self, chat_id: int) -> str:
        """Return the id of a new callback query."""
        self.last_query += 1
        query_id = f"{self.id}{self.last_query:09d}"
        self.queries[query_id] = chat_id
        return query_id

    def record(self, method: str, parameters: Mapping[str, object], status: int) -> None:
        """Keep a call for tests to look at; long polls are left out."""
        if method != "getUpdates":
            self.calls.append({"method": method, "parameters": dict(parameters), "status": status})

    def reset(self, *, profile: bool) -> None:
        """Forget chats, updates, open queries and calls, and with ``profile`` what the bot said about itself."""
        self.chats.clear()
        self.updates.clear()
        self.queries.clear()
        self.calls.clear()
        if profile:
            self.profile = Profile()
        self.events.add("reset")

    def close(self) -> None:
        """End every wait on this account."""
        self.updates.close()
        self.events.close()
