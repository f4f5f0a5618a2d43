"""Updates: long polling, confirmation, two pollers, hanging up."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import httpx
import pytest
from telegram import Bot
from telegram.error import Conflict

if TYPE_CHECKING:
    from bot.simulator import Simulator
    from bot.simulator.client import Person
    from tests.bot.simulator.conftest import Call, Until


async def test_a_long_poll_waits_for_a_message(simulator: Simulator, bot: Bot, person: Person, until: Until) -> None:
    queue = simulator.accounts[simulator.token].updates
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await until(lambda: queue.waiting)
    await person.say("Que dit l'OCI ?", language="ar", first_name="Ada")
    (update,) = await poll
    assert update.message is not None
    assert update.message.text == "Que dit l'OCI ?"
    assert update.message.from_user is not None
    assert (update.message.from_user.language_code, update.message.from_user.first_name) == ("ar", "Ada")


async def test_updates_come_again_until_they_are_confirmed(bot: Bot, person: Person) -> None:
    for text in ("un", "deux", "trois"):
        await person.say(text)
    first = await bot.get_updates(limit=2)
    assert [update.message.text for update in first if update.message] == ["un", "deux"]
    assert await bot.get_updates(limit=2) == first
    (third,) = await bot.get_updates(offset=first[1].update_id + 1)
    assert third.update_id == first[1].update_id + 1
    assert await bot.get_updates(offset=third.update_id + 1) == ()


async def test_a_negative_offset_keeps_the_last(bot: Bot, person: Person) -> None:
    for text in ("un", "deux", "trois"):
        await person.say(text)
    (last,) = await bot.get_updates(offset=-1)
    assert last.message is not None
    assert last.message.text == "trois"
    assert await bot.get_updates() == (last,)


async def test_only_allowed_updates_are_kept(bot: Bot, person: Person) -> None:
    await bot.get_updates(allowed_updates=["edited_message"])
    asked = await person.say("un")
    await person.edit(asked["message_id"], "une")
    (update,) = await bot.get_updates()
    assert update.message is None
    assert update.edited_message is not None
    assert update.edited_message.text == "une"
    await bot.get_updates(allowed_updates=[])
    await person.say("deux")
    assert [update.message is not None for update in await bot.get_updates()] == [False, True]


async def test_a_second_poll_ends_the_first_with_a_conflict(
    simulator: Simulator, bot: Bot, person: Person, until: Until
) -> None:
    queue = simulator.accounts[simulator.token].updates
    async with Bot(simulator.token, base_url=f"{simulator.address}/bot") as other:
        first = asyncio.create_task(bot.get_updates(timeout=30))
        await until(lambda: queue.waiting)
        second = asyncio.create_task(other.get_updates(timeout=30))
        with pytest.raises(Conflict, match="terminated by other getUpdates request"):
            await first
        await person.say("un")
        assert len(await second) == 1


async def test_a_caller_that_hangs_up_waits_no_more(simulator: Simulator, until: Until, person: Person) -> None:
    queue = simulator.accounts[simulator.token].updates
    async with httpx.AsyncClient(trust_env=False, timeout=0.3) as hasty:
        with pytest.raises(httpx.ReadTimeout):
            await hasty.post(f"{simulator.address}/bot{simulator.token}/getUpdates", json={"timeout": 30})
    await until(lambda: not queue.waiting)
    await person.say("un")
    assert len(queue) == 1


async def test_stopping_ends_a_long_poll(simulator: Simulator, bot: Bot, until: Until) -> None:
    queue = simulator.accounts[simulator.token].updates
    poll = asyncio.create_task(bot.get_updates(timeout=30))
    await until(lambda: queue.waiting)
    await simulator.stop()
    assert await poll == ()


@pytest.mark.parametrize(
    ("parameters", "problem"),
    [
        ({"limit": 0}, "limit is 0"),
        ({"limit": 101}, "limit is 101"),
        ({"timeout": -1}, "timeout is -1"),
        ({"allowed_updates": ["message", "mesage"]}, "mesage is no kind of update"),
    ],
)
async def test_bad_polls(call: Call, parameters: dict[str, object], problem: str) -> None:
    status, answer = await call("getUpdates", **parameters)
    assert status == 400
    assert problem in answer["description"]
