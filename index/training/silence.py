"""Fitting the silence decision on questions that the trained parts have not seen: each half with parts of the other."""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from index.answers.evidence import Scale
from index.answers.question import Question
from index.answers.search import Searcher
from index.following import Fixed
from index.interaction.adapter import Adapter
from index.interaction.codes import WordCodes
from index.interaction.matching import Matching, Stretch
from index.interaction.projection import Projection
from index.interaction.reading import QuestionReader, WordReader
from index.training.material import Lesson, Material

log = logging.getLogger(__name__)

Floats = npt.NDArray[np.float64]
Parts = Callable[[Sequence[Lesson]], tuple[Adapter, Projection]]
"""Trains the parts on lessons."""


_NO_SCALE = Scale((), (), (), bias=0.0, threshold=0.0, far=0.0)
"""Nothing is decided here: that is what the figures are for."""


def _coded(words: Mapping[int, npt.NDArray[np.float32]], projection: Projection, count: int) -> Matching:
    """Return the codes of ``words``, by ordinal, among ``count`` passages; the others have none."""
    known = sorted(words)
    codes = [projection.codes(words[ordinal].astype(np.float32)) for ordinal in known]
    counts = np.zeros(count + 1, np.int64)
    counts[np.array(known, np.int64) + 1] = [len(one) for one in codes]
    return Matching([Stretch(0, count, WordCodes(np.concatenate(codes), np.cumsum(counts)))])


def cross_fitted(
    material: Material,
    lessons: Sequence[Lesson],
    words: Mapping[int, npt.NDArray[np.float32]],
    parts: Parts,
) -> tuple[Floats, Floats]:
    """Return the figures of the evidence for ``lessons`` (n, k), and 1 for those that have an answer (n,).

    Figures of questions that the parts were trained on would look surer than those of any other question.
    """
    rows, labels = [], []
    for half in (0, 1):
        log.info("silence: the parts of half %d, for the other one", half)
        adapter, projection = parts([lesson for lesson in lessons if lesson.half == half])
        snapshot = material.snapshot
        trial = dataclasses.replace(snapshot, matching=_coded(words, projection, len(snapshot.places)))
        reader = QuestionReader(material.encoder, WordReader(material.encoder, projection), adapter)
        searcher = Searcher(material.archive, material.encoder, _NO_SCALE, reader=reader, current=Fixed(trial))
        for lesson in lessons:
            question = Question.of(lesson.case.question)
            found = searcher.figures(question, searcher.find(question)) if lesson.half != half else None
            if found is not None:
                rows.append(found)
                labels.append(float(bool(lesson.case.golds)))
    return np.array(rows, np.float64), np.array(labels, np.float64)
