"""Nothing is quoted: the honest silence with the nearest statements, and the word on what is off topic."""

from __future__ import annotations

from collections.abc import Sequence

from bot.conversation import citing, lead
from bot.conversation.composing import Composer
from bot.conversation.coverage import Coverage
from bot.conversation.lead import PLAIN, Lead
from bot.conversation.offering import passage_data
from bot.conversation.reply import Button, Callback, Mark, Reply
from bot.conversation.voice import Voice
from bot.settings import Institution
from index.answers.answer import Answer, Extract


def silence_reply(
    answer: Answer, coverage: Coverage, institution: Institution, voice: Voice, taken: Lead = PLAIN
) -> Reply:
    """Return the honest silence: nothing on record, what was searched, and the nearest statements as what they are.

    What is far from everything in the record gets the word on what the record is about instead, with nothing near.
    """
    composer = Composer(voice.language)
    lead.add(composer, taken, answer.understood, voice)
    if answer.far:
        _add_off_topic(composer, coverage, institution, voice)
    else:
        _add_silence(composer, coverage, institution, voice)
        _add_nearest(composer, answer.nearest, institution, voice)
    lead.add_button(composer, taken, answer.understood, voice)
    return composer.reply()


def _add_off_topic(composer: Composer, coverage: Coverage, institution: Institution, voice: Voice) -> None:
    composer.line(voice.say("That is not something this record speaks of."), Mark.BOLD)
    if who := coverage.who(voice, institution):
        composer.line(voice.say("I know only the official statements of {who}.", who=who))
    else:
        composer.line(voice.say("I know only the official statements that were given to me."))
    composer.line(voice.say("On record: {coverage}", coverage=coverage.line(voice)))
    composer.line(voice.say("Ask me about a subject: a person, a place, a decision."))


def _add_silence(composer: Composer, coverage: Coverage, institution: Institution, voice: Voice) -> None:
    composer.line(voice.say("Nothing on record answers this question."), Mark.BOLD)
    composer.line(voice.say("Searched: {coverage}", coverage=coverage.line(voice)))
    if who := coverage.who(voice, institution):
        composer.line(voice.say("Issued by: {who}.", who=who))
    composer.line(
        voice.say("This does not mean that nothing was ever said about it: only that nothing was found in this record.")
    )


def _add_nearest(composer: Composer, found: Sequence[Extract], institution: Institution, voice: Voice) -> None:
    """Add the statements nearest to the question, each once, and the buttons that show them."""
    first: dict[str, Extract] = {}
    for extract in found:
        first.setdefault(extract.statement.id, extract)
    nearest = list(first.values())
    if not nearest:
        return
    composer.line()
    composer.line(
        voice.count(
            "The nearest statement, which may be about something else:",
            "The nearest statements, which may be about something else:",
            len(nearest),
        )
    )
    showing: list[Button] = []
    for number, extract in enumerate(nearest, 1):
        statement = extract.statement
        if len(nearest) > 1:
            composer.line()
        composer.line(citing.issuer_line(statement, number if len(nearest) > 1 else None, institution, voice))
        composer.line(citing.date_line(statement, voice))
        citing.add_title(composer, statement, voice)
        label = voice.say("Show {number}", number=number) if len(nearest) > 1 else voice.say("Show the nearest")
        showing.append(Callback(label, passage_data("c", extract)))
    composer.buttons(*showing)
