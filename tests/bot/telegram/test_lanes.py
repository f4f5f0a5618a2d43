"""Order within a chat, several chats at once, and no chat that takes all the places."""

from __future__ import annotations

import asyncio

import pytest

from bot.telegram.lanes import Lanes
from tests.bot.telegram.doubles import until


class Day:
    """What happens in the lanes: who began, and a gate each holds until it is opened."""

    def __init__(self, lanes: Lanes) -> None:
        self.lanes = lanes
        self.begun: list[str] = []
        self.gates: dict[str, asyncio.Event] = {}

    def come(self, chat: int, name: str) -> asyncio.Task[None]:
        self.gates[name] = asyncio.Event()
        return asyncio.create_task(self._serve(chat, name))

    async def _serve(self, chat: int, name: str) -> None:
        async with self.lanes.turn(chat):
            self.begun.append(name)
            await self.gates[name].wait()

    def open(self, *names: str) -> None:
        for name in names:
            self.gates[name].set()


async def test_one_chat_is_served_in_order() -> None:
    day = Day(Lanes())
    tasks = [day.come(1, name) for name in "abc"]
    day.open("c", "b")
    await until(lambda: day.begun)
    assert day.begun == ["a"]
    day.open("a")
    await asyncio.gather(*tasks)
    assert day.begun == ["a", "b", "c"]


async def test_other_chats_do_not_wait_up_to_the_number_of_slots() -> None:
    day = Day(Lanes(slots=3))
    tasks = [day.come(chat, str(chat)) for chat in range(5)]
    await until(lambda: len(day.begun) == 3)
    await asyncio.sleep(0)
    assert day.begun == ["0", "1", "2"]
    day.open("1")
    await until(lambda: len(day.begun) == 4)
    day.open("0", "2", "3", "4")
    await asyncio.gather(*tasks)
    assert len(day.begun) == 5


async def test_a_flooder_holds_one_slot_only() -> None:
    day = Day(Lanes(slots=2))
    tasks = [day.come(1, f"flood {number}") for number in range(4)]
    tasks.append(day.come(2, "other"))
    await until(lambda: len(day.begun) == 2)
    assert day.begun == ["flood 0", "other"]
    day.open(*day.gates)
    await asyncio.gather(*tasks)


async def test_a_lane_is_full_with_one_served_and_three_waiting() -> None:
    lanes = Lanes(waiting=3)
    day = Day(lanes)
    tasks = []
    for name in "abcd":
        assert not lanes.is_full(1)
        tasks.append(day.come(1, name))
        await asyncio.sleep(0)
    assert lanes.is_full(1)
    assert not lanes.is_full(2)
    day.open("a")
    await until(lambda: day.begun == ["a", "b"])
    assert not lanes.is_full(1)
    day.open("b", "c", "d")
    await asyncio.gather(*tasks)
    assert not lanes._lanes  # a chat leaves no trace


async def test_who_leaves_the_lane_early_leaves_no_gap() -> None:
    day = Day(Lanes())
    tasks = [day.come(1, name) for name in "abc"]
    await until(lambda: day.begun)
    tasks[1].cancel()
    day.open("a", "c")
    with pytest.raises(asyncio.CancelledError):
        await tasks[1]
    await asyncio.gather(tasks[0], tasks[2])
    assert day.begun == ["a", "c"]
    assert not day.lanes._lanes
