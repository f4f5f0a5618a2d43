"""The way of a question, from its words to extracts or silence."""

from __future__ import annotations

import logging
import threading
import time
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from corpus.archive import Archive
from corpus.errors import UnknownStatementError
from corpus.statement import Statement
from index.answers import evidence, extract, ranking, retrieval, versions
from index.answers.answer import Answer, Extract, Former, Understood
from index.answers.question import Question
from index.answers.ranking import Ranked
from index.answers.retrieval import Candidates
from index.answers.versions import Versions
from index.build import is_readable
from index.engines.embedding import Encoder
from index.errors import GenerationError, MissingGenerationError
from index.generation import Generations
from index.snapshot import Snapshot

log = logging.getLogger(__name__)

LOOKED_AT = 12
"""Statements, best first, whose versions in other languages are looked up: more than are ever quoted."""

_AROUND = 700
"""Code points around the best passage in which the question's words are looked for."""


PATIENCE = 0.1
"""Seconds that the question which finds a new generation waits for it: enough for what was added to the one in use."""

Mark = tuple[int, int]


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """All that was found for a question, before anything is cut: for the answer, and for evaluation."""

    snapshot: Snapshot
    candidates: Candidates
    ranked: list[Ranked]
    versions: Versions = field(default_factory=dict)


class Searcher:
    """Answers questions from the record in ``archive`` with ``encoder``; may be used by several threads at once.

    It follows the pointer of the derived index: a newly published generation is opened beside the one in use, which
    answers meanwhile. What was added to it is there within milliseconds, and then from the very next question on.

    :raises MissingGenerationError: when there is no derived index yet.
    :raises GenerationError: when it is damaged, or was made with another model or version.
    """

    def __init__(self, archive: Archive, encoder: Encoder, scale: evidence.Scale | None = None) -> None:
        self._archive, self._encoder = archive, encoder
        self._scale = scale or evidence.Scale.shipped()
        self._generations = Generations(archive.folder)
        self._guard = threading.Lock()
        self._opening: threading.Thread | None = None
        self._mark: Mark | None = self._generations.mark()
        self._snapshot = self._open(None)

    def _open(self, before: Snapshot | None) -> Snapshot:
        snapshot = Snapshot.open(self._generations, before)
        if not is_readable(snapshot.manifest, self._encoder):
            raise GenerationError(
                f"{snapshot.folder}: was made with another model or version; `onrecord rebuild` makes it anew"
            )
        return snapshot

    def snapshot(self) -> Snapshot:
        """Return the generation in use. When another was published since, it is opened, and waited for a moment."""
        opening = self._catching_up()
        if opening is not None:
            opening.join(PATIENCE)
        return self._snapshot

    def catch_up(self) -> None:
        """Wait until the generation that is published now is in use, or was found to be unusable."""
        published = self._published()
        while self._mark != published and published is not None:
            opening = self._catching_up(at_once=False)
            if opening is not None:
                opening.join()
            published = self._published()

    def _catching_up(self, *, at_once: bool = True) -> threading.Thread | None:
        """Return the thread that opens what is published, begun now if need be; ``None`` when nothing is to be done.

        ``None``, too, when another question began it and this one is to be answered ``at_once``.
        """
        if self._published() == self._mark:
            return None
        with self._guard:
            if self._opening is not None and self._opening.is_alive():
                return None if at_once else self._opening
            mark = self._published()
            if mark == self._mark:
                return None
            if mark is None:  # taken away: what is in memory still answers
                self._mark = None
                return None
            self._opening = threading.Thread(target=self._follow, args=(mark,), name="opening the index")
            self._opening.start()
            return self._opening

    def _published(self) -> Mark | None:
        """Return the mark of what is published, ``None`` when it was taken away."""
        try:
            return self._generations.mark()
        except MissingGenerationError:
            return None

    def _follow(self, mark: Mark) -> None:
        """Take the newly published generation, whose pointer is ``mark``; keep the present one when it is unusable."""
        try:
            self._snapshot = self._open(self._snapshot)
        except GenerationError as error:
            log.error("%s; still answering from %s", error, self._snapshot.folder)  # noqa: TRY400 - one line says it all
        self._mark = mark

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
        snapshot, vector = self.snapshot(), self._vector(question)
        places = snapshot.places
        found = retrieval.candidates(snapshot, question, vector)
        ranked = ranking.rank(found, places)
        names = versions.ids_of(ranked, places)
        known = self._archive.relations.versions(names[:LOOKED_AT])
        if not known:
            return Findings(snapshot, found, ranked)
        if not question.is_filtered and len(more := versions.wanted(known, places, question.reader, names)):
            found = retrieval.scored(snapshot, question, vector, np.union1d(found.ordinals, more))
            ranked = ranking.rank(found, places)
        return Findings(snapshot, found, versions.one_each(ranked, places, known, question.reader), known)

    def _vector(self, question: Question) -> npt.NDArray[np.float32]:
        return self._encoder.query(question.text)

    def extracts(self, found: Findings) -> tuple[Extract, ...]:
        """Return what would be quoted of ``found``, whether or not it is enough to answer."""
        cut = extract.cut(found.candidates, found.ranked, found.snapshot.places, cache(self._wording))
        # Withdrawn a moment ago: the index has not heard of it yet.
        return tuple(self._told(one, found.versions) for one in cut if not one.statement.withdrawn)

    def _told(self, one: Extract, known: Versions) -> Extract:
        """Return the extract ``one`` with the other wordings of its words: earlier ones, and in other languages."""
        former = self._former(one) if 1 < one.revision == one.statement.revision.number else None
        return replace(one, former=former, versions=known.get(one.statement.id, ()))

    def _former(self, one: Extract) -> Former | None:
        """Return the latest earlier wording that does not hold the words of ``one``; ``None`` when each does."""
        wordings = self._archive.revisions(one.statement.id)
        later = wordings[-1]
        for wording in reversed(wordings[:-1]):
            if one.quote not in wording.text:
                return Former(wording.number, later.seen)
            later = wording
        return None

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
