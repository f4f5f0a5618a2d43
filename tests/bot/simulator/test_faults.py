"""What goes wrong on demand, as a real bot meets it."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from telegram.error import NetworkError, RetryAfter, TimedOut

from bot.simulator.client import ClientError

if TYPE_CHECKING:
    from telegram import Bot

    from bot.simulator.client import Person
    from tests.bot.simulator.conftest import Call


async def texts(person: Person) -> list[str]:
    return [message["text"] for message in (await person.state())["messages"] if message["from"]["is_bot"]]


async def test_a_flood_answers_429_a_number_of_times(
    bot: Bot, person: Person, call: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")  # without it the library warns that it will give a timedelta one day
    await person.say("un")
    await person.fault("sendMessage", "flood", times=2, seconds=3)
    with pytest.raises(RetryAfter) as told:
        await bot.send_message(1, "deux")
    assert told.value.retry_after == timedelta(seconds=3)
    assert await call("sendMessage", chat_id=1, text="deux") == (
        429,
        {
            "ok": False,
            "error_code": 429,
            "description": "Too Many Requests: retry after 3",
            "parameters": {"retry_after": 3},
        },
    )
    await bot.send_message(1, "trois")
    assert await texts(person) == ["trois"]


@pytest.mark.parametrize(("status", "words"), [(500, "Internal Server Error"), (502, "Bad Gateway")])
async def test_an_error_of_the_server(bot: Bot, person: Person, status: int, words: str) -> None:
    await person.say("un")
    await person.fault("*", "error", status=status)
    with pytest.raises(NetworkError, match=words):
        await bot.send_message(1, "deux")
    assert await texts(person) == []
    assert [call["status"] for call in await person.calls("sendMessage")] == [status]


async def test_a_lost_answer_was_delivered(bot: Bot, person: Person) -> None:
    await person.say("un")
    await person.fault("sendMessage", "lost_answer", seconds=30)
    with pytest.raises(TimedOut):
        await bot.send_message(1, "deux", read_timeout=0.3)
    assert await texts(person) == ["deux"]


async def test_a_dropped_connection_was_not_delivered(bot: Bot, person: Person) -> None:
    await person.say("un")
    await person.fault("sendMessage", "drop")
    with pytest.raises(NetworkError) as told:
        await bot.send_message(1, "deux")
    assert not isinstance(told.value, TimedOut)
    assert await texts(person) == []
    await bot.send_message(1, "trois")
    assert await texts(person) == ["trois"]


async def test_a_delayed_call_is_done_and_only_that_method_is_late(bot: Bot, person: Person) -> None:
    await person.say("un")
    await person.fault("sendMessage", "delay", seconds=30)
    await bot.get_me()
    with pytest.raises(TimedOut):
        await bot.send_message(1, "deux", read_timeout=0.3)
    await person.fault("sendMessage", "delay", seconds=0.01)
    await bot.send_message(1, "trois")
    assert "trois" in await texts(person)


@pytest.mark.parametrize(
    "fault",
    [
        {"method": "getMe", "kind": "earthquake"},
        {"method": "getMe", "kind": "drop", "times": 0},
        {"method": "getMe", "kind": "drop", "seconds": "long"},
        {"method": "getMe", "kind": "error", "status": 200},
        {"method": "getMe", "kind": "drop", "colour": "red"},
    ],
)
async def test_a_fault_that_is_none_is_refused(person: Person, fault: dict[str, Any]) -> None:
    with pytest.raises(ClientError, match="fault"):
        await person.fault(**fault)


async def test_resetting_takes_faults_back(bot: Bot, person: Person) -> None:
    await person.fault("getMe", "error", times=5)
    await person.reset()
    assert (await bot.get_me()).is_bot
