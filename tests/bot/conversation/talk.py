"""A talk with a front desk on three small statements, whose searcher finds what the test says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from bot.conversation.coverage import Coverage
from bot.conversation.front_desk import FrontDesk
from bot.conversation.memory import Memory
from bot.conversation.person import Person
from bot.conversation.reply import Reply
from corpus.archive import Archive
from corpus.statement import Draft, Provenance, PublicationDate, Sourced, Statement
from index.answers.answer import Answer, Understood
from index.answers.question import Question
from tests.bot.conversation.making import (
    OIC,
    Found,
    answer,
    check,
    check_directions,
    cut,
)

TODAY = date(2026, 11, 24)
MARCH = PublicationDate(date(2022, 3, 3), Provenance.GIVEN)
READ = Understood(since="2020-10-01", until="2020-10-31", order="latest", issuer="Foreign Office", reference="A/79/L.9")
COVERAGE = Coverage(1, None, None, 1, ((None, 1),), ())
ADA, BEN = Person("en", b"ada"), Person("en", b"ben")
WITHOUT = {"en": "Search without this", "fr": "Chercher sans cela", "ar": "البحث من دون ذلك"}
LITERAL = {
    "en": "Searched for the words as typed: no date, order or issuer was read from them.",
    "fr": "Recherche sur les mots tels quels\u00a0: ni date, ni ordre, ni source n’en ont été déduits.",
    "ar": "جرى البحث عن الكلمات كما كُتبت: لم يُستخلص منها تاريخ ولا ترتيب ولا جهة.",
}
QUESTIONS = {
    "en": "What is the latest on Mali from the Foreign Office?",
    "fr": "Quelle est la dernière déclaration sur le Mali ?",
    "ar": "ما آخر بيان عن مالي في عام 2021؟",
}


class Clock:
    """A clock that a test moves."""

    now = 0.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


@contextmanager
def record(folder: Path) -> Iterator[Archive]:
    """Give an archive in ``folder`` with three statements that hold the same words; the last has no day."""
    office, day = Sourced("Foreign Office", Provenance.GIVEN), MARCH
    with Archive(folder, create=True) as made:
        made.record(
            [
                Draft(
                    "We condemn the coup. We stand firm.", "a.txt", title="Mali, March 2022", date=day, issuer=office
                ),
                Draft("We condemn the coup. Again.", "b.txt", title="Again", date=MARCH),
                Draft("We condemn the coup. Undated.", "c.txt", title="Undated"),
            ]
        )
        yield made


def titled(archive: Archive, title: str) -> Statement:
    """Return the statement with that title."""
    return next(one for one in archive.statements() if one.title == title)


class Talk:
    """A front desk on ``archive`` that finds one extract, or nothing, whatever is asked."""

    def __init__(self, archive: Archive, found: Answer | None = None) -> None:
        self.archive, self.clock = archive, Clock()
        self.searcher = Found(found or answer(cut(titled(archive, "Mali, March 2022"), "We condemn the coup.")))
        self.desk = FrontDesk(archive, lambda: self.searcher, OIC, lambda: TODAY, Memory(self.clock))

    def ask(self, person: Person, question: str) -> Reply:
        """Return the reply, checked."""
        return self.checked(self.desk.ask(person, question))

    def press(self, person: Person, data: str, question: str | None) -> Reply:
        """Return the reply to a button, checked."""
        reply = self.desk.press(person, data, question)
        assert reply is not None
        return self.checked(reply)

    def checked(self, reply: Reply) -> Reply:
        """Return ``reply``, whose quotes and limits hold."""
        self.desk.verify(reply)
        check(reply, {(one.id, 1): one.revision.text for one in self.archive.statements()})
        check_directions(reply)
        return reply

    @property
    def last(self) -> Question:
        """What was searched for last."""
        return self.searcher.asked[-1]

    @property
    def asked(self) -> list[str]:
        """All that was searched for."""
        return [question.text for question in self.searcher.asked]


def read_from(found: Answer) -> Answer:
    """Return ``found`` with much understood."""
    return replace(found, understood=READ)
