"""The desk's calls, run in a few threads so that the event loop stays free."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from bot.errors import DeskError, MisquoteError
from bot.telegram.failures import place

if TYPE_CHECKING:
    from collections.abc import Callable

_LAST_CALL = 1.0  # seconds

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Work:
    """Runs calls in at most ``workers`` threads; further ones wait."""

    def __init__(self, workers: int) -> None:
        self._threads = ThreadPoolExecutor(workers, thread_name_prefix="desk")
        self._running: set[asyncio.Future[Any]] = set()

    async def run(
        self, call: Callable[Parameters, Result], *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> Result:
        """Return ``call(*args, **kwargs)``, made in one of the threads.

        :raises MisquoteError: when the call does.
        :raises DeskError: when it raises anything else. Only the kind and the place are carried over, because the
            message and the frames of the exception may hold what a person wrote.
        """
        future = asyncio.get_running_loop().run_in_executor(self._threads, lambda: call(*args, **kwargs))
        self._running.add(future)
        future.add_done_callback(self._ended)
        await asyncio.wait({future})
        error = future.exception()
        if error is None:
            return future.result()
        if isinstance(error, MisquoteError):
            raise error
        msg = f"the conversation broke ({place(error)}): please report this line"
        raise DeskError(msg)

    def _ended(self, future: asyncio.Future[Any]) -> None:
        """Look at the outcome even when nobody waits for it any more, or the event loop logs it, message and all."""
        self._running.discard(future)
        if not future.cancelled():
            future.exception()

    async def close(self) -> None:
        """End the threads; no call may be made afterwards. One that runs on for over a second is left to itself."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._running:
            await asyncio.wait(set(self._running), timeout=_LAST_CALL)
        if not self._running:
            self._threads.shutdown(wait=True)
