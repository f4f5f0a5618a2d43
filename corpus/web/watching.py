"""Watching: folders, feeds and pages looked at again and again, for what is new or changed.

What a server tells of an address (:class:`corpus.record.fetches.Validators`) is kept only after all it held is on
record: a kill in between makes it be read once more, and loses nothing.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

from corpus.archive import Archive
from corpus.errors import FetchError, SourceError
from corpus.intake import Given, files, read, read_from
from corpus.record.recording import Outcome
from corpus.referral import Referral
from corpus.statement import Draft
from corpus.web.fetch import Fetcher, GoneError, NotModified
from corpus.web.following import told_by

_BATCH = 100
_LONGEST_REST = timedelta(days=1)
_AGAIN = timedelta(days=1)
"""How long the page behind a feed's item is left alone once it is on record."""

Teller = Callable[[SourceError], None]


@dataclass(slots=True)
class _Place:
    """A place that is looked at: how often it failed in a row, and until when it is left alone."""

    name: str
    failures: int = 0
    rests_until: float = 0.0
    seen: dict[Path, tuple[int, int]] = field(default_factory=dict)

    def settle(self, *, failed: bool, now: float, every: float) -> None:
        """Take note of how it went: after each failure it rests twice as long, up to a day."""
        self.failures = self.failures + 1 if failed else 0
        # Not a power of any size: a place may fail for years.
        rest = min(every * 2 ** min(self.failures, 30), _LONGEST_REST.total_seconds()) if failed else 0.0
        self.rests_until = now + rest


class Watcher:
    """Looks at ``places`` (folders, files, addresses of pages and feeds) and records what is new in ``archive``.

    ``tell`` is called with a line for each problem and doubt. ``every``: seconds between two rounds, from which a place
    that fails, or a page behind an item of a feed, rests twice as long each time, up to a day.
    ``is_stopped`` is asked before each place and page: a round then ends early, and what is left is read the next time.
    """

    def __init__(
        self,
        places: Iterable[str],
        archive: Archive,
        fetcher: Fetcher,
        *,
        tell: Teller,
        every: float = 900.0,
        zone: ZoneInfo | None = None,
        clock: Callable[[], float] = time.monotonic,
        is_stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self._is_stopped = is_stopped
        self._places = [_Place(name) for name in dict.fromkeys(places)]
        self._failing: dict[str, _Place] = {}
        self._items: dict[str, list[Referral]] = {}
        self._archive, self._fetcher, self._tell = archive, fetcher, tell
        self._every, self._zone, self._clock = every, zone, clock

    def round(self) -> list[Outcome]:
        """Look at each place once; return what became of everything that was read.

        :raises ArchiveError: when the archive cannot be written.
        """
        outcomes: list[Outcome] = []
        for place in self._places:
            if self._is_stopped() or self._clock() < place.rests_until:
                continue
            failed, found = self._look(place)
            outcomes += found
            place.settle(failed=failed, now=self._clock(), every=self._every)
        return outcomes

    def _look(self, place: _Place) -> tuple[bool, list[Outcome]]:
        try:
            if "://" in place.name:
                return False, self._look_at(place.name, None)
            states: dict[Path, tuple[int, int]] = {}
            outcomes = self._record(self._changed(place, states))
            place.seen |= states  # only what is on record by now
        except SourceError as error:
            self._tell(self._gone(error) if isinstance(error, GoneError) else error)
            return True, []
        return False, outcomes

    def _gone(self, error: GoneError) -> SourceError:
        """Return the line on an address that is not there; it says more of one that was."""
        if self._archive.fetches.seen(error.source) is None:
            return error
        return FetchError(
            error.source,
            "was read before and is gone: if its statement was withdrawn, `onrecord withdraw ID` marks it",
        )

    def _look_at(self, url: str, item: Referral | None) -> list[Outcome]:
        # The first time, a place is asked for whole: what its items are is not on record, and pages behind them change
        # while the feed does not.
        known = item is not None or url in self._items
        found = self._fetcher.fetch(url, self._archive.fetches.validators(url) if known else None)
        if isinstance(found, NotModified):
            outcomes: list[Outcome] = []
            self._follow_all(self._items.get(url, []), outcomes)
            return outcomes
        items: list[Referral] = []

        def later(referral: Referral) -> list[Draft | SourceError]:
            items.append(referral)
            return []

        drafts = read_from(found.document, Given(), later)
        if item is not None:
            drafts = (told_by(item, one) if isinstance(one, Draft) else one for one in drafts)
        outcomes = self._record(drafts)
        if item is not None and items:
            # Not followed, and not remembered: it may be a feed that is watched itself, even the one that led here.
            self._tell(SourceError(url, "is a feed behind an item of a feed: watch it by itself"))
            return outcomes
        if self._follow_all(items, outcomes):
            self._archive.fetches.remember(url, found.validators)
            self._items[url] = items
        return outcomes

    def _follow_all(self, items: Iterable[Referral], outcomes: list[Outcome]) -> bool:
        """Read the pages behind ``items``; return whether that went well for each."""
        whole = True
        for referral in items:
            whole &= not self._is_stopped() and self._follow(referral, outcomes)
        return whole

    def _follow(self, item: Referral, outcomes: list[Outcome]) -> bool:
        """Read the page behind ``item``; return whether that went well."""
        seen = self._archive.fetches.seen(item.url)
        if seen is not None and datetime.now(UTC) - seen < _AGAIN:
            return True
        page = self._failing.get(item.url) or _Place(item.url)
        if self._clock() < page.rests_until:
            return False
        try:
            outcomes += self._look_at(item.url, item)
        except FetchError as error:
            self._tell(self._gone(error) if isinstance(error, GoneError) else error)
            page.settle(failed=True, now=self._clock(), every=self._every)
            self._failing[item.url] = page
            return False
        self._failing.pop(item.url, None)
        return True

    def _changed(self, place: _Place, states: dict[Path, tuple[int, int]]) -> Iterator[Draft | SourceError]:
        """Give what is in the files of a folder that are not as they were when they were last read.

        How they are now is left in ``states``.

        :raises SourceError: when there is no such folder or file.
        """
        for file in files(Path(place.name)):
            if isinstance(file, SourceError):
                yield file
                continue
            try:
                facts = file.stat()
            except OSError:
                continue  # taken away meanwhile
            state = (facts.st_mtime_ns, facts.st_size)
            if place.seen.get(file) != state:
                yield from read(file, Given(), zone=self._zone)
                states[file] = state

    def _record(self, found: Iterable[Draft | SourceError]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        drafts = self._told(found)
        while batch := list(islice(drafts, _BATCH)):
            outcomes += self._archive.record(batch)
        return outcomes

    def _told(self, found: Iterable[Draft | SourceError]) -> Iterator[Draft]:
        for one in found:
            if isinstance(one, SourceError):
                self._tell(one)
                continue
            for doubt in one.doubts:
                self._tell(SourceError(one.source, doubt))
            yield one
