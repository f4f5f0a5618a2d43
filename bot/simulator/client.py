"""A person at the other end of the simulator, for tests: says things, presses buttons, waits for the bot."""

from __future__ import annotations

import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING, Any

import httpx

if TYPE_CHECKING:
    from bot.simulator.spec import Json

_POLL = 20  # seconds that one wait on the server lasts


class ClientError(RuntimeError):
    """The simulator refused what the test asked for."""


class Person:
    """An asynchronous client of the control API; ``async with`` closes it.

    ``address`` is that of the simulator, ``bot`` the id of one of its bots (default: its first).
    ``patience`` is how many seconds the waits go on before they raise TimeoutError.
    """

    def __init__(self, address: str, bot: int | None = None, patience: float = 20.0) -> None:
        self._http = httpx.AsyncClient(base_url=f"{address}/simulator/", trust_env=False, timeout=_POLL + 10)
        self._bot = {} if bot is None else {"bot": bot}
        self._patience = patience

    async def __aenter__(self) -> Person:
        """Return itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def say(self, text: str, language: str = "fr", chat: int = 1, **facts: object) -> Json:
        """Write a text and return the message, the last one when it takes several.

        ``facts`` may be ``user``, ``first_name``, ``reply_to``, ``quote``, ``fields`` (further fields of the message).
        """
        return await self._send("text", language, chat, text=text, **facts)

    async def photo(self, caption: str = "", language: str = "fr", chat: int = 1, **facts: object) -> Json:
        """Send a photo and return the message."""
        return await self._send("photo", language, chat, caption=caption, **facts)

    async def voice(self, language: str = "fr", chat: int = 1, **facts: object) -> Json:
        """Send a voice message and return it."""
        return await self._send("voice", language, chat, **facts)

    async def sticker(self, language: str = "fr", chat: int = 1, **facts: object) -> Json:
        """Send a sticker and return the message."""
        return await self._send("sticker", language, chat, **facts)

    async def document(self, file_name: str, language: str = "fr", chat: int = 1, **facts: object) -> Json:
        """Send a document (its name only, no content) and return the message."""
        return await self._send("document", language, chat, file_name=file_name, **facts)

    async def edit(self, message_id: int, text: str, language: str = "fr", chat: int = 1) -> Json:
        """Change the text of an own message and return it."""
        facts = {"message_id": message_id, "text": text, "language": language, "chat": chat}
        return dict((await self._post("edits", facts))["message"])

    async def press(self, message_id: int, data: str, language: str = "fr", chat: int = 1, **facts: object) -> str:
        """Press the button with that ``callback_data`` and return the id of the callback query."""
        facts |= {"message_id": message_id, "data": data, "language": language, "chat": chat}
        return str((await self._post("presses", facts))["callback_query_id"])

    async def block(self, *, blocked: bool = True, chat: int = 1) -> None:
        """Block the bot, or unblock it."""
        await self._post("block", {"chat": chat, "blocked": blocked})

    async def fault(self, method: str, kind: str, **facts: object) -> None:
        """Let the next calls of ``method`` go wrong; see :class:`bot.simulator.faults.Fault`."""
        await self._post("faults", {"method": method, "kind": kind, **facts})

    async def reset(self, *, profile: bool = False) -> None:
        """Empty every chat; with ``profile`` also what the bot set about itself."""
        await self._post("reset", {"profile": profile})

    async def state(self, chat: int = 1, language: str = "fr") -> Json:
        """Return the bot's profile as that chat sees it (``bot``), its ``messages``, and the ``last`` event."""
        return await self._get("state", {"chat": chat, "language": language})

    async def calls(self, method: str | None = None) -> list[Json]:
        """Return the bot's calls so far (``method``, ``parameters``, ``status``), without ``getUpdates``."""
        return [c for c in (await self._get("calls", {}))["calls"] if method in {None, c["method"]}]

    async def events(self, chat: int | None = None, after: int = 0) -> list[Json]:
        """Return the events numbered above ``after`` so far."""
        return list((await self._get("events", self._where(chat, after, 0)))["events"])

    async def wait_reply(self, after: int, chat: int = 1) -> Json:
        """Return the bot's first message with an id above ``after``, waiting for it."""

        def is_reply(event: Json) -> bool:
            message = event.get("message", {})
            return bool(event["kind"] == "message" and message["from"]["is_bot"] and message["message_id"] > after)

        return dict((await self.wait_event(is_reply, chat))["message"])

    async def wait_edit(self, message_id: int, chat: int = 1, after: int = 0) -> Json:
        """Return a message as first edited in an event numbered above ``after``, waiting for it."""
        event = await self.wait_event(
            lambda e: e["kind"] == "edited" and e["message"]["message_id"] == message_id, chat, after
        )
        return dict(event["message"])

    async def wait_answer(self, callback_query_id: str, chat: int = 1) -> Json:
        """Return the event in which the bot answered the press of a button, waiting for it."""
        return await self.wait_event(lambda e: e.get("callback_query_id") == callback_query_id, chat)

    async def wait_event(self, wanted: Callable[[Json], bool], chat: int | None = None, after: int = 0) -> Json:
        """Return the first event above ``after`` for which ``wanted`` is true. Raises TimeoutError."""
        deadline = time.monotonic() + self._patience
        while (left := deadline - time.monotonic()) > 0:
            page = await self._get("events", self._where(chat, after, max(1, min(_POLL, int(left)))))
            found = next((event for event in page["events"] if wanted(event)), None)
            if found is not None:
                return dict(found)
            after = max([after, *(event["number"] for event in page["events"])])
        seen = [event["kind"] for event in await self.events(chat)]
        msg = f"the bot did not do what was waited for within {self._patience} s; events so far: {seen}"
        raise TimeoutError(msg)

    async def _send(self, kind: str, language: str, chat: int, **facts: object) -> Json:
        body = {"kind": kind, "language": language, "chat": chat, **facts}
        return dict((await self._post("messages", body))["messages"][-1])

    @staticmethod
    def _where(chat: int | None, after: int, seconds: int) -> dict[str, Any]:
        place = {} if chat is None else {"chat": chat}
        return {**place, "after": after, "seconds": seconds}

    async def _post(self, name: str, facts: dict[str, Any]) -> Json:
        return _content(await self._http.post(name, json={**self._bot, **facts}))

    async def _get(self, name: str, arguments: dict[str, Any]) -> Json:
        return _content(await self._http.get(name, params={**self._bot, **arguments}))


def _content(response: httpx.Response) -> Json:
    content = response.json()
    if not content["ok"]:
        msg = f"{response.request.method} {response.request.url.path}: {content['description']}"
        raise ClientError(msg)
    return dict(content)
