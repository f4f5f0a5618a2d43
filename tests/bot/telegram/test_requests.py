"""Responses that cannot be read: refused, passed over, and never repeated in a log."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import Any

import pytest
from telegram.error import TelegramError

from bot.telegram.polling import Poller
from bot.telegram.requests import Discreet, DiscreetRequest
from tests.bot.telegram.doubles import QUICK, FakeTelegram, message, until


def response(*results: Any) -> bytes:
    return json.dumps({"ok": True, "result": list(results)}).encode()


@pytest.mark.parametrize("payload", [b"zanzibar", b'{"ok": tru', b"[]", b"<html>zanzibar</html>", b'"zanzibar"'])
def test_what_is_no_response_is_an_error_without_its_words(payload: bytes, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    with pytest.raises(TelegramError) as error:
        Discreet.parse_json_payload(payload)
    assert "zanzibar" not in str(error.value) + caplog.text
    assert "Bot API server" in str(error.value)


def test_an_update_that_cannot_be_read_is_reduced_to_its_number(caplog: pytest.LogCaptureFixture) -> None:
    strange = {"update_id": 6, "message": {"text": "zanzibar", "date": "yesterday"}}
    read = Discreet.parse_json_payload(response(message(5), strange, {"update_id": 7, "a_thing_of_tomorrow": {"a": 1}}))
    assert [sorted(update) for update in read["result"]] == [
        ["message", "update_id"],
        ["update_id"],
        ["a_thing_of_tomorrow", "update_id"],
    ]
    assert "update 6" in caplog.text
    assert "zanzibar" not in caplog.text


@pytest.mark.parametrize("result", [[{"command": "help", "description": "x"}], ["a", 1], {"id": 1}, True])
def test_other_results_pass_as_they_are(result: Any) -> None:
    assert Discreet.parse_json_payload(json.dumps({"ok": True, "result": result}).encode())["result"] == result


async def test_the_next_update_is_answered_all_the_same() -> None:
    telegram, seen, stop = FakeTelegram(), list[int](), asyncio.Event()

    async def handle(update: Any) -> None:
        seen.append(update.update_id)

    telegram.serve({"update_id": 6, "message": {"text": "?", "date": "yesterday"}}, message(7))
    task = asyncio.create_task(Poller(telegram.bot(), handle, stop, QUICK).run())
    await until(lambda: telegram.confirmed == [6, 7])
    stop.set()
    await task
    assert seen == [6, 7]


def test_the_real_client_reads_discreetly_too() -> None:
    assert DiscreetRequest.parse_json_payload is Discreet.parse_json_payload
