"""Waiting that ends early when the bot is told to stop."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine

Result = TypeVar("Result")


async def stopped_within(stop: asyncio.Event, wait: float) -> bool:
    """Wait ``wait`` seconds, or less when ``stop`` is set, and tell whether it is."""
    try:
        async with asyncio.timeout(wait):
            await stop.wait()
    except TimeoutError:
        return False
    return True


async def unless_stopped(stop: asyncio.Event, work: Coroutine[object, object, Result]) -> Result | None:
    """Return what ``work`` returns, or ``None`` when ``stop`` is set first: ``work`` is then cancelled.

    :raises Exception: whatever ``work`` raises.
    """
    task = asyncio.ensure_future(work)
    stopping = asyncio.ensure_future(stop.wait())
    try:
        await asyncio.wait({task, stopping}, return_when=asyncio.FIRST_COMPLETED)
        return task.result() if task.done() else None
    finally:
        task.cancel()
        stopping.cancel()
        await asyncio.gather(task, stopping, return_exceptions=True)
