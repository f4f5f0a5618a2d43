"""What a bot says about itself: name, descriptions and command menus, each by language."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from bot.simulator.errors import refuse

if TYPE_CHECKING:
    from bot.simulator.spec import Json

MAX_COMMANDS = 100
MAX_COMMAND_DESCRIPTION = 256
LIMITS = {"name": 64, "description": 512, "short_description": 120}

_DEFAULT_SCOPE: Json = {"type": "default"}


@dataclass(slots=True)
class Profile:
    """Texts and command menus that the bot has set. A text for language ``""`` stands in for all others."""

    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    menus: dict[tuple[str, str], list[Json]] = field(default_factory=dict)

    def set_text(self, kind: str, value: str, language: str) -> None:
        """Set ``name``, ``description`` or ``short_description``; an empty value removes it."""
        check_language(language)
        if len(value) > LIMITS[kind]:
            refuse(f"{kind} has {len(value)} characters, {LIMITS[kind]} are allowed")
        if value:
            self.texts[kind, language] = value
        else:
            self.texts.pop((kind, language), None)

    def text(self, kind: str, language: str, otherwise: str = "") -> str:
        """Return a text in ``language``, else the one for all languages, else ``otherwise``."""
        return self.texts.get((kind, language)) or self.texts.get((kind, "")) or otherwise

    def set_menu(self, commands: list[Json], scope: Json | None, language: str) -> None:
        """Set the commands of one scope and language; raises :class:`RefusedError` 400 for a bad one."""
        check_language(language)
        if len(commands) > MAX_COMMANDS:
            refuse(f"BOT_COMMANDS_TOO_MUCH: {len(commands)}, {MAX_COMMANDS} are allowed")
        for command in commands:
            _check_command(command)
        self.menus[_scope_key(scope), language] = commands

    def menu(self, scope: Json | None, language: str) -> list[Json]:
        """Return the commands set for exactly this scope and language."""
        return self.menus.get((_scope_key(scope), language), [])

    def delete_menu(self, scope: Json | None, language: str) -> None:
        """Forget the commands of one scope and language."""
        self.menus.pop((_scope_key(scope), language), None)

    def menu_in(self, chat_id: int, language: str) -> list[Json]:
        """Return the commands that a person of that language sees in a chat (Bot API, BotCommandScope)."""
        kind = "all_private_chats" if chat_id > 0 else "all_group_chats"
        scopes: list[Json] = [{"type": "chat", "chat_id": chat_id}, {"type": kind}, _DEFAULT_SCOPE]
        for scope in scopes:
            for tongue in (language, ""):
                if found := self.menu(scope, tongue):
                    return found
        return []


def check_language(code: str) -> None:
    """Raise :class:`RefusedError` 400 unless ``code`` is empty or two letters (ISO 639-1)."""
    if not re.fullmatch(r"(?:[a-z]{2})?", code):
        refuse(f'LANG_CODE_INVALID: "{code}" is no two-letter ISO 639-1 code')


def _check_command(command: Json) -> None:
    name, description = command["command"], command["description"]
    if not re.fullmatch(r"[a-z0-9_]{1,32}", name.removeprefix("/")):
        refuse(f'BOT_COMMAND_INVALID: "{name}": 1 to 32 of a-z, 0-9 and _ are allowed')
    if not 1 <= len(description) <= MAX_COMMAND_DESCRIPTION:
        refuse(
            f'BOT_COMMAND_DESCRIPTION_INVALID: that of "{name}" has {len(description)} characters, '
            f"1 to {MAX_COMMAND_DESCRIPTION} are allowed"
        )


def _scope_key(scope: Json | None) -> str:
    return json.dumps(scope or _DEFAULT_SCOPE, sort_keys=True)
