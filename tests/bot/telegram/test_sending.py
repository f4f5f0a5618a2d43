"""A reply is sent as it should be, checked at the last moment, and never twice."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from bot.conversation.person import Person
from bot.conversation.reply import Callback, Mark, Quote, Reply, Span
from bot.errors import MisquoteError
from bot.telegram.arrival import Place
from bot.telegram.sending import Sender
from bot.telegram.work import Work
from tests.bot.telegram.doubles import QUICK, FakeDesk, FakeTelegram, cut_off, refused, until

ADA = Person("fr")
HERE = Place(7, 105)
PRESSED = Place(7, 105, pressed_id=106)
QUOTED = Reply("Title\nzanzibar", "en", quotes=(Quote(6, "s123456789", 3, 0, 8, "0" * 64),))


class House:
    """A sender with all it needs."""

    def __init__(self) -> None:
        self.telegram = FakeTelegram()
        self.desk = FakeDesk()
        self.work = Work(2)
        self.waits: list[float] = []
        self.sender = Sender(self.telegram.bot(), self.desk, self.work, QUICK)


@pytest.fixture
async def house(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[House]:
    house = House()
    sleep = asyncio.sleep

    async def noted(delay: float) -> None:
        house.waits.append(delay)
        await sleep(0)

    monkeypatch.setattr("bot.telegram.sending.asyncio.sleep", noted)
    yield house
    await house.work.close()


async def test_an_answer_replies_to_its_question(house: House) -> None:
    reply = Reply("Title 𝄢\nwords", "en", (Span(Mark.QUOTE, 8, 13),), buttons=((Callback("More", "c:1"),),))
    await house.sender.send(reply, ADA, replace(HERE, thread_id=3))
    assert house.telegram.made("sendMessage") == [
        {
            "chat_id": 7,
            "text": "Title 𝄢\nwords",
            "entities": [{"type": "blockquote", "offset": 9, "length": 5}],
            "reply_markup": {"inline_keyboard": [[{"text": "More", "callback_data": "c:1"}]]},
            "link_preview_options": {"is_disabled": True},
            "message_thread_id": 3,
            "reply_parameters": {"message_id": 105, "allow_sending_without_reply": True},
        }
    ]


async def test_text_goes_through_no_parse_mode(house: House) -> None:
    await house.sender.send(Reply("<2% *of* _us_ & `you` [x](y)", "en"), ADA, HERE)
    [call] = house.telegram.made("sendMessage")
    assert call["text"] == "<2% *of* _us_ & `you` [x](y)"
    assert "parse_mode" not in call


async def test_a_reply_in_place_edits_the_message_with_the_button(house: House) -> None:
    await house.sender.send(Reply("page 2", "en", in_place=True), ADA, PRESSED)
    [call] = house.telegram.made("editMessageText")
    assert (call["chat_id"], call["message_id"], call["text"]) == (7, 106, "page 2")
    assert call["link_preview_options"] == {"is_disabled": True}
    assert not house.telegram.made("sendMessage")


async def test_a_reply_in_place_is_sent_anew_where_nothing_can_be_edited(house: House) -> None:
    await house.sender.send(Reply("page 2", "en", in_place=True), ADA, HERE)
    assert house.telegram.texts == ["page 2"]
    house.telegram.script("editMessageText", refused(400, "Bad Request: message can't be edited"))
    await house.sender.send(Reply("page 3", "en", in_place=True), ADA, PRESSED)
    assert house.telegram.texts == ["page 2", "page 3"]


async def test_an_edit_that_changes_nothing_is_fine(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.telegram.script("editMessageText", refused(400, "Bad Request: message is not modified: specified new"))
    await house.sender.send(Reply("page 2", "en", in_place=True), ADA, PRESSED)
    assert not house.telegram.texts
    assert not caplog.records


@pytest.mark.parametrize("cause", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
async def test_what_was_surely_not_sent_is_sent_again(house: House, cause: type[httpx.HTTPError]) -> None:
    house.telegram.script("sendMessage", *[cut_off(cause) for _ in range(3)])
    await house.sender.send(Reply("answer", "en"), ADA, HERE)
    assert house.telegram.texts == ["answer"] * 4
    assert house.waits == [QUICK.retry_in(1), QUICK.retry_in(2), QUICK.retry_in(3)]


async def test_a_network_that_is_down_is_one_line(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.telegram.script("sendMessage", *[cut_off() for _ in range(9)])
    await house.sender.send(Reply("answer", "en"), ADA, HERE)
    assert len([record for record in caplog.records if record.name.startswith("bot")]) == 2


async def test_telegram_is_obeyed_when_it_asks_to_wait(house: House) -> None:
    house.telegram.script("sendMessage", refused(429, "Too Many Requests: retry after 17", retry_after=17))
    await house.sender.send(Reply("answer", "en"), ADA, HERE)
    assert house.telegram.texts == ["answer"] * 2
    assert house.waits == [17]


@pytest.mark.parametrize(
    "failure",
    [
        cut_off(httpx.ReadTimeout),
        cut_off(httpx.WriteTimeout),
        cut_off(httpx.ReadError),
        cut_off(httpx.RemoteProtocolError),
        refused(502, "Bad Gateway"),
        refused(400, "Bad Request: message is too long"),
        refused(400, "Bad Request: chat not found"),
        refused(403, "Forbidden: bot was blocked by the user"),
        refused(401, "Unauthorized"),
    ],
    ids=str,
)
async def test_what_may_have_arrived_or_never_will_is_sent_once(
    house: House, failure: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    house.telegram.script("sendMessage", failure)
    await house.sender.send(Reply("zanzibar", "en"), ADA, HERE)
    assert house.telegram.texts == ["zanzibar"]
    [line] = [record for record in caplog.records if record.name.startswith("bot")]
    assert "zanzibar" not in line.getMessage()


async def test_someone_who_blocked_the_bot_is_no_error(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.telegram.script("sendMessage", refused(403, "Forbidden: bot was blocked by the user"))
    await house.sender.send(Reply("answer", "en"), ADA, HERE)
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]


async def test_a_group_that_moved_gets_its_answer(house: House) -> None:
    house.telegram.script("sendMessage", refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-100))
    await house.sender.send(Reply("answer", "en"), ADA, HERE)
    assert [call["chat_id"] for call in house.telegram.made("sendMessage")] == [7, -100]


async def test_every_attempt_is_checked_against_the_record_anew(house: House) -> None:
    house.telegram.script("sendMessage", cut_off(), refused(429, "Too Many Requests", retry_after=1))
    await house.sender.send(QUOTED, ADA, HERE)
    assert house.desk.calls == [("verify", QUOTED.text)] * 3


@pytest.mark.parametrize(
    "error", [MisquoteError("zanzibar is not there"), ValueError("zanzibar"), KeyError("zanzibar")], ids=repr
)
async def test_a_misquote_is_never_sent(house: House, error: Exception, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    house.desk.errors["verify"] = error
    await house.sender.send(QUOTED, ADA, HERE)
    assert house.telegram.texts == ["failed"]
    [line] = [record for record in caplog.records if record.levelno == logging.ERROR]
    assert "zanzibar" not in logging.Formatter().format(line)
    assert "('s123456789', 3)" in line.getMessage()


async def test_a_quote_found_false_between_two_attempts_is_not_sent_again(house: House) -> None:
    house.telegram.script("sendMessage", cut_off())
    made = house.telegram.do_request

    async def withdrawn(*args: Any, **kwargs: Any) -> tuple[int, bytes]:
        house.desk.errors["verify"] = MisquoteError("no longer there")
        return await made(*args, **kwargs)

    house.telegram.do_request = withdrawn  # type: ignore[method-assign]
    await house.sender.send(QUOTED, ADA, HERE)
    assert house.telegram.texts == [QUOTED.text, "failed"]


@pytest.mark.parametrize("text", ["x" * 4097, "Title\nzan\tzibar"])
async def test_what_telegram_would_not_show_as_it_is_is_not_sent(house: House, text: str) -> None:
    await house.sender.send(replace(QUOTED, text=text), ADA, HERE)
    assert house.telegram.texts == ["failed"]


async def test_a_line_for_failures_that_cannot_be_sent_ends_there(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.desk.replies["failed"] = Reply("", "en")
    await house.sender.send(Reply("", "en"), ADA, HERE)
    assert not house.telegram.texts
    assert "cannot be sent either" in caplog.text


@pytest.mark.parametrize(("minutes", "texts"), [(9, ["answer"]), (11, ["late, asked in {}: answer"])])
async def test_an_answer_that_comes_late_says_so(house: House, minutes: int, texts: list[str]) -> None:
    asked = datetime.now(UTC) - timedelta(minutes=minutes)
    await house.sender.send(Reply("answer", "en"), ADA, HERE, asked)
    assert house.telegram.texts == [text.format(asked.year) for text in texts]


async def test_a_line_that_is_not_worth_it_is_tried_once(house: House) -> None:
    house.telegram.script("sendMessage", refused(429, "Too Many Requests", retry_after=17))
    await house.sender.send_once(Reply("busy", "en"), HERE)
    assert house.telegram.texts == ["busy"]
    assert not house.waits


@pytest.mark.parametrize(
    "failure", [refused(400, "Bad Request: query is too old"), cut_off(), cut_off(httpx.ReadTimeout)]
)
async def test_an_acknowledgement_may_fail(house: House, failure: Any, caplog: pytest.LogCaptureFixture) -> None:
    house.telegram.script("answerCallbackQuery", failure)
    await house.sender.acknowledge("query-1", "x" * 300)
    assert [len(call["text"]) for call in house.telegram.made("answerCallbackQuery")] == [200]
    assert not caplog.records


async def test_typing_shows_only_when_the_work_lasts() -> None:
    telegram, desk, work = FakeTelegram(), FakeDesk(), Work(1)
    assert Sender(telegram.bot(), desk, work)._pace.typing_after == 0.5
    patient = Sender(telegram.bot(), desk, work, replace(QUICK, typing_after=3600))
    async with patient.typing(HERE):
        await asyncio.sleep(0)
    assert not telegram.calls
    eager = Sender(telegram.bot(), desk, work, replace(QUICK, typing_after=0, typing_every=0.001))
    async with eager.typing(replace(HERE, thread_id=3)):
        await until(lambda: len(telegram.calls) >= 2)  # and again before it fades
    made = len(telegram.calls)
    assert telegram.made("sendChatAction")[0] == {"chat_id": 7, "action": "typing", "message_thread_id": 3}
    await asyncio.sleep(0.01)
    assert len(telegram.calls) == made
    await work.close()


async def test_a_typing_sign_that_fails_disturbs_nothing(caplog: pytest.LogCaptureFixture) -> None:
    telegram, work = FakeTelegram(), Work(1)
    telegram.script("sendChatAction", refused(403, "Forbidden"))
    sender = Sender(telegram.bot(), FakeDesk(), work, replace(QUICK, typing_after=0))
    async with sender.typing(HERE):
        await until(lambda: telegram.calls)
    assert not caplog.records
    await work.close()
