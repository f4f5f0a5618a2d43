"""What the Telegram side needs of the conversation, and no more than that."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from bot.conversation.person import Person
    from bot.conversation.reply import Reply


class Desk(Protocol):
    """The conversation, seen from Telegram.

    Every call is synchronous and may take long: it is made from a few worker threads, never from the event loop, and
    several may run at once. Whatever a call raises is logged by its kind and place only, because its message might
    carry what a person asked; the person gets :meth:`failed`.
    """

    def start(self, person: Person) -> Reply:
        """Return the first words to somebody new (``/start``)."""

    def help(self, person: Person) -> Reply:
        """Return what can be asked here. Also the answer to a command that is not known."""

    def ask(self, person: Person, question: str) -> Reply:
        """Return the answer to ``question``, which is not empty and has no white space at its ends."""

    def other(self, person: Person, kind: str) -> Reply:
        """Return a line on something that is not a question.

        ``kind`` is one of ``photo``, ``sticker``, ``voice``, ``document``, ``video``, ``location``, ``contact`` and
        ``other``.
        """

    def press(self, person: Person, data: str, question: str | None) -> Reply | None:
        """Return what the button with the callback data ``data`` asks for, or ``None`` when it is too old or not known.

        ``question`` is the message that the message with the button answers, when Telegram still gives it. A link
        ``?start=s_...`` comes here too, with its payload as ``data``.
        """

    def busy(self, person: Person) -> Reply:
        """Return the one line for a question that is one too many while the earlier ones of that chat still wait."""

    def late(self, person: Person, reply: Reply, asked: datetime) -> Reply:
        """Return ``reply`` with a line that says it answers what was asked at ``asked`` (aware, UTC)."""

    def failed(self, person: Person) -> Reply:
        """Return a friendly line for when something broke. It quotes nothing and says nothing about the inside."""

    def verify(self, reply: Reply) -> None:
        """Check each quote of ``reply`` against the record; called at the moment of sending.

        :raises bot.errors.MisquoteError: when a quote is not what the record holds.
        """

    def commands(self, language: str) -> tuple[tuple[str, str], ...]:
        """Return the menu in ``language`` (``fr``, ``en`` or ``ar``): commands without slash, and what each does."""

    def description(self, language: str) -> str:
        """Return the words of the empty chat, at most 512 characters."""

    def short_description(self, language: str) -> str:
        """Return the words of the bot's profile, at most 120 characters."""
