"""Watching: folders, feeds and pages looked at again and again, for what is new or changed.

What a server tells of an address (:class:`corpus.fetches.Validators`) is kept only after all it held is on record: a
kill in between makes it be read once more, and loses nothing.
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
from corpus.fetch import Fetcher, NotModified
from corpus.following import told_by
from corpus.intake import Given, files, read, read_from
from corpus.recording import Outcome
from corpus.referral import Referral
from corpus.statement import Draft

_BATCH = 100
_LONGEST_REST = timedelta(days=1)
_AGAIN = timedelta(days=1)
"""How long the page behind a feed's item is left alone once it is on record."""

Teller = Callable[[SourceError], None]


@dataclass(slots=True)
class _Place:
    """A place that is watched: how often it failed in a row, and until when it is left alone."""

    name: str
    failures: int = 0
    rests_until: float = 0.0
    seen: dict[Path, tuple[int, int]] = field(default_factory=dict)


class Watcher:
    """Looks at ``places`` (folders, files, addresses of pages and feeds) and records what is new in ``archive``.

    ``tell`` is called with a line for each problem and doubt. ``every``: seconds between two rounds, from which a place
    that fails rests twice as long each time, up to a day.
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
    ) -> None:
        self._places = [_Place(name) for name in dict.fromkeys(places)]
        self._archive, self._fetcher, self._tell = archive, fetcher, tell
        self._every, self._zone, self._clock = every, zone, clock

    def round(self) -> list[Outcome]:
        """Look at each place once; return what became of everything that was read.

        :raises ArchiveError: when the archive cannot be written.
        """
        outcomes: list[Outcome] = []
        for place in self._places:
            if self._clock() < place.rests_until:
                continue
            failed, found = self._look(place)
            outcomes += found
            place.failures = place.failures + 1 if failed else 0
            rest = min(self._every * 2**place.failures, _LONGEST_REST.total_seconds()) if failed else 0.0
            place.rests_until = self._clock() + rest
        return outcomes

    def _look(self, place: _Place) -> tuple[bool, list[Outcome]]:
        if "://" not in place.name:
            return False, self._record(self._changed(place))
        try:
            return False, self._look_at(place.name, None)
        except FetchError as error:
            self._tell(error)
            return True, []

    def _look_at(self, url: str, item: Referral | None) -> list[Outcome]:
        found = self._fetcher.fetch(url, self._archive.fetches.validators(url))
        if isinstance(found, NotModified):
            return []
        items: list[Referral] = []

        def later(referral: Referral) -> list[Draft | SourceError]:
            items.append(referral)
            return []

        drafts = read_from(found.document, Given(), later)
        if item is not None:
            drafts = (told_by(item, one) if isinstance(one, Draft) else one for one in drafts)
        outcomes = self._record(drafts)
        whole = True
        for referral in items:
            whole &= self._follow(referral, outcomes)
        if whole:
            self._archive.fetches.remember(url, found.validators)
        return outcomes

    def _follow(self, item: Referral, outcomes: list[Outcome]) -> bool:
        """Read the page behind ``item``; return whether that went well."""
        seen = self._archive.fetches.seen(item.url)
        if seen is not None and datetime.now(UTC) - seen < _AGAIN:
            return True
        try:
            outcomes += self._look_at(item.url, item)
        except FetchError as error:
            self._tell(error)
            return False
        return True

    def _changed(self, place: _Place) -> Iterator[Draft | SourceError]:
        """Give what is in the files of a folder that are not as they were when they were last read."""
        try:
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
                    place.seen[file] = state
        except SourceError as error:
            yield error

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
