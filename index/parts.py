"""A part of the index: passages of consecutive ordinals, by where they lie and by meaning. Written once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index.engines.faiss import Ordinals, VectorIndex
from index.errors import GenerationError
from index.files import Facts
from index.generation import Generation
from index.interaction.codes import CODES, WordCodes
from index.places import Places
from index.spread import Moments

PARTS, PLACES, VECTORS, MOMENTS = "parts", "places.npz", "vectors.faiss", "moments.npz"

PartCodes = tuple[Iterable[bytes], int]
"""The codes of the words of each passage, and how many numbers a word has."""

_FEW = 4096
"""Vectors of which the moments are computed when they are opened: it takes less than a tenth of a second."""


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """A part in memory. Its passages have the ordinals from ``first`` on; ``vectors`` is ``None`` when none has one.

    ``facts`` are the sizes and hashes of its files: two parts with the same ones are the same.
    """

    first: int
    places: Places = field(repr=False)
    vectors: VectorIndex | None = field(repr=False)
    moments: Moments | None = field(repr=False)
    codes: WordCodes | None = field(repr=False)
    facts: tuple[Facts, ...]

    @property
    def last(self) -> int:
        """The ordinal after its last one."""
        return self.first + len(self.places)

    @classmethod
    def open(cls, generation: Generation, name: str, first: int) -> Part:
        """Return the part ``name`` of ``generation``, whose passages have the ordinals from ``first`` on.

        :raises GenerationError: when it cannot be read, or its files do not belong together.
        """
        folder = generation.folder / PARTS / name
        places = Places.open(folder / PLACES)
        count = int(np.count_nonzero(places.embedded))
        index = VectorIndex.open(folder / VECTORS) if count else None
        if index is not None and len(index) != count:
            raise GenerationError(f"{folder}: its files do not belong together; `onrecord rebuild` makes it anew")
        moments = None
        if index is not None and count > _FEW:
            moments = Moments.open(folder / MOMENTS)
        elif index is not None:
            moments = Moments.of(index.rows(first + np.flatnonzero(places.embedded)), index.dimension)
        codes = codes_of(generation, name)
        if codes is not None and len(codes) != len(places):
            raise GenerationError(f"{folder}: its files do not belong together; `onrecord rebuild` makes it anew")
        return cls(first, places, index, moments, codes, facts_of(generation, name))

    def vectors_of(self, ordinals: Ordinals) -> npt.NDArray[np.float32]:
        """Return the vectors of those of ``ordinals``, all of this part, that have one: shape (n, dimension)."""
        if self.vectors is None:
            return np.empty((0, 0), np.float32)
        return self.vectors.rows(ordinals[self.places.embedded[ordinals - self.first]])


def facts_of(generation: Generation, name: str) -> tuple[Facts, ...]:
    """Return the sizes and hashes of the files of the part ``name``, in the order of their names."""
    files = generation.manifest.files
    return tuple(files[file] for file in sorted(files) if file.startswith(f"{PARTS}/{name}/"))


def codes_of(generation: Generation, name: str) -> WordCodes | None:
    """Return the codes of the words of the part ``name``, ``None`` when it has none.

    :raises GenerationError: when they cannot be read.
    """
    file = f"{PARTS}/{name}/{CODES}"
    return WordCodes.open(generation.folder / PARTS / name) if file in generation.manifest.files else None


def places_of(generation: Generation) -> list[Places]:
    """Return the places of every part of ``generation``, in order, all alive.

    :raises GenerationError: when they cannot be read.
    """
    return [Places.open(generation.folder / PARTS / name / PLACES) for name in generation.manifest.parts]


def write(
    folder: Path,
    name: str,
    first: int,
    places: Places,
    vectors: npt.NDArray[np.float16],
    *,
    codes: PartCodes | None = None,
) -> None:
    """Write the part ``name`` into the generation in ``folder``: ``places``, and a vector of each embedded one.

    ``codes`` are those of the words of each, and how many numbers a word has.

    :raises OSError: when it cannot be written.
    :raises GenerationError: when it cannot be written, or a vector is not finite.
    """
    place = folder / PARTS / name
    place.mkdir(parents=True)
    places.save(place / PLACES)
    if codes is not None:
        WordCodes.write(place, *codes)
    if not len(vectors):
        return
    dimension = vectors.shape[1]
    VectorIndex.build(vectors, first + np.flatnonzero(places.embedded), dimension).save(place / VECTORS)
    if len(vectors) > _FEW:
        Moments.of(vectors, dimension).save(place / MOMENTS)
