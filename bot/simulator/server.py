"""The server: ``/bot<token>/<method>`` for bots, ``/simulator/`` for tests and the page, ``/`` for a person."""

from __future__ import annotations

import asyncio
import secrets
import socket
from collections.abc import Sequence
from pathlib import Path

from tornado.httpserver import HTTPServer
from tornado.web import Application, HTTPError

from bot.simulator.account import BotAccount
from bot.simulator.bots import BotHandler
from bot.simulator.control import ControlHandler
from bot.simulator.errors import RefusedError
from bot.simulator.faults import Faults
from bot.simulator.waiting import Waiters
from bot.simulator.web import GuardedHandler, PageHandler

MAX_BODY = 2_000_000  # bytes
GRACE = 1.0  # seconds that requests under way have to end when the server stops
PAGE = Path(__file__).with_name("page")


def new_token() -> str:
    """Return a token that no other simulator has, in the format of real ones."""
    return "7000000001:try-" + secrets.token_urlsafe(24)[:31]


class Simulator:
    """A stand-in for ``api.telegram.org``, for the given tokens or for a new one, all in memory.

    ``host`` is the address to listen on: this machine only, unless told otherwise.
    Raises ValueError for a token that does not look like one.
    """

    def __init__(self, tokens: Sequence[str] = (), host: str = "127.0.0.1") -> None:
        self.host = host
        self.accounts = {token: BotAccount(token) for token in (tokens or [new_token()])}
        self.faults = Faults()
        self.pauses = Waiters()
        self.requests: set[asyncio.Future[None]] = set()
        self._server: HTTPServer | None = None
        self._port = 0

    @property
    def token(self) -> str:
        """The first token that is accepted."""
        return next(iter(self.accounts))

    @property
    def address(self) -> str:
        """Where it listens, such as ``http://127.0.0.1:9000``. Raises RuntimeError before :meth:`start`."""
        if self._server is None:
            msg = "the simulator is not started: await start() first"
            raise RuntimeError(msg)
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self._port}"

    async def start(self, port: int = 0) -> None:
        """Listen on ``port``, 0 for any free one. Raises OSError when it is taken, RuntimeError when started twice."""
        if self._server is not None:
            msg = f"the simulator is already started at {self.address}"
            raise RuntimeError(msg)
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        listening = socket.create_server((self.host, port), family=family)
        listening.setblocking(False)
        self._port = listening.getsockname()[1]
        self._server = HTTPServer(self._application(), max_buffer_size=MAX_BODY)
        self._server.add_socket(listening)

    async def stop(self) -> None:
        """Stop listening, end every wait, close every connection. A simulator is not started again."""
        if self._server is None:
            return
        self._server.stop()
        self.pauses.close()
        for account in self.accounts.values():
            account.close()
        if self.requests:
            await asyncio.wait(self.requests, timeout=GRACE)  # those who waited get to answer
        await self._server.close_all_connections()
        self._server = None

    def account(self, bot_id: object = None) -> BotAccount:
        """Return the account of a bot id, or the first one; raises :class:`RefusedError` 404 for an unknown id."""
        for account in self.accounts.values():
            if bot_id in {None, account.id}:
                return account
        raise RefusedError(404, f"Not Found: no bot {bot_id} here")

    def _application(self) -> Application:
        shared = {"simulator": self}
        page = {"path": str(PAGE), "host": self.host}
        return Application(
            [
                (r"/bot([^/]*)/([A-Za-z0-9_]+)", BotHandler, shared),
                (r"/simulator/([a-z]+)", ControlHandler, shared),
                (r"/()", PageHandler, {**page, "default_filename": "index.html"}),
                (r"/page/(.+)", PageHandler, page),
            ],
            default_handler_class=NothingHandler,
            default_handler_args=shared,
            log_function=lambda _handler: None,  # an access log would hold tokens
        )


class NothingHandler(GuardedHandler):
    """Any other address."""

    def prepare(self) -> None:
        """Answer 404."""
        super().prepare()
        raise HTTPError(404, "Not Found")
