"""Checking the derived index: its files against their manifest, its places against the archive."""

from __future__ import annotations

from corpus.archive import Archive
from corpus.errors import UnknownStatementError
from index.errors import GenerationError, MissingGenerationError
from index.generation import Generations
from index.snapshot import Snapshot

_MOST = 20
"""Lines about one index: an index of another archive would give one a statement."""


def faults(archive: Archive) -> list[str]:
    """Return a line for each thing wrong with the derived index of ``archive``; empty when it is sound.

    An empty archive needs no index.
    """
    generations = Generations(archive.folder)
    try:
        folder = generations.current()
        damaged = generations.damaged(folder)
        if damaged:
            return damaged
        return _against(archive, Snapshot.open(generations))
    except MissingGenerationError as error:
        return [str(error)] if archive.count() else []
    except GenerationError as error:
        return [str(error)]


def _against(archive: Archive, snapshot: Snapshot) -> list[str]:
    found = []
    places, manifest = snapshot.places, snapshot.manifest
    if manifest.sequence != archive.sequence():
        found.append(f"{snapshot.folder}: is behind the archive; `onrecord rebuild` brings it up to date")
    if manifest.vectors != manifest.passages:
        missing = manifest.passages - manifest.vectors
        found.append(f"{snapshot.folder}: {missing} passages are found by words only; `onrecord rebuild` embeds them")
    ends = {int(row): int(places.ends[places.of == row].max()) for row in set(places.of.tolist())}
    for row, end in ends.items():
        name, number = str(places.ids[row]), int(places.revisions[row])
        try:
            length = len(archive.revision(name, number).text)
        except UnknownStatementError:
            found.append(f"{snapshot.folder}: {name}, revision {number} is not in the archive; `onrecord rebuild`")
            continue
        if end > length:
            found.append(
                f"{snapshot.folder}: {name}, revision {number} is shorter than its passages; `onrecord rebuild`"
            )
    return found[:_MOST]
