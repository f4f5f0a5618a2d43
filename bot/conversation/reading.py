"""A person reads on: the text around an extract, and the whole text page by page; an old link opens the old words."""

from __future__ import annotations

from dataclasses import replace

from bot.conversation import citing
from bot.conversation.composing import Composer
from bot.conversation.measure import reach, reach_back, units
from bot.conversation.reply import Button, Callback, Link, Mark, Reply
from bot.conversation.voice import Voice
from bot.settings import Institution
from corpus.statement import Revision, Statement
from index.text.span import Span, trimmed

AROUND = 900
"""UTF-16 units shown before and after an extract, at most, rounded inward to whole paragraphs or words."""

PAGE = 2800
"""UTF-16 units of a page of the whole text, and of an extract with what is around it, at most."""


def _heading(
    composer: Composer, statement: Statement, revision: Revision, institution: Institution, voice: Voice
) -> None:
    shown = replace(statement, revision=revision)  # days mentioned and first words are those of this wording
    composer.line(voice.led("Issuer", citing.issuer(shown, institution, voice)), Mark.BOLD)
    composer.line(citing.date_line(shown, voice))
    citing.add_title(composer, shown, voice)
    if statement.withdrawn:
        composer.line(citing.withdrawn_line(statement.withdrawn, voice))
    if revision.number != statement.revision.number:
        composer.line(
            voice.say(
                "An earlier wording, first read on {day}; it has been superseded.", day=voice.day(revision.seen.date())
            )
        )
    composer.line()


def _boundary(text: str, at: int, low: int, high: int) -> int:
    """Return a place to cut at or before ``at``, above ``low``: at a paragraph, else between words, else ``at``."""
    if at >= high:
        return high
    for mark in ("\n\n", "\n", " "):
        found = text.rfind(mark, low, at + 1)
        if found > low:
            return found
    return at


def _around(text: str, extract: Span) -> Span:
    """Return ``extract`` with what stands before and after it: whole paragraphs or words, within :data:`PAGE` units."""
    room = min(AROUND, (PAGE - units(text[extract.start : extract.end])) // 2)
    first = reach_back(text, extract.start, room)
    if first:
        paragraph = text.find("\n\n", first, extract.start)
        first = paragraph + 2 if paragraph >= 0 else text.find(" ", first, extract.start) + 1 or extract.start
    last = _boundary(text, reach(text, extract.end, room), extract.end, len(text))
    return trimmed(text, first, last) or extract


def context_reply(  # noqa: PLR0917 - a passage is four facts, and two more say for whom
    statement: Statement, revision: Revision, start: int, end: int, institution: Institution, voice: Voice
) -> Reply:
    """Return the extract ``[start:end]`` with what stands before and after it, the extract itself in bold.

    :raises ValueError: when there is no such extract in this wording.
    """
    text = revision.text
    extract = trimmed(text, start, end) if 0 <= start < end <= len(text) else None
    if extract is None:
        msg = "there is no such passage in this wording"
        raise ValueError(msg)
    most = reach(text, extract.start, PAGE)
    if most < extract.end:
        half = extract.start + (most - extract.start) // 2
        extract = trimmed(text, extract.start, _boundary(text, most, half, len(text))) or extract
    shown = _around(text, extract)
    composer = Composer(voice.language)
    _heading(composer, statement, revision, institution, voice)
    if text[: shown.start].strip():
        composer.line("[…]")
    at = composer.length - shown.start
    composer.quote(text[shown.start : shown.end], shown.start, (statement.id, revision.number, revision.sha256))
    composer.mark(Mark.BOLD, at + extract.start, at + extract.end)
    composer.line()
    if text[shown.end :].strip():
        composer.line("[…]")
    buttons: list[Button] = [Callback(voice.say("Whole text"), f"t:{statement.id}:{revision.number}:0")]
    if url := citing.web_address(statement):
        buttons.append(Link(voice.say("Source"), url))
    return composer.buttons(*buttons).buttons(*_present(statement, revision, voice)).reply()


def _present(statement: Statement, revision: Revision, voice: Voice) -> list[Button]:
    """Return the button to the latest wording, below an earlier one."""
    latest = statement.revision.number
    if revision.number == latest:
        return []
    return [Callback(voice.say("Latest wording"), f"t:{statement.id}:{latest}:0")]


def pages(text: str) -> list[tuple[int, int]]:
    """Return the pages of ``text``: spans of at most :data:`PAGE` units, cut at paragraphs where it can be.

    Only white space lies between them.
    """
    found: list[tuple[int, int]] = []
    whole = trimmed(text, 0, len(text))
    if whole is None:
        return found
    at = whole.start
    while at < whole.end:
        most = reach(text, at, PAGE)
        cut = _boundary(text, most, at + (most - at) // 2, whole.end)
        page = trimmed(text, at, cut)
        if page is not None:
            found.append((page.start, page.end))
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
            buttons.append(Callback(label, f"p:{statement.id}:{revision.number}:{other}"))
    if url := citing.web_address(statement):
        buttons.append(Link(voice.say("Source"), url))
    return composer.buttons(*buttons).buttons(*_present(statement, revision, voice)).reply()
