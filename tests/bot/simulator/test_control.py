"""What a person does, who may ask for it, and the simulator as a program of its own."""

from __future__ import annotations

import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bot.simulator import Simulator
from bot.simulator.account import TOKEN
from bot.simulator.client import ClientError, Person

if TYPE_CHECKING:
    from telegram import Bot

ROOT = Path(__file__).parents[3]


async def test_a_command_is_marked_and_a_long_text_comes_in_pieces(bot: Bot, person: Person) -> None:
    await person.say("/start s_abc")
    last = await person.say("é" * 5000)
    updates = await bot.get_updates(timeout=5)
    messages = [update.message for update in updates if update.message]
    assert [(e.type, e.offset, e.length) for e in messages[0].entities] == [("bot_command", 0, 6)]
    assert [len(message.text or "") for message in messages[1:]] == [4096, 904]
    assert last["message_id"] == messages[-1].message_id


async def test_other_things_than_text(bot: Bot, person: Person) -> None:
    await person.photo(caption="/check  cela\u2028 ")
    await person.voice()
    await person.sticker()
    await person.document("avis.docx", caption="/add", mime_type="application/msword", file_size=7)
    photo, voice, sticker, document = [u.message for u in await bot.get_updates(timeout=5) if u.message]
    assert photo.photo
    assert (photo.caption, photo.caption_entities[0].type) == ("/check  cela", "bot_command")
    assert voice.voice is not None
    assert sticker.sticker is not None
    assert document.document is not None
    assert (document.document.file_name, document.document.file_size) == ("avis.docx", 7)


async def test_a_forward_carries_its_origin_and_a_wrong_one_is_refused(bot: Bot, person: Person) -> None:
    channel = {"id": -100, "type": "channel", "title": "Presse"}
    origin = {"type": "channel", "date": 5, "chat": channel, "message_id": 3}
    await person.say("cité", fields={"forward_origin": origin})
    (update,) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.forward_origin is not None
    assert update.message.forward_origin.type == "channel"
    with pytest.raises(ClientError, match="sender_chat"):
        await person.say("cité", fields={"forward_origin": {"type": "chat", "date": 5}})
    assert len((await person.state())["messages"]) == 1


async def test_a_group_has_several_people(bot: Bot, person: Person) -> None:
    await person.say("a", chat=-5, user=1)
    await person.say("b", chat=-5, user=2)
    messages = [u.message for u in await bot.get_updates(timeout=5) if u.message]
    assert [(m.chat.type, m.from_user.id) for m in messages if m.from_user] == [("supergroup", 1), ("supergroup", 2)]


@pytest.mark.parametrize(
    ("name", "facts", "problem"),
    [
        ("messages", {"text": " "}, "message text is empty"),
        ("messages", {"text": 5}, '"text" must be str'),
        ("messages", {"kind": "song"}, '"song" is none of'),
        ("messages", {"text": "a", "chat": 1, "user": 2}, "the same positive number"),
        ("messages", {"text": "a", "reply_to": 9}, "message 9 to reply to is not in chat 1"),
        ("messages", {"text": "a", "bot": 5}, "no bot 5"),
        ("presses", {"message_id": 1, "data": "x"}, 'no button with callback_data "x"'),
        ("presses", {"message_id": 9, "data": "x"}, "message 9 is not in chat 1"),
        ("edits", {"message_id": 9, "text": "x"}, "is not of person 1"),
        ("dances", {}, "nothing to do"),
    ],
)
async def test_what_a_person_cannot_do(
    http: httpx.AsyncClient, person: Person, name: str, facts: dict[str, Any], problem: str
) -> None:
    await person.say("un")
    answer = (await http.post(f"/simulator/{name}", json=facts)).json()
    assert not answer["ok"]
    assert problem in answer["description"]


async def test_a_wait_ends_with_a_timeout_that_says_what_happened(simulator: Simulator) -> None:
    async with Person(simulator.address, patience=0.1) as hasty:
        await hasty.say("un")
        with pytest.raises(TimeoutError, match=r"events so far: \['message'\]"):
            await hasty.wait_reply(1)


