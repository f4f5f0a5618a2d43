"""A real bot sends, replies, edits, deletes; what Telegram refuses is refused."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from telegram import (
    Bot,
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    CopyTextButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
    MessageEntity,
    ReplyParameters,
)
from telegram.error import BadRequest, Forbidden

if TYPE_CHECKING:
    from bot.simulator.client import Person
    from tests.bot.simulator.conftest import Call

KEYS = InlineKeyboardMarkup([[InlineKeyboardButton("Contexte", callback_data="c1")]])


async def test_a_message_comes_back_as_it_is_shown(bot: Bot, person: Person) -> None:
    question = await person.say("Que dit l'OCI ?", first_name="Ada")
    sent = await bot.send_message(
        1,
        "\tCité\u2028 :\nla paix\n",
        entities=[MessageEntity("blockquote", 9, 7), MessageEntity("bold", 1, 4)],
        reply_parameters=ReplyParameters(question["message_id"]),
        reply_markup=KEYS,
        link_preview_options=LinkPreviewOptions(is_disabled=True),
    )
    assert sent.text == "Cité :\nla paix"
    assert [(e.type, e.offset, e.length) for e in sent.entities] == [("bold", 0, 4), ("blockquote", 7, 7)]
    assert sent.reply_to_message is not None
    assert sent.reply_to_message.text == "Que dit l'OCI ?"
    assert sent.reply_markup == KEYS
    assert sent.link_preview_options == LinkPreviewOptions(is_disabled=True)
    assert sent.message_id > question["message_id"]
    assert sent.from_user is not None
    assert sent.from_user.id == bot.id
    assert sent.chat.first_name == "Ada"
    shown = await person.wait_reply(question["message_id"])
    assert (shown["message_id"], shown["text"]) == (sent.message_id, sent.text)


async def test_a_reply_does_not_nest_the_reply_before_it(bot: Bot, person: Person) -> None:
    first = await person.say("un")
    second = await bot.send_message(1, "deux", reply_parameters=ReplyParameters(first["message_id"]))
    third = await person.say("trois", reply_to=second.message_id, quote="eux")
    assert third["reply_to_message"]["text"] == "deux"
    assert "reply_to_message" not in third["reply_to_message"]
    assert third["quote"] == {"text": "eux", "position": 1, "is_manual": True}
    (_, update) = await bot.get_updates(timeout=5)
    assert update.message is not None
    assert update.message.quote is not None
    assert update.message.quote.text == "eux"


async def test_a_reply_to_nothing(bot: Bot, person: Person) -> None:
    await person.say("un")
    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await bot.send_message(1, "deux", reply_parameters=ReplyParameters(99))
    sent = await bot.send_message(
        1, "deux", reply_parameters=ReplyParameters(99, allow_sending_without_reply=True, quote="no")
    )
    assert sent.reply_to_message is None
    with pytest.raises(BadRequest, match="Quote_text_invalid"):
        await bot.send_message(1, "trois", reply_parameters=ReplyParameters(sent.message_id, quote="no"))


@pytest.mark.parametrize(
    ("text", "problem"),
    [("a" * 4097, "Message is too long"), (" \n\t", "Message text is empty"), ("\U0001f44d" * 2049, "too long")],
)
async def test_text_limits(bot: Bot, person: Person, text: str, problem: str) -> None:
    await person.say("un")
    with pytest.raises(BadRequest, match=problem):
        await bot.send_message(1, text)
    assert len((await person.state())["messages"]) == 1


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ({"callback_data": "é" * 33}, 'BUTTON_DATA_INVALID: "b" has 66 bytes'),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"copy_text": {"text": "a" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"copy_text": {"text": ""}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"url": "javascript:alert(1)"}, "BUTTON_URL_INVALID"),
        ({"url": "example.org"}, "BUTTON_URL_INVALID"),
        ({}, "BUTTON_TYPE_INVALID"),
        ({"url": "https://example.org/", "callback_data": "a"}, "exactly one is allowed"),
        ({"callback_data": "a", "style": "pink"}, "BUTTON_STYLE_INVALID"),
    ],
)
async def test_button_limits(call: Call, person: Person, key: dict[str, Any], problem: str) -> None:
    await person.say("un")
    markup = {"inline_keyboard": [[{"text": "b", **key}]]}
    status, answer = await call("sendMessage", chat_id=1, text="deux", reply_markup=markup)
    assert status == 400
    assert problem in answer["description"]


async def test_buttons_at_the_limits_pass_and_their_number_is_limited(call: Call, person: Person) -> None:
    await person.say("un")
    key = {"text": "b", "callback_data": "é" * 32}
    for rows, expected in (([8] * 12 + [4], 200), ([9], 400), ([8] * 12 + [5], 400)):
        markup = {"inline_keyboard": [[key] * row for row in rows]}
        assert (await call("sendMessage", chat_id=1, text="a", reply_markup=markup))[0] == expected
    copy = InlineKeyboardMarkup([[InlineKeyboardButton("c", copy_text=CopyTextButton("x" * 256))]])
    assert (await call("sendMessage", chat_id=1, text="a", reply_markup=copy.to_dict()))[0] == 200


async def test_a_parse_mode_is_refused(bot: Bot, person: Person) -> None:
    await person.say("un")
    with pytest.raises(BadRequest, match="Parse_mode html is not simulated"):
        await bot.send_message(1, "<b>a</b>", parse_mode="HTML")


async def test_edits(bot: Bot, person: Person) -> None:
    asked = await person.say("un")
    sent = await bot.send_message(1, "page 1", entities=[MessageEntity("bold", 0, 4)], reply_markup=KEYS)
    edited = await bot.edit_message_text("page 2", 1, sent.message_id, reply_markup=KEYS)
    assert not isinstance(edited, bool)
    assert (edited.text, edited.entities, edited.edit_date is None) == ("page 2", (), False)
    assert (await person.wait_edit(sent.message_id))["text"] == "page 2"
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_text("page 2 ", 1, sent.message_id, reply_markup=KEYS)
    bare = await bot.edit_message_reply_markup(1, sent.message_id)
    assert not isinstance(bare, bool)
    assert bare.reply_markup is None
    with pytest.raises(BadRequest, match="Message is not modified"):
        await bot.edit_message_reply_markup(1, sent.message_id)
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("no", 1, asked["message_id"])
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await bot.edit_message_text("no", 1, 99)


async def test_deleting(bot: Bot, person: Person) -> None:
    asked = await person.say("un")
    sent = await bot.send_message(1, "deux", reply_parameters=ReplyParameters(asked["message_id"]))
    assert await bot.delete_message(1, asked["message_id"])
    (left,) = (await person.state())["messages"]
    assert left["message_id"] == sent.message_id
    assert "reply_to_message" not in left
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await bot.delete_message(1, asked["message_id"])


async def test_a_button_brings_the_question_back(bot: Bot, person: Person) -> None:
    asked = await person.say("un", language="ar")
    sent = await bot.send_message(1, "deux", reply_markup=KEYS, reply_parameters=ReplyParameters(asked["message_id"]))
    (update,) = await bot.get_updates(timeout=5)
    query_id = await person.press(sent.message_id, "c1", language="ar")
    (pressed,) = await bot.get_updates(offset=update.update_id + 1, timeout=5)
    query = pressed.callback_query
    assert query is not None
    assert (query.id, query.data, query.from_user.language_code) == (query_id, "c1", "ar")
    assert query.message is not None
    assert query.message.is_accessible
    assert query.message.reply_to_message.text == "un"  # type: ignore[attr-defined]
    assert await query.answer("Voilà", show_alert=True)
    answered = await person.wait_answer(query_id)
    assert (answered["text"], answered["show_alert"]) == ("Voilà", True)
    with pytest.raises(BadRequest, match="Query is too old"):
        await query.answer()


async def test_a_button_of_a_message_too_old_to_see(bot: Bot, person: Person) -> None:
    await person.say("un")
    sent = await bot.send_message(1, "deux", reply_markup=KEYS)
    await person.press(sent.message_id, "c1", inaccessible=True)
    query = (await bot.get_updates(timeout=5))[-1].callback_query
    assert query is not None
    assert query.message is not None
    assert not query.message.is_accessible


async def test_a_chat_that_nobody_opened_and_a_person_who_blocked_the_bot(bot: Bot, person: Person) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await bot.send_message(5, "a")
    await person.say("un", chat=5)
    await person.block(chat=5)
    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await bot.send_message(5, "a")
    changed = (await bot.get_updates(timeout=5))[-1].my_chat_member
    assert changed is not None
    assert (changed.old_chat_member.status, changed.new_chat_member.status) == ("member", "kicked")
    await person.block(chat=5, blocked=False)
    assert (await bot.send_message(5, "a")).message_id == 2


async def test_typing_and_reactions(bot: Bot, person: Person) -> None:
    asked = await person.say("un")
    await bot.send_chat_action(1, "typing")
    await bot.set_message_reaction(1, asked["message_id"], "👀")
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await bot.set_message_reaction(1, asked["message_id"], "🐘")
    kinds = [(event["kind"], event.get("action")) for event in await person.events(1)]
    assert kinds == [("message", None), ("typing", "typing"), ("reaction", None)]


async def test_the_profile_is_kept_by_language_and_scope(bot: Bot, person: Person) -> None:
    await bot.set_my_commands([BotCommand("help", "Help")])
    await bot.set_my_commands([BotCommand("help", "Aide")], BotCommandScopeAllPrivateChats(), "fr")
    await bot.set_my_commands([BotCommand("status", "State")], BotCommandScopeChat(9))
    await bot.set_my_description("Official words")
    await bot.set_my_description("Paroles officielles", "fr")
    await bot.set_my_short_description("Words")
    await bot.set_my_name("Au dossier", "fr")
    assert (await bot.get_my_commands(BotCommandScopeAllPrivateChats(), "fr"))[0].description == "Aide"
    assert await bot.get_my_commands(BotCommandScopeAllPrivateChats()) == ()
    assert (await bot.get_my_description("ar")).description == "Official words"
    assert (await bot.get_my_short_description()).short_description == "Words"
    french, english, admin = await person.state(), await person.state(language="en"), await person.state(chat=9)
    assert [c["description"] for c in french["bot"]["commands"]] == ["Aide"]
    assert [c["description"] for c in english["bot"]["commands"]] == ["Help"]
    assert [c["command"] for c in admin["bot"]["commands"]] == ["status"]
    assert (french["bot"]["first_name"], french["bot"]["description"]) == ("Au dossier", "Paroles officielles")
    assert english["bot"]["first_name"] == (await bot.get_my_name()).name
    await bot.delete_my_commands(BotCommandScopeAllPrivateChats(), "fr")
    assert [c["description"] for c in (await person.state())["bot"]["commands"]] == ["Help"]


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("setMyCommands", {"commands": [{"command": "أمر", "description": "a"}]}),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}),
        ("setMyCommands", {"commands": [{"command": "a", "description": "a"}] * 101}),
        ("setMyCommands", {"commands": [], "scope": {"type": "moon"}}),
        ("setMyDescription", {"description": "a" * 513}),
        ("setMyShortDescription", {"short_description": "a" * 121}),
        ("setMyName", {"name": "a" * 65}),
        ("setMyName", {"name": "a", "language_code": "french"}),
    ],
)
async def test_profile_limits(call: Call, method: str, parameters: dict[str, Any]) -> None:
    assert (await call(method, **parameters))[0] == 400


async def test_the_small_methods(bot: Bot, person: Person) -> None:
    await person.say("un")
    assert (await bot.get_me()).is_bot
    assert (await bot.get_chat(1)).type == "private"
    assert (await bot.get_webhook_info()).pending_update_count == 1
    assert await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()
    assert await bot.close()
    assert await bot.log_out()
