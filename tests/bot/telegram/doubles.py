"""A Telegram and a desk of our own, for tests that need neither network nor record."""

from __future__ import annotations

import asyncio
import json
import threading
from collections import defaultdict, deque
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
from telegram import Bot, Update
from telegram.error import NetworkError, TimedOut

from bot.conversation.person import Person
from bot.conversation.reply import Reply
from bot.telegram.arrival import Self
from bot.telegram.pace import Pace
from bot.telegram.requests import Discreet

TOKEN = "42:AAEq9-kT_wZr41xYcVbNm0pLqSdFgHjKl2Q"  # noqa: S105  # of the form of one, and nobody's
ME = Self(42, "OnRecordBot")
QUICK = Pace(look_again=0.01, look_again_most=0.02, retry=0.001, retry_most=0.002, typing_after=3600, grace=10)

Answer = Exception | tuple[int, dict[str, Any]] | Any


def refused(code: int, description: str, **parameters: int) -> tuple[int, dict[str, Any]]:
    """Return the response of a server that says no."""
    return code, {"ok": False, "error_code": code, "description": description, "parameters": parameters}


def cut_off(cause: type[httpx.HTTPError] = httpx.ConnectError) -> NetworkError:
    """Return what PTB raises when the network breaks in the way of ``cause``."""
    error = TimedOut() if issubclass(cause, httpx.TimeoutException) else NetworkError(f"httpx.{cause.__name__}")
    error.__cause__ = cause("broken")
    return error


class FakeTelegram(Discreet):
    """Records each call, gives scripted answers, and serves updates until they are confirmed, as the Bot API does."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.scripts: dict[str, deque[Answer]] = defaultdict(deque)
        self.pending: dict[int, dict[str, Any]] = {}
        self.confirmed: list[int] = []
        self.is_open = False
        self._arrived = asyncio.Event()

    def bot(self) -> Bot:
        return Bot(TOKEN, request=self, get_updates_request=self)

    def script(self, method: str, *answers: Answer) -> None:
        """Give ``answers`` to the next calls of ``method``: an exception, a ``(code, response)`` pair, or a result."""
        self.scripts[method].extend(answers)

    def serve(self, *updates: dict[str, Any]) -> None:
        """Have ``updates`` wait for the bot."""
        self.pending |= {update["update_id"]: update for update in updates}
        self._arrived.set()

    def made(self, method: str) -> list[dict[str, Any]]:
        """Return the parameters of every call of ``method`` so far."""
        return [parameters for name, parameters in self.calls if name == method]

    @property
    def texts(self) -> list[str]:
        """The messages sent, in order."""
        return [str(call["text"]) for call in self.made("sendMessage")]

    @property
    def read_timeout(self) -> float | None:
        return 5

    async def initialize(self) -> None:
        self.is_open = True

    async def shutdown(self) -> None:
        self.is_open = False

    async def do_request(
        self, url: str, method: str, request_data: Any = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        assert method == "POST"
        name = url.rpartition("/")[2]
        parameters = request_data.parameters if request_data else {}
        self.calls.append((name, parameters))
        if self.scripts[name]:
            answer = self.scripts[name].popleft()
            if isinstance(answer, Exception):
                raise answer
            if isinstance(answer, tuple):
                return answer[0], json.dumps(answer[1]).encode()
            result = answer
        elif name == "getUpdates":
            result = await self._updates(parameters)
        else:
            result = self._usual(name, parameters)
        return 200, json.dumps({"ok": True, "result": result}).encode()

    async def _updates(self, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        offset = parameters.get("offset", 0)
        self.confirmed += [update_id for update_id in self.pending if update_id < offset]
        self.pending = {update_id: update for update_id, update in self.pending.items() if update_id >= offset}
        if not self.pending and parameters.get("timeout"):
            self._arrived.clear()
            await self._arrived.wait()
        return list(self.pending.values())[: parameters.get("limit", 100)]

    def _usual(self, name: str, parameters: dict[str, Any]) -> Any:
        if name == "getMe":
            return {"id": ME.id, "is_bot": True, "first_name": "OnRecord", "username": ME.username}
        if name in {"sendMessage", "editMessageText"}:
            chat = {"id": parameters["chat_id"], "type": "private"}
            return {"message_id": 1000 + len(self.calls), "date": 0, "chat": chat, "text": parameters["text"]}
        if name == "getMyDescription":
            return {"description": ""}
        if name == "getMyShortDescription":
            return {"short_description": ""}
        return True


class FakeDesk:
    """A desk that answers with what it was asked, and can be told to wait, to break or to misquote."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []
        self.threads: set[int] = set()
        self.gates: dict[str, threading.Event] = {}
        self.errors: dict[str, Exception] = {}
        self.replies: dict[str, Reply | None] = {}
        self._lock = threading.Lock()
        self.running = 0
        self.most_running = 0

    def gate(self, question: str) -> threading.Event:
        """Have the answer to ``question`` wait until the returned gate is opened."""
        return self.gates.setdefault(question, threading.Event())

    def asked(self) -> list[str]:
        return [call[1] for call in self.calls if call[0] == "ask"]

    def _reply(self, name: str, *args: Any, text: str = "") -> Reply | None:
        with self._lock:
            self.calls.append((name, *args))
            self.threads.add(threading.get_ident())
        if name in self.errors:
            raise self.errors[name]
        return self.replies.get(name, Reply(text or f"{name} {' '.join(map(str, args))}".strip(), "en"))

    def _certain(self, name: str, *args: Any, text: str = "") -> Reply:
        reply = self._reply(name, *args, text=text)
        assert reply is not None
        return reply

    def start(self, person: Person) -> Reply:  # noqa: ARG002  # the protocol's argument
        return self._certain("start")

    def help(self, person: Person) -> Reply:  # noqa: ARG002
        return self._certain("help")

    def ask(self, person: Person, question: str) -> Reply:  # noqa: ARG002
        with self._lock:
            self.running += 1
            self.most_running = max(self.most_running, self.running)
        try:
            if gate := self.gates.get(question):
                assert gate.wait(20)
            return self._certain("ask", question)
        finally:
            with self._lock:
                self.running -= 1

    def other(self, person: Person, kind: str) -> Reply:  # noqa: ARG002
        return self._certain("other", kind)

    def press(self, person: Person, data: str, question: str | None) -> Reply | None:  # noqa: ARG002
        return self._reply("press", data, question)

    def busy(self, person: Person) -> Reply:  # noqa: ARG002
        return self._certain("busy")

    def late(self, person: Person, reply: Reply, asked: datetime) -> Reply:  # noqa: ARG002
        return self._certain("late", text=f"late, asked in {asked:%Y}: {reply.text}")

    def failed(self, person: Person) -> Reply:  # noqa: ARG002
        return self._certain("failed")

    def verify(self, reply: Reply) -> None:
        self.calls.append(("verify", reply.text))
        if (error := self.errors.get("verify")) and reply.quotes:
            raise error

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        return (("help", f"help in {language}"),)

    def description(self, language: str) -> str:
        return f"description in {language}"

    def short_description(self, language: str) -> str:
        return f"short in {language}"


