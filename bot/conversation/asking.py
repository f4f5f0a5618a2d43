"""A person asks: one message with the extracts, or an honest silence with the nearest statements."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import citing
from bot.conversation.composing import Composer
from bot.conversation.coverage import Coverage
from bot.conversation.measure import units
from bot.conversation.reply import Button, Callback, Copy, Link, Mark, Reply
from bot.conversation.voice import Voice
from bot.settings import Institution
from corpus.statement import Statement
from index.answers.answer import Answer, Extract

_COPY_UNITS = 256
_LONGEST = 3700
"""UTF-16 units up to which extracts are added: what stands below them and a first line on lateness still fit."""
_ABREAST = 3
"""Buttons to other wordings in one row."""
_LEFT_OUT = "[…]"
_STOPS = ".!?؟…:;؛"
_CLOSING = "»”’\"')"


def passage_data(kind: str, extract: Extract) -> str:
    """Return the callback data that names an extract's passage, with its revision: under 64 bytes."""
    return f"{kind}:{extract.statement.id}:{extract.revision}:{extract.start}:{extract.end}"


def text_data(extract: Extract) -> str:
    """Return the callback data of the first page of the whole text that an extract is from."""
    return f"t:{extract.statement.id}:{extract.revision}:0"


def _issuer_line(statement: Statement, number: int | None, institution: Institution, voice: Voice) -> str:
    """Return who issued ``statement``, after its ``number`` when it stands among several."""
    issuer = voice.led("Issuer", citing.issuer(statement, institution, voice))
    return issuer if number is None else voice.say("{number}. {issuer}", number=number, issuer=issuer)


def _heading(composer: Composer, extract: Extract, number: int | None, institution: Institution, voice: Voice) -> None:
    statement = extract.statement
    composer.line(_issuer_line(statement, number, institution, voice), Mark.BOLD)
    composer.line(citing.date_line(statement, voice))
    citing.add_title(composer, statement, voice)
    if statement.withdrawn:
        composer.line(citing.withdrawn_line(statement.withdrawn, voice))
    if extract.revision != statement.revision.number:
        composer.line(voice.say("An earlier wording; it has been superseded."))
    elif extract.former:
        composer.line(
            voice.say(
                "These words were changed (first read on {day}); the earlier wording is kept.",
                day=_changed(extract, voice),
            )
        )
    composer.line()


def _changed(extract: Extract, voice: Voice) -> str:
    return voice.day(extract.former.replaced.date()) if extract.former else ""


def _between(before: Extract, after: Extract, voice: Voice) -> str:
    """Return what stands between two extracts of one statement: left-out text, or that the second comes earlier in it.

    It is empty when nothing is left out.
    """
    if after.start < before.start:
        return voice.say("Earlier in the same statement:")
    wording = before.statement.revision
    if wording.number == before.revision and not wording.text[before.end : after.start].strip():
        return ""
    return _LEFT_OUT


def _wording(extract: Extract) -> str | None:
    """Return the text that ``extract`` is a slice of; ``None`` when its statement now has another wording."""
    wording = extract.statement.revision
    return wording.text if wording.number == extract.revision else None


def _begins_inside(extract: Extract) -> bool:
    """Return whether the words right before ``extract`` belong to the sentence that it begins with."""
    before = (_wording(extract) or "")[: extract.start]
    words = before.rstrip()
    return bool(words) and "\n" not in before[len(words) :] and words[-1] not in _STOPS + _CLOSING


def _ends_inside(extract: Extract) -> bool:
    """Return whether the words right after ``extract`` belong to the sentence that it ends with."""
    after = (_wording(extract) or "")[extract.end :]
    words = after.lstrip()
    if not words or "\n" in after[: len(after) - len(words)] or extract.quote.rstrip()[-1:] in _STOPS + _CLOSING:
        return False
    # The sign that ends the sentence may stand just outside the extract; a quotation mark there may also open one.
    return words[0] not in _STOPS


def _statements(extracts: Sequence[Extract]) -> dict[str, int]:
    """Return the numbers, from 1, of the statements that ``extracts`` are from, by their ids."""
    return {id_: number for number, id_ in enumerate(dict.fromkeys(one.statement.id for one in extracts), 1)}


