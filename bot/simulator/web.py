"""What every request to the simulator goes through: only this machine, only JSON errors, no address in a log."""

from __future__ import annotations

import asyncio
import json
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from tornado.web import HTTPError, RequestHandler, StaticFileHandler

if TYPE_CHECKING:
    from bot.simulator.server import Simulator

# The page runs its own files, and talks to its own address; nothing else, and no markup made from text.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
)
_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-cache",
}
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class GuardedHandler(RequestHandler):
    """A handler that refuses what did not come from this machine's own pages and programs."""

    simulator: Simulator
    gone: asyncio.Future[None]

    def initialize(self, simulator: Simulator) -> None:
        """Take the simulator that is served."""
        self.simulator = simulator
        self.gone = asyncio.get_running_loop().create_future()

    def set_default_headers(self) -> None:
        """Set the headers that keep other pages out."""
        for name, value in _HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        """Refuse a foreign ``Host`` (a name bound anew to this machine) and a foreign ``Origin`` (another site)."""
        self.simulator.requests.add(self.gone)
        guard(self, self.simulator.host)

    def on_finish(self) -> None:
        """Count the request as over."""
        self._over()

    def on_connection_close(self) -> None:
        """Let what waits for this caller know that it hung up."""
        self._over()

    def _over(self) -> None:
        self.simulator.requests.discard(self.gone)
        if not self.gone.done():
            self.gone.set_result(None)

    def write_error(self, status_code: int, **kwargs: object) -> None:
        """Answer an error as the Bot API does."""
        failure = kwargs.get("exc_info")
        reason = failure[1] if isinstance(failure, tuple) else None
        words = reason.log_message if isinstance(reason, HTTPError) and reason.log_message else self._reason
        self.answer({"ok": False, "error_code": status_code, "description": words}, status_code)

    def answer(self, payload: object, status: int = 200) -> None:
        """End the request with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(payload))

    def hang_up(self) -> None:
        """Close the connection without an answer."""
        self._over()
        self.detach().close()


class PageHandler(StaticFileHandler):
    """The files of the chat page."""

    # Tornado passes what a route was made with to this method, whatever its names: mypy compares it with the base.
    def initialize(self, path: str, host: str, default_filename: str | None = None) -> None:  # type: ignore[override]
        """Serve the folder ``path``; ``host`` is what the server is bound to."""
        super().initialize(path, default_filename)
        self._host = host

    def set_default_headers(self) -> None:
        """Set the headers that keep other pages out."""
        for name, value in _HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def prepare(self) -> None:
        """Refuse what :class:`GuardedHandler` refuses."""
        guard(self, self._host)


def guard(handler: RequestHandler, bound: str) -> None:
    """Raise 403 unless the request names this machine, and comes from its own page when it comes from one."""
    host = handler.request.host
    try:
        name = urlsplit(f"//{host}").hostname
    except ValueError:
        name = None
    if name not in _LOOPBACK | {bound}:
        raise HTTPError(403, f"Forbidden: Host is none of {', '.join(sorted(_LOOPBACK | {bound}))}")
    origin = handler.request.headers.get("Origin")
    if origin is not None and origin != f"http://{host}":
        raise HTTPError(403, "Forbidden: another site's page may not talk to the simulator")
