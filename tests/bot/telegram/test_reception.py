"""From an update to its answer: in turn, one too many turned away, presses acknowledged, breakage covered."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.conversation.reply import Reply
from bot.errors import DeskError, MisquoteError
from bot.telegram.reception import Reception
from bot.telegram.sending import Sender
from bot.telegram.work import Work
from tests.bot.telegram.doubles import ME, QUICK, FakeDesk, FakeTelegram, message, parsed, press, until

PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]


class House:
    """A reception with all it needs."""

    def __init__(self) -> None:
        self.telegram = FakeTelegram()
        self.desk = FakeDesk()
        self.work = Work(2)
        sender = Sender(self.telegram.bot(), self.desk, self.work, QUICK)
        self.reception = Reception(self.desk, self.work, sender, ME, QUICK)

    def come(self, *updates: dict[str, Any]) -> list[asyncio.Task[None]]:
        return [asyncio.create_task(self.reception.receive(parsed(update))) for update in updates]

    async def receive(self, *updates: dict[str, Any]) -> None:
        await asyncio.gather(*self.come(*updates))

    @property
    def toasts(self) -> list[tuple[str, str | None]]:
        calls = self.telegram.made("answerCallbackQuery")
        return [(call["callback_query_id"], call.get("text")) for call in calls]


@pytest.fixture
async def house() -> AsyncIterator[House]:
    house = House()
    yield house
    await house.work.close()


async def test_a_question_is_answered_under_it(house: House) -> None:
    await house.receive(message(5, "Que dit l'OCI ?"))
    [call] = house.telegram.made("sendMessage")
    assert call["text"] == "ask Que dit l'OCI ?"
    assert call["reply_parameters"]["message_id"] == 105
    assert house.desk.calls == [("ask", "Que dit l'OCI ?"), ("verify", "ask Que dit l'OCI ?")]


async def test_one_chat_gets_its_answers_in_order(house: House) -> None:
    gate = house.desk.gate("first")
    tasks = house.come(message(5, "first"), message(6, "second"), message(7, "third"))
    await until(lambda: house.desk.running)
    gate.set()
    await asyncio.gather(*tasks)
    assert house.telegram.texts == ["ask first", "ask second", "ask third"]
    assert house.desk.most_running == 1


async def test_another_chat_does_not_wait(house: House) -> None:
    gate = house.desk.gate("slow")
    tasks = house.come(message(5, "slow", chat=7), message(6, "quick", chat=8))
    await until(lambda: house.telegram.texts == ["ask quick"])
    gate.set()
    await asyncio.gather(*tasks)


async def test_three_may_wait_and_the_fourth_is_told(house: House) -> None:
    gate = house.desk.gate("0")
    tasks = house.come(*(message(number, str(number)) for number in range(5)), press(9))
    await until(lambda: house.telegram.texts == ["busy"] and house.toasts)
    assert house.telegram.made("sendMessage")[0]["reply_parameters"]["message_id"] == 104
    assert house.toasts == [("query-9", "busy")]
    gate.set()
    await asyncio.gather(*tasks)
    assert house.telegram.texts == ["busy", "ask 0", "ask 1", "ask 2", "ask 3"]


async def test_who_waited_while_the_bot_was_away_gets_every_answer(house: House) -> None:
    away = timedelta(hours=3)
    await house.receive(*(message(number, str(number), age=away) for number in range(7)))
    assert [text.rpartition(": ")[2] for text in house.telegram.texts] == [f"ask {number}" for number in range(7)]
    assert all(text.startswith("late, asked in") for text in house.telegram.texts)


async def test_only_questions_are_late(house: House) -> None:
    await house.receive(message(5, "/help", age=timedelta(hours=3)))
    assert house.telegram.texts == ["help"]


async def test_a_press_is_acknowledged_and_answered(house: House) -> None:
    await house.receive(press(5, "c:1", question="What?"))
    assert house.toasts == [("query-5", None)]
    assert house.telegram.texts == ["press c:1 What?"]
    assert house.telegram.made("sendMessage")[0]["reply_parameters"]["message_id"] == 101


async def test_a_turned_page_is_edited(house: House) -> None:
    house.desk.replies["press"] = Reply("page 2", "en", in_place=True)
    await house.receive(press(5))
    assert house.telegram.made("editMessageText")[0]["message_id"] == 105
    assert not house.telegram.texts


async def test_a_button_that_leads_nowhere_says_so_over_the_chat(house: House) -> None:
    house.desk.replies["press"] = None
    await house.receive(press(5))
    assert house.toasts == [("query-5", "failed")]
    assert not house.telegram.texts


@pytest.mark.parametrize("error", [ValueError("zanzibar"), MisquoteError("zanzibar")], ids=repr)
async def test_a_desk_that_breaks_is_covered_for(
    house: House, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    house.desk.errors |= {"ask": error, "press": error}
    await house.receive(message(5, "zanzibar"), press(6))
    assert house.telegram.texts == ["failed", "failed"]
    assert house.toasts == [("query-6", None)]
    lines = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert len(lines) == 2
    assert not [line for line in lines if "zanzibar" in logging.Formatter().format(line)]


async def test_even_a_desk_that_breaks_entirely_ends_the_waiting_sign(house: House) -> None:
    house.desk.errors |= {"press": ValueError("zanzibar"), "failed": ValueError("zanzibar")}
    with pytest.raises(DeskError):
        await house.receive(press(5))
    assert house.toasts == [("query-5", None)]
    await house.receive(message(6, "next"))
    assert house.telegram.texts == ["ask next"]


@pytest.mark.parametrize("first", [{}, {"caption": "who?"}])
async def test_an_album_gets_one_answer(house: House, first: dict[str, str]) -> None:
    updates = [message(number, None, photo=PHOTO, media_group_id="m") for number in range(5)]
    updates[0]["message"] |= first
    await house.receive(*updates, message(9, None, photo=PHOTO, media_group_id="n"))
    assert house.telegram.texts == ["ask who?" if first else "other photo", "other photo"]


async def test_what_is_no_message_costs_nothing(house: House) -> None:
    await house.receive({"update_id": 5}, {"update_id": 6, "edited_message": message(6)["message"]})
    assert not house.telegram.calls
    assert not house.desk.calls


async def test_typing_while_the_desk_thinks() -> None:
    house = House()
    house.reception._sender = Sender(house.telegram.bot(), house.desk, house.work, replace(QUICK, typing_after=0))
    gate = house.desk.gate("slow")
    tasks = house.come(message(5, "slow"))
    await until(lambda: house.telegram.made("sendChatAction"))
    gate.set()
    await asyncio.gather(*tasks)
    assert house.telegram.texts == ["ask slow"]
    await house.work.close()


async def test_everything_slow_happens_beside_the_loop(house: House) -> None:
    await house.receive(message(5, "a"), press(6), message(7, "/start"), message(8, None, photo=PHOTO))
    assert threading.get_ident() not in house.desk.threads
