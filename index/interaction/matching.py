"""Matching a question's words in context with those of passages, over all parts of the index."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.interaction import maxsim
from index.interaction.codes import WordCodes
from index.interaction.maxsim import Floats

Ordinals = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Stretch:
    """The codes of the ordinals from ``first`` on; ``None`` when none has any."""

    first: int
    last: int
    codes: WordCodes | None


@dataclass(frozen=True, slots=True, eq=False)
class Matching:
    """The codes of all passages, which lie in ``stretches``, ascending and without gaps."""

    stretches: Sequence[Stretch]

    def matches(self, question: Floats, ordinals: Ordinals) -> Floats:
        """Return :func:`index.interaction.maxsim.matches` of ``question`` in ``ordinals``, ascending: (words, n).

        NaN where a passage has no codes.
        """
        found = np.full((len(question), len(ordinals)), np.nan, np.float32)
        if not len(question):
            return found
        for stretch in self.stretches:
            first, last = np.searchsorted(ordinals, [stretch.first, stretch.last])
            if stretch.codes is not None and last > first:
                codes, counts = stretch.codes.of(ordinals[first:last] - stretch.first)
                found[:, first:last] = maxsim.matches(question, codes, counts)
        return found
