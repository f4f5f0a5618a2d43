"""From what arrived to the call of the desk that answers it: one table, read from the top, the first match counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from bot.telegram.arrival import Arrival, Kind

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.conversation.reply import Reply
    from bot.telegram.desk import Desk


@dataclass(frozen=True, slots=True)
class Route:
    """One line of the table: what it answers, how, and why it stands where it stands.

    ``is_question`` says that the answer tells when it comes late.
    """

    name: str
    matches: Callable[[Arrival], bool]
    call: Callable[[Desk, Arrival], Reply | None]
    why: str
    is_question: bool = False


def _command(name: str) -> Callable[[Arrival], bool]:
    return lambda arrival: arrival.kind is Kind.COMMAND and arrival.name == name


def _kind(kind: Kind) -> Callable[[Arrival], bool]:
    return lambda arrival: arrival.kind is kind


def _is_passage_link(arrival: Arrival) -> bool:
    return _command("start")(arrival) and arrival.text.startswith("s_")


ROUTES: Final = (
    Route(
        "press",
        _kind(Kind.PRESS),
        lambda desk, arrival: desk.press(arrival.person, arrival.name, arrival.text or None),
        "A press is no message; nothing below can match it.",
    ),
    Route(
        "passage link",
        _is_passage_link,
        lambda desk, arrival: desk.press(arrival.person, arrival.text, None) or desk.start(arrival.person),
        "Before /start, which it is too: who follows a link to a passage wants the passage.",
    ),
    Route(
        "start",
        _command("start"),
        lambda desk, arrival: desk.start(arrival.person),
        "Before unknown commands, with any other payload.",
    ),
    Route(
        "help",
        _command("help"),
        lambda desk, arrival: desk.help(arrival.person),
        "Named, though the next line does the same, so that it stays when other commands come.",
    ),
    Route(
        "unknown command",
        _kind(Kind.COMMAND),
        lambda desk, arrival: desk.help(arrival.person),
        "After every command there is: a mistyped command is not a question.",
    ),
    Route(
        "thing",
        _kind(Kind.THING),
        lambda desk, arrival: desk.other(arrival.person, arrival.name),
        "A picture or a file without words. With a caption it is a question, and is in the next line.",
    ),
    Route(
        "question",
        _kind(Kind.QUESTION),
        lambda desk, arrival: desk.ask(arrival.person, arrival.text),
        "Last: all words that are nothing else.",
        is_question=True,
    ),
)


def route(arrival: Arrival) -> Route:
    """Return the line of the table that answers ``arrival``; there is one for each kind."""
    return next(line for line in ROUTES if line.matches(arrival))
