"""What a site's robots.txt allows (RFC 9309), read once for each site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from corpus.errors import FetchError

AGENT = "OnRecord"
_LONGEST_DELAY = 30.0
_LARGEST = 512 * 1024
"""Bytes of a robots.txt that are read: RFC 9309, 2.5, asks for at least that."""

_CLIENT_ERRORS, _SERVER_ERRORS = range(400, 500), range(500, 600)
_TOO_MANY = 429


@dataclass(frozen=True, slots=True)
class Answer:
    """What a site answered when asked for its robots.txt: the HTTP status, and the body."""

    status: int
    body: bytes


class Robots:
    """The robots.txt of every site that was asked so far; ``ask`` gets one."""

    def __init__(self, ask: Callable[[str], Answer]) -> None:
        self._ask = ask
        self._rules: dict[str, Protego] = {}

    def check(self, origin: str, url: str) -> float | None:
        """Return the seconds between requests that the site ``origin`` asks for, when it allows ``url``.

        :raises FetchError: when it does not allow it, or cannot say.
        """
        if origin not in self._rules:
            self._rules[origin] = self._read(origin, url)
        rules = self._rules[origin]
        if not rules.can_fetch(url, AGENT):
            raise FetchError(
                url, "the site's robots.txt does not allow it to be read by programs: save the page and add the file"
            )
        delay = rules.crawl_delay(AGENT)
        return min(float(delay), _LONGEST_DELAY) if delay else None

    def _read(self, origin: str, url: str) -> Protego:
        answer = self._ask(f"{origin}/robots.txt")
        if answer.status in _SERVER_ERRORS or answer.status == _TOO_MANY:
            # RFC 9309, 2.3.1.4: a site that cannot say is taken to allow nothing for now.
            raise FetchError(url, f"the site cannot give its robots.txt now (HTTP {answer.status}): try again later")
        readable = answer.status not in _CLIENT_ERRORS and b"\x00" not in answer.body
        return Protego.parse(answer.body[:_LARGEST].decode(errors="replace") if readable else "")