def message(
    update_id: int, text: str | None = "What?", *, chat: int = 7, age: timedelta = timedelta(), **more: Any
) -> dict[str, Any]:
    """Return an update with a message of a private chat, or of what ``more`` makes of it."""
    sent = {
        "message_id": 100 + update_id,
        "date": int((datetime.now(UTC) - age).timestamp()),
        "chat": {"id": chat, "type": "private", "first_name": "Ada"},
        "from": {"id": chat, "is_bot": False, "first_name": "Ada", "language_code": "fr"},
        **({"text": text} if text is not None else {}),
        **more,
    }
    return {"update_id": update_id, "message": sent}


def group_message(update_id: int, text: str, **more: Any) -> dict[str, Any]:
    """Return an update with a message of a group."""
    update = message(update_id, text, **more)
    update["message"]["chat"] = {"id": -5, "type": "supergroup", "title": "Newsroom"}
    return update


def press(update_id: int, data: str = "c:1", *, question: str | None = "What?", **more: Any) -> dict[str, Any]:
    """Return an update with a press of a button under an answer of the bot to ``question``."""
    answer: dict[str, Any] = message(update_id, "the answer")["message"]
    answer["from"] = {"id": ME.id, "is_bot": True, "first_name": "OnRecord", "username": ME.username}
    if question is not None:
        answer["reply_to_message"] = message(1, question)["message"]
    query = {
        "id": f"query-{update_id}",
        "from": {"id": 7, "is_bot": False, "first_name": "Ada", "language_code": "ar"},
        "chat_instance": "x",
        "data": data,
        "message": answer,
        **more,
    }
    return {"update_id": update_id, "callback_query": query}


def parsed(update: dict[str, Any]) -> Update:
    """Return ``update`` as the library reads it."""
    return Update.de_json(update, None)


async def until(condition: Callable[[], object]) -> None:
    """Return when ``condition`` holds; worker threads may be what makes it so. Fails after far more than it needs."""
    async with asyncio.timeout(20):
        while not condition():  # noqa: ASYNC110  # a worker thread cannot set an event of the loop
            await asyncio.sleep(0.002)
