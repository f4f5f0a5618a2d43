"""First words, help, and friendly lines for what is not a question."""

from __future__ import annotations

from bot.conversation.composing import Composer
from bot.conversation.coverage import Coverage
from bot.conversation.reply import Callback, Mark, Reply
from bot.conversation.voice import Voice
from bot.settings import Institution

_EXAMPLES = 3
_LONGEST_LABEL = 60


def _add_examples(composer: Composer, coverage: Coverage, voice: Voice) -> None:
    """Add up to three titles of this record, one a row, each of them a question when pressed."""
    short = [(one, title) for one, title in coverage.recent if title.strip() and len(title) <= _LONGEST_LABEL]
    if not short:
        return
    composer.line()
    composer.line(voice.say("Or begin with one of these:"))
    for statement_id, title in short[:_EXAMPLES]:
        composer.buttons(Callback(title, f"q:{statement_id}"))


def start_reply(coverage: Coverage, institution: Institution, voice: Voice) -> Reply:
    """Return the first words: what it is, what it covers, three things to ask, one line on privacy."""
    composer = Composer(voice.language)
    composer.line(voice.say("Official statements, word for word, with the date they were issued."), Mark.BOLD)
    if not coverage.count:
        composer.line(voice.say("The record is still empty: whoever runs this bot has to add statements first."))
        return composer.reply()
    who = coverage.who(voice, institution)
    composer.line(voice.say("On record: {coverage}", coverage=coverage.line(voice)))
    if who:
        composer.line(voice.say("Issued by: {who}.", who=who))
    composer.line()
    composer.line(
        voice.say(
            "Type a question, in English, French or Arabic. I answer with quotes, or say that nothing is on record."
        )
    )
    composer.line(voice.say("Questions are not stored."))
    _add_examples(composer, coverage, voice)
    return composer.reply()


def help_reply(coverage: Coverage, voice: Voice) -> Reply:
    """Return what can be asked and how an answer reads."""
    composer = Composer(voice.language)
    composer.line(voice.say("How to ask"), Mark.BOLD)
    composer.line(voice.say("Type a question as you would to a colleague: who, what, how many, when."))
    composer.line(
        voice.say("You may ask in English, French or Arabic; quotes stay in the language they were issued in.")
    )
    composer.line(
        voice.say(
            "For ten minutes, a short question such as “and in 2021?” goes on from your last one, which is kept in "
            "memory only."
        )
    )
    composer.line()
    composer.line(voice.say("How to read an answer"), Mark.BOLD)
    composer.line(voice.say("Every quote is copied from the record character for character. […] marks left-out text."))
    composer.line(
        voice.say("The date is the day of issue. Where nothing gives it, I say that it is unknown, and never guess.")
    )
    composer.line(voice.say("If nothing on record answers, I say so, and name the nearest statements."))
    composer.line()
    composer.line(voice.say("On record: {coverage}", coverage=coverage.line(voice)))
    composer.line(voice.say("Questions are not stored."))
    return composer.reply()


def line_reply(voice: Voice, text: str) -> Reply:
    """Return a reply of one line."""
    return Composer(voice.language).line(text).reply()


def other_reply(kind: str, voice: Voice) -> Reply:
    """Return a line on something that is not words; ``kind`` names it."""
    lines = {
        "photo": voice.say("I cannot read pictures. Type your question in words."),
        "voice": voice.say("I cannot listen to recordings. Type your question in words."),
        "sticker": voice.say("A fine sticker. Now type a question in words."),
        "document": voice.say("I cannot read files here. Type your question in words."),
    }
    return line_reply(voice, lines.get(kind, voice.say("I read words only. Type a question.")))
