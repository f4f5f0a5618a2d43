"""A person asks: one message with the extracts, or an honest silence with the nearest statements."""

from __future__ import annotations

from itertools import groupby

from bot.conversation import citing
from bot.conversation.composing import Composer
from bot.conversation.coverage import Coverage
from bot.conversation.reply import Button, Callback, Copy, Link, Mark, Reply
from bot.conversation.voice import Voice
from bot.settings import Institution
from corpus.statement import Statement
from index.answers.answer import Answer, Extract

_COPY_UNITS = 256
_LONGEST = 3900
_AROUND = 600


def passage_data(kind: str, extract: Extract) -> str:
    """Return the callback data that names an extract's passage, with its revision: under 64 bytes."""
    return f"{kind}:{extract.statement.id}:{extract.revision}:{extract.start}:{extract.end}"


def text_data(extract: Extract) -> str:
    """Return the callback data of the first page of the whole text that an extract is from."""
    return f"t:{extract.statement.id}:{extract.revision}:0"


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _heading(composer: Composer, statement: Statement, institution: Institution, voice: Voice) -> None:
    composer.line(voice.led("Issuer", citing.issuer(statement, institution, voice)), Mark.BOLD)
    composer.line(citing.date_line(statement, voice))
    citing.add_title(composer, statement, voice)


def _between(before: Extract, after: Extract, voice: Voice) -> str:
    """Return what stands between two extracts of one statement: left-out text, or that the second comes earlier in it."""
    return "[…]" if before.start < after.start else voice.say("Earlier in the same statement:")


def _languages(extracts: tuple[Extract, ...], voice: Voice) -> str | None:
    codes = list(dict.fromkeys(e.statement.language.value for e in extracts if e.statement.language.value))
    if not codes:
        return None
    names = voice.say(", ").join(voice.language_name(code) for code in codes)
    if codes == [voice.language]:
        return voice.say("In {languages}, as issued.", languages=names)
    return voice.say("In {languages}, as issued; not translated.", languages=names)


def _footer(extracts: tuple[Extract, ...], voice: Voice) -> str:
    statements = len({extract.statement.id for extract in extracts})
    line = voice.say(
        "{passages}, {statements}.",
        passages=voice.count("{number} passage", "{number} passages", len(extracts)),
        statements=voice.count("{number} statement", "{number} statements", statements),
    )
    languages = _languages(extracts, voice)
    return f"{line} {languages}" if languages else line


def _buttons(extracts: tuple[Extract, ...], voice: Voice) -> list[tuple[Button, ...]]:
    several = len(extracts) > 1
    context: list[Button] = []
    copying: list[Button] = []
    for number, extract in enumerate(extracts, 1):
        which = f" {number}" if several else ""
        context.append(Callback(voice.say("Context") + which, passage_data("c", extract)))
        if _units(extract.quote) <= _COPY_UNITS:
            copying.append(Copy(voice.say("Copy") + which, extract.quote))
    first = extracts[0]
    whole: list[Button] = [Callback(voice.say("Whole text"), text_data(first))]
    if url := citing.web_address(first.statement):
        whole.append(Link(voice.say("Source"), url))
    return [row for row in (tuple(context), tuple(whole), tuple(copying)) if row]


def answer_reply(answer: Answer, institution: Institution, voice: Voice) -> Reply:
    """Return the reply that quotes ``answer``: issuer and date first, a statement's extracts together, best first."""
    composer = Composer(voice.language)
    shown: list[Extract] = []
    for _, group in groupby(answer.extracts, key=lambda extract: extract.statement.id):
        extracts = list(group)
        # A title or two can be very long; a reply never is: what does not fit is not shown, never cut.
        if shown and composer.length + sum(len(e.quote) for e in extracts) + _AROUND > _LONGEST:
            break
        _heading(composer, extracts[0].statement, institution, voice)
        composer.line()
        for at, extract in enumerate(extracts):
            if at:
                composer.line(_between(extracts[at - 1], extract, voice))
            composer.quote(
                extract.quote, extract.start, (extract.statement.id, extract.revision, extract.sha256)
            ).line()
        composer.line()
        shown += extracts
    composer.line(_footer(tuple(shown), voice))
    for row in _buttons(tuple(shown), voice):
        composer.buttons(*row)
    return composer.reply()


def silence_reply(answer: Answer, coverage: Coverage, institution: Institution, voice: Voice) -> Reply:
    """Return the honest silence: nothing on record, what was searched, and the nearest statements as what they are."""
    composer = Composer(voice.language)
    composer.line(voice.say("Nothing on record answers this question."), Mark.BOLD)
    composer.line(voice.say("Searched: {coverage}", coverage=coverage.line(voice)))
    composer.line(
        voice.say("This does not mean that nothing was ever said about it: only that this record holds nothing on it.")
    )
    nearest = list({extract.statement.id: extract for extract in answer.nearest}.values())
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
        composer.line()
        who = voice.led("Issuer", citing.issuer(statement, institution, voice))
        composer.line(voice.say("{number}. {issuer}", number=number, issuer=who))
        composer.line(citing.date_line(statement, voice))
        citing.add_title(composer, statement, voice)
        label = voice.say("Show {number}", number=number) if len(nearest) > 1 else voice.say("Show the nearest")
        buttons.append(Callback(label, passage_data("c", extract)))
    return composer.buttons(*buttons).reply()
