"""What stands before an answer: the question as it was asked and understood, and the button that takes both away."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.conversation import understood
from bot.conversation.composing import Composer
from bot.conversation.measure import clipped
from bot.conversation.reply import Callback, Mark
from bot.conversation.voice import Voice
from corpus.text import stored_text
from index.answers.answer import Extract, Understood

LITERALLY = "w"
"""Callback data of the button "Search without this": the question itself is what the message answers."""

_LONGEST = 300
# Typed isolates would end those that the line is set in.
_ISOLATES = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


@dataclass(frozen=True, slots=True)
class Lead:
    """``asked`` is the whole question made from a follow-up and the one before; ``None`` where it was asked whole.

    ``literal`` says that nothing was read from the words, because the person wanted it so.
    """

    asked: str | None = None
    literal: bool = False


PLAIN = Lead()
"""Asked whole, read as usual."""


def add(composer: Composer, lead: Lead, read: Understood, voice: Voice, shown: Iterable[Extract] = ()) -> None:
    """Add the lines on how the question was taken; none when it was taken as it stands.

    Days that were named in passing are preferred only: it is said when one of ``shown`` is not of those days.
    """
    lines = [
        voice.say("Asked: {question}", question=voice.apart(_on_a_line(lead.asked))) if lead.asked else None,
        voice.say("Searched for the words as typed: no date, order or issuer was read from them.")
        if lead.literal
        else None,
        voice.say("Understood: {parts}", parts=parts) if (parts := understood.summary(read, voice)) else None,
    ]
    if any(_is_of_another_day(extract, read) for extract in shown):
        lines.append(voice.say("Other days are shown too: look at the date of each statement."))
    said = [line for line in lines if line]
    for line in said:
        composer.line(line, Mark.ITALIC)
    if said:
        composer.line()


def _is_of_another_day(extract: Extract, read: Understood) -> bool:
    if not (read.since or read.until):
        return False
    day = extract.date.day.isoformat() if extract.date.day else None
    return day is None or not (read.since or day) <= day <= (read.until or day)


def _on_a_line(question: str) -> str:
    return clipped(stored_text(question.translate(_ISOLATES)), _LONGEST)


def add_button(composer: Composer, lead: Lead, read: Understood, voice: Voice) -> None:
    """Add the button that asks the same words again with nothing read from them, when something was."""
    if not lead.literal and (lead.asked or understood.summary(read, voice)):
        composer.buttons(Callback(voice.say("Search without this"), LITERALLY))
