"""A generation opened for reading: everything a question needs, of one moment, never changing under it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from index.engines.faiss import VectorIndex
from index.engines.tantivy import WordIndex
from index.errors import GenerationError
from index.generation import Generations, Manifest
from index.places import Places
from index.spread import Spread

PLACES, SPREAD, VECTORS, WORDS = "passages.npz", "spread.npz", "vectors.faiss", "words"


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """One generation in memory."""

    folder: Path
    manifest: Manifest
    places: Places
    spread: Spread
    vectors: VectorIndex
    words: WordIndex

    @classmethod
    def open(cls, generations: Generations) -> Snapshot:
        """Return the generation in use.

        Every file is read through once and compared with its hash (a second for 500 MB): FAISS takes flipped bytes
        for vectors, and tantivy ends the process over them.

        :raises MissingGenerationError: when there is none.
        :raises GenerationError: when its parts are damaged, cannot be read or do not belong together.
        """
        folder = generations.current()
        if damaged := generations.damaged(folder):
            raise GenerationError(damaged[0])
        snapshot = cls(
            folder,
            generations.manifest(folder),
            Places.open(folder / PLACES),
            Spread.open(folder / SPREAD),
            VectorIndex.open(folder / VECTORS),
            WordIndex.open(folder / WORDS),
        )
        expected = snapshot.manifest
        if (len(snapshot.places), len(snapshot.vectors), len(snapshot.words)) != (
            expected.passages,
            expected.vectors,
            expected.passages,
        ):
            raise GenerationError(f"{folder}: its parts do not belong together; `onrecord rebuild` makes it anew")
        return snapshot
