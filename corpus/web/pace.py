"""Time on the web: so many seconds between two requests to one site, and no more than so many for one answer."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any

_LONGEST_WAIT = 60.0


class Pace:
    """Keeps requests to one site ``pause`` seconds apart; ``clock`` and ``sleep`` are :func:`time.monotonic`'s kind."""

    def __init__(self, pause: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._pause, self._clock, self._sleep = pause, clock, sleep
        self._next: dict[str, float] = {}
        self._turn = threading.Lock()

    def wait(self, site: str, pause: float | None = None) -> None:
        """Wait until ``site`` may be asked again; ``pause`` is what it asks for itself, when that is longer."""
        with self._turn:
            now = self._clock()
            begin = max(now, self._next.get(site, now))
            self._next[site] = begin + max(self._pause, pause or 0.0)
        if begin > now:
            self._sleep(begin - now)


class Deadline:
    """Cuts a connection after ``seconds``, whatever it waits for; a context manager.

    A client's own timeouts count from one byte to the next: a head that is sent a byte at a time meets none of them.
    """

    def __init__(self, seconds: float) -> None:
        self.over = False
        self._socket: socket.socket | None = None
        self._timer = threading.Timer(seconds, self._cut)
        self._timer.daemon = True

    def __enter__(self) -> Deadline:
        """Return itself; the time begins."""
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Cut nothing any more."""
        self._timer.cancel()

    def trace(self, event: str, facts: Mapping[str, Any]) -> None:
        """Take note of the connection: httpx calls this with each step (its extension ``trace``)."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._socket = facts["return_value"].get_extra_info("socket")
            if self.over:
                self._cut()

    def _cut(self) -> None:
        self.over = True
        if self._socket is not None:
            with contextlib.suppress(OSError):
                # Of the socket below, not of TLS, which would take leave of the other side first.
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)


def asked_wait(retry_after: str) -> float | None:
    """Return the seconds that a server asks to wait (its header ``Retry-After``), at most a minute; ``None``: none."""
    value = retry_after.strip()
    if value.isascii() and value.isdigit():
        return min(float(value), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
        return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), _LONGEST_WAIT)
    except (ValueError, TypeError, OverflowError):
        return None
