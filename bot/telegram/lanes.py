"""Turns: in order within a chat, several chats at a time."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@dataclass(slots=True)
class _Lane:
    """One chat: the turn that is being served, and how many there are with it."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    present: int = 0


class Lanes:
    """A lane per chat, and ``slots`` counters that serve the first of each lane.

    A lane is joined before a slot is taken. The other way round, one chat that writes fast would hold every slot while
    its messages wait for each other.
    """

    def __init__(self, slots: int = 8, waiting: int = 3) -> None:
        self._slots = asyncio.Semaphore(slots)
        self._room = waiting + 1
        self._lanes: dict[int, _Lane] = {}

    def is_full(self, chat_id: int) -> bool:
        """Tell whether a chat has one message being served and as many waiting as may wait."""
        lane = self._lanes.get(chat_id)
        return lane is not None and lane.present >= self._room

    @asynccontextmanager
    async def turn(self, chat_id: int) -> AsyncIterator[None]:
        """Wait for the turn of one message of ``chat_id``, and hold it. Turns come in the order they were asked for."""
        lane = self._lanes.setdefault(chat_id, _Lane())
        lane.present += 1
        try:
            async with lane.turn, self._slots:
                yield
        finally:
            lane.present -= 1
            if not lane.present:  # no memory of who was here
                self._lanes.pop(chat_id)