def _mark(composer: Composer, *, left_out: bool) -> None:
    if left_out:
        composer.line(_LEFT_OUT)


def _body(extracts: Sequence[Extract], institution: Institution, voice: Voice) -> Composer:
    """Return ``extracts`` below the headings of their statements, with a mark wherever text is left out."""
    composer = Composer(voice.language)
    numbers = _statements(extracts)
    for before, extract in zip((None, *extracts), extracts, strict=False):
        if before is not None and before.statement.id == extract.statement.id:
            between = _between(before, extract, voice)
            # Where the second follows the first, the line between them says all: left-out text, or none.
            marked = between not in {"", _LEFT_OUT}
            _mark(composer, left_out=marked and _ends_inside(before))
            composer.line(between)
            _mark(composer, left_out=marked and _begins_inside(extract))
        else:
            if before is not None:
                _mark(composer, left_out=_ends_inside(before))
                composer.line()
            number = numbers[extract.statement.id] if len(numbers) > 1 else None
            _heading(composer, extract, number, institution, voice)
            _mark(composer, left_out=_begins_inside(extract))
        composer.quote(extract.quote, extract.start, (extract.statement.id, extract.revision, extract.sha256)).line()
    _mark(composer, left_out=_ends_inside(extracts[-1]))
    return composer


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


def _other_wordings(extract: Extract, number: int | None, voice: Voice) -> list[Button]:
    """Return the buttons to the statement's earlier wording, where it differs, and to its other languages."""
    mark = "" if number is None else f" {number}"
    found: list[Button] = []
    if extract.former:
        data = f"t:{extract.statement.id}:{extract.former.revision}:0"
        found.append(Callback(voice.say("Earlier wording") + mark, data))
    for version in extract.versions:
        label = voice.say("In {languages}", languages=voice.language_name(version.language))
        found.append(Callback(f"{label}{mark}", f"t:{version.statement_id}:{version.revision}:0"))
    return found


def _buttons(extracts: tuple[Extract, ...], voice: Voice) -> list[tuple[Button, ...]]:
    """Return the rows of buttons; among several, one carries the number of its passage, or of its statement."""
    context: list[Button] = []
    copying: list[Button] = []
    whole: list[Button] = []
    sources: list[Button] = []
    others: list[Button] = []
    first = {extract.statement.id: extract for extract in reversed(extracts)}
    statements = _statements(extracts)
    for number, extract in enumerate(extracts, 1):
        context.append(Callback(_numbered(voice.say("Context"), number, len(extracts)), passage_data("c", extract)))
        if units(extract.quote) <= _COPY_UNITS:
            copying.append(Copy(_numbered(voice.say("Copy"), number, len(extracts)), extract.quote))
    for id_, number in statements.items():
        extract = first[id_]
        whole.append(Callback(_numbered(voice.say("Whole text"), number, len(statements)), text_data(extract)))
        if url := citing.web_address(extract.statement):
            sources.append(Link(_numbered(voice.say("Source"), number, len(statements)), url))
        others += _other_wordings(extract, number if len(statements) > 1 else None, voice)
    rows = [context, whole + sources, copying] if len(statements) == 1 else [context, whole, sources, copying]
    rows += [others[first : first + _ABREAST] for first in range(0, len(others), _ABREAST)]
    return [tuple(row) for row in rows if row]


def answer_reply(answer: Answer, institution: Institution, voice: Voice) -> Reply:
    """Return the reply that quotes ``answer``: issuer and date first, a statement's extracts together, best first."""
    shown = answer.extracts
    composer = _body(shown, institution, voice)
    # What does not fit in one message is not shown, never cut.
    while len(shown) > 1 and composer.units > _LONGEST:
        shown = shown[:-1]
        composer = _body(shown, institution, voice)
    composer.line()
    composer.line(_footer(shown, voice))
    for row in _buttons(shown, voice):
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
        composer.line(_issuer_line(statement, number if len(nearest) > 1 else None, institution, voice))
        composer.line(citing.date_line(statement, voice))
        citing.add_title(composer, statement, voice)
        label = voice.say("Show {number}", number=number) if len(nearest) > 1 else voice.say("Show the nearest")
        buttons.append(Callback(label, passage_data("c", extract)))
    return composer.buttons(*buttons).reply()
