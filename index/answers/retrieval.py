"""Candidates: passages near the question in meaning, and passages that hold its words, each with both scores."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.answers.question import Question
from index.snapshot import Snapshot

DEPTH = 200
"""Passages taken from each engine. An answer is nearly always among the first fifty of one of them."""

_DIGITS = 5
"""Scores are rounded: the same question must give the same order, and engines differ in the seventh digit."""

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Passages by ordinal, in ascending order of ordinal; every array has one row a passage.

    ``meaning``: inner product, -1 to 1. ``standing``: the same as standard deviations above all passages' mean.
    ``words``: BM25 over the question's idf mass, 0 or more. For all three, higher is better.
    ``mass``: the idf mass itself. ``idfs``: one a term of the question.
    """

    ordinals: npt.NDArray[np.int64]
    meaning: Floats
    standing: Floats
    words: Floats
    mass: float
    idfs: tuple[float, ...]

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.ordinals)


def candidates(snapshot: Snapshot, question: Question, vector: npt.NDArray[np.float32]) -> Candidates:
    """Return the candidates for ``question``, whose vector is ``vector``; its filters are applied before scoring."""
    allowed = snapshot.places.allowed(question.since, question.until, question.language)
    near, _ = snapshot.vectors.search(vector, DEPTH, allowed)
    worded, _ = snapshot.words.search(
        [term.keys for term in question.terms],
        DEPTH,
        since=question.since,
        until=question.until,
        language=question.language,
    )
    return scored(snapshot, question, vector, np.union1d(near, worded))


def scored(
    snapshot: Snapshot, question: Question, vector: npt.NDArray[np.float32], ordinals: npt.NDArray[np.int64]
) -> Candidates:
    """Return the passages ``ordinals``, in ascending order, as candidates for ``question`` with its ``vector``."""
    groups = [term.keys for term in question.terms]
    idfs = tuple(snapshot.words.idf(group) for group in groups)
    mass = sum(idfs)
    meaning = snapshot.vectors.scores(vector, ordinals)
    standing = snapshot.spread.standing(vector, meaning)
    bm25 = snapshot.words.scores(groups, ordinals)
    return Candidates(
        ordinals=ordinals,
        meaning=meaning,
        # A passage without a vector yet stands where the average passage does.
        standing=np.round(np.nan_to_num(standing, nan=0.0), _DIGITS).astype(np.float32),
        words=np.round(bm25 / max(mass, 1e-9), _DIGITS).astype(np.float32),
        mass=mass,
        idfs=idfs,
    )
