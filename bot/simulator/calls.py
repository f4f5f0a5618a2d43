"""A call to the Bot API from its name and raw parameters to its checked result."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from bot.simulator import methods, settings_methods, spec
from bot.simulator.errors import refuse

if TYPE_CHECKING:
    from bot.simulator.account import BotAccount
    from bot.simulator.spec import Json, Method

METHODS: dict[str, Callable[[BotAccount, Json], object]] = {
    "getMe": methods.get_me,
    "sendMessage": methods.send_message,
    "editMessageText": methods.edit_message_text,
    "editMessageReplyMarkup": methods.edit_message_reply_markup,
    "deleteMessage": methods.delete_message,
    "answerCallbackQuery": methods.answer_callback_query,
    "sendChatAction": methods.send_chat_action,
    "setMessageReaction": methods.set_message_reaction,
    "getChat": methods.get_chat,
    "setMyCommands": settings_methods.set_my_commands,
    "getMyCommands": settings_methods.get_my_commands,
    "deleteMyCommands": settings_methods.delete_my_commands,
    "setMyName": settings_methods.set_my_name,
    "getMyName": settings_methods.get_my_name,
    "setMyDescription": settings_methods.set_my_description,
    "getMyDescription": settings_methods.get_my_description,
    "setMyShortDescription": settings_methods.set_my_short_description,
    "getMyShortDescription": settings_methods.get_my_short_description,
    "deleteWebhook": settings_methods.delete_webhook,
    "getWebhookInfo": settings_methods.get_webhook_info,
    "close": settings_methods.close,
    "logOut": settings_methods.close,
}


async def call(
    account: BotAccount, method: Method, raw: Mapping[str, object], *, form: bool, gone: asyncio.Future[None]
) -> object:
    """Return the result of a call; raises :class:`RefusedError`, and :class:`SimulatorError` for a bad result.

    ``form``: the parameters came as text. ``gone`` is done when the caller hung up, which ends a long poll.
    """
    parameters = spec.load().read_parameters(method, raw, form=form)
    try:
        json.dumps(parameters, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        refuse("strings must be encoded in UTF-8")
    if method.name == "getUpdates":
        result: object = await account.updates.take(
            offset=parameters.get("offset", 0),
            limit=parameters.get("limit", 100),
            timeout=parameters.get("timeout", 0),
            allowed=parameters.get("allowed_updates"),
            gone=gone,
        )
    else:
        result = METHODS[method.name](account, parameters)
    spec.load().check_answer(method, result)
    return result
