"""How a statement is named beside its quotes: issuer, date with its provenance, title, language as issued."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.conversation.composing import Composer
from bot.conversation.reply import Mark
from bot.conversation.voice import Voice
from bot.settings import Institution
from corpus.dates import mentioned_days
from corpus.statement import Provenance, Statement
from index.text.sentences import sentences

_LONGEST_TITLE = 220
_OPENING = 110
_MENTIONS = 3
_HERE = "\ufffc"


def issuer(statement: Statement, institution: Institution, voice: Voice) -> str:
    """Return who issued ``statement``; the configured institution where the source names nobody."""
    if statement.issuer.value:
        return statement.issuer.value
    names = institution.names(voice.language)
    if names is None:
        return voice.say("Issuer not named")
    # An Arabic reader has no use for the letters of an abbreviation in another script.
    return f"{names.name} ({names.short})" if names.short and voice.language != "ar" else names.name


def date_line(statement: Statement, voice: Voice) -> str:
    """Return the date of issue and, unless its source gave it, where it was read; or that it is not known."""
    if statement.date.day is not None:
        day = voice.day(statement.date.day)
        return {
            Provenance.METADATA: voice.say("{day} (from the page's metadata)", day=day),
            Provenance.PAGE: voice.say("{day} (as shown on the page)", day=day),
            Provenance.DATELINE: voice.say("{day} (from the dateline of the text)", day=day),
        }.get(statement.date.source, day)
    line = voice.say("Date of issue unknown.")
    days = mentioned_days(statement.revision.text)
    if days:
        shown = voice.say(", ").join(voice.day(day) for day in days[:_MENTIONS])
        line += " " + voice.count("The text mentions {days}.", "The text mentions {days}.", len(days), days=shown)
    return line


def web_address(statement: Statement) -> str | None:
    """Return the statement's address when a client can open it."""
    url = statement.url or statement.source
    parts = urlsplit(url)
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def opening(statement: Statement) -> tuple[int, int]:
    """Return the span of the first words of a statement, whole words, to stand for a title it has not."""
    text = statement.revision.text
    first = next(iter(sentences(text, statement.language.value)))
    if first.length <= _OPENING:
        return first.start, first.end
    cut = text.rfind(" ", first.start, first.start + _OPENING)
    return first.start, cut if cut > first.start else first.start + _OPENING


def add_title(composer: Composer, statement: Statement, voice: Voice) -> None:
    """Add the line with the title, linked to the source; an untitled one is named by its first words, as a quote."""
    url = web_address(statement)
    mark = Mark.LINK if url else None
    if statement.title:
        title = statement.title
        if len(title) > _LONGEST_TITLE:
            title = title[: title.rfind(" ", 0, _LONGEST_TITLE)] + " […]"
        composer.line(voice.led("Title", title), mark, url)
        return
    start, end = opening(statement)
    revision = statement.revision
    before, after = voice.say("Untitled statement, which begins: “{words} […]”", words=_HERE).split(_HERE)
    of = (statement.id, revision.number, revision.sha256)
    composer.add(before).quote(revision.text[start:end], start, of, mark=None).line(after)
