"""Nothing is lost: an update is confirmed after it was answered, whatever happens to the network and to the process."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import httpx
import pytest
from telegram import Update

from bot.errors import ConflictError, TokenError
from bot.telegram.polling import Poller
from tests.bot.telegram.doubles import QUICK, FakeTelegram, cut_off, message, refused, until


class Running:
    """A poller at work, and what it handed on. ``hold`` keeps an update in hand until it is let go."""

    def __init__(self, telegram: FakeTelegram, grace: float = 10) -> None:
        self.telegram = telegram
        self.stop = asyncio.Event()
        self.seen: list[int] = []
        self.answered: list[int] = []
        self.gates: dict[int, asyncio.Event] = {}
        self.broken: set[int] = set()
        self.poller = Poller(telegram.bot(), self.handle, self.stop, replace(QUICK, grace=grace))
        self.task = asyncio.create_task(self.poller.run())

    def hold(self, *update_ids: int) -> None:
        self.gates |= {update_id: asyncio.Event() for update_id in update_ids}

    async def handle(self, update: Update) -> None:
        self.seen.append(update.update_id)
        if gate := self.gates.get(update.update_id):
            await gate.wait()
        if update.update_id in self.broken:
            msg = "a broken handler that read: zanzibar"
            raise ValueError(msg)
        self.answered.append(update.update_id)

    async def end(self) -> None:
        self.stop.set()
        await self.task


@pytest.fixture
def telegram() -> FakeTelegram:
    return FakeTelegram()


async def test_an_update_is_confirmed_after_it_was_answered(telegram: FakeTelegram) -> None:
    running = Running(telegram)
    running.hold(5)
    telegram.serve(message(5))
    await until(lambda: len(telegram.made("getUpdates")) > 4)  # it is served over and over, and not taken twice
    assert running.seen == [5]
    assert telegram.confirmed == []
    running.gates[5].set()
    await until(lambda: telegram.confirmed == [5])
    assert running.answered == [5]
    await running.end()


async def test_others_go_on_while_one_takes_long(telegram: FakeTelegram) -> None:
    running = Running(telegram)
    running.hold(5)
    telegram.serve(message(5), message(6))
    await until(lambda: running.answered == [6])
    telegram.serve(message(7))
    await until(lambda: running.answered == [6, 7])
    assert telegram.confirmed == []
    running.gates[5].set()
    await running.end()
    assert telegram.confirmed == [5, 6, 7]
    assert running.seen == [5, 6, 7]


async def test_only_what_is_wanted_is_asked_for_and_nothing_is_dropped(telegram: FakeTelegram) -> None:
    telegram.serve(message(5))
    running = Running(telegram)
    await until(lambda: running.answered == [5])
    await running.end()
    first = telegram.made("getUpdates")[0]
    assert "offset" not in first
    assert first["allowed_updates"] == ["message", "callback_query", "my_chat_member"]
    assert first["timeout"] == 30
    assert not telegram.made("deleteWebhook")


async def test_it_waits_at_telegram_when_nothing_is_in_hand(telegram: FakeTelegram) -> None:
    telegram.serve(message(5))
    running = Running(telegram)
    await until(lambda: telegram.confirmed == [5])
    calls = len(telegram.made("getUpdates"))
    for _ in range(50):
        await asyncio.sleep(0)
    assert len(telegram.made("getUpdates")) == calls
    assert telegram.made("getUpdates")[-1]["timeout"] == 30
    await running.end()


async def test_it_looks_again_ever_more_rarely_while_one_is_in_hand(
    telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    wait = asyncio.wait

    async def noted(tasks: set[asyncio.Task[None]], **options: Any) -> object:
        if "timeout" in options:
            waits.append(options["timeout"])
        return await wait(tasks, **options)

    monkeypatch.setattr("bot.telegram.polling.asyncio.wait", noted)
    running = Running(telegram)
    running.hold(5)
    telegram.serve(message(5))
    await until(lambda: len(waits) > 4)
    running.gates[5].set()
    await running.end()
    assert waits[0] == QUICK.look_again
    assert sorted(waits[:5]) == waits[:5]
    assert waits[4] == QUICK.look_again_most


async def test_a_killed_process_loses_nothing(telegram: FakeTelegram) -> None:
    first = Running(telegram)
    first.hold(5, 6)
    telegram.serve(message(5), message(6), message(7))
    await until(lambda: first.answered == [7])
    telegram.script("getUpdates", *[cut_off() for _ in range(1000)])  # a dead process says nothing more
    first.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first.task
    telegram.scripts.clear()
    assert telegram.confirmed == []
    second = Running(telegram)
    await until(lambda: sorted(second.answered) == [5, 6, 7])
    await second.end()
    assert telegram.confirmed == [5, 6, 7]


async def test_told_to_stop_it_finishes_what_is_in_hand_and_confirms_it(telegram: FakeTelegram) -> None:
    running = Running(telegram)
    running.hold(5)
    telegram.serve(message(5))
    await until(lambda: running.seen == [5])
    running.stop.set()
    await asyncio.sleep(0)
    telegram.serve(message(6))
    running.gates[5].set()
    await running.task
    assert running.answered == [5]
    assert telegram.confirmed == [5]
    assert list(telegram.pending) == [6]


async def test_what_outlasts_the_grace_is_left_for_the_next_start(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    running = Running(telegram, grace=0)
    running.hold(6)
    telegram.serve(message(5), message(6), message(7))
    await until(lambda: sorted(running.answered) == [5, 7])
    await running.end()
    assert telegram.confirmed == [5]
    assert list(telegram.pending) == [6, 7]
    assert "1 questions were left unanswered" in caplog.text


async def test_a_stop_without_work_ends_at_once_and_confirms_nothing_more(telegram: FakeTelegram) -> None:
    running = Running(telegram)
    await until(lambda: telegram.made("getUpdates"))
    await running.end()
    assert len(telegram.made("getUpdates")) == 1


async def test_a_last_call_that_fails_is_only_told(telegram: FakeTelegram, caplog: pytest.LogCaptureFixture) -> None:
    running = Running(telegram)
    running.hold(5)
    telegram.serve(message(5))
    await until(lambda: running.seen == [5])
    running.stop.set()
    await until(running.poller._stop.is_set)
    telegram.script("getUpdates", cut_off())
    running.gates[5].set()
    await running.task
    assert "could not be confirmed" in caplog.text


STORM: list[Callable[[], object]] = [
    cut_off,
    lambda: cut_off(httpx.ReadTimeout),
    lambda: refused(502, "Bad Gateway"),
    lambda: refused(500, "Internal Server Error"),
    lambda: refused(429, "Too Many Requests", retry_after=0),
]


async def test_it_outlives_the_network_and_tells_of_it_once(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.script("getUpdates", *[make() for make in STORM * 4])
    telegram.serve(message(5))
    running = Running(telegram)
    await until(lambda: telegram.confirmed == [5])
    await running.end()
    lines = [record.getMessage() for record in caplog.records if record.name == "bot.telegram.polling"]
    assert len([line for line in lines if "does not give messages" in line]) == 2  # when it began, and when it ended
    assert "works again after 20 failures" in caplog.text


async def test_it_waits_as_long_as_telegram_asks(telegram: FakeTelegram, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []

    async def noted(stop: asyncio.Event, wait: float) -> bool:
        waits.append(wait)
        await asyncio.sleep(0)
        return stop.is_set()

    monkeypatch.setattr("bot.telegram.polling.stopped_within", noted)
    telegram.script("getUpdates", refused(429, "Too Many Requests", retry_after=37), cut_off(), cut_off())
    running = Running(telegram)
    await until(lambda: len(telegram.made("getUpdates")) == 4)
    await running.end()
    assert waits == [37, QUICK.retry_in(2), QUICK.retry_in(3)]


def test_waits_double_up_to_a_limit() -> None:
    pace = replace(QUICK, retry=1, retry_most=30)
    assert [pace.retry_in(attempt) for attempt in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]
    assert pace.retry_in(10**6) == 30


async def test_a_second_instance_is_an_error_that_says_so(telegram: FakeTelegram) -> None:
    telegram.serve(message(5))
    running = Running(telegram)
    running.hold(5)
    await until(lambda: running.seen == [5])
    telegram.script("getUpdates", refused(409, "Conflict: terminated by other getUpdates request"))
    await until(lambda: not telegram.scripts["getUpdates"])
    running.gates[5].set()
    with pytest.raises(ConflictError, match="stop the other one"):
        await running.task
    assert running.answered == [5]
    assert telegram.confirmed == []  # to ask once more would throw the other one out


async def test_a_webhook_in_the_way_is_removed_once(telegram: FakeTelegram, caplog: pytest.LogCaptureFixture) -> None:
    conflict = refused(409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook")
    telegram.script("getUpdates", conflict)
    telegram.serve(message(5))
    running = Running(telegram)
    await until(lambda: running.answered == [5])
    assert telegram.made("deleteWebhook") == [{"drop_pending_updates": False}]
    assert "a webhook was set" in caplog.text
    telegram.script("getUpdates", conflict)
    telegram.serve(message(6))
    with pytest.raises(ConflictError):
        await running.task


async def test_a_token_that_is_withdrawn_ends_it(telegram: FakeTelegram) -> None:
    telegram.script("getUpdates", refused(401, "Unauthorized"))
    with pytest.raises(TokenError, match="BotFather"):
        await Running(telegram).task


async def test_what_breaks_the_bot_is_given_up_and_told_without_its_words(
    telegram: FakeTelegram, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    running = Running(telegram)
    running.broken.add(5)
    telegram.serve(message(5, "zanzibar"))
    await until(lambda: telegram.confirmed == [5])
    await running.end()
    [line] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert line.getMessage().startswith("update 5 was given up (ValueError < ")
    assert "test_polling" in line.getMessage()
    assert "zanzibar" not in "".join(record.getMessage() for record in caplog.records if record.name.startswith("bot"))


async def test_a_cancelled_poller_leaves_nothing_behind(telegram: FakeTelegram) -> None:
    running = Running(telegram)
    running.hold(5)
    telegram.serve(message(5))
    await until(lambda: running.seen == [5])
    running.task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running.task
    assert asyncio.all_tasks() == {asyncio.current_task()}
    assert telegram.confirmed == []
