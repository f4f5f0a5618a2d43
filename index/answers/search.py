"""The way of a question, from its words to extracts or silence."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from corpus.archive import Archive
from corpus.errors import UnknownStatementError
from corpus.statement import Statement
from index.answers import evidence, extract, ranking, retrieval
from index.answers.answer import Answer, Extract, Understood
from index.answers.question import Question
from index.answers.ranking import Ranked
from index.answers.retrieval import Candidates
from index.build import is_readable
from index.engines.embedding import Encoder
from index.errors import GenerationError, MissingGenerationError
from index.generation import Generations
from index.snapshot import Snapshot

log = logging.getLogger(__name__)

_AROUND = 700
"""Code points around the best passage in which the question's words are looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """All that was found for a question, before anything is cut: for the answer, and for evaluation."""

    snapshot: Snapshot
    candidates: Candidates
    ranked: list[Ranked]


class Searcher:
    """Answers questions from the record in ``archive`` with ``encoder``; may be used by several threads at once.

    It follows the pointer of the derived index: a newly published generation is used from the next question on.

    :raises MissingGenerationError: when there is no derived index yet.
    :raises GenerationError: when it is damaged, or was made with another model or version.
    """

    def __init__(self, archive: Archive, encoder: Encoder, scale: evidence.Scale | None = None) -> None:
        self._archive, self._encoder = archive, encoder
        self._scale = scale or evidence.Scale.shipped()
        self._generations = Generations(archive.folder)
        self._opening = threading.Lock()
        self._mark: tuple[int, int] | None = self._generations.mark()
        self._snapshot = self._open()

    def _open(self) -> Snapshot:
        snapshot = Snapshot.open(self._generations)
        if not is_readable(snapshot.manifest, self._encoder):
            raise GenerationError(
                f"{snapshot.folder}: was made with another model or version; `onrecord rebuild` makes it anew"
            )
        return snapshot

    def snapshot(self) -> Snapshot:
        """Return the generation in use, opening it first when another was published since."""
        if self._published() != self._mark:
            with self._opening:
                if (mark := self._published()) != self._mark:
                    self._snapshot, self._mark = self._newer(), mark
        return self._snapshot

    def _published(self) -> tuple[int, int] | None:
        """Return the mark of what is published, ``None`` when it was taken away: what is in memory still answers."""
        try:
            return self._generations.mark()
        except MissingGenerationError:
            return None

    def _newer(self) -> Snapshot:
        """Return the newly published generation; the present one when that cannot be used, so that answers go on."""
        try:
            return self._open()
        except GenerationError as error:
            log.error("%s; still answering from %s", error, self._snapshot.folder)  # noqa: TRY400 - one line says it all
            return self._snapshot

    def answer(self, question: Question) -> Answer:
        """Return the extracts that answer ``question``, or silence with the nearest ones."""
        started = time.perf_counter()
        return self.conclude(question, self.find(question), started)

    def conclude(self, question: Question, found: Findings, started: float) -> Answer:
        """Return the answer that ``found`` makes; ``started`` is the ``time.perf_counter()`` at which it was asked."""
        # Without a word there is nothing that anything could be near to.
        extracts = self.extracts(found) if question.says_something else ()
        confidence = self.confidence(question, found)
        answered = bool(extracts) and question.has_subject and confidence >= self._scale.threshold
        return Answer(
            question=question.text,
            answered=answered,
            understood=_understood(question),
            extracts=extracts if answered else (),
            nearest=() if answered else extracts,
            confidence=confidence,
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def find(self, question: Question) -> Findings:
        """Return the candidates for ``question``, ranked by statement."""
        snapshot = self.snapshot()
        found = retrieval.candidates(snapshot, question, self._vector(question))
        return Findings(snapshot, found, ranking.rank(found, snapshot.places))

    def _vector(self, question: Question) -> npt.NDArray[np.float32]:
        return self._encoder.query(question.text)

    def extracts(self, found: Findings) -> tuple[Extract, ...]:
        """Return what would be quoted of ``found``, whether or not it is enough to answer."""
        return extract.cut(found.candidates, found.ranked, found.snapshot.places, self._wording)

    def figures(self, question: Question, found: Findings) -> npt.NDArray[np.float64] | None:
        """Return the figures that the evidence is weighed by, ``None`` when nothing was found."""
        setting = self._setting(question, found)
        return None if setting is None else evidence.figures(question, found.candidates, setting)

    def confidence(self, question: Question, found: Findings) -> float:
        """Return how likely the record answers ``question``, 0 to 1."""
        setting = self._setting(question, found)
        if setting is None:
            return 0.0
        if evidence.is_lookup(question, setting):
            return 1.0
        return self._scale.weigh(evidence.figures(question, found.candidates, setting).tolist())

    def _setting(self, question: Question, found: Findings) -> evidence.Setting | None:
        if not found.ranked or not question.says_something:
            return None
        place = found.snapshot.places[int(found.candidates.ordinals[found.ranked[0].rows[0]])]
        statement, text, _ = self._wording(place.statement_id, place.revision)
        return evidence.Setting(
            passage=text[place.start : place.end],
            context=text[max(0, place.start - _AROUND) : place.end + _AROUND],
            title=statement.title or "",
            language=statement.language.value,
        )

    def _wording(self, statement_id: str, number: int) -> tuple[Statement, str, str]:
        try:
            statement = self._archive.statement(statement_id)
        except UnknownStatementError:
            folder = self._snapshot.folder
            raise GenerationError(
                f"{folder}: does not belong to this archive; `onrecord rebuild` makes it anew"
            ) from None
        wording = statement.revision
        if wording.number != number:  # revised since this generation was made: quote what was searched
            wording = self._archive.revision(statement_id, number)
        return statement, wording.text, wording.sha256


def _understood(question: Question) -> Understood:
    return Understood(
        since=question.since.isoformat() if question.since else None,
        until=question.until.isoformat() if question.until else None,
        language=question.language,
    )
