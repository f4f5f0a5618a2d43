"""What the trained parts learn from: questions, what was found for them, and which of it is the gold."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.archive import Archive
from corpus.text import stored_text
from index.answers import retrieval
from index.answers.question import Question
from index.answers.ranking import fused
from index.engines.embedding import ContextEncoder, Encoder
from index.evaluation.cases import Case
from index.interaction.reading import Asked
from index.places import Places
from index.snapshot import Snapshot
from index.vectors import embedded_text

log = logging.getLogger(__name__)

DEPTH = 50
"""Passages a question is ranked among in training."""

Floats = npt.NDArray[np.float32]
Ordinals = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A question, and the best passages found for it.

    ``half``: 0 or 1; questions on one statement are in the same one. ``vector``: shape (dimension,). ``words``: its
    content words in context, (words, width). ``ordinals``: the passages; ``scores``, one each: their rank without what
    is trained; ``gold``: whether it holds the gold sentence; ``beside``: whether it is another passage of a gold
    statement, which is neither right nor wrong. ``golds`` and ``besides`` are the same over the whole record, as
    ordinals; a question without an answer has none.
    """

    case: Case
    half: int
    vector: Floats
    words: Floats
    ordinals: Ordinals
    scores: Floats
    gold: npt.NDArray[np.bool_]
    beside: npt.NDArray[np.bool_]
    golds: Ordinals
    besides: Ordinals


class Material:
    """Lessons over ``archive``, whose index is ``snapshot``, with ``encoder``.

    :raises TypeError: when the encoder gives no words in context.
    """

    def __init__(self, archive: Archive, snapshot: Snapshot, encoder: Encoder) -> None:
        if not isinstance(encoder, ContextEncoder):
            msg = "the encoder gives no words in context"
            raise TypeError(msg)
        self.archive, self.snapshot = archive, snapshot
        self.encoder: ContextEncoder = encoder
        self._rows: dict[str, list[tuple[str, int]]] = {}
        places = snapshot.places
        known = {one.id: one.sources for one in archive.statements()}
        for row in np.unique(places.of[places.alive]).tolist():
            for source in known[str(places.ids[row])]:
                self._rows.setdefault(source.rsplit("/", 1)[-1], []).append((source, row))

    def lessons(self, cases: Sequence[Case]) -> list[Lesson]:
        """Return a lesson for each of ``cases``, but for those whose gold sentence does not stand in the record."""
        found = []
        for at, case in enumerate(cases):
            lesson = self._lesson(case)
            if len(lesson.golds) or not case.golds:
                found.append(lesson)
            if at % 100 == 0:
                log.info("%d of %d questions searched", at, len(cases))
        return found

    def _lesson(self, case: Case) -> Lesson:
        places = self.snapshot.places
        question = Question.of(case.question)
        vector, words = self.encoder.query_in_context(question.text)
        asked = Asked(vector)
        found = retrieval.candidates(self.snapshot, question, asked)
        scores = fused(found)
        best = np.sort(np.lexsort((found.ordinals, -scores))[:DEPTH])
        golds, besides = self._golds(case, places)
        ordinals = found.ordinals[best]
        return Lesson(
            case,
            _half(min(case.golds, default=case.question)),
            vector,
            words,
            ordinals,
            scores[best].astype(np.float32),
            np.isin(ordinals, golds),
            np.isin(ordinals, besides),
            golds,
            besides,
        )

    def _golds(self, case: Case, places: Places) -> tuple[Ordinals, Ordinals]:
        rows = {
            row
            for gold in case.golds
            for source, row in self._rows.get(gold.rsplit("/", 1)[-1], ())
            if source.endswith(f"/{gold}")
        }
        ordinals = np.flatnonzero(np.isin(places.of, sorted(rows)) & places.alive)
        sentence, holding = stored_text(case.sentence or ""), []
        for ordinal in ordinals.tolist():
            place = places[ordinal]
            start = self.archive.revision(place.statement_id, place.revision).text.find(sentence)
            if start >= 0 and place.start < start + len(sentence) and start < place.end:
                holding.append(ordinal)
        golds = np.array(holding, np.int64)
        return golds, np.setdiff1d(ordinals, golds)

    def words(self, ordinals: Sequence[int]) -> dict[int, Floats]:
        """Return the content words in context, (words, width), fp16, of the passages ``ordinals``: minutes for many."""
        texts = {ordinal: self._text(ordinal) for ordinal in ordinals}
        queue = sorted(texts, key=lambda ordinal: (-len(texts[ordinal]), ordinal))
        found: dict[int, Floats] = {}
        for first in range(0, len(queue), _SLAB):
            slab = queue[first : first + _SLAB]
            _, hidden = self.encoder.passages_in_context([texts[ordinal] for ordinal in slab])
            found.update((ordinal, words.astype(np.float16)) for ordinal, words in zip(slab, hidden, strict=True))
            log.info("%d of %d passages read", len(found), len(queue))
        return found

    def _text(self, ordinal: int) -> str:
        place = self.snapshot.places[ordinal]
        statement = self.archive.statement(place.statement_id)
        return embedded_text(statement.title, statement.revision.text[place.start : place.end])


_SLAB = 256


def _half(name: str) -> int:
    return hashlib.sha256(name.encode()).digest()[0] % 2
