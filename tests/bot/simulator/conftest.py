"""A running simulator, a real bot on it, a person at the other end, and raw calls for what a real bot never sends."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import httpx
import pytest
from telegram import Bot

from bot.simulator import Simulator
from bot.simulator.client import Person

Call = Callable[..., Awaitable[tuple[int, dict[str, Any]]]]
Until = Callable[[Callable[[], bool]], Awaitable[None]]


@pytest.fixture
async def simulator() -> AsyncIterator[Simulator]:
    started = Simulator()
    await started.start()
    yield started
    await started.stop()


@pytest.fixture
async def person(simulator: Simulator) -> AsyncIterator[Person]:
    async with Person(simulator.address) as someone:
        yield someone


@pytest.fixture
async def bot(simulator: Simulator) -> AsyncIterator[Bot]:
    async with Bot(simulator.token, base_url=f"{simulator.address}/bot") as real:
        yield real


@pytest.fixture
async def http(simulator: Simulator) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(base_url=simulator.address, trust_env=False, timeout=30) as client:
        yield client


@pytest.fixture
def call(simulator: Simulator, http: httpx.AsyncClient) -> Call:
    """Call a method with a JSON body; returns the HTTP status and the answer."""

    async def made(method: str, token: str | None = None, **parameters: object) -> tuple[int, dict[str, Any]]:
        response = await http.post(f"/bot{token or simulator.token}/{method}", json=parameters)
        return response.status_code, response.json()

    return made


@pytest.fixture
def until() -> Until:
    """Wait for something to become true in the simulator; the test's own timeout ends a wait that is in vain."""

    async def waited(condition: Callable[[], bool]) -> None:
        while not condition():  # noqa: ASYNC110 - the simulator has no event for this, and none is worth having
            await asyncio.sleep(0.01)

    return waited
