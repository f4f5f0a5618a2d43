"""The methods of the Bot API that have to do with messages: one function a method.

Each takes the account and the checked parameters, returns the result, and raises :class:`RefusedError`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.simulator import spec
from bot.simulator.detection import with_detected
from bot.simulator.errors import refuse
from bot.simulator.keyboards import check_keyboard
from bot.simulator.text import clean_message, utf16_length

if TYPE_CHECKING:
    from bot.simulator.account import BotAccount
    from bot.simulator.chats import Chat
    from bot.simulator.spec import Json

MAX_CALLBACK_ANSWER = 200


def get_me(account: BotAccount, _parameters: Json) -> Json:
    """Return the bot, with what only ``getMe`` tells."""
    return {
        **account.user,
        "can_join_groups": True,
        "can_read_all_group_messages": False,
        "supports_inline_queries": False,
    }


def send_message(account: BotAccount, parameters: Json) -> Json:
    """Send a text with its entities, keyboard and reply."""
    chat = account.chat_to_send_to(parameters)
    content = _text_content(parameters)
    check_keyboard(parameters.get("reply_markup"))
    reply_to, quote = _reply(chat, parameters.get("reply_parameters"))
    if quote:
        content["quote"] = quote
    if parameters.get("reply_markup", {}).get("inline_keyboard"):
        content["reply_markup"] = parameters["reply_markup"]
    if parameters.get("protect_content"):
        content["has_protected_content"] = True
    message = chat.add(account.user, content, reply_to)
    account.events.add("message", chat.id, message=message)
    return message


def edit_message_text(account: BotAccount, parameters: Json) -> Json:
    """Change the text of a message of the bot; the keyboard goes when none is given."""
    chat, message = _own_message(account, parameters, "edit")
    content = {"entities": None, "link_preview_options": None, **_text_content(parameters)}
    return _changed(account, chat, message, {**content, **_keyboard_change(parameters)})


def edit_message_reply_markup(account: BotAccount, parameters: Json) -> Json:
    """Change or remove the keyboard of a message of the bot."""
    chat, message = _own_message(account, parameters, "edit")
    return _changed(account, chat, message, _keyboard_change(parameters))


def delete_message(account: BotAccount, parameters: Json) -> bool:
    """Delete a message of the bot, or anybody's in a private chat."""
    chat = account.chat(parameters["chat_id"])
    message = chat.messages.get(parameters["message_id"])
    if message is None:
        refuse("message to delete not found")
    if not message["from"]["is_bot"] and chat.info["type"] != "private":
        refuse("message can't be deleted")
    del chat.messages[message["message_id"]]
    account.events.add("deleted", chat.id, message_id=message["message_id"])
    return True


def answer_callback_query(account: BotAccount, parameters: Json) -> bool:
    """Answer a press of a button, once."""
    query_id = parameters["callback_query_id"]
    if len(parameters.get("text", "")) > MAX_CALLBACK_ANSWER:
        refuse("MESSAGE_TOO_LONG")
    chat_id = account.queries.pop(query_id, None)
    if chat_id is None:
        refuse("query is too old and response timeout expired or query ID is invalid")
    facts = {key: value for key, value in parameters.items() if key in {"text", "show_alert", "url"}}
    account.events.add("callback_answer", chat_id, callback_query_id=query_id, **facts)
    return True


def send_chat_action(account: BotAccount, parameters: Json) -> bool:
    """Show for five seconds what the bot is doing."""
    chat = account.chat_to_send_to(parameters)
    if parameters["action"] not in spec.load().chat_actions:
        refuse(f'wrong parameter action in request: "{parameters["action"]}"')
    account.events.add("typing", chat.id, action=parameters["action"])
    return True


def set_message_reaction(account: BotAccount, parameters: Json) -> bool:
    """Put one emoji under a message, or take it away."""
    chat = account.chat_to_send_to(parameters)
    reactions: list[Json] = parameters.get("reaction", [])
    if parameters["message_id"] not in chat.messages:
        refuse("message to react not found")
    if len(reactions) > 1:
        refuse("REACTIONS_TOO_MANY: a bot may set one")
    for reaction in reactions:
        if reaction.get("emoji") not in spec.load().reaction_emoji:
            refuse(f"REACTION_INVALID: {reaction}")
    account.events.add("reaction", chat.id, message_id=parameters["message_id"], reaction=reactions)
    return True


def get_chat(account: BotAccount, parameters: Json) -> Json:
    """Return what is known of a chat."""
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")
    return {
        **account.chat(parameters["chat_id"]).info,
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys(gifts, False),
    }


def _text_content(parameters: Json) -> Json:
    if parameters.get("parse_mode"):
        refuse(f"parse_mode {parameters['parse_mode']} is not simulated: send entities instead")
    text, entities = clean_message(parameters.get("text", ""), parameters.get("entities", []))
    content: Json = {"text": text}
    if entities := with_detected(text, entities):
        content["entities"] = entities
    if "link_preview_options" in parameters:
        content["link_preview_options"] = parameters["link_preview_options"]
    return content


def _keyboard_change(parameters: Json) -> Json:
    markup = parameters.get("reply_markup")
    check_keyboard(markup)
    return {"reply_markup": markup if markup and markup["inline_keyboard"] else None}


def _reply(chat: Chat, wanted: Json | None) -> tuple[int | None, Json | None]:
    """Return the id of the message that is replied to and the quote from it."""
    if wanted is None:
        return None, None
    if wanted.get("quote_parse_mode"):
        refuse("quote_parse_mode is not simulated: send quote_entities instead")
    origin = chat.messages.get(wanted["message_id"])
    if origin is None or wanted.get("chat_id", chat.id) != chat.id:
        if wanted.get("allow_sending_without_reply"):
            return None, None
        refuse("message to be replied not found")
    return origin["message_id"], quoted(origin, wanted.get("quote"))


def quoted(origin: Json, words: str | None) -> Json | None:
    """Return a ``TextQuote`` of ``words`` from a message, refusing what is no exact part of it; None for none."""
    if not words:
        return None
    text = str(origin.get("text") or origin.get("caption") or "")
    at = text.find(words)
    if at < 0 or utf16_length(words) > 1024:  # noqa: PLR2004 - Bot API, ReplyParameters.quote
        refuse("QUOTE_TEXT_INVALID")
    return {"text": words, "position": utf16_length(text[:at]), "is_manual": True}


def _own_message(account: BotAccount, parameters: Json, action: str) -> tuple[Chat, Json]:
    for name in ("chat_id", "message_id"):
        if name not in parameters:
            refuse(f'parameter "{name}" is required: inline messages are not simulated')
    chat = account.chat(parameters["chat_id"])
    message = chat.messages.get(parameters["message_id"])
    if message is None:
        refuse(f"message to {action} not found")
    if not message["from"]["is_bot"]:
        refuse(f"message can't be {action}ed")
    return chat, message


def _changed(account: BotAccount, chat: Chat, message: Json, changes: Json) -> Json:
    same = all(message.get(key) == value for key, value in changes.items() if key != "link_preview_options")
    if same:
        refuse(
            "message is not modified: specified new message content and reply markup are exactly the same "
            "as a current content and reply markup of the message"
        )
    edited = chat.edit(message["message_id"], changes)
    account.events.add("edited", chat.id, message=edited)
    return edited
