"""Talks: what one person says in one chat is told from all else, and nothing of it leads back to them."""

from __future__ import annotations

from typing import Any

from bot.telegram.arrival import Arrival, read
from tests.bot.telegram.doubles import ME, group_message, message, parsed, press

ADA = {"id": 7000000001, "is_bot": False, "first_name": "Ada"}
BEN = {"id": 7000000002, "is_bot": False, "first_name": "Ben"}
ASKED = "@OnRecordBot and in 2021?"


def arrived(update: dict[str, Any]) -> Arrival:
    """Return what ``update`` brings."""
    found = read(parsed(update), ME)
    assert found is not None
    return found


def in_group(sender: dict[str, Any], chat_id: int = -100123, **more: Any) -> Arrival:
    """Return what ``sender`` asks in a group."""
    update = group_message(1, ASKED)
    update["message"] |= {"from": sender, "chat": update["message"]["chat"] | {"id": chat_id}, **more}
    return arrived(update)


def test_people_in_a_group_have_talks_of_their_own() -> None:
    talks = {in_group(ADA).person.talk, in_group(BEN).person.talk, in_group(ADA, -100124).person.talk}
    assert len(talks) == 3
    assert None not in talks
    assert in_group(ADA).person.talk == in_group(ADA).person.talk


def test_a_press_belongs_to_the_talk_of_its_chat() -> None:
    written, pressed = arrived(message(1, "Mali?")), arrived(press(2))
    assert written.person.talk
    assert written.person.talk == pressed.person.talk


def test_those_who_write_anonymously_cannot_be_told_apart() -> None:
    group = {"id": -100123, "type": "supergroup", "title": "Newsroom"}
    anonymous = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
    assert in_group(anonymous, sender_chat=group).person.talk is None


def test_a_talk_shows_nothing_of_whose_it_is() -> None:
    arrival = in_group(ADA)
    assert arrival.person.talk
    shown = repr(arrival.person) + repr(arrival.person.talk) + arrival.person.talk.hex()
    for number in (7000000001, 100123):
        assert str(number) not in shown
        assert number.to_bytes(8).lstrip(b"\0") not in arrival.person.talk
    assert "talk" not in repr(arrival)
