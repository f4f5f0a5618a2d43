"""A person reads on: the text around an extract, and the whole text page by page; an old link opens the old words."""

from __future__ import annotations

from bot.conversation import citing
from bot.conversation.composing import Composer
from bot.conversation.reply import Button, Callback, Link, Mark, Reply
from bot.conversation.voice import Voice
from bot.settings import Institution
from corpus.statement import Revision, Statement

AROUND = 900
"""Code points shown before and after an extract, rounded inward to whole paragraphs or words."""

PAGE = 2800
"""Code points of a page of the whole text, at most."""


def _heading(
    composer: Composer, statement: Statement, revision: Revision, institution: Institution, voice: Voice
) -> None:
    composer.line(voice.led("Issuer", citing.issuer(statement, institution, voice)), Mark.BOLD)
    composer.line(citing.date_line(statement, voice))
    citing.add_title(composer, statement, voice)
    if revision.number != statement.revision.number:
        composer.line(
            voice.say(
                "An earlier wording, first read on {day}; it has been superseded.", day=voice.day(revision.seen.date())
            )
        )
    composer.line()


def _boundary(text: str, at: int, low: int, high: int) -> int:
    """Return a place to cut at or before ``at``, within [low, high]: after a paragraph, else between words, else ``at``."""
    if at >= high:
        return high
    for mark in ("\n\n", "\n", " "):
        found = text.rfind(mark, low, at)
        if found > low:
            return found
    return at


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))


def context_reply(
    statement: Statement, revision: Revision, start: int, end: int, institution: Institution, voice: Voice
) -> Reply:
    """Return the extract ``[start:end]`` with what stands before and after it, the extract itself in bold.

    :raises ValueError: when there is no such extract in this wording.
    """
    text = revision.text
    if not 0 <= start < end <= len(text) or not text[start:end].strip():
        msg = "there is no such passage in this wording"
        raise ValueError(msg)
    end = min(end, start + PAGE)
    first = max(0, start - AROUND)
    if first:
        space = text.find("\n\n", first, start)
        first = space + 2 if space >= 0 else text.find(" ", first, start) + 1 or start
    last = _boundary(text, min(len(text), end + AROUND), end, len(text))
    first, last = _trim(text, first, max(last, end))
    composer = Composer(voice.language)
    _heading(composer, statement, revision, institution, voice)
    if first > 0:
        composer.line("[…]")
    at = composer.length
    composer.quote(text[first:last], first, (statement.id, revision.number, revision.sha256))
    composer.mark(Mark.BOLD, at + start - first, at + min(end, last) - first)
    composer.line()
    if last < len(text.rstrip()):
        composer.line("[…]")
    buttons: list[Button] = [Callback(voice.say("Whole text"), f"t:{statement.id}:{revision.number}:0")]
    if url := citing.web_address(statement):
        buttons.append(Link(voice.say("Source"), url))
    return composer.buttons(*buttons).reply()


def pages(text: str) -> list[tuple[int, int]]:
    """Return the pages of ``text``: spans of at most :data:`PAGE` code points, cut at paragraphs where it can be."""
    found: list[tuple[int, int]] = []
    at, end = _trim(text, 0, len(text))
    while at < end:
        cut = _boundary(text, at + PAGE, at + PAGE // 2, end)
        first, last = _trim(text, at, cut)
        if first < last:
            found.append((first, last))
        at = cut
    return found


def page_reply(statement: Statement, revision: Revision, number: int, institution: Institution, voice: Voice) -> Reply:
    """Return page ``number`` (from 0) of the whole text.

    :raises ValueError: when there is no such page.
    """
    spans = pages(revision.text)
    if not 0 <= number < len(spans):
        msg = "there is no such page"
        raise ValueError(msg)
    composer = Composer(voice.language)
    _heading(composer, statement, revision, institution, voice)
    start, end = spans[number]
    composer.quote(revision.text[start:end], start, (statement.id, revision.number, revision.sha256)).line()
    if len(spans) > 1:
        composer.line()
        composer.line(voice.say("Page {number} of {total}", number=number + 1, total=len(spans)))
    buttons: list[Button] = []
    for label, other in ((voice.say("Previous"), number - 1), (voice.say("Next"), number + 1)):
        if 0 <= other < len(spans):
            buttons.append(Callback(label, f"t:{statement.id}:{revision.number}:{other}"))
    if url := citing.web_address(statement):
        buttons.append(Link(voice.say("Source"), url))
    return composer.buttons(*buttons).reply()
