"""What goes wrong between the bot and Telegram: whether to try again, and how it is told without telling too much."""

from __future__ import annotations

import traceback
from datetime import timedelta
from typing import TYPE_CHECKING

import httpx

if TYPE_CHECKING:
    import logging

    from telegram.error import RetryAfter, TelegramError

_NEVER_LEFT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_FRAMES = 3


def was_not_sent(error: TelegramError) -> bool:
    """Tell whether the request behind ``error`` surely never reached Telegram, so that sending again cannot double it.

    After any other timeout or broken connection the message may have been delivered.
    """
    return isinstance(error.__cause__, _NEVER_LEFT)


def seconds(error: RetryAfter) -> float:
    """Return how long Telegram asks to wait."""
    wait = error.retry_after
    return wait.total_seconds() if isinstance(wait, timedelta) else float(wait)


def reason(error: TelegramError) -> str:
    """Return ``error`` in a few words for a log, without the body of a response that could not be read."""
    return f"{type(error).__name__}: {error.message.partition('. Parsing the server response')[0]}"


def place(error: BaseException) -> str:
    """Return the kind of ``error`` and where it was raised, innermost first, without its message.

    The message of an exception may hold what a person wrote; module names and line numbers cannot.
    """
    frames = [
        f"{frame.f_globals.get('__name__', '?')}:{line}" for frame, line in traceback.walk_tb(error.__traceback__)
    ]
    return " < ".join([type(error).__name__, *reversed(frames[-_FRAMES:])])


class Outage:
    """Tells a log once that something does not answer, and once that it does again, however often it is tried."""

    def __init__(self, log: logging.Logger, what: str) -> None:
        self._log = log
        self._what = what
        self._failures = 0

    def failed(self, why: str) -> int:
        """Note one more failure, and return how many there were in a row."""
        self._failures += 1
        if self._failures == 1:
            self._log.warning("%s (%s): trying again until it works", self._what, why)
        return self._failures

    def over(self) -> None:
        """Note a success."""
        if self._failures:
            self._log.warning("works again after %d failures: %s", self._failures, self._what)
        self._failures = 0
