"""What was read from a question beyond its words, said in one line: days, order, issuer, reference, language."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from babel.dates import format_interval, format_skeleton

from bot.conversation.measure import clipped
from bot.conversation.voice import Voice
from index.answers.answer import Understood

_LONGEST_NAME = 120
_SEPARATOR = " · "
_DECEMBER = 12


def summary(understood: Understood, voice: Voice) -> str | None:
    """Return what was read, such as ``October 2020 · most recent first``; ``None`` when nothing was."""
    parts = [
        _days(understood, voice),
        _order(understood.order, voice),
        _named(understood, voice),
        voice.say(
            "reference {reference}",
            reference=voice.apart(clipped(understood.reference, _LONGEST_NAME)),
        )
        if understood.reference
        else None,
        voice.say("statements in {languages}", languages=voice.language_name(understood.language))
        if understood.language
        else None,
    ]
    return _SEPARATOR.join(part for part in parts if part) or None


def _named(understood: Understood, voice: Voice) -> str | None:
    if not understood.issuer:
        return None
    return voice.say("issuer: {issuer}", issuer=voice.apart(clipped(understood.issuer, _LONGEST_NAME)))


def _order(order: str | None, voice: Voice) -> str | None:
    match order:
        case "latest":
            return voice.say("most recent first")
        case "earliest":
            return voice.say("earliest first")
        case _:
            return None


def _days(understood: Understood, voice: Voice) -> str | None:
    since = date.fromisoformat(understood.since) if understood.since else None
    until = date.fromisoformat(understood.until) if understood.until else None
    match since, until:
        case None, None:
            return None
        case date(), None:
            return voice.say("since {day}", day=voice.day(since))
        case None, date():
            return voice.say("until {day}", day=voice.day(until))
        case date(), date():
            return period(since, until, voice)
    return None


def period(since: date, until: date, voice: Voice) -> str:
    """Return the days from ``since`` to ``until``, both included, in words: whole years and months by their names."""
    if since == until:
        return voice.day(since)
    locale = "en_GB" if voice.language == "en" else voice.language
    if since.day == 1 and until.day == monthrange(until.year, until.month)[1]:
        # CLDR names what lies between in each language: March–May 2020, 2019–2021.
        skeleton = "y" if (since.month, until.month) == (1, _DECEMBER) else "yMMMM"
        unit = (since.year,) if skeleton == "y" else (since.year, since.month)
        if unit == ((until.year,) if skeleton == "y" else (until.year, until.month)):
            return voice.apart(format_skeleton(skeleton, since, locale=locale))
        return voice.apart(format_interval(since, until, skeleton, locale=locale))
    return voice.say("{first} to {last}", first=voice.day(since), last=voice.day(until))
