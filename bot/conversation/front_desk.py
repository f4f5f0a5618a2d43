"""The front desk: from what a person did to the reply, for Telegram, the terminal and the tests alike."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.conversation import asking, greeting, reading
from bot.conversation.coverage import Coverage
from bot.conversation.person import Person
from bot.conversation.reply import Reply
from bot.conversation.voice import Voice, language_of
from bot.errors import MisquoteError
from bot.settings import Institution
from corpus.archive import Archive
from corpus.errors import UnknownStatementError
from corpus.statement import fingerprint
from index.answers import question as questions
from index.answers.question import Question
from index.answers.search import Searcher

_PASSAGE = re.compile(
    r"(?:c:|s_)(?P<id>[A-Za-z0-9]{10})[:_](?P<revision>\d{1,9})[:_](?P<start>\d{1,9})[:_](?P<end>\d{1,9})"
)
# "t" opens the text below, "p" turns the page in place.
_PAGE = re.compile(r"(?P<kind>[tp]):(?P<id>[A-Za-z0-9]{10}):(?P<revision>\d{1,9}):(?P<page>\d{1,6})")
_TITLE = re.compile(r"q:(?P<id>[A-Za-z0-9]{10})")
_WORD = re.compile(r"[^\W_]")


class FrontDesk:
    """Answers people from ``archive`` through ``searcher``; ``None`` as long as the record is empty."""

    def __init__(self, archive: Archive, searcher: Callable[[], Searcher | None], institution: Institution) -> None:
        self._archive, self._searcher, self._institution = archive, searcher, institution
        self._covered: tuple[int, Coverage] | None = None
        self._covering = threading.Lock()

    def start(self, person: Person) -> Reply:
        """Return the first words to somebody new."""
        return greeting.start_reply(self._coverage(), self._institution, _voice(person))

    def help(self, person: Person) -> Reply:
        """Return what can be asked, and how an answer reads."""
        return greeting.help_reply(self._coverage(), _voice(person))

    def ask(self, person: Person, question: str) -> Reply:
        """Return quotes that answer ``question``, or an honest silence, in the language it is asked in."""
        if not _WORD.search(question):
            return greeting.line_reply(_voice(person), _voice(person).say("I need words: type a question."))
        voice = _voice(person, question)
        if len(question) > questions.LONGEST:
            line = voice.say(
                "This is longer than a question. Ask it in a sentence or two: at most {limit} characters.",
                limit=questions.LONGEST,
            )
            return greeting.line_reply(voice, line)
        return self._answer(voice, question)

    def _answer(self, voice: Voice, question: str) -> Reply:
        searcher = self._searcher()
        if searcher is None:
            empty = voice.say("The record is still empty: whoever runs this bot has to add statements first.")
            soon = voice.say("The record is being prepared. Please ask again in a few minutes.")
            return greeting.line_reply(voice, soon if self._archive.count() else empty)
        asked = Question.of(question, reader=voice.language)
        if not asked.has_subject:  # "Bonjour", "Thank you", "Why?"
            line = voice.say("Good day. Ask me about a subject: a person, a place, a decision.")
            return greeting.line_reply(voice, line)
        answer = searcher.answer(asked)
        if answer.answered:
            return asking.answer_reply(answer, self._institution, voice)
        return asking.silence_reply(answer, self._coverage(), self._institution, voice)

    def other(self, person: Person, kind: str) -> Reply:
        """Return a line on something that is not words; ``kind`` names it."""
        voice = _voice(person)
        lines = {
            "photo": voice.say("I cannot read pictures. Type your question in words."),
            "voice": voice.say("I cannot listen to recordings. Type your question in words."),
            "sticker": voice.say("A fine sticker. Now type a question in words."),
            "document": voice.say("I cannot read files here. Type your question in words."),
        }
        return greeting.line_reply(voice, lines.get(kind, voice.say("I read words only. Type a question.")))

    def press(self, person: Person, data: str, question: str | None) -> Reply | None:
        """Return what a button or a link to a passage asks for, ``None`` when it is not known or no longer there."""
        voice = _voice(person, question or "")
        try:
            if match := _PASSAGE.fullmatch(data):
                statement = self._archive.statement(match["id"])
                revision = self._archive.revision(match["id"], int(match["revision"]))
                start, end = int(match["start"]), int(match["end"])
                return reading.context_reply(statement, revision, start, end, self._institution, voice)
            if match := _PAGE.fullmatch(data):
                statement = self._archive.statement(match["id"])
                revision = self._archive.revision(match["id"], int(match["revision"]))
                page = reading.page_reply(statement, revision, int(match["page"]), self._institution, voice)
                return replace(page, in_place=match["kind"] == "p")
            if match := _TITLE.fullmatch(data):
                # The title is the record's, not the person's: it says nothing about the language they read.
                title = self._archive.statement(match["id"]).title
                return self._answer(_voice(person), title[: questions.LONGEST]) if title else None
        except (UnknownStatementError, ValueError):
            return None
        return None

    def busy(self, person: Person) -> Reply:
        """Return the line for one question too many at once."""
        voice = _voice(person)
        return greeting.line_reply(
            voice, voice.say("One moment: your earlier questions are still being answered. Then ask again.")
        )

    def late(self, person: Person, reply: Reply, asked: datetime) -> Reply:  # noqa: ARG002 - as every call of a desk
        """Return ``reply`` with a first line that says when it was asked."""
        voice = Voice(reply.language)
        line = voice.say("Asked at {time}, answered late.", time=voice.instant(asked)) + "\n\n"
        return _shifted(reply, line)

    def failed(self, person: Person) -> Reply:
        """Return a friendly line for when something broke."""
        voice = _voice(person)
        return greeting.line_reply(
            voice, voice.say("Something went wrong here, and nothing is quoted. Please ask again in a moment.")
        )

    def verify(self, reply: Reply) -> None:
        """Check that every quote of ``reply`` is the stored text, to the character.

        :raises MisquoteError: when one is not.
        """
        for quote in reply.quotes:
            name = f"statement {quote.statement_id}, revision {quote.revision}"
            try:
                text = self._archive.revision(quote.statement_id, quote.revision).text
            except UnknownStatementError:
                raise MisquoteError(f"{name}: is not in the archive; run `onrecord verify`") from None
            if fingerprint(text) != quote.sha256:
                raise MisquoteError(f"{name}: its text is not the one that was cut; run `onrecord verify`")
            shown = reply.text[quote.at : quote.at + quote.end - quote.start]
            if not shown or shown != text[quote.start : quote.end]:
                raise MisquoteError(f"{name}: the reply does not hold its words [{quote.start}:{quote.end}]")

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        """Return the menu in ``language``."""
        voice = Voice(language)
        return (
            ("start", voice.say("What this is, and what it covers")),
            ("help", voice.say("How to ask, how to read an answer")),
        )

    def description(self, language: str) -> str:
        """Return the words of the empty chat."""
        voice = Voice(language)
        names = self._institution.names(language)
        line = voice.say("Official statements, word for word, with the date they were issued.")
        ask = voice.say(
            "Type a question, in English, French or Arabic. I answer with quotes, or say that nothing is on record."
        )
        first = [voice.led("Issuer", names.name)] if names else []
        return "\n\n".join([*first, line, ask])[:512]

    def short_description(self, language: str) -> str:
        """Return the words of the bot's profile."""
        return Voice(language).say("Official statements, word for word, with the date they were issued.")[:120]

    def _coverage(self) -> Coverage:
        with self._covering:
            sequence = self._archive.sequence()
            if self._covered is None or self._covered[0] != sequence:
                self._covered = (sequence, Coverage.of(self._archive))
            return self._covered[1]


def _voice(person: Person, words: str = "") -> Voice:
    return Voice(language_of(person, words))


def _shifted(reply: Reply, line: str) -> Reply:
    by = len(line)
    return replace(
        reply,
        text=line + reply.text,
        spans=tuple(replace(span, start=span.start + by, end=span.end + by) for span in reply.spans),
        quotes=tuple(replace(quote, at=quote.at + by) for quote in reply.quotes),
    )
