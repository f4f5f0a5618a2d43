"""What a site's robots.txt allows (RFC 9309), read once a day for each site."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from protego import Protego

from corpus.errors import FetchError

AGENT = "OnRecord"
_LONGEST_DELAY = 30.0
_KEPT = 24 * 60 * 60.0
"""Seconds that what a site said is taken to hold: RFC 9309, 2.4, allows no more than a day."""

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
    """The robots.txt of every site that was asked; ``ask`` gets one, ``clock`` is :func:`time.monotonic`'s kind."""

    def __init__(self, ask: Callable[[str], Answer], clock: Callable[[], float] = time.monotonic) -> None:
        self._ask, self._clock = ask, clock
        self._rules: dict[str, tuple[float, Protego]] = {}

    def check(self, origin: str, url: str) -> float | None:
        """Return the seconds between requests that the site ``origin`` asks for, when it allows ``url``.

        :raises FetchError: when it does not allow it, or cannot say.
        """
        until, rules = self._rules.get(origin, (0.0, None))
        if rules is None or self._clock() >= until:
            rules = self._read(origin, url)
            self._rules[origin] = (self._clock() + _KEPT, rules)
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
