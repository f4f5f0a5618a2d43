"""What Telegram shows of the bot before anything is asked: its menu, the words of the empty chat, its profile."""

from __future__ import annotations

from bot.conversation.voice import Voice
from bot.settings import Institution

_LONGEST = 512
_LONGEST_SHORT = 120


def commands(voice: Voice) -> tuple[tuple[str, str], ...]:
    """Return the menu: commands without slash, and what each does."""
    return (
        ("start", voice.say("What this is, and what it covers")),
        ("help", voice.say("How to ask, how to read an answer")),
    )


def description(institution: Institution, voice: Voice) -> str:
    """Return the words of the empty chat, at most 512 characters."""
    names = institution.names(voice.language)
    line = voice.say("Official statements, word for word, with the date they were issued.")
    ask = voice.say(
        "Type a question, in English, French or Arabic. I answer with quotes, or say that nothing is on record."
    )
    first = [voice.led("Issuer", names.name)] if names else []
    return "\n\n".join([*first, line, ask])[:_LONGEST]


def short_description(voice: Voice) -> str:
    """Return the words of the bot's profile, at most 120 characters."""
    return voice.say("Official statements, word for word, with the date they were issued.")[:_LONGEST_SHORT]
