"""Keeps the bot's token, and what people write, out of every log."""

from __future__ import annotations

import logging
import re
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

REDACTED = "[token]"
# The HTTP client logs addresses, and a Bot API address holds the token. The library logs whole calls, words included.
_TALKATIVE = ("httpx", "httpcore", "telegram")
_TOKEN = re.compile(r"\d+(?::|%3A)[A-Za-z0-9_-]{30,}", re.IGNORECASE)
_SHORTEST_SECRET = 16


class Redaction(logging.Filter):
    """Takes a token out of log records: out of the message with its arguments, of tracebacks and of stacks.

    It lets every record pass. It belongs on handlers rather than on loggers, because a logger's filter does not see
    what the loggers below it log.
    """

    def __init__(self, token: str) -> None:
        super().__init__()
        secret = token.partition(":")[2]
        self._secrets = [token, secret] if len(secret) >= _SHORTEST_SECRET else [token]

    def redact(self, text: str) -> str:
        """Return ``text`` with the token, its secret half, and anything of a token's form taken out."""
        text = _TOKEN.sub(REDACTED, text)
        for secret in filter(None, self._secrets):
            text = text.replace(secret, REDACTED)
        return text

    def filter(self, record: logging.LogRecord) -> bool:
        """Redact ``record`` in place; always true."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):  # arguments that do not fit the message must not get around the redaction
            message = f"{record.msg} {record.args!r}"
            record.msg, record.args = message, ()
        if (redacted := self.redact(message)) != message:
            record.msg, record.args = redacted, ()
        if record.exc_info and not record.exc_text:
            trace = logging.Formatter().formatException(record.exc_info)
            if (redacted := self.redact(trace)) != trace:
                # A handler that draws tracebacks itself would draw the exception as it is.
                record.exc_text, record.exc_info = redacted, None
        if record.exc_text:
            record.exc_text = self.redact(record.exc_text)
        if record.stack_info:
            record.stack_info = self.redact(record.stack_info)
        return True


@contextmanager
def guarded(token: str) -> Iterator[Redaction]:
    """Redact ``token`` from whatever the root handlers, as they are now, put out, and quieten the talkative libraries.

    Filter and levels are put back at the end, so that a program that ends its bot keeps its own logging.
    """
    redaction = Redaction(token)
    # The last resort is what prints when a program has configured no logging at all.
    handlers = [*logging.getLogger().handlers, *([logging.lastResort] if logging.lastResort else [])]
    loggers = [logging.getLogger(name) for name in _TALKATIVE]
    levels = [logger.level for logger in loggers]
    for handler in handlers:
        handler.addFilter(redaction)
    for logger in loggers:
        logger.setLevel(max(logger.level, logging.WARNING))
    try:
        yield redaction
    finally:
        for logger, level in zip(loggers, levels, strict=True):
            logger.setLevel(level)
        for handler in handlers:
            handler.removeFilter(redaction)
