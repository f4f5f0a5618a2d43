"""The methods of the Bot API that have to do with the bot itself: updates, profile, command menus."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.simulator.account import BotAccount
    from bot.simulator.spec import Json


def set_my_commands(account: BotAccount, parameters: Json) -> bool:
    """Set a command menu."""
    account.profile.set_menu(parameters["commands"], parameters.get("scope"), _language(parameters))
    account.events.add("profile")
    return True


def get_my_commands(account: BotAccount, parameters: Json) -> list[Json]:
    """Return the command menu of exactly one scope and language."""
    return account.profile.menu(parameters.get("scope"), _language(parameters))


def delete_my_commands(account: BotAccount, parameters: Json) -> bool:
    """Remove a command menu."""
    account.profile.delete_menu(parameters.get("scope"), _language(parameters))
    account.events.add("profile")
    return True


def set_my_name(account: BotAccount, parameters: Json) -> bool:
    """Set the bot's name."""
    return _set_text(account, "name", parameters)


def get_my_name(account: BotAccount, parameters: Json) -> Json:
    """Return the bot's name."""
    return {"name": account.profile.text("name", _language(parameters), account.user["first_name"])}


def set_my_description(account: BotAccount, parameters: Json) -> bool:
    """Set what the empty chat shows."""
    return _set_text(account, "description", parameters)


def get_my_description(account: BotAccount, parameters: Json) -> Json:
    """Return what the empty chat shows."""
    return {"description": account.profile.text("description", _language(parameters))}


def set_my_short_description(account: BotAccount, parameters: Json) -> bool:
    """Set what the bot's profile shows."""
    return _set_text(account, "short_description", parameters)


def get_my_short_description(account: BotAccount, parameters: Json) -> Json:
    """Return what the bot's profile shows."""
    return {"short_description": account.profile.text("short_description", _language(parameters))}


def delete_webhook(account: BotAccount, parameters: Json) -> bool:
    """Say that no webhook is set, and drop the pending updates when asked to."""
    if parameters.get("drop_pending_updates"):
        account.updates.clear()
    return True


def get_webhook_info(account: BotAccount, _parameters: Json) -> Json:
    """Say that no webhook is set, and how many updates wait."""
    return {"url": "", "has_custom_certificate": False, "pending_update_count": len(account.updates)}


def close(_account: BotAccount, _parameters: Json) -> bool:
    """Do nothing, gladly: there is no other server to move to."""
    return True


def _set_text(account: BotAccount, kind: str, parameters: Json) -> bool:
    account.profile.set_text(kind, parameters.get(kind, ""), _language(parameters))
    account.events.add("profile")
    return True


def _language(parameters: Json) -> str:
    return str(parameters.get("language_code", ""))
