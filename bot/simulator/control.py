"""The control API under ``/simulator/``: what the chat page and the tests do in a person's place."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from bot.simulator import people
from bot.simulator.errors import RefusedError, refuse
from bot.simulator.web import GuardedHandler

if TYPE_CHECKING:
    from bot.simulator.account import BotAccount
    from bot.simulator.faults import Faults
    from bot.simulator.spec import Json

MAX_WAIT = 50.0  # seconds


class ControlHandler(GuardedHandler):
    """JSON in, JSON out. A POST must say that it is JSON, which no form of another site can."""

    async def get(self, name: str) -> None:
        """Answer ``state``, ``events`` (waits for one), ``calls`` or ``faults``."""
        try:
            self.answer({"ok": True, **await self._read(name)})
        except RefusedError as refused:
            self._refuse(refused)

    def post(self, name: str) -> None:
        """Do ``messages``, ``edits``, ``presses``, ``block``, ``faults`` or ``reset``."""
        try:
            facts = self._facts()
            account = self.simulator.account(facts.pop("bot", None))
            self.answer({"ok": True, **act(name, account, facts, self.simulator.faults)})
        except RefusedError as refused:
            self._refuse(refused)

    async def _read(self, name: str) -> Json:
        account = self.simulator.account(self._number("bot"))
        chat = self._number("chat")
        if name == "state":
            return state(account, chat or 1, self.get_query_argument("language", ""))
        if name == "events":
            after = self._number("after") or 0
            seconds = min(float(self._number("seconds") or 0), MAX_WAIT)
            return {"events": await account.events.wait(after, chat, seconds, self.gone), "last": account.events.last}
        if name == "calls":
            return {"calls": list(account.calls)}
        if name == "faults":
            return {"faults": self.simulator.faults.as_json()}
        raise RefusedError(404, f'Not Found: nothing to read at "{name}"')

    def _facts(self) -> Json:
        if self.request.headers.get("Content-Type", "").partition(";")[0].strip() != "application/json":
            raise RefusedError(415, "Unsupported Media Type: send application/json")
        try:
            facts = json.loads(self.request.body)
            json.dumps(facts, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            refuse("the body is no JSON")
        if not isinstance(facts, dict):
            refuse("the body must be a JSON object")
        return facts

    def _number(self, name: str) -> int | None:
        text = self.get_query_argument(name, None)
        try:
            return None if text is None else int(text)
        except ValueError:
            refuse(f'"{name}" must be a whole number, not "{text}"')

    def _refuse(self, refused: RefusedError) -> None:
        self.answer({"ok": False, "error_code": refused.code, "description": refused.description}, refused.code)


def state(account: BotAccount, chat_id: int, language: str) -> Json:
    """Return all that a page needs to show a chat to a person of that language."""
    chat = account.chats.get(chat_id)
    texts = {kind: account.profile.text(kind, language) for kind in ("description", "short_description")}
    name = account.profile.text("name", language, account.user["first_name"])
    bot = {**account.user, "first_name": name, **texts, "commands": account.profile.menu_in(chat_id, language)}
    return {"bot": bot, "messages": chat.history() if chat else [], "last": account.events.last}


def act(name: str, account: BotAccount, facts: Json, faults: Faults) -> Json:
    """Do what a person, or a test, wants done, and return what came of it; raises :class:`RefusedError`."""
    match name:
        case "messages":
            return {"messages": people.send(account, facts)}
        case "edits":
            return {"message": people.edit(account, facts)}
        case "presses":
            return {"callback_query_id": people.press(account, facts)}
        case "block":
            people.block(account, facts)
        case "faults":
            faults.add(facts)
            return {"faults": faults.as_json()}
        case "reset":
            faults.waiting.clear()
            account.reset(profile=facts.get("profile") is True)
        case _:
            raise RefusedError(404, f'Not Found: nothing to do at "{name}"')
    return {}