async def test_resetting_empties_the_chats_and_keeps_the_profile_unless_told(bot: Bot, person: Person) -> None:
    await person.say("un")
    await bot.set_my_description("Mots")
    await person.reset()
    state = await person.state()
    assert (state["messages"], state["bot"]["description"]) == ([], "Mots")
    assert await bot.get_updates() == ()
    await person.reset(profile=True)
    assert (await person.state())["bot"]["description"] == ""


async def test_two_bots_are_kept_apart() -> None:
    first, second = "11:" + "a" * 35, "12:" + "b" * 35
    simulator = Simulator([first, second])
    await simulator.start()
    try:
        async with Person(simulator.address, bot=12) as person, httpx.AsyncClient(trust_env=False) as client:
            await person.say("un")
            for token, expected in ((first, 0), (second, 1)):
                answer = (await client.get(f"{simulator.address}/bot{token}/getUpdates")).json()
                assert len(answer["result"]) == expected
    finally:
        await simulator.stop()


@pytest.mark.parametrize("path", ["/", "/page/chat.js", "/simulator/state", "/bot1:x/getMe", "/elsewhere"])
@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example"}, {"Host": "[broken"}, {"Origin": "https://evil.example"}, {"Origin": "null"}],
)
async def test_pages_of_other_sites_are_kept_out(http: httpx.AsyncClient, path: str, headers: dict[str, str]) -> None:
    answer = await http.get(path, headers=headers)
    assert answer.status_code == 403


async def test_this_machine_gets_in_and_the_page_is_locked_down(http: httpx.AsyncClient, simulator: Simulator) -> None:
    port = simulator.address.rpartition(":")[2]
    for host in (f"localhost:{port}", f"127.0.0.1:{port}"):
        answer = await http.get("/", headers={"Host": host, "Origin": f"http://{host}"})
        assert answer.status_code == 200
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert (await http.get("/page/../server.py")).status_code == 404
    assert (await http.get("/page/%2e%2e/server.py")).status_code in {403, 404}


async def test_a_form_of_another_site_is_no_json(http: httpx.AsyncClient) -> None:
    answer = await http.post("/simulator/reset", content="{}", headers={"Content-Type": "text/plain"})
    assert answer.status_code == 415
    broken = await http.post("/simulator/reset", content="[" * 100_000, headers={"Content-Type": "application/json"})
    assert broken.status_code == 400


async def test_a_token_looks_like_a_real_one_and_a_taken_port_is_told(simulator: Simulator) -> None:
    assert TOKEN.fullmatch(simulator.token)
    with pytest.raises(ValueError, match="a bot token is"):
        Simulator(["secret"])
    with pytest.raises(RuntimeError, match="not started"):
        _ = Simulator().address
    with pytest.raises(OSError, match="in use"):
        await Simulator().start(int(simulator.address.rpartition(":")[2]))


async def test_alone_it_prints_where_it_is_and_ends_cleanly() -> None:
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-W", "error", "-m", "bot.simulator", "--port", "0"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert program.stdout is not None
    where = json.loads(await program.stdout.readline())
    async with Person(where["address"]) as person, httpx.AsyncClient(trust_env=False, timeout=30) as client:
        await person.say("un")
        updates = (await client.get(f"{where['address']}/bot{where['token']}/getUpdates")).json()["result"]
        assert [update["message"]["text"] for update in updates] == ["un"]
    program.send_signal(signal.SIGTERM)
    rest, errors = await program.communicate()
    assert (program.returncode, rest, errors) == (0, b"", b"")


async def test_alone_it_says_why_it_cannot_start(simulator: Simulator) -> None:
    port = simulator.address.rpartition(":")[2]
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.simulator", "--port", port),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    output, errors = await program.communicate()
    assert (program.returncode, output) == (2, b"")
    assert f"cannot start on 127.0.0.1:{port}".encode() in errors
