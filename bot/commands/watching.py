"""The command that follows feeds, pages and folders."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from types import FrameType
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.adding import summary
from bot.commands.indexing import bring_up_to_date
from bot.commands.options import Data, note, out, settings
from bot.errors import UsageError

if TYPE_CHECKING:
    from bot.settings import Settings
    from corpus.archive import Archive
    from corpus.record.recording import Outcome
    from corpus.web.watching import Watcher

_SECONDS = 60.0


def watch(
    places: Annotated[
        list[str] | None, typer.Argument(metavar="[PATH_OR_URL...]", help="In place of those in ONRECORD_WATCH.")
    ] = None,
    once: Annotated[bool, typer.Option("--once", help="Look at each once, and end.")] = False,
    data: Data = None,
) -> None:
    """Follow folders, feeds and pages: record what is new or changed, and make it answerable, until told to stop.

    Each problem is one line on stderr, and no reason to stop: it is tried again, after twice as long each time.
    """
    from bot import assembly
    from corpus.web.watching import Watcher

    chosen = settings(data)
    followed = places or list(chosen.watch)
    if not followed:
        raise UsageError("nothing to follow: name folders, feeds or pages, or set ONRECORD_WATCH to them")
    every = chosen.watch_minutes * _SECONDS
    stopped = _until_told()
    with assembly.open_archive(chosen, create=True) as archive, assembly.open_fetcher(chosen) as fetcher:
        watcher = Watcher(
            followed,
            archive,
            fetcher,
            tell=lambda problem: note(str(problem)),
            every=every,
            zone=chosen.timezone,
            is_stopped=stopped.is_set,
        )
        _look(chosen, archive, watcher)
        while not once and not stopped.wait(every):
            _look(chosen, archive, watcher)


def _until_told() -> threading.Event:
    """Return what is set when the process is told to stop: the page that is being read is finished first."""
    stopped = threading.Event()

    def stop(_signal: int, _frame: FrameType | None) -> None:
        stopped.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, stop)
    return stopped


def _look(chosen: Settings, archive: Archive, watcher: Watcher) -> None:
    counts: Counter[str] = Counter(_names(watcher.round()))
    embedded = bring_up_to_date(chosen, archive, embed=True) if archive.count() else 0
    if counts["added"] or counts["revised"] or embedded:
        out(f"{summary(counts)}; {embedded} passages embedded.")


def _names(outcomes: list[Outcome]) -> list[str]:
    return [outcome.value for outcome in outcomes]
