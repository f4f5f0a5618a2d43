"""How a statement is named beside its quotes: issuer, date with its provenance, title, language as issued."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

from bot.conversation.composing import Composer
from bot.conversation.measure import clipped, reach
from bot.conversation.reply import Mark
from bot.conversation.voice import Voice
from bot.settings import Institution
from corpus.days.dates import mentioned_days
from corpus.statement import Provenance, Statement
from index.text.sentences import sentences
from index.text.span import trimmed

_LONGEST_NAME = 220
_OPENING = 110
_MENTIONS = 3
_HERE = "\ufffc"


def issuer(statement: Statement, institution: Institution, voice: Voice) -> str:
    """Return who issued ``statement``; the configured institution where the source names nobody."""
    if statement.issuer.value:
        return clipped(statement.issuer.value, _LONGEST_NAME)
    names = institution.names(voice.language)
    if names is None:
        return voice.say("Issuer not named")
    # An Arabic reader has no use for the letters of an abbreviation in another script.
    return f"{names.name} ({names.short})" if names.short and voice.language != "ar" else names.name


def issuer_line(statement: Statement, number: int | None, institution: Institution, voice: Voice) -> str:
    """Return who issued ``statement``, after its ``number`` when it stands among several."""
    name = voice.led("Issuer", issuer(statement, institution, voice))
    return name if number is None else voice.say("{number}. {issuer}", number=number, issuer=name)


def date_line(statement: Statement, voice: Voice) -> str:
    """Return the date of issue and, unless its source gave it, where it was read; or that it is not known."""
    if statement.date.day is None:
        return _undated_line(statement, voice)
    day = voice.day(statement.date.day)
    match statement.date.source:
        case Provenance.METADATA:
            return voice.say("{day} (from the page's metadata)", day=day)
        case Provenance.PAGE:
            return voice.say("{day} (as shown on the page)", day=day)
        case Provenance.DATELINE:
            return voice.say("{day} (from the dateline of the text)", day=day)
        case _:
            return voice.say("{day}", day=day)


def withdrawn_line(withdrawn: datetime, voice: Voice) -> str:
    """Return the line that says since when a statement is marked as withdrawn."""
    return voice.say(
        "Withdrawn: marked so on {day}. It is no longer quoted in answers.", day=voice.day(withdrawn.date())
    )


def _undated_line(statement: Statement, voice: Voice) -> str:
    line = voice.say("Date of issue unknown.")
    days = [voice.day(day) for day in mentioned_days(statement.revision.text)]
    if not days:
        return line
    shown = voice.listed(days[:_MENTIONS])
    if len(days) > _MENTIONS:
        return f"{line} " + voice.say("The text mentions, among other dates, {days}.", days=shown)
    return f"{line} " + voice.count("The text mentions {days}.", "The text mentions {days}.", len(days), days=shown)


def web_address(statement: Statement) -> str | None:
    """Return the statement's address when a client can open it."""
    url = statement.url or statement.source
    parts = urlsplit(url)
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def opening(statement: Statement) -> tuple[int, int]:
    """Return the span of the first words of a statement, whole words of one line, to stand for a title it has not."""
    text = statement.revision.text
    first = next(iter(sentences(text, statement.language.value)))
    line = text.find("\n", first.start, first.end)
    end = first.end if line < 0 else line
    most = reach(text, first.start, _OPENING)
    if most < end:
        cut = text.rfind(" ", first.start, most + 1)
        end = cut if cut > first.start else most
    kept = trimmed(text, first.start, end)
    return (kept.start, kept.end) if kept else (first.start, end)


def add_title(composer: Composer, statement: Statement, voice: Voice) -> None:
    """Add the line with the title, linked to the source; an untitled one is named by its first words, as a quote."""
    url = web_address(statement)
    mark = Mark.LINK if url else None
    title = clipped(statement.title or "", _LONGEST_NAME)
    if title:
        composer.line(voice.led("Title", title), mark, url)
        return
    revision = statement.revision
    start, end = opening(statement)
    words = revision.text[start:end]
    left_out = end < len(revision.text.rstrip())
    quoted = voice.say("“{words} […]”", words=_HERE) if left_out else voice.say("“{words}”", words=_HERE)
    before, after = quoted.split(_HERE)
    isolate, closing = voice.isolates(words)
    composer.add(voice.say("Untitled statement, which begins:"), mark, url).add(f" {isolate}{before}")
    composer.quote(words, start, (statement.id, revision.number, revision.sha256), mark=None).line(f"{after}{closing}")
