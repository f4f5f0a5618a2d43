"""What can go wrong on the top floor, as one tree.

::

    BotError
    ├── SettingsError      a setting that cannot be used
    ├── UsageError         a command that was not told what to do
    ├── TokenError         no token, or one that Telegram refuses
    ├── ConflictError      another program is reading the same bot's messages
    ├── UnreachableError   Telegram, or the server named in its place, does not answer
    ├── DeskError          the conversation broke while it worked on something a person sent
    ├── RenderingError     a reply that Telegram would not take as it is
    └── MisquoteError      a quote that is not, or would not be shown as, the record's words

Each is raised with one line that says what happened, to which input, and what to do about it. None of those lines
carries a question, a quote or a token.
"""

from __future__ import annotations


class BotError(Exception):
    """The base of every error of this floor. ``str()`` of it is one line for the person who runs the bot."""


class SettingsError(BotError):
    """A setting that cannot be used. The line names the setting, its value and what it may be."""


class UsageError(BotError):
    """A command that was not told what to do. The line says what it can be told."""


class TokenError(BotError):
    """No token, or one that Telegram refuses. The line never carries the token."""


class ConflictError(BotError):
    """Another program reads the messages of the same bot, by polling (HTTP 409) or by a webhook."""


class UnreachableError(BotError):
    """Telegram, or the Bot API server named in its place, does not answer."""


class DeskError(BotError):
    """The conversation broke while it worked on something a person sent. The line says where, never on what."""


class RenderingError(BotError):
    """A reply that Telegram would not take as it is: too long, a button too large, a span outside its text."""


class MisquoteError(BotError):
    """A quote that is not the words of the record, or that Telegram would show as other words.

    The line names the statement and its revision, never the quote.
    """
