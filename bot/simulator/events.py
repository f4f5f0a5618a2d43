"""What happened in the chats, in order: what a page shows and a test waits for."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from bot.simulator.waiting import Waiters

if TYPE_CHECKING:
    from bot.simulator.spec import Json


class EventLog:
    """Numbered events. ``kind`` is message, edited, deleted, typing, reaction, callback_answer, profile or reset."""

    def __init__(self) -> None:
        self._events: list[Json] = []
        self._waiters = Waiters()

    @property
    def last(self) -> int:
        """The number of the newest event; 0 when there is none."""
        return len(self._events)

    def add(self, kind: str, chat: int | None = None, **facts: object) -> None:
        """Append an event of a chat, or of all chats when ``chat`` is None, and wake who waits."""
        self._events.append({"number": len(self._events) + 1, "kind": kind, "chat": chat, **facts})
        self._waiters.wake()

    def since(self, after: int, chat: int | None) -> list[Json]:
        """Return the events numbered above ``after`` that concern ``chat``; None is every chat."""
        return [e for e in self._events[max(after, 0) :] if chat is None or e["chat"] in {None, chat}]

    async def wait(self, after: int, chat: int | None, seconds: float, gone: asyncio.Future[None]) -> list[Json]:
        """Return :meth:`since`, waiting up to ``seconds`` for a first event, or until ``gone`` is done."""
        deadline = time.monotonic() + seconds
        while not (found := self.since(after, chat)):
            left = deadline - time.monotonic()
            if left <= 0 or gone.done() or self._waiters.closed:
                break
            await self._waiters.wait(left, gone)
        return found

    def close(self) -> None:
        """End every wait."""
        self._waiters.close()
