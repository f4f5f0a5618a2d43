"""Checking the derived index: its files against their manifest, its places against the archive."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from corpus.archive import Archive
from corpus.statement import Statement
from index.errors import GenerationError, MissingGenerationError
from index.generation import Generations
from index.places import Places
from index.snapshot import Snapshot

_MOST = 20
"""Lines about one index: an index that is wholly wrong would give one a statement."""


def faults(archive: Archive) -> list[str]:
    """Return a line for each thing wrong with the derived index of ``archive``; empty when it is sound.

    An empty archive needs no index.
    """
    generations = Generations(archive.folder)
    try:
        damaged = generations.damaged(generations.current())
        if damaged:
            return damaged
        before = generations.before()
        earlier = generations.damaged(before.folder) if before else []
        return earlier + _against(archive, Snapshot.open(generations))
    except MissingGenerationError as error:
        return [str(error)] if archive.count() else []
    except GenerationError as error:
        return [str(error)]


def _against(archive: Archive, snapshot: Snapshot) -> list[str]:
    found = []
    folder, manifest = snapshot.folder, snapshot.manifest
    if manifest.identity != archive.identity():
        return [f"{folder}: does not belong to this archive; `onrecord rebuild` makes it anew"]
    if manifest.sequence != archive.sequence():
        found.append(f"{folder}: is behind the archive; `onrecord rebuild` brings it up to date")
    if manifest.vectors != manifest.passages:
        missing = manifest.passages - manifest.vectors
        found.append(f"{folder}: {missing} passages are found by words only; `onrecord rebuild` embeds them")
    # What changed since is not expected in an index that is behind.
    since = {one.id for one in archive.changes(manifest.sequence)[1]}
    for line in _unlike(archive, snapshot.places, since):
        found.append(f"{folder}: {line}; `onrecord rebuild` makes it anew")
        if len(found) == _MOST:
            break
    return found


def _unlike(archive: Archive, places: Places, since: set[str]) -> Iterator[str]:
    """Give a line for each statement, but for those of ``since``, that is not in ``places`` as it is in ``archive``."""
    rows = np.unique(places.of[places.alive])
    ends = np.zeros(len(places.ids), np.int32)
    np.maximum.at(ends, places.of, places.ends)
    indexed: dict[str, int] = {}
    for row in rows.tolist():
        name = str(places.ids[row])
        if name in indexed:
            yield f"{name} is in it twice"
        indexed[name] = row
    for statement in archive.statements():
        mine = indexed.pop(statement.id, None)
        if statement.id not in since:
            fault = _fault(statement, places, mine, int(ends[mine]) if mine is not None else 0)
            if fault:
                yield f"{statement.id} {fault}"
    yield from (f"{name} is not in the archive" for name in indexed if name not in since)


def _fault(statement: Statement, places: Places, row: int | None, end: int) -> str | None:
    """Return what is wrong with ``statement`` in ``places``, where it is ``row`` and ends at ``end``."""
    if statement.withdrawn:
        return None if row is None else "is withdrawn, and still in the index"
    if row is None:
        return "is not in the index"
    wording = statement.revision
    if int(places.revisions[row]) != wording.number:
        return f"is in the index with revision {places.revisions[row]}, not {wording.number}"
    if int(places.lengths[row]) != len(wording.text) or end > len(wording.text):
        return f"is not of the length it had, in revision {wording.number}"
    return None
