"""A person asks, and the record answers: one message with the extracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.conversation import citing, elsewhere, lead
from bot.conversation.composing import Composer
from bot.conversation.elsewhere import Elsewhere
from bot.conversation.lead import PLAIN, Lead
from bot.conversation.offering import buttons, numbers_of
from bot.conversation.reply import Mark, Reply
from bot.conversation.voice import Voice
from bot.settings import Institution
from index.answers.answer import Answer, Extract

_LONGEST = 3700
"""UTF-16 units up to which extracts are added: what stands below them and a first line on lateness still fit."""
_LEFT_OUT = "[…]"
_STOPS = ".!?؟…:;؛"
_CLOSING = "»”’\"')"


def _heading(composer: Composer, extract: Extract, number: int | None, institution: Institution, voice: Voice) -> None:
    statement = extract.statement
    composer.line(citing.issuer_line(statement, number, institution, voice), Mark.BOLD)
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


def _mark(composer: Composer, *, left_out: bool) -> None:
    if left_out:
        composer.line(_LEFT_OUT)


@dataclass(frozen=True, slots=True)
class _Body:
    """What each message about one answer shares: who may be named, how the question was taken, and for whom."""

    answer: Answer
    institution: Institution
    voice: Voice
    taken: Lead
    others: Mapping[str, Elsewhere]

    def of(self, extracts: Sequence[Extract]) -> Composer:
        """Return ``extracts`` below the headings of their statements, with a mark wherever text is left out."""
        composer = Composer(self.voice.language)
        lead.add(composer, self.taken, self.answer.understood, self.voice, extracts)
        numbers = numbers_of(extracts)
        for before, extract in zip((None, *extracts), extracts, strict=False):
            if before is not None and before.statement.id == extract.statement.id:
                self._continue(composer, before, extract)
            else:
                if before is not None:
                    _mark(composer, left_out=_ends_inside(before))
                    self._end(composer, before, extracts)
                    composer.line()
                number = numbers[extract.statement.id] if len(numbers) > 1 else None
                _heading(composer, extract, number, self.institution, self.voice)
                _mark(composer, left_out=_begins_inside(extract))
            of = (extract.statement.id, extract.revision, extract.sha256)
            composer.quote(extract.quote, extract.start, of).line()
        _mark(composer, left_out=_ends_inside(extracts[-1]))
        self._end(composer, extracts[-1], extracts)
        return composer

    def _continue(self, composer: Composer, before: Extract, extract: Extract) -> None:
        between = _between(before, extract, self.voice)
        # Where the second follows the first, the line between them says all: left-out text, or none.
        marked = between not in {"", _LEFT_OUT}
        _mark(composer, left_out=marked and _ends_inside(before))
        composer.line(between)
        _mark(composer, left_out=marked and _begins_inside(extract))

    def _end(self, composer: Composer, last: Extract, extracts: Sequence[Extract]) -> None:
        """Add where else the words of the statement that ``last`` is from were said."""
        same = [extract for extract in extracts if extract.statement.id == last.statement.id]
        if line := elsewhere.line(elsewhere.of(same, extracts, self.others), self.voice):
            composer.line(line, Mark.ITALIC)


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


def answer_reply(
    answer: Answer,
    institution: Institution,
    voice: Voice,
    taken: Lead = PLAIN,
    others: Mapping[str, Elsewhere] = elsewhere.NONE,
) -> Reply:
    """Return the reply that quotes ``answer``: issuer and date first, a statement's extracts together, best first.

    ``taken`` is how the question was taken; ``others`` are the statements that ``also`` of the extracts names, by id.
    """
    body = _Body(answer, institution, voice, taken, others)
    shown = answer.extracts
    composer = body.of(shown)
    # What does not fit in one message is not shown, never cut.
    while len(shown) > 1 and composer.units > _LONGEST:
        shown = shown[:-1]
        composer = body.of(shown)
    composer.line()
    composer.line(_footer(shown, voice))
    for row in buttons(shown, voice):
        composer.buttons(*row)
    composer.buttons(*elsewhere.buttons(elsewhere.of(shown, shown, others), voice))
    lead.add_button(composer, taken, answer.understood, voice)
    return composer.reply()
