"""What people see of the bot before they write to it: its menu, its description and its profile."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, Final

from telegram import Bot, BotCommand, BotCommandScopeAllPrivateChats
from telegram.error import TelegramError

from bot.errors import DeskError
from bot.telegram.failures import reason

if TYPE_CHECKING:
    from bot.telegram.desk import Desk
    from bot.telegram.work import Work

log = logging.getLogger(__name__)

# What the desk is asked for, and the code Telegram is given: English stands for all languages that have nothing else.
LANGUAGES: Final = (("en", None), ("fr", "fr"), ("ar", "ar"))


async def introduce(bot: Bot, desk: Desk, work: Work) -> None:
    """Set the menu and the descriptions in every language; the latter only where they differ, as Telegram limits them.

    A failure costs one line in the log and leaves that part as it was. The bot answers all the same.
    """
    parts = (("menu", _menu), ("description", _description), ("short description", _short_description))
    for language, code in LANGUAGES:
        for what, part in parts:
            try:
                await part(bot, desk, work, language, code)
            except TelegramError as error:
                log.warning("the %s in %s stays as it was (%s)", what, language, reason(error))
            except DeskError as error:
                log.error("the %s in %s stays as it was: %s", what, language, error)  # noqa: TRY400  # the line says it all


async def _menu(bot: Bot, desk: Desk, work: Work, language: str, code: str | None) -> None:
    commands = await work.run(desk.commands, language)
    await bot.set_my_commands(
        [BotCommand(name, what) for name, what in commands],
        scope=BotCommandScopeAllPrivateChats(),
        language_code=code,
    )


async def _description(bot: Bot, desk: Desk, work: Work, language: str, code: str | None) -> None:
    wanted = await work.run(desk.description, language)
    if (await bot.get_my_description(code)).description != wanted:
        await bot.set_my_description(wanted, code)


async def _short_description(bot: Bot, desk: Desk, work: Work, language: str, code: str | None) -> None:
    wanted = await work.run(desk.short_description, language)
    if (await bot.get_my_short_description(code)).short_description != wanted:
        await bot.set_my_short_description(wanted, code)
