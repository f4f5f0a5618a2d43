"""Long work on a terminal: a bar with rate and time left; a line now and then where there is no terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bot.commands.options import note
from index.vectors import Progress as Embedded
from index.vectors import Watcher

_SECONDS_BETWEEN_LINES = 10.0


def _left(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"


class _Lines:
    """Progress where there is no terminal: a line every ten seconds, and the last one."""

    def __init__(self) -> None:
        self._began = self._last = time.monotonic()

    def __call__(self, seen: Embedded) -> None:
        now = time.monotonic()
        if now - self._last < _SECONDS_BETWEEN_LINES and seen.done < seen.total:
            return
        self._last = now
        spent = max(now - self._began, 1e-6)
        left = spent * (seen.all_units - seen.done_units) / max(seen.done_units, 1)
        note(f"embedded {seen.done} of {seen.total} passages, {seen.done / spent:.0f} a second, {_left(left)} left")


@contextmanager
def embedding() -> Iterator[Watcher]:
    """Give a watcher that shows how far the embedding is, on stderr."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines()
        return
    columns = (
        TextColumn("Embedding"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("passages, {task.fields[rate]:.0f} a second,"),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("embedding", total=None, rate=0.0)
        began = time.monotonic()

        def watch(seen: Embedded) -> None:
            rate = seen.done / max(time.monotonic() - began, 1e-6)
            bar.update(task, total=seen.total, completed=seen.done, rate=rate)

        yield watch
