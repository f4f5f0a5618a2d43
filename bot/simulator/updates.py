"""The updates of one bot: a queue that ``getUpdates`` reads by long polling and confirms by offset."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.simulator import spec
from bot.simulator.errors import RefusedError, refuse

if TYPE_CHECKING:
    from bot.simulator.spec import Json

FIRST_UPDATE_ID = 700_000_001
MAX_LIMIT = 100
MAX_TIMEOUT = 50  # seconds; Telegram cuts longer ones down

# Telegram leaves these out unless they are asked for by name (Bot API, getUpdates).
_ONLY_WHEN_ASKED = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


class UpdateQueue:
    """Updates that the bot has not confirmed yet, oldest first."""

    def __init__(self) -> None:
        self._pending: list[Json] = []
        self._next_id = FIRST_UPDATE_ID
        self._allowed: frozenset[str] = frozenset()
        self._poll: asyncio.Future[None] | None = None
        self._closed = False

    def __len__(self) -> int:
        """Return how many updates wait."""
        return len(self._pending)

    @property
    def waiting(self) -> bool:
        """Whether a long poll is under way."""
        return self._poll is not None and not self._poll.done()

    def put(self, kind: str, payload: Json) -> int | None:
        """Queue an update and return its id, or None when the bot does not ask for this kind.

        Raises :class:`SimulatorError` when it is not an ``Update`` of the Bot API.
        """
        update_id = self._next_id
        update = {"update_id": update_id, kind: payload}
        spec.load().check_update(update)
        wanted = kind in self._allowed if self._allowed else kind not in _ONLY_WHEN_ASKED
        if not wanted:
            return None
        self._next_id += 1
        self._pending.append(update)
        self._wake()
        return update_id

    async def take(
        self,
        *,
        offset: int = 0,
        limit: int = MAX_LIMIT,
        timeout: int = 0,  # noqa: ASYNC109 - the name and the meaning are the Bot API's
        allowed: Sequence[str] | None = None,
        gone: asyncio.Future[None] | None = None,
    ) -> list[Json]:
        """Confirm what is before ``offset`` and return up to ``limit`` updates, waiting up to ``timeout`` seconds.

        A negative ``offset`` keeps only that many from the end. ``allowed`` is remembered, an empty list is the
        default set. ``gone`` is done when the caller hung up. Raises :class:`RefusedError` 409 when another call of
        the same bot comes in meanwhile, 400 for a bad limit, timeout or kind.
        """
        _check(limit, timeout, allowed)
        if self._poll is not None and self.waiting:
            self._poll.set_exception(
                RefusedError(
                    409,
                    "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running",
                )
            )
        if allowed is not None:
            self._allowed = frozenset(allowed)
        self._confirm(offset)
        if not self._pending and timeout and not self._closed:
            await self._wait(min(timeout, MAX_TIMEOUT), gone)
        return self._pending[:limit]

    def clear(self) -> None:
        """Forget every pending update."""
        self._pending.clear()

    def close(self) -> None:
        """End the poll that waits, and let no later one wait."""
        self._closed = True
        self._wake()

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            del self._pending[:offset]
        else:
            self._pending = [update for update in self._pending if update["update_id"] >= offset]

    async def _wait(self, seconds: float, gone: asyncio.Future[None] | None) -> None:
        poll: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._poll = poll
        awaited = {poll} if gone is None else {poll, gone}
        await asyncio.wait(awaited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        if poll.done():
            poll.result()  # raises the conflict
        elif self._poll is poll:
            self._poll = None

    def _wake(self) -> None:
        if self._poll is not None and self.waiting:
            self._poll.set_result(None)


def _check(limit: int, timeout: int, allowed: Sequence[str] | None) -> None:
    if not 1 <= limit <= MAX_LIMIT:
        refuse(f"limit is {limit}, 1 to {MAX_LIMIT} are allowed")
    if timeout < 0:
        refuse(f"timeout is {timeout}, it must be 0 or more")
    unknown = sorted(set(allowed or ()) - spec.load().update_kinds)
    if unknown:
        refuse(f"allowed_updates: {', '.join(unknown)} is no kind of update in {spec.load().version}")
