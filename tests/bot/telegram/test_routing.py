"""What reaches the desk, with what, and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from bot.conversation.person import Person
from bot.telegram.arrival import Kind, Place, read
from bot.telegram.routing import ROUTES, route
from tests.bot.telegram.doubles import ME, FakeDesk, group_message, message, parsed, press

BOT = {"id": ME.id, "is_bot": True, "first_name": "OnRecord", "username": ME.username}
BOB = {"id": 8, "is_bot": False, "first_name": "Bob"}


def call(update: dict[str, Any]) -> tuple[Any, ...] | None:
    """Return the call of the desk that answers ``update``."""
    arrival = read(parsed(update), ME)
    if arrival is None:
        return None
    desk = FakeDesk()
    route(arrival).call(desk, arrival)
    [made] = desk.calls
    return made


def reply_to(sender: dict[str, Any], text: str = "a claim") -> dict[str, Any]:
    return {"reply_to_message": message(1, text)["message"] | {"from": sender}}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/start", ("start",)),
        ("/start inv_abc", ("start",)),
        ("/START", ("start",)),
        ("/start@OnRecordBot", ("start",)),
        ("/start s_5c441e623e_1_0_9", ("press", "s_5c441e623e_1_0_9", None)),
        ("/help", ("help",)),
        ("/help me please", ("help",)),
        ("/nonsense", ("help",)),
        ("/nonsense about peace", ("help",)),
        ("Que dit l'OCI ?", ("ask", "Que dit l'OCI ?")),
        ("  ماذا تقول المنظمة؟\n", ("ask", "ماذا تقول المنظمة؟")),
        ("@OnRecordBot what of Gaza?", ("ask", "what of Gaza?")),
        ("what of /start?", ("ask", "what of /start?")),
        ("/home/ada is where?", ("ask", "/home/ada is where?")),
        ("@onrecordbot", ("help",)),
        ("mail@OnRecordBot.org, who?", ("ask", "mail@OnRecordBot.org, who?")),
        ("@OnRecordBots who?", ("ask", "@OnRecordBots who?")),
    ],
)
def test_words(text: str, expected: tuple[Any, ...]) -> None:
    assert call(message(1, text)) == expected


PHOTO = [{"file_id": "a", "file_unique_id": "b", "width": 1, "height": 1}]
FILE = {"file_id": "a", "file_unique_id": "b"}
SPOT = {"latitude": 1.0, "longitude": 2.0}
THINGS: list[tuple[str, dict[str, Any]]] = [
    ("photo", {"photo": PHOTO}),
    (
        "sticker",
        {"sticker": {**FILE, "type": "regular", "width": 1, "height": 1, "is_animated": False, "is_video": False}},
    ),
    ("voice", {"voice": {**FILE, "duration": 1}}),
    ("voice", {"audio": {**FILE, "duration": 1}}),
    ("document", {"document": FILE}),
    ("video", {"video": {**FILE, "width": 1, "height": 1, "duration": 1}}),
    ("video", {"video_note": {**FILE, "length": 1, "duration": 1}}),
    ("video", {"animation": {**FILE, "width": 1, "height": 1, "duration": 1}, "document": FILE}),
    ("location", {"location": SPOT}),
    ("location", {"venue": {"location": SPOT, "title": "t", "address": "a"}, "location": SPOT}),
    ("contact", {"contact": {"phone_number": "1", "first_name": "Bob"}}),
    ("other", {"dice": {"emoji": "🎲", "value": 1}}),
]


@pytest.mark.parametrize(("kind", "content"), THINGS)
def test_things_without_words(kind: str, content: dict[str, Any]) -> None:
    assert call(message(1, None, **content)) == ("other", kind)


@pytest.mark.parametrize(("kind", "content"), THINGS[:1] + THINGS[4:6])
def test_a_caption_is_a_question_or_a_command(kind: str, content: dict[str, Any]) -> None:
    assert call(message(1, None, caption="who said this?", **content)) == ("ask", "who said this?"), kind
    assert call(message(1, None, caption="/help", **content)) == ("help",)


def test_presses() -> None:
    assert call(press(1, "c:9:1", question="Que dit l'OCI ?")) == ("press", "c:9:1", "Que dit l'OCI ?")
    assert call(press(1, "c:9:1", question=None)) == ("press", "c:9:1", None)
    assert call(press(1, question="@OnRecordBot and Gaza?")) == ("press", "c:1", "and Gaza?")


def test_a_press_below_a_message_telegram_no_longer_has() -> None:
    gone = {"chat": {"id": 7, "type": "private"}, "message_id": 106, "date": 0}
    update = press(1, message=gone)
    assert call(update) == ("press", "c:1", None)
    arrival = read(parsed(update), ME)
    assert arrival is not None
    assert arrival.place == Place(7, 106)


def test_a_press_is_answered_under_its_question() -> None:
    arrival = read(parsed(press(5)), ME)
    assert arrival is not None
    assert arrival.place == Place(7, 101, pressed_id=105)
    assert arrival.query_id == "query-5"
    assert arrival.person == Person("ar")


def test_a_link_to_a_passage_that_is_gone_says_hello() -> None:
    arrival = read(parsed(message(1, "/start s_gone")), ME)
    assert arrival is not None
    desk = FakeDesk()
    desk.replies["press"] = None
    reply = route(arrival).call(desk, arrival)
    assert reply is not None
    assert reply.text == "start"


@pytest.mark.parametrize(
    ("update", "expected"),
    [
        (group_message(1, "what of Gaza?"), None),
        (group_message(1, "/help"), None),
        (group_message(1, "/help@OtherBot"), None),
        (group_message(1, "/help@OtherBot", **reply_to(BOT)), None),
        (group_message(1, "@OtherBot what of Gaza?"), None),
        (group_message(1, "what of Gaza?", **reply_to(BOB)), None),
        (group_message(1, "/help@onrecordbot"), ("help",)),
        (group_message(1, "/start@OnRecordBot s_1"), ("press", "s_1", None)),
        (group_message(1, "@OnRecordBot, what of Gaza?"), ("ask", "what of Gaza?")),
        (group_message(1, "what of Gaza, @onrecordbot"), ("ask", "what of Gaza,")),
        (group_message(1, "and Gaza?", **reply_to(BOT)), ("ask", "and Gaza?")),
        (group_message(1, "/help", **reply_to(BOT)), ("help",)),
        (group_message(1, "@OnRecordBot", **reply_to(BOB)), ("ask", "a claim")),
        (group_message(1, "@OnRecordBot", **reply_to(BOT)), ("help",)),
        (group_message(1, "@OnRecordBot"), ("help",)),
    ],
)
def test_in_groups_it_answers_when_spoken_to(update: dict[str, Any], expected: tuple[Any, ...] | None) -> None:
    assert call(update) == expected


def test_an_anonymous_admin_is_a_person() -> None:
    newsroom = {"id": -5, "type": "supergroup", "title": "Newsroom"}
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
    assert call(group_message(1, "@OnRecordBot who?", sender_chat=newsroom, **{"from": anonymous})) == ("ask", "who?")


def as_key(key: str) -> dict[str, Any]:
    return {"update_id": 1, key: message(1)["message"]}


@pytest.mark.parametrize(
    "update",
    [
        as_key("edited_message"),
        as_key("channel_post"),
        as_key("edited_channel_post"),
        as_key("business_message"),
        {"update_id": 1},
        {"update_id": 1, "inline_query": {"id": "1", "from": BOB, "query": "peace", "offset": ""}},
        {"update_id": 1, "message": message(1)["message"] | {"from": {"id": 9, "is_bot": True, "first_name": "Other"}}},
        message(1, None, new_chat_title="Newsroom"),
        message(1, None, group_chat_created=True),
        message(1, "@OnRecordBot hello", is_automatic_forward=True),
    ],
)
def test_the_rest_is_not_answered(update: dict[str, Any]) -> None:
    assert call(update) is None


def test_only_what_an_answer_needs_is_read() -> None:
    arrival = read(parsed(message(3, "zanzibar", media_group_id="m")), ME)
    assert arrival is not None
    assert arrival.person == Person("fr")
    assert arrival.place == Place(7, 103)
    assert arrival.album == "m"
    assert arrival.kind is Kind.QUESTION
    assert "zanzibar" not in repr(arrival)


def test_a_topic_is_kept_and_a_plain_thread_is_not() -> None:
    topic = group_message(1, "@OnRecordBot who?", message_thread_id=3, is_topic_message=True)
    thread = group_message(1, "@OnRecordBot who?", message_thread_id=3)
    arrivals = [read(parsed(update), ME) for update in (topic, thread)]
    assert [arrival.place.thread_id for arrival in arrivals if arrival] == [3, None]


def test_the_table_says_why() -> None:
    assert all(line.why for line in ROUTES)
    assert [line.name for line in ROUTES if line.is_question] == ["question"]
