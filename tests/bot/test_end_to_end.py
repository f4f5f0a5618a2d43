"""The whole, as two processes: a person at the simulator, `onrecord bot` at the other end, the real model between."""

from __future__ import annotations

import signal
from functools import partial
from typing import Any

import pytest

from bot.simulator.client import Person
from corpus.archive import Archive
from tests.bot.conftest import Place, Running

QUESTIONS = (
    ("fr", "Que dit l'OCI sur la question palestinienne et Al-Qods-Est ?", "Al-Qods-Est comme capitale"),
    ("en", "What did Secretary Blinken discuss with the OIC Secretary General Taha?", "OIC"),
    ("ar", "ماذا قال المكتب عن آبار زرنوقة وحق السكان في الماء؟", "آبار زرنوقة"),
)


def _entity(message: dict[str, Any], entity: dict[str, Any]) -> str:
    units: bytes = message["text"].encode("utf-16-le")
    return units[entity["offset"] * 2 : (entity["offset"] + entity["length"]) * 2].decode("utf-16-le")


def _quotes(message: dict[str, Any]) -> list[str]:
    return [_entity(message, one) for one in message.get("entities", ()) if one["type"] == "blockquote"]


def _urls(message: dict[str, Any]) -> set[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    buttons = {button["url"] for row in rows for button in row if "url" in button}
    return buttons | {one["url"] for one in message.get("entities", ()) if one["type"] == "text_link"}


async def test_a_question_in_each_language_is_answered_with_slices_of_the_record(
    place: Place, running: Running
) -> None:
    with Archive(place.data) as archive:
        texts = [one.revision.text for one in archive.statements()]
    async with Person(running.address, patience=60) as person:
        for language, question, expected in QUESTIONS:
            asked = await person.say(question, language=language)
            reply = await person.wait_reply(asked["message_id"])
            quotes = _quotes(reply)
            assert quotes, reply["text"]
            # Byte for byte in the stored text, whatever emoji, marks and directions stand before it.
            assert all(any(quote in text for text in texts) for quote in quotes)
            assert any(expected in quote for quote in quotes), reply["text"]
            assert reply["reply_to_message"]["message_id"] == asked["message_id"]


async def test_the_date_the_source_and_an_unknown_date_are_shown(running: Running) -> None:
    async with Person(running.address, patience=60) as person:
        asked = await person.say("Que déplore le Bureau au sujet des puits de Zarnouka ?")
        reply = await person.wait_reply(asked["message_id"])
        assert "22 mars 2023" in reply["text"]
        assert "https://example.org/eau?a=1&b=2" in _urls(reply)
        assert any("<2% des puits de Zarnouka" in quote for quote in _quotes(reply))
        asked = await person.say(
            "What does the OIC ask the international community on Palestine and UN resolutions?", language="en"
        )
        reply = await person.wait_reply(asked["message_id"])
        assert "Date of issue unknown. The text mentions 18 November 2024." in reply["text"]


async def test_silence_things_that_are_no_question_and_buttons(running: Running) -> None:
    async with Person(running.address, patience=60) as person:
        asked = await person.say("Quelle est la meilleure recette de tarte aux pommes ?")
        reply = await person.wait_reply(asked["message_id"])
        assert not _quotes(reply)
        assert reply["text"].startswith("Ce dossier ne parle pas de cela.")
        for send in (person.photo, person.sticker, person.voice, partial(person.say, "🕊️ ... !?")):
            sent = await send()
            reply = await person.wait_reply(sent["message_id"])
            assert reply["text"]
            assert not _quotes(reply)
        asked = await person.say("Que dit l'OCI sur la question palestinienne et Al-Qods-Est ?")
        reply = await person.wait_reply(asked["message_id"])
        data = [
            button["callback_data"]
            for row in reply["reply_markup"]["inline_keyboard"]
            for button in row
            if "callback_data" in button
        ]
        await person.press(reply["message_id"], data[0])
        around = await person.wait_reply(reply["message_id"])
        assert len(_quotes(around)[0]) > len(_quotes(reply)[0])


async def test_sigterm_ends_it_cleanly_and_no_question_is_written_anywhere(place: Place, running: Running) -> None:
    async with Person(running.address, patience=60) as person:
        asked = await person.say("Zyzzogeton quaalude xylograph?")
        await person.wait_reply(asked["message_id"])
    running.bot.send_signal(signal.SIGTERM)
    assert running.bot.stderr is not None
    log = running.bot.stderr.read()
    assert running.bot.wait(60) == 0, log
    assert "Zyzzogeton" not in log
    for file in place.data.rglob("*"):
        if file.is_file():
            assert b"Zyzzogeton" not in file.read_bytes(), file


@pytest.mark.parametrize(
    ("token", "url", "words"), [("", None, "ONRECORD_TOKEN is not set"), ("nonsense", None, "oken")]
)
def test_no_token_and_a_wrong_one_are_one_line(place: Place, token: str, url: str | None, words: str) -> None:
    more = {"ONRECORD_TOKEN": token, **({"ONRECORD_API_URL": url} if url else {})}
    done = place.run("bot", **more)
    assert done.returncode == 1
    assert words in done.stderr
    assert "Traceback" not in done.stderr
