"""Calls and answers are held against the Bot API."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import telegram

from bot.simulator import spec
from bot.simulator.calls import METHODS
from bot.simulator.errors import RefusedError, SimulatorError

if TYPE_CHECKING:
    import httpx

    from bot.simulator import Simulator
    from bot.simulator.client import Person
    from tests.bot.simulator.conftest import Call

MESSAGE = {"message_id": 1, "date": 1, "chat": {"id": 1, "type": "private"}}


def test_every_method_of_the_data_is_played_and_known_to_the_library() -> None:
    names = {method.name for method in spec.load().methods}
    assert names == {*METHODS, "getUpdates"}
    assert [name for name in names if not hasattr(telegram.Bot, name)] == []


def test_the_data_says_where_it_is_from() -> None:
    text = (Path(spec.__file__).with_name("bot-api.json")).read_text(encoding="utf-8")
    assert "PaulSonOfLars" in text
    assert "MIT License" in text
    assert spec.load().version == "Bot API 10.1"


@pytest.mark.parametrize(
    ("parameters", "named"),
    [
        ({"chat_id": 1, "text": "a", "tekst": "b"}, '"tekst" of sendMessage is not in Bot API 10.1'),
        ({"chat_id": 1}, '"text" of sendMessage is required'),
        ({"chat_id": 1, "text": 7}, '"text" must be String, not 7'),
        ({"chat_id": 1.5, "text": "a"}, '"chat_id" must be Integer or String, not 1.5'),
        ({"chat_id": True, "text": "a"}, '"chat_id" must be Integer or String, not true'),
        ({"chat_id": 1, "text": "a", "protect_content": "yes"}, '"protect_content" must be Boolean'),
        ({"chat_id": 1, "text": "a", "entities": {}}, '"entities" must be Array of MessageEntity'),
        ({"chat_id": 1, "text": "a", "entities": [{"type": "bold", "offset": 0}]}, '"entities[0].length" is required'),
        (
            {"chat_id": 1, "text": "a", "reply_markup": {"inline_keyboard": [[{"text": "b", "callback": "c"}]]}},
            '"reply_markup.inline_keyboard[0][0].callback" is no field of InlineKeyboardButton',
        ),
        ({"chat_id": 1, "text": "a", "reply_markup": "{"}, '"reply_markup" must be InlineKeyboardMarkup'),
        ({"chat_id": 1, "text": "\ud800"}, "strings must be encoded in UTF-8"),
    ],
)
async def test_a_call_that_is_not_in_the_bot_api_is_refused_by_name(
    http: httpx.AsyncClient, simulator: Simulator, person: Person, parameters: dict[str, Any], named: str
) -> None:
    await person.say("Bonjour")
    body = json.dumps(parameters)  # escaped, so that even half a character travels
    headers = {"Content-Type": "application/json"}
    response = await http.post(f"/bot{simulator.token}/sendMessage", content=body, headers=headers)
    assert response.status_code == 400
    answer = response.json()
    assert (answer["ok"], answer["error_code"]) == (False, 400)
    assert named in answer["description"]


async def test_an_unknown_method_is_not_found(call: Call) -> None:
    assert await call("sendRichMessage") == (404, {"ok": False, "error_code": 404, "description": "Not Found"})


async def test_a_wrong_token_is_unauthorized_and_a_malformed_one_not_found(call: Call) -> None:
    unknown = await call("getMe", "8:" + "x" * 35)
    assert unknown == (401, {"ok": False, "error_code": 401, "description": "Unauthorized"})
    assert (await call("getMe", "8:short"))[0] == 404


async def test_parameters_come_as_json_form_multipart_or_in_the_address(
    http: httpx.AsyncClient, simulator: Simulator, person: Person
) -> None:
    await person.say("Bonjour")
    address = f"/bot{simulator.token}/sendMessage"
    bold = '[{"type": "bold", "offset": 0, "length": 2}]'
    facts = {"chat_id": "1", "text": " été\t!", "entities": bold, "disable_notification": "true"}
    answers = [
        await http.post(address, json={"chat_id": 1, "text": " été\t!", "entities": json.loads(bold)}),
        await http.post(address, data=facts),
        await http.post(address, files={name: (None, value) for name, value in facts.items()}),
        await http.get(address, params=facts),
    ]
    assert [answer.status_code for answer in answers] == [200] * 4
    results = [answer.json()["result"] for answer in answers]
    assert {result["text"] for result in results} == {"été !"}
    assert [result["entities"] for result in results] == [[{"type": "bold", "offset": 0, "length": 1}]] * 4


async def test_a_file_is_refused_by_name(http: httpx.AsyncClient, simulator: Simulator) -> None:
    answer = await http.post(f"/bot{simulator.token}/getMe", files={"photo": ("a.png", b"x")})
    assert answer.status_code == 400
    assert "photo" in answer.json()["description"]


async def test_a_mistake_of_the_simulator_is_told_as_one(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "getMe", lambda _account, _parameters: {"id": 1, "is_bot": True})
    status, answer = await call("getMe")
    assert status == 500
    assert '"answer of getMe.first_name" is required in User' in answer["description"]


@pytest.mark.parametrize(
    ("update", "problem"),
    [
        ({"update_id": 1, "message": {**MESSAGE, "txt": "a"}}, '"Update.message.txt" is no field of Message'),
        ({"update_id": 1, "message": {"message_id": 1}}, '"Update.message.date" is required'),
        (
            {"update_id": 1, "message": {**MESSAGE, "forward_origin": {"type": "user", "date": 1}}},
            '"Update.message.forward_origin.sender_user" is required in MessageOriginUser',
        ),
        (
            {"update_id": 1, "message": {**MESSAGE, "forward_origin": {"type": "nobody"}}},
            '"Update.message.forward_origin" is no MessageOrigin',
        ),
    ],
)
def test_an_update_that_is_not_in_the_bot_api_never_goes_out(update: dict[str, Any], problem: str) -> None:
    with pytest.raises(SimulatorError) as told:
        spec.load().check_update(update)
    assert problem in str(told.value)


def test_a_method_is_found_in_any_case() -> None:
    method = spec.load().method("SENDmessage")
    assert method is not None
    assert method.name == "sendMessage"


def test_numbers_and_booleans_are_read_from_text_only_in_a_form() -> None:
    method = spec.load().method("deleteMessage")
    assert method is not None
    texts = {"chat_id": "1", "message_id": "7"}
    assert spec.load().read_parameters(method, texts, form=True) == {"chat_id": 1, "message_id": 7}
    with pytest.raises(RefusedError, match='"message_id" must be Integer'):
        spec.load().read_parameters(method, texts, form=False)
