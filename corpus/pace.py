"""A polite pace: so many seconds between two requests to one site."""

from __future__ import annotations

import threading
from collections.abc import Callable


class Pace:
    """Keeps requests to one site ``pause`` seconds apart; ``clock`` and ``sleep`` are :func:`time.monotonic`'s kind."""

    def __init__(self, pause: float, clock: Callable[[], float], sleep: Callable[[float], None]) -> None:
        self._pause, self._clock, self._sleep = pause, clock, sleep
        self._next: dict[str, float] = {}
        self._turn = threading.Lock()

    def wait(self, site: str, pause: float | None = None) -> None:
        """Wait until ``site`` may be asked again; ``pause`` is what it asks for itself, when that is longer."""
        with self._turn:
            now = self._clock()
            begin = max(now, self._next.get(site, now))
            self._next[site] = begin + max(self._pause, pause or 0.0)
        if begin > now:
            self._sleep(begin - now)
