"""A generation opened for reading: everything a question needs, of one moment, never changing under it."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from index.engines.faiss import Ordinals
from index.engines.tantivy import WordIndex
from index.errors import GenerationError
from index.files import Checked, compared
from index.generation import Generation, Generations, Manifest
from index.interaction.matching import Matching, Stretch
from index.meaning import Extent, Meaning
from index.parts import Part, facts_of
from index.places import Places
from index.spread import Moments, Spread

WORDS, DEAD = "words", "dead.npy"

_TRIES = 10
"""A generation may be replaced, and cleared away, while it is opened: then the newer one is opened."""


def dead_of(generation: Generation) -> Ordinals:
    """Return the ordinals of the dead passages of ``generation``, ascending.

    :raises GenerationError: when they cannot be read.
    """
    file = generation.folder / DEAD
    try:
        return np.asarray(np.load(file, allow_pickle=False), np.int64)
    except (OSError, ValueError, EOFError, zipfile.BadZipFile):
        raise GenerationError(f"{file}: cannot be read; `onrecord rebuild` makes it anew") from None


@dataclass(frozen=True, slots=True, eq=False)
class Living:
    """A part, those of its passages that are dead, and the moments of the vectors of these."""

    part: Part
    dead: Ordinals
    lost: Moments | None

    @classmethod
    def of(cls, part: Part, dead: Ordinals, before: Living | None) -> Living:
        """Return ``part`` with ``dead`` passages; only what died since ``before`` is computed."""
        mine = dead[np.searchsorted(dead, part.first) : np.searchsorted(dead, part.last)]
        known = before.dead if before is not None and not len(np.setdiff1d(before.dead, mine)) else mine[:0]
        lost = before.lost if before is not None and len(known) else None
        vectors = part.vectors_of(np.setdiff1d(mine, known))
        if len(vectors):
            more = Moments.of(vectors, vectors.shape[1])
            lost = more if lost is None else lost.plus(more)
        return cls(part, mine, lost)

    @property
    def moments(self) -> Moments | None:
        """The moments of the vectors of its living passages."""
        if self.part.moments is None or self.lost is None:
            return self.part.moments
        return self.part.moments.minus(self.lost)


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One generation in memory."""

    folder: Path
    manifest: Manifest
    places: Places
    spread: Spread
    vectors: Meaning
    words: WordIndex
    matching: Matching
    living: tuple[Living, ...] = field(repr=False)
    checked: Checked = field(repr=False)

    @classmethod
    def open(cls, generations: Generations, before: Snapshot | None = None) -> Snapshot:
        """Return the generation in use.

        Every file is read through once and compared with its hash (a second for 500 MB): FAISS takes flipped bytes
        for vectors, and tantivy ends the process over them. What ``before`` has in memory is not read again.

        :raises MissingGenerationError: when there is none.
        :raises GenerationError: when its parts are damaged, cannot be read or do not belong together.
        """
        for _ in range(_TRIES):
            mark = generations.mark()
            try:
                return cls._opened(generations.published(), before)
            except GenerationError:
                if generations.mark() == mark:
                    raise
        raise GenerationError(f"{generations.folder}: changes faster than it can be opened; try again")

    @classmethod
    def _opened(cls, generation: Generation, before: Snapshot | None) -> Snapshot:
        folder, manifest = generation.folder, generation.manifest
        damaged, checked = compared(folder, manifest.files, before.checked if before else {})
        if damaged:
            raise GenerationError(damaged[0])
        dead = dead_of(generation)
        living = _living(generation, dead, before.living if before else ())
        places = Places.joined([one.part.places for one in living]).without(dead)
        extents = [Extent(one.part.first, one.part.last, one.part.vectors) for one in living]
        meaning, words = Meaning(places, extents), WordIndex.open(folder / WORDS)
        if (int(places.alive.sum()), len(meaning), len(words)) != (
            manifest.passages,
            manifest.vectors,
            manifest.passages,
        ):
            raise GenerationError(f"{folder}: its parts do not belong together; `onrecord rebuild` makes it anew")
        matching = Matching([Stretch(one.part.first, one.part.last, one.part.codes) for one in living])
        return cls(folder, manifest, places, _spread(living), meaning, words, matching, living, checked)


def _living(generation: Generation, dead: Ordinals, before: Sequence[Living]) -> tuple[Living, ...]:
    known = {(one.part.first, one.part.facts): one for one in before}
    found: list[Living] = []
    first = 0
    for name in generation.manifest.parts:
        same = known.get((first, facts_of(generation, name)))
        part = same.part if same else Part.open(generation, name, first)
        found.append(Living.of(part, dead, same))
        first = part.last
    if len(dead) and (dead[0] < 0 or dead[-1] >= first):
        raise GenerationError(
            f"{generation.folder}: its parts do not belong together; `onrecord rebuild` makes it anew"
        )
    return tuple(found)


def _spread(living: Sequence[Living]) -> Spread:
    whole: Moments | None = None
    for one in living:
        moments = one.moments
        if moments is not None:
            whole = moments if whole is None else whole.plus(moments)
    return Spread.of(whole if whole is not None else Moments.of(np.empty((0, 0), np.float32), 0))
