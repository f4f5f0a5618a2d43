"""Candidates: passages near the question in meaning, and passages that hold its words, each with what speaks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.answers.agreement import agreement
from index.answers.question import Question
from index.answers.weights import WORDS_WEIGHT
from index.engines.tantivy import Group
from index.interaction import maxsim
from index.interaction.reading import Asked
from index.places import Places
from index.snapshot import Snapshot

DEPTH = 200
"""Passages taken from each engine. An answer is nearly always among the first fifty of one of them."""

MATCHED = 100
"""Passages, best first, whose words in context are looked at."""

_DEEPER = 5
"""Times as many by words where an issuer is asked for: tantivy does not know who issued a passage."""

_DIGITS = 5
"""Scores are rounded: the same question must give the same order, and engines differ in the seventh digit."""

Floats = npt.NDArray[np.float32]
Ordinals = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """Passages by ordinal, in ascending order of ordinal; every array has one row a passage.

    ``meaning``: inner product, -1 to 1. ``standing``: the same as standard deviations above all passages' mean.
    ``words``: BM25 over the question's idf mass, 0 or more. ``late``: how well the question's words are matched in
    their contexts, in units of ``standing``. ``agreement``: of the day of issue with the days named, 0 to 1.
    ``extra``: what else speaks for a passage, in units of ``standing``. Of all these, higher is better. ``lengths``:
    code points of its statement. ``matches``, shape (words of the question, passages): the best match of each, NaN
    where a passage has no codes.
    """

    ordinals: Ordinals
    meaning: Floats
    standing: Floats
    words: Floats
    late: Floats
    agreement: Floats
    lengths: Floats
    extra: Floats
    matches: Floats

    def __len__(self) -> int:
        """Return the number of candidates."""
        return len(self.ordinals)


def candidates(snapshot: Snapshot, question: Question, asked: Asked, within: Ordinals | None = None) -> Candidates:
    """Return the candidates for ``question``, read as ``asked``; its filters are applied before scoring.

    ``within``: passages of the issuer that is asked for, ascending.
    """
    near, _ = snapshot.vectors.search(asked.vector, DEPTH, allowed(snapshot.places, question, within))
    worded, bm25 = snapshot.words.search(
        [term.keys for term in question.terms],
        DEPTH if within is None else DEPTH * _DEEPER,
        since=question.since,
        until=question.until,
        language=question.language,
    )
    if within is not None:
        kept = np.flatnonzero(np.isin(worded, within))[:DEPTH]
        worded, bm25 = worded[kept], bm25[kept]
    return scored(snapshot, question, asked, np.union1d(near, worded), dict(zip(worded.tolist(), bm25, strict=True)))


def allowed(places: Places, question: Question, within: Ordinals | None) -> Ordinals | None:
    """Return the passages that the filters of ``question`` let through, ascending; ``None`` without a filter."""
    found = places.allowed(question.since, question.until, question.language)
    if within is None:
        return found
    return within if found is None else np.intersect1d(found, within)


def scored(
    snapshot: Snapshot,
    question: Question,
    asked: Asked,
    ordinals: Ordinals,
    known: Mapping[int, np.float32] | None = None,
) -> Candidates:
    """Return the passages ``ordinals``, in ascending order, as candidates for ``question``, read as ``asked``.

    ``known``: the BM25 scores of some, by ordinal.
    """
    places = snapshot.places
    groups = [term.keys for term in question.terms]
    mass = sum(snapshot.words.idf(group) for group in groups)
    meaning = snapshot.vectors.scores(asked.vector, ordinals)
    standing = snapshot.spread.standing(asked.vector, meaning)
    bm25 = _bm25(snapshot, groups, ordinals, known or {})
    # A passage without a vector yet stands where the average passage does.
    standing, words = _rounded(np.nan_to_num(standing, nan=0.0)), _rounded(bm25 / max(mass, 1e-9))
    matches = _matches(snapshot, asked, ordinals, standing + WORDS_WEIGHT * words)
    return Candidates(
        ordinals=ordinals,
        meaning=meaning,
        standing=standing,
        words=words,
        late=_rounded(asked.worth * _with_middle(maxsim.scores(matches, asked.weight))),
        agreement=agreement(places.days[ordinals], question.periods),
        lengths=places.lengths[places.of[ordinals]].astype(np.float32),
        extra=np.zeros(len(ordinals), np.float32),
        matches=matches,
    )


def _matches(snapshot: Snapshot, asked: Asked, ordinals: Ordinals, scores: Floats) -> Floats:
    """Return the matches of the words in context for the best of ``ordinals`` by ``scores``, NaN for the others."""
    found = np.full((len(asked.words), len(ordinals)), np.nan, np.float32)
    best = np.sort(np.lexsort((ordinals, -scores))[:MATCHED])
    found[:, best] = snapshot.matching.matches(asked.words, ordinals[best])
    return found


def _bm25(snapshot: Snapshot, groups: Sequence[Group], ordinals: Ordinals, known: Mapping[int, np.float32]) -> Floats:
    """Return the BM25 scores of ``ordinals``; only those not ``known`` are computed."""
    missing = ordinals[[ordinal not in known for ordinal in ordinals.tolist()]] if known else ordinals
    more = dict(zip(missing.tolist(), snapshot.words.scores(groups, missing), strict=True))
    return np.array([known.get(at, more.get(at, 0.0)) for at in ordinals.tolist()], np.float32)


def _rounded(scores: npt.NDArray[np.floating]) -> Floats:
    return np.asarray(np.round(scores, _DIGITS), np.float32)


def _with_middle(late: Floats) -> Floats:
    """Return ``late`` with the mean of the others in the place of NaN: nothing is known of these passages."""
    there = np.isfinite(late)
    return np.where(there, late, late[there].mean() if there.any() else 0.0)
