"""The front desk: from what a person did to the reply, for Telegram, the terminal and the tests alike."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from bot.conversation import asking, elsewhere, greeting, presenting, reading, silence, small_talk
from bot.conversation.coverage import Coverage
from bot.conversation.following_up import names_nothing, resolve
from bot.conversation.lead import LITERALLY, PLAIN, Lead
from bot.conversation.memory import Memory, Turn
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
from index.question.understanding import Understanding, understand
from index.text.folding import is_arabic

_PASSAGE = re.compile(
    r"(?:c:|s_)(?P<id>[A-Za-z0-9]{10})[:_](?P<revision>\d{1,9})[:_](?P<start>\d{1,9})[:_](?P<end>\d{1,9})"
)
# "t" opens the text below, "p" turns the page in place.
_PAGE = re.compile(r"(?P<kind>[tp]):(?P<id>[A-Za-z0-9]{10}):(?P<revision>\d{1,9}):(?P<page>\d{1,6})")
_TITLE = re.compile(r"q:(?P<id>[A-Za-z0-9]{10})")
_WORD = re.compile(r"[^\W_]")


def _today() -> date:
    return datetime.now().astimezone().date()


class FrontDesk:
    """Answers people from ``archive`` through ``searcher``; ``None`` as long as the record is empty.

    ``today`` tells the day that "last week" is counted from, the machine's own unless given. ``memory`` keeps the last
    question of each talk for some minutes, and nothing else keeps any.
    """

    def __init__(
        self,
        archive: Archive,
        searcher: Callable[[], Searcher | None],
        institution: Institution,
        today: Callable[[], date] = _today,
        memory: Memory | None = None,
    ) -> None:
        self._archive, self._searcher, self._institution = archive, searcher, institution
        self._today = today
        self._memory = Memory() if memory is None else memory
        self._covered: tuple[int, Coverage, frozenset[str]] | None = None
        self._covering = threading.Lock()

    def start(self, person: Person) -> Reply:
        """Return the first words to somebody new."""
        return greeting.start_reply(self._coverage(), self._institution, _voice(person))

    def help(self, person: Person) -> Reply:
        """Return what can be asked, and how an answer reads."""
        return greeting.help_reply(self._coverage(), _voice(person))

    def ask(self, person: Person, question: str) -> Reply:
        """Return quotes that answer ``question``, or an honest silence, in the language it is asked in.

        Small talk gets a friendly line. A follow-up is asked whole, together with the person's question before it.
        """
        if not _WORD.search(question):
            return greeting.line_reply(_voice(person), _voice(person).say("I need words: type a question."))
        voice = _voice(person, question)
        if len(question) > questions.LONGEST:
            line = voice.say(
                "This is longer than a question. Ask it in a sentence or two: at most {limit} characters.",
                limit=questions.LONGEST,
            )
            return greeting.line_reply(voice, line)
        if talk := small_talk.heard(question):
            return small_talk.reply(talk, self._coverage(), self._institution)
        previous = self._memory.recall(person.talk)
        if previous is not None:
            # A follow-up is too short to tell its language: it is that of the question before.
            spoken = "ar" if is_arabic(question) else language_of(person, previous.question)
            whole = resolve(previous, question, self._read, spoken)
            if whole and len(whole) <= questions.LONGEST:
                return self._answer(person, _voice(Person(spoken), whole), whole, Lead(asked=whole))
        return self._answer(person, voice, question)

    def _read(self, words: str) -> Understanding:
        return understand(words, self._today(), self._known()[1])

    def _answer(
        self, person: Person, voice: Voice, question: str, taken: Lead = PLAIN, *, literal: bool = False
    ) -> Reply:
        """Return the reply to ``question``; with ``literal`` nothing but its words is searched for."""
        searcher = self._searcher()
        if searcher is None:
            empty = voice.say("The record is still empty: whoever runs this bot has to add statements first.")
            soon = voice.say("The record is being prepared. Please ask again in a few minutes.")
            return greeting.line_reply(voice, soon if self._archive.count() else empty)
        coverage, issuers = self._known()
        asked = Question.of(question, reader=voice.language, today=self._today(), issuers=issuers, literal=literal)
        if not asked.has_subject:  # "Why?"
            ask = voice.say("Ask me about a subject: a person, a place, a decision.")
            return greeting.line_reply(voice, voice.say("Good day. {ask}", ask=ask))
        answer = searcher.answer(asked)
        day = answer.extracts[0].date.day if answer.answered else None
        if not literal:  # of a follow-up, the bare words are no question to go on from
            self._memory.keep(person.talk, Turn(question, day))
        if answer.answered:
            others = elsewhere.known(self._archive, answer.extracts)
            return asking.answer_reply(answer, self._institution, voice, taken, others)
        return silence.silence_reply(answer, coverage, self._institution, voice, taken)

    def _literally(self, person: Person, question: str | None) -> Reply:
        """Return the reply to the bare words of ``question``; a line when they are not there any more."""
        voice = _voice(person, question or "")
        if not question or not _WORD.search(question) or len(question) > questions.LONGEST:
            return greeting.line_reply(voice, voice.say("That question is no longer at hand. Please type it again."))
        if names_nothing(question, self._read):
            return greeting.line_reply(voice, voice.say("These words alone name no subject. Type the whole question."))
        return self._answer(person, voice, question, Lead(literal=True), literal=True)

    def other(self, person: Person, kind: str) -> Reply:
        """Return a line on something that is not words; ``kind`` names it."""
        return greeting.other_reply(kind, _voice(person))

    def press(self, person: Person, data: str, question: str | None) -> Reply | None:
        """Return what a button or a link to a passage asks for, ``None`` when it is not known or no longer there."""
        if data == LITERALLY:
            return self._literally(person, question)
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
                # The title is the record's, not the person's: it says nothing about the language they read, and a
                # day in it is none that they ask for.
                title = (self._archive.statement(match["id"]).title or "")[: questions.LONGEST]
                return self._answer(person, _voice(person), title, literal=True) if title else None
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
        return reply.below(voice.say("Asked at {time}, answered late.", time=voice.instant(asked)))

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
        return presenting.commands(Voice(language))

    def description(self, language: str) -> str:
        """Return the words of the empty chat."""
        return presenting.description(self._institution, Voice(language))

    def short_description(self, language: str) -> str:
        """Return the words of the bot's profile."""
        return presenting.short_description(Voice(language))

    def _coverage(self) -> Coverage:
        return self._known()[0]

    def _known(self) -> tuple[Coverage, frozenset[str]]:
        """Return what the archive covers and the issuers it names, read anew when it has changed."""
        with self._covering:
            sequence = self._archive.sequence()
            if self._covered is None or self._covered[0] != sequence:
                self._covered = (sequence, Coverage.of(self._archive), self._archive.issuers())
            return self._covered[1:]


def _voice(person: Person, words: str = "") -> Voice:
    return Voice(language_of(person, words))
