"""How long the Telegram side waits for what, in one place."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Pace:
    """Waits and ages, in seconds where they are plain numbers.

    ``long_poll`` is how long Telegram may keep a request for messages open. While answers are in hand it cannot be
    used, because what is not confirmed comes again at once: the bot looks again after ``look_again``, growing to
    ``look_again_most``. ``retry`` doubles up to ``retry_most`` while the network is down. ``typing_after`` is when work
    is long enough to say so. ``grace`` is how long answers in hand may take when the bot is told to stop. A question
    older than ``late`` is answered as such; one older than ``backlog`` when it arrives waited for the bot and is no
    flood.
    """

    long_poll: timedelta = timedelta(seconds=30)
    look_again: float = 0.3
    look_again_most: float = 3.0
    retry: float = 1.0
    retry_most: float = 30.0
    typing_after: float = 0.5
    typing_every: float = 4.5
    grace: float = 25.0
    late: timedelta = timedelta(minutes=10)
    backlog: timedelta = timedelta(minutes=1)

    def retry_in(self, attempt: int) -> float:
        """Return the seconds to wait after the failure number ``attempt``, counted from 1."""
        return float(min(self.retry * 2 ** min(attempt - 1, 16), self.retry_most))


PACE = Pace()
