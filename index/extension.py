"""Extending a generation by what changed: new passages in a part of their own, superseded ones marked as dead.

Small parts are joined from time to time, so that there are never many: each passage is written again a few times at
most, as the part it is in grows. The dead keep their ordinals; a whole build is due when there are many of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain, repeat
from pathlib import Path

import numpy as np
import numpy.typing as npt

from index import parts
from index.cutting import Cut
from index.engines.faiss import Ordinals, VectorIndex
from index.engines.tantivy import WordIndex
from index.files import carry, verify
from index.generation import Generation, Generations, Manifest
from index.interaction.codes import CODES, OFFSETS
from index.places import Places
from index.snapshot import DEAD, WORDS, dead_of

MOST_PARTS = 8
"""Parts of an index: each takes a search of its own."""

MOST_DEAD = 0.25
"""The share of dead passages beyond which a whole build is due."""

_NONE = np.empty((0, 0), np.float16)


@dataclass(frozen=True, slots=True, eq=False)
class Addition:
    """What is added to a generation: its parts' ``places`` so far, the ``cut`` to add, and what is dead now.

    ``codes`` are those of the words of its passages, ``None`` when the index has none. ``stale`` are the ordinals that
    died now, ``dead`` all of them.
    """

    places: list[Places]
    cut: Cut
    have: Mapping[bytes, bytes]
    codes: parts.PartCodes | None
    stale: Ordinals
    dead: Ordinals

    @classmethod
    def to(
        cls,
        generation: Generation,
        changed: Collection[str],
        cut: Cut,
        have: Mapping[bytes, bytes],
        codes: parts.PartCodes | None = None,
    ) -> Addition:
        """Return the addition of ``cut`` to ``generation``, in the place of what it has of the statements ``changed``.

        :raises GenerationError: when what is read of the generation is damaged.
        """
        # Tantivy merges files without looking at their checksums: damage would go on into new ones, under new hashes.
        _verify(generation, lambda name: name == DEAD or name.endswith(f"/{parts.PLACES}") or name.startswith(WORDS))
        places, dead = parts.places_of(generation), dead_of(generation)
        stale = Places.joined(places).without(dead).ordinals_of(changed)
        return cls(places, cut, have, codes, stale, np.union1d(dead, stale))

    @property
    def first(self) -> int:
        """The first new ordinal."""
        return sum(map(len, self.places))

    @property
    def is_too_sparse(self) -> bool:
        """Whether so many passages would be dead that a whole build is due."""
        return len(self.dead) > MOST_DEAD * (self.first + len(self.cut))


def kept_apart(sizes: Sequence[int], added: int) -> int:
    """Return how many parts of ``sizes`` stay as they are; the later ones are joined with the ``added`` passages.

    None is joined as long as there are few. Then the newest are, back to one that is large beside all after it.
    """
    if len(sizes) < MOST_PARTS:
        return len(sizes)
    kept, joined = len(sizes) - 1, added + sizes[-1]
    while kept and sizes[kept - 1] <= 2 * joined:
        kept -= 1
        joined += sizes[kept]
    return kept


def extend(generations: Generations, earlier: Generation, addition: Addition, sequence: int) -> Manifest:
    """Publish ``earlier`` with ``addition``, of the archive at ``sequence``; return its manifest.

    :raises OSError: when it cannot be written.
    :raises GenerationError: when it cannot be read or written.
    """
    manifest, new = earlier.manifest, len(addition.cut)
    kept = kept_apart(list(map(len, addition.places)), new) if new else len(manifest.parts)
    names = manifest.parts[:kept]
    folder = generations.begin()
    carried = tuple(f"{parts.PARTS}/{name}/" for name in names)
    wanted = (*carried, f"{WORDS}/") if len(addition.stale) else (*carried, f"{WORDS}/", DEAD)
    carry(earlier.folder, (name for name in manifest.files if name.startswith(wanted)), folder)
    places = addition.places[:kept]
    if new:
        part = _part(earlier, addition, kept, folder)
        places, names = [*places, part], (*names, folder.name)
    if len(addition.stale):
        np.save(folder / DEAD, addition.dead.astype(np.int32))
    WordIndex.extend(folder / WORDS, addition.cut.words(addition.first), addition.stale)
    whole = Places.joined(places).without(addition.dead)
    return generations.publish(
        folder,
        recipe=manifest.recipe,
        identity=manifest.identity,
        sequence=sequence,
        passages=int(whole.alive.sum()),
        vectors=int((whole.alive & whole.embedded).sum()),
        parts=names,
        earlier=earlier,
    )


def _part(earlier: Generation, addition: Addition, kept: int, folder: Path) -> Places:
    """Write the new part, with the parts after the first ``kept`` ones in it; return its places."""
    first = at = sum(map(len, addition.places[:kept]))
    found: list[Places] = []
    vectors: list[npt.NDArray[np.float16]] = []
    for name, places in zip(earlier.manifest.parts[kept:], addition.places[kept:], strict=True):
        within = (addition.dead >= at) & (addition.dead < at + len(places))
        found.append(places.without_vectors(addition.dead[within] - at))
        wanted = at + np.flatnonzero(found[-1].embedded)
        if len(wanted):
            vectors.append(_sound(earlier, name).rows(wanted).astype(np.float16))
        at += len(places)
    found.append(addition.cut.places(addition.have))
    if found[-1].embedded.any():
        vectors.append(addition.cut.matrix(addition.have))
    joined = Places.joined(found)
    matrix = np.concatenate(vectors) if vectors else _NONE
    parts.write(folder, folder.name, first, joined, matrix, codes=_codes(earlier, addition, kept))
    return joined


def _codes(earlier: Generation, addition: Addition, kept: int) -> parts.PartCodes | None:
    """Return the codes of the new part, ``None`` when the index has none.

    :raises GenerationError: when those of a part that is joined are not what was written.
    """
    if addition.codes is None:
        return None
    added, dimension = addition.codes
    joined: list[Iterable[bytes]] = []
    for name, places in zip(earlier.manifest.parts[kept:], addition.places[kept:], strict=True):
        files = {f"{parts.PARTS}/{name}/{CODES}", f"{parts.PARTS}/{name}/{OFFSETS}"}
        _verify(earlier, files.__contains__)
        codes = parts.codes_of(earlier, name)
        joined.append(repeat(b"", len(places)) if codes is None else codes.each())
    return chain(*joined, added), dimension


def _sound(earlier: Generation, name: str) -> VectorIndex:
    """Return the vectors of the part ``name``, which is copied: so it is compared with its hash first."""
    file = f"{parts.PARTS}/{name}/{parts.VECTORS}"
    _verify(earlier, lambda name: name == file)
    return VectorIndex.open(earlier.folder / file)


def _verify(generation: Generation, wanted: Callable[[str], bool]) -> None:
    files = generation.manifest.files
    verify(generation.folder, {name: files[name] for name in files if wanted(name)})
