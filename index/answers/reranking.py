"""A reranker's word on the best passages, put beside what ranked them."""

from __future__ import annotations

import dataclasses

import numpy as np

from index.answers.extract import Wordings
from index.answers.ranking import fused
from index.answers.retrieval import Candidates
from index.engines.reranking import Reranker
from index.places import Places
from index.vectors import embedded_text

DEPTH = 20
"""Passages, best first, that it reads: each costs a forward pass."""

WORTH = 1.5
"""What its word counts beside all else: it has read both together."""

_LEAST_DEVIATION = 1e-6


def weighed(reranker: Reranker, question: str, found: Candidates, places: Places, wordings: Wordings) -> Candidates:
    """Return ``found`` with the best passages moved by the word of ``reranker``, which counts for more than the rest.

    Its scores have a scale of their own: they are brought to the deviation that the passages' scores have.
    """
    scores = fused(found)
    rows = np.lexsort((found.ordinals, -scores))[:DEPTH]
    texts = []
    for row in rows:
        place = places[int(found.ordinals[row])]
        statement, text, _ = wordings(place.statement_id, place.revision)
        texts.append(embedded_text(statement.title, text[place.start : place.end]))
    theirs = reranker.scores(question, texts).astype(np.float64)
    extra = found.extra.copy()
    if len(rows):
        deviation = max(float(theirs.std()), _LEAST_DEVIATION)
        # From its worst on upwards, so that none of them falls behind those that it has not read.
        extra[rows] += (WORTH * (theirs - theirs.min()) / deviation * scores[rows].std()).astype(np.float32)
    return dataclasses.replace(found, extra=extra)
