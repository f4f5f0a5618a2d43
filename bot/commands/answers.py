"""Commands that answer: ask and chat."""

from __future__ import annotations

import json as jsonlib
import sys
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from bot.commands.options import AsJson, Data, out, out_json, settings
from bot.commands.searching import open_searcher

if TYPE_CHECKING:
    from bot.conversation.front_desk import FrontDesk
    from bot.conversation.person import Person
    from bot.conversation.reply import Reply
    from index.answers.answer import Answer, Extract, Understood
    from index.answers.search import Searcher

Day = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD")]


def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    language: Annotated[str | None, typer.Option(help="Only statements in this language: fr, en, ar, ...")] = None,
    since: Day = None,
    until: Day = None,
    limit: Annotated[int, typer.Option(min=1, max=3, help="Extracts at most.")] = 3,
    batch: Annotated[
        Path | None, typer.Option(help='A file of {"id", "question"} lines; "-" for stdin. With --json.')
    ] = None,
    json: AsJson = False,
    data: Data = None,
) -> None:
    """Answer a question with quoted extracts and their dates, or say that nothing is on record."""
    from bot.errors import SettingsError

    if (question is None) == (batch is None):
        raise SettingsError("ask: give a question in quotation marks, or --batch FILE --json, and not both")
    if batch is not None and not json:
        raise SettingsError("ask: --batch prints JSON lines; add --json")
    filters = _Filters(since, until, language, limit)
    questions = [({}, question or "")] if batch is None else list(_questions(batch))
    chosen = settings(data)
    archive, searcher = open_searcher(chosen)
    with archive:
        today, issuers = datetime.now(chosen.timezone).date(), archive.issuers()
        for given, text in questions:
            answer = filters.answer(searcher, text, today, issuers)
            if json:
                out_json({**given, **answer.as_json(), "question": text})
            else:
                _print(answer)


class _Filters:
    """The filters of one command, applied to each of its questions."""

    def __init__(self, since: str | None, until: str | None, language: str | None, limit: int) -> None:
        from corpus.days.dates import given_day
        from corpus.languages import given_language

        self._since, self._until = given_day(since, "--since").day, given_day(until, "--until").day
        self._limit = limit
        self._language = given_language(language, "--language").value

    def answer(self, searcher: Searcher, text: str, today: date, issuers: frozenset[str]) -> Answer:
        from dataclasses import replace

        from bot.conversation.person import Person
        from bot.conversation.voice import language_of
        from index.answers.question import Question

        question = Question.of(
            text,
            since=self._since,
            until=self._until,
            language=self._language,
            reader=language_of(Person(None), text),
            today=today,
            issuers=issuers,
        )
        answer = searcher.answer(question)
        return replace(answer, extracts=answer.extracts[: self._limit], nearest=answer.nearest[: self._limit])


def _questions(batch: Path) -> Iterator[tuple[dict[str, Any], str]]:
    from bot.errors import SettingsError

    try:
        content = sys.stdin.read() if str(batch) == "-" else batch.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{batch}: cannot be read ({error}); give a file of JSON lines in UTF-8") from None
    for number, line in enumerate(content.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = jsonlib.loads(line)
            question = row["question"]
            if not isinstance(question, str):
                raise TypeError  # noqa: TRY301 - one place says what is wrong with a line
            yield ({"id": row["id"]} if "id" in row else {}), question
        except (ValueError, KeyError, TypeError):
            raise SettingsError(
                f'{batch}, line {number}: is not a JSON object with "question"; correct the line'
            ) from None


def _print(answer: Answer) -> None:
    if not any(character.isalnum() for character in answer.question):
        out("I need words: type a question.")
        return
    _print_understood(answer.understood)
    if answer.far:
        out("That is not something this record speaks of.")
        return
    if not answer.answered:
        out("Nothing on record answers this question.")
        if answer.nearest:
            out("The nearest statements, which may be about something else:")
        for extract in {one.statement.id: one for one in answer.nearest}.values():
            out(f"  {_head(extract)}")
        return
    for number, extract in enumerate(answer.extracts):
        if number:
            out()
        out(_head(extract))
        for line in extract.quote.splitlines():
            out(f"  | {line}" if line.strip() else "  |")


def _print_understood(understood: Understood) -> None:
    from bot.conversation.understood import summary
    from bot.conversation.voice import Voice

    if line := summary(understood, Voice("en")):
        out(f"Understood: {line}")
        out()


def _head(extract: Extract) -> str:
    statement = extract.statement
    day = statement.date.day.isoformat() if statement.date.day else "date of issue unknown"
    facts = (day, statement.issuer.value, statement.title or "untitled", statement.url or statement.source)
    return " · ".join(fact for fact in (*facts, f"{statement.id} revision {extract.revision}") if fact)


def chat(
    language: Annotated[str, typer.Option(help="Your language: fr, en or ar.")] = "en",
    data: Data = None,
) -> None:
    """Talk to the bot here in the terminal; the same conversation as in Telegram. An empty line ends it.

    The number of a button presses it.
    """
    from bot import assembly
    from bot.commands.starting import start_desk
    from bot.commands.terminal import painted
    from bot.conversation.person import Person

    chosen = settings(data)
    person = Person(language, talk=b"terminal")
    with assembly.open_archive(chosen, create=True) as archive:
        desk = start_desk(chosen, archive)
        reply, asked = desk.start(person), ""
        out(painted(reply))
        for line in _typed():
            reply, asked = _said(desk, person, line, reply, asked)
            desk.verify(reply)
            out(painted(reply))


def _said(desk: FrontDesk, person: Person, line: str, last: Reply, asked: str) -> tuple[Reply, str]:
    """Return the reply to ``line``, and the question it is about; the number of a button of ``last`` presses it."""
    from bot.commands.terminal import choices

    buttons = choices(last)
    if line.isdecimal() and 1 <= int(line) <= len(buttons):
        return desk.press(person, buttons[int(line) - 1].data, asked) or desk.failed(person), asked
    if line.startswith("/"):
        return (desk.start(person) if line == "/start" else desk.help(person)), asked
    return desk.ask(person, line), line


def _typed() -> Iterator[str]:
    while True:
        if sys.stdin.isatty():
            sys.stderr.write("\n> ")
            sys.stderr.flush()
        line = sys.stdin.readline().strip()
        if not line:
            return
        yield line
