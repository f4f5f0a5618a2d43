"""Coroutines that wait for something to happen, and that must not outlive the server or the caller."""

from __future__ import annotations

import asyncio


class Waiters:
    """Those who wait for the next event. Everybody is woken at once; after :meth:`close` nobody waits any more."""

    def __init__(self) -> None:
        self._waiting: set[asyncio.Future[None]] = set()
        self.closed = False

    async def wait(self, seconds: float, gone: asyncio.Future[None] | None = None) -> None:
        """Return when woken, after ``seconds``, or when ``gone`` is done (the caller has hung up)."""
        if self.closed or seconds <= 0:
            return
        own: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(own)
        try:
            awaited = {own} if gone is None else {own, gone}
            await asyncio.wait(awaited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._waiting.discard(own)

    def wake(self) -> None:
        """Let everybody go on."""
        for future in self._waiting:
            if not future.done():
                future.set_result(None)

    def close(self) -> None:
        """Let everybody go on, now and from now on."""
        self.closed = True
        self.wake()
