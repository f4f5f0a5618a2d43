"""The bot as a whole: it begins, answers, stops in order, and says what is wrong with its settings."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from pathlib import Path
from typing import Any

import pytest
from telegram import Bot

from bot.errors import BotError, ConflictError, SettingsError, TokenError
from bot.telegram import application
from bot.telegram.application import build, run, serve
from bot.telegram.redaction import guarded
from tests.bot.telegram.doubles import QUICK, TOKEN, FakeDesk, FakeTelegram, cut_off, message, refused, until

MARK = "zanzibar-7f3a"


class House:
    """The whole bot with a Telegram and a desk of our own."""

    def __init__(self) -> None:
        self.telegram = FakeTelegram()
        self.desk = FakeDesk()
        self.stop = asyncio.Event()
        self.ready: list[str] = []

    def begin(self) -> asyncio.Task[None]:
        return asyncio.create_task(
            run(self.telegram.bot(), self.desk, stop=self.stop, ready=self.ready.append, pace=QUICK)
        )


@pytest.fixture
def house() -> House:
    return House()


def threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("desk")]


async def test_it_begins_answers_and_stops_in_order(house: House) -> None:
    house.telegram.serve(message(5, "Que dit l'OCI ?"))
    bot = house.begin()
    await until(lambda: house.telegram.confirmed == [5])
    assert house.ready == ["OnRecordBot"]
    assert house.telegram.texts == ["ask Que dit l'OCI ?"]
    assert house.telegram.is_open
    await until(lambda: len(house.telegram.made("setMyShortDescription")) == 3)
    house.stop.set()
    await bot
    assert not house.telegram.is_open
    assert not threads()
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_stop_in_the_middle_answers_what_is_in_hand(house: House) -> None:
    gate = house.desk.gate("slow")
    house.telegram.serve(message(5, "slow"))
    bot = house.begin()
    await until(lambda: house.desk.running)
    house.stop.set()
    gate.set()
    await bot
    assert house.telegram.texts == ["ask slow"]
    assert house.telegram.confirmed == [5]
    assert not threads()


async def test_it_introduces_itself_in_three_languages(house: House) -> None:
    house.telegram.script("getMyDescription", {"description": "description in en"})
    bot = house.begin()
    await until(lambda: len(house.telegram.made("setMyShortDescription")) == 3)
    house.stop.set()
    await bot
    menus = house.telegram.made("setMyCommands")
    assert [menu.get("language_code") for menu in menus] == [None, "fr", "ar"]
    assert menus[1] == {
        "commands": [{"command": "help", "description": "help in fr"}],
        "scope": {"type": "all_private_chats"},
        "language_code": "fr",
    }
    # the English one was there already
    assert [call["description"] for call in house.telegram.made("setMyDescription")] == [
        "description in fr",
        "description in ar",
    ]


async def test_an_introduction_that_fails_does_not_keep_it_from_answering(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.telegram.script(
        "setMyCommands", refused(429, "Too Many Requests", retry_after=9999), refused(404, "Not Found")
    )
    house.telegram.serve(message(5, "a"))
    bot = house.begin()
    await until(lambda: house.telegram.confirmed == [5] and len(house.telegram.made("setMyShortDescription")) == 3)
    house.stop.set()
    await bot
    lines = [line for line in caplog.messages if "menu" in line]
    assert len(lines) == 2
    assert "the menu in en stays as it was" in lines[0]


async def test_it_keeps_trying_until_telegram_is_there(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.telegram.script("getMe", *[cut_off() for _ in range(5)], refused(502, "Bad Gateway"))
    bot = house.begin()
    await until(lambda: house.ready)
    house.stop.set()
    await bot
    lines = [line for line in caplog.messages if "Telegram cannot be reached" in line]
    assert len(lines) == 2
    assert "ConnectError" in lines[0]
    assert "6 failures" in lines[1]


async def test_it_can_be_stopped_before_telegram_is_there(house: House) -> None:
    house.telegram.script("getMe", *[cut_off() for _ in range(100_000)])
    bot = house.begin()
    await until(lambda: len(house.telegram.made("getMe")) > 2)
    house.stop.set()
    await bot
    assert not house.ready
    assert not house.telegram.made("getUpdates")
    assert not house.telegram.is_open


@pytest.mark.parametrize("code", [401, 404])
async def test_a_refused_token_says_what_to_do(house: House, code: int) -> None:
    house.telegram.script("getMe", refused(code, "Unauthorized"))
    with pytest.raises(TokenError, match="BotFather") as error:
        await house.begin()
    assert TOKEN not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__suppress_context__
    assert not house.telegram.is_open
    assert not threads()


async def test_a_second_instance_ends_it_cleanly(house: House) -> None:
    house.telegram.script("getUpdates", refused(409, "Conflict: terminated by other getUpdates request"))
    with pytest.raises(ConflictError):
        await house.begin()
    assert not house.telegram.is_open
    assert not threads()


async def test_no_question_is_in_any_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    house.desk.errors["press"] = ValueError(f"cannot read {MARK}")
    house.telegram.script(
        "sendMessage",
        refused(400, "Bad Request: chat not found"),
        refused(403, "Forbidden: bot was blocked by the user"),
        cut_off(),
        refused(429, "Too Many Requests", retry_after=0),
        refused(502, "Bad Gateway"),
    )
    gate = house.desk.gate(f"{MARK} slow")
    house.telegram.serve(
        message(1, f"/start s_{MARK}"),
        *(message(number, f"what of {MARK}, {number}?") for number in range(2, 5)),
        message(5, f"{MARK} slow", chat=8),
        *(message(number, f"{MARK} {number}", chat=8) for number in range(6, 12)),
        {"update_id": 12, "message": {"text": MARK, "date": "no date"}},
        message(13, None, chat=9, caption=MARK, photo=[]),
    )
    with guarded(TOKEN):
        bot = house.begin()
        await until(lambda: house.desk.running)
        gate.set()
        await until(lambda: 13 in house.telegram.confirmed)
        house.stop.set()
        await bot
    assert any(MARK in text for text in house.telegram.texts)
    assert [record for record in caplog.records if record.name.startswith("bot") and record.levelno >= logging.ERROR]
    ours = [record for record in caplog.records if record.name != "tests"]
    assert not [record for record in ours if MARK in logging.Formatter().format(record) or MARK in repr(vars(record))]


@pytest.mark.parametrize("token", ["", "123456", "<your token>", "12:ab cd", "12:abc\n", "bot12:abc"])
async def test_a_token_that_is_none(token: str) -> None:
    with pytest.raises(TokenError, match="BotFather"):
        await serve(token, None, FakeDesk(), signals=False)


@pytest.mark.parametrize("api_url", ["localhost:9000", "127.0.0.1", "ftp://example.org", "http://"])
async def test_an_address_that_is_none(api_url: str) -> None:
    with pytest.raises(SettingsError, match="ONRECORD_API_URL") as error:
        await serve(TOKEN, api_url, FakeDesk(), signals=False)
    assert isinstance(error.value, BotError)
    assert api_url in str(error.value)


@pytest.mark.parametrize(
    ("api_url", "base"),
    [
        (None, "https://api.telegram.org/bot"),
        ("http://127.0.0.1:9000", "http://127.0.0.1:9000/bot"),
        ("https://example.org/api/", "https://example.org/api/bot"),
    ],
)
def test_the_address_of_the_server(api_url: str | None, base: str) -> None:
    bot: Bot = build(TOKEN, api_url)
    assert bot.base_url == base + TOKEN
    assert bot.base_file_url == base.replace("/bot", "/file/bot") + TOKEN


async def served(monkeypatch: pytest.MonkeyPatch, house: House, **options: Any) -> asyncio.Task[None]:
    monkeypatch.setattr("bot.telegram.application.build", lambda _token, _api_url: house.telegram.bot())
    task = asyncio.create_task(serve(TOKEN, None, house.desk, ready=house.ready.append, pace=QUICK, **options))
    await until(lambda: house.ready and house.telegram.made("getUpdates"))
    return task


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_it(monkeypatch: pytest.MonkeyPatch, house: House, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    gate = house.desk.gate("slow")
    house.telegram.serve(message(5, "slow"))
    task = await served(monkeypatch, house)
    await until(lambda: house.desk.running)
    os.kill(os.getpid(), number)
    gate.set()
    await task
    assert house.telegram.texts == ["ask slow"]
    assert house.telegram.confirmed == [5]
    assert signal.getsignal(number) == before


async def test_another_loop_can_stop_it_without_signals(monkeypatch: pytest.MonkeyPatch, house: House) -> None:
    before = signal.getsignal(signal.SIGTERM)
    task = await served(monkeypatch, house, stop=house.stop, signals=False)
    assert signal.getsignal(signal.SIGTERM) == before
    house.stop.set()
    await task


async def test_the_token_is_redacted_while_it_runs(
    monkeypatch: pytest.MonkeyPatch, house: House, caplog: pytest.LogCaptureFixture
) -> None:
    task = await served(monkeypatch, house, stop=house.stop, signals=False)
    logging.getLogger("anything").warning("POST /bot%s/getMe", TOKEN)
    house.stop.set()
    await task
    assert "POST /bot[token]/getMe" in caplog.text


def test_nothing_of_the_conversation_is_here_nor_a_parse_mode() -> None:
    sources = "".join(path.read_text() for path in Path(application.__file__).parent.glob("*.py"))
    assert "parse_mode=" not in sources
    assert "import index" not in sources
    assert "from index" not in sources
