"""A person asks: one message with the extracts, or an honest silence with the nearest statements."""

from __future__ import annotations

from bot.conversation import citing
from bot.conversation.composing import Composer
from bot.conversation.coverage import Coverage
from bot.conversation.measure import units
from bot.conversation.reply import Button, Callback, Copy, Link, Mark, Reply
from bot.conversation.voice import Voice
from bot.settings import Institution
from index.answers.answer import Answer, Extract

_COPY_UNITS = 256
_LONGEST = 3700
"""UTF-16 units up to which extracts are added: what stands below them and a first line on lateness still fit."""


def passage_data(kind: str, extract: Extract) -> str:
    """Return the callback data that names an extract's passage, with its revision: under 64 bytes."""
    return f"{kind}:{extract.statement.id}:{extract.revision}:{extract.start}:{extract.end}"


def text_data(extract: Extract) -> str:
    """Return the callback data of the first page of the whole text that an extract is from."""
    return f"t:{extract.statement.id}:{extract.revision}:0"


def _heading(composer: Composer, extract: Extract, institution: Institution, voice: Voice) -> None:
    statement = extract.statement
    composer.line(voice.led("Issuer", citing.issuer(statement, institution, voice)), Mark.BOLD)
    composer.line(citing.date_line(statement, voice))
    citing.add_title(composer, statement, voice)
    if extract.revision != statement.revision.number:
        composer.line(voice.say("An earlier wording; it has been superseded."))
    composer.line()


def _between(before: Extract, after: Extract, voice: Voice) -> str:
    """Return what stands between two extracts of one statement: left-out text, or that the second comes earlier in it.

    It is empty when nothing is left out.
    """
    if after.start < before.start:
        return voice.say("Earlier in the same statement:")
    wording = before.statement.revision
    if wording.number == before.revision and not wording.text[before.end : after.start].strip():
        return ""
    return "[…]"


def _add(composer: Composer, before: Extract | None, extract: Extract, institution: Institution, voice: Voice) -> None:
    """Add ``extract``, below the heading of its statement unless the one ``before`` it is of the same."""
    if before is None or before.statement.id != extract.statement.id:
        if before is not None:
            composer.line()
        _heading(composer, extract, institution, voice)
    else:
        composer.line(_between(before, extract, voice))
    composer.quote(extract.quote, extract.start, (extract.statement.id, extract.revision, extract.sha256)).line()


def _languages(extracts: tuple[Extract, ...], voice: Voice) -> str | None:
    codes = list(dict.fromkeys(e.statement.language.value for e in extracts if e.statement.language.value))
    if not codes:
        return None
    names = voice.listed([voice.language_name(code) for code in codes])
    if codes == [voice.language]:
        return voice.say("In {languages}, as issued.", languages=names)
    return voice.count(
        "In {languages}, as issued; not translated.",
        "In {languages}, as issued; not translated.",
        len(codes),
        languages=names,
    )


def _footer(extracts: tuple[Extract, ...], voice: Voice) -> str:
    statements = len({extract.statement.id for extract in extracts})
    passages = voice.count("{number} passage", "{number} passages", len(extracts))
    line = voice.count(
        "{passages}, {number} statement.", "{passages}, {number} statements.", statements, passages=passages
    )
    languages = _languages(extracts, voice)
    return f"{line} {languages}" if languages else line


def _numbered(label: str, number: int, of: int) -> str:
    return f"{label} {number}" if of > 1 else label


def _buttons(extracts: tuple[Extract, ...], voice: Voice) -> list[tuple[Button, ...]]:
    """Return the rows of buttons; among several, a button carries the number of the first extract it is for."""
    context: list[Button] = []
    copying: list[Button] = []
    whole: list[Button] = []
    sources: list[Button] = []
    seen: set[str] = set()
    statements = len({extract.statement.id for extract in extracts})
    for number, extract in enumerate(extracts, 1):
        context.append(Callback(_numbered(voice.say("Context"), number, len(extracts)), passage_data("c", extract)))
        if units(extract.quote) <= _COPY_UNITS:
            copying.append(Copy(_numbered(voice.say("Copy"), number, len(extracts)), extract.quote))
        if extract.statement.id in seen:
            continue
        seen.add(extract.statement.id)
        whole.append(Callback(_numbered(voice.say("Whole text"), number, statements), text_data(extract)))
        if url := citing.web_address(extract.statement):
            sources.append(Link(_numbered(voice.say("Source"), number, statements), url))
    rows = [context, whole + sources, copying] if statements == 1 else [context, whole, sources, copying]
    return [tuple(row) for row in rows if row]


def answer_reply(answer: Answer, institution: Institution, voice: Voice) -> Reply:
    """Return the reply that quotes ``answer``: issuer and date first, a statement's extracts together, best first."""
    composer = Composer(voice.language)
    shown: list[Extract] = []
    for extract in answer.extracts:
        before = shown[-1] if shown else None
        tried = Composer(voice.language)
        _add(tried, before, extract, institution, voice)
        # What does not fit in one message is not shown, never cut.
        if shown and composer.units + tried.units > _LONGEST:
            break
        _add(composer, before, extract, institution, voice)
        shown.append(extract)
    composer.line()
    composer.line(_footer(tuple(shown), voice))
    for row in _buttons(tuple(shown), voice):
        composer.buttons(*row)
    return composer.reply()


def silence_reply(answer: Answer, coverage: Coverage, institution: Institution, voice: Voice) -> Reply:
    """Return the honest silence: nothing on record, what was searched, and the nearest statements as what they are."""
    composer = Composer(voice.language)
    composer.line(voice.say("Nothing on record answers this question."), Mark.BOLD)
    composer.line(voice.say("Searched: {coverage}", coverage=coverage.line(voice)))
    if who := coverage.who(voice, institution):
        composer.line(voice.say("Issued by: {who}.", who=who))
    composer.line(
        voice.say("This does not mean that nothing was ever said about it: only that nothing was found in this record.")
    )
    nearest: list[Extract] = []
    for extract in answer.nearest:
        if extract.statement.id not in {one.statement.id for one in nearest}:
            nearest.append(extract)
    if not nearest:
        return composer.reply()
    composer.line()
    composer.line(
        voice.count(
            "The nearest statement, which may be about something else:",
            "The nearest statements, which may be about something else:",
            len(nearest),
        )
    )
    buttons: list[Button] = []
    for number, extract in enumerate(nearest, 1):
        statement = extract.statement
        if len(nearest) > 1:
            composer.line()
        issuer = voice.led("Issuer", citing.issuer(statement, institution, voice))
        composer.line(voice.say("{number}. {issuer}", number=number, issuer=issuer) if len(nearest) > 1 else issuer)
        composer.line(citing.date_line(statement, voice))
        citing.add_title(composer, statement, voice)
        label = voice.say("Show {number}", number=number) if len(nearest) > 1 else voice.say("Show the nearest")
        buttons.append(Callback(label, passage_data("c", extract)))
    return composer.buttons(*buttons).reply()
