"""What goes wrong in the simulator: a call that is refused, and a mistake of the simulator itself."""

from __future__ import annotations

from typing import NoReturn


class RefusedError(Exception):
    """A call that Telegram would answer with ``ok: false``.

    ``code`` is the HTTP status, ``description`` the words for the caller, ``retry_after`` seconds (429 only).
    """

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.description = description
        self.retry_after = retry_after


class SimulatorError(AssertionError):
    """The simulator was about to say something that is not in the Bot API: a bug of the simulator."""


def refuse(description: str) -> NoReturn:
    """Raise the 400 that Telegram words as ``Bad Request: <description>``."""
    raise RefusedError(400, f"Bad Request: {description}")
