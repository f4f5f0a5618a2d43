"""The way of a question, from its words to extracts or silence."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace
from functools import cache

import numpy as np
import numpy.typing as npt

from corpus.archive import Archive
from corpus.errors import UnknownStatementError
from corpus.statement import Statement
from index.answers import evidence, extract, holding, newest, ranking, reranking, retrieval, versions
from index.answers.answer import Answer, Extract, Former, Understood
from index.answers.extract import Wordings
from index.answers.question import Question
from index.answers.ranking import Ranked
from index.answers.retrieval import Candidates
from index.answers.versions import Versions
from index.engines.embedding import Encoder
from index.engines.reranking import Reranker
from index.errors import GenerationError
from index.following import Current, Following
from index.generation import Generations
from index.interaction.reading import QuestionReader, Reader
from index.places import Places
from index.snapshot import Snapshot

LOOKED_AT = 12
"""Statements, best first, whose versions in other languages are looked up: more than are ever quoted."""

_AROUND = 700
"""Code points around the best passage in which the question's words are looked for."""


@dataclass(frozen=True, slots=True, eq=False)
class Findings:
    """All that was found for a question, before anything is cut: for the answer, and for evaluation.

    ``wordings`` gives what the places name. ``in_order``: ``ranked`` is by the day of issue, as was asked for.
    """

    snapshot: Snapshot
    candidates: Candidates
    ranked: list[Ranked]
    wordings: Wordings
    versions: Versions = field(default_factory=dict)
    in_order: bool = False


class Searcher:
    """Answers questions from the record in ``archive`` with ``encoder``; may be used by several threads at once.

    It follows the pointer of the derived index, see :mod:`index.following`. ``reader`` and ``current`` stand in for
    what this version comes with, and for the index of the archive.

    :raises MissingGenerationError: when there is no derived index yet.
    :raises GenerationError: when it is damaged, or was made with another model or version.
    """

    def __init__(
        self,
        archive: Archive,
        encoder: Encoder,
        scale: evidence.Scale | None = None,
        *,
        reranker: Reranker | None = None,
        reader: Reader | None = None,
        current: Current | None = None,
    ) -> None:
        self._archive, self._reranker = archive, reranker
        self._reader = reader or QuestionReader.of(encoder)
        self._following = current or Following(Generations(archive.folder), encoder)
        self._scale = scale or evidence.Scale.shipped()

    def snapshot(self) -> Snapshot:
        """Return the generation in use. When another was published since, it is opened, and waited for a moment."""
        return self._following.snapshot()

    def catch_up(self) -> None:
        """Wait until the generation that is published now is in use, or was found to be unusable."""
        self._following.catch_up()

    def issuers(self) -> frozenset[str]:
        """Return the issuers that the record names: those that a question may ask for."""
        return self._archive.issuers()

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
            far=bool(extracts) and not answered and not question.is_narrowed and confidence < self._scale.far,
            took_ms=(time.perf_counter() - started) * 1000,
        )

    def find(self, question: Question) -> Findings:
        """Return the candidates for ``question``, ranked by statement."""
        snapshot, words = self.snapshot(), self._reader.read(question.sought)
        places = snapshot.places
        wordings = cache(self._wording)
        within = self._issued(question.issuer, places)
        if question.order is not None and question.asks_for_any:
            allowed = retrieval.allowed(places, question, within)
            found = retrieval.scored(snapshot, question, words, newest.openings(places, allowed, question.order))
        else:
            found = self._weighed(question, retrieval.candidates(snapshot, question, words, within), places, wordings)
        ranked = ranking.rank(found, places)
        names = versions.ids_of(ranked, places)
        known = self._archive.relations.versions(names[:LOOKED_AT])
        if known:
            if not question.is_filtered and len(more := versions.wanted(known, places, question.reader, names)):
                everything = np.union1d(found.ordinals, more)
                found = self._weighed(
                    question, retrieval.scored(snapshot, question, words, everything), places, wordings
                )
                ranked = ranking.rank(found, places)
            ranked = versions.one_each(ranked, places, known, question.reader)
        ranked = ranking.ordered(ranked, found, places, question.order, every=question.asks_for_any)
        return Findings(snapshot, found, ranked, wordings, known, in_order=question.order is not None)

    def _issued(self, issuer: str | None, places: Places) -> npt.NDArray[np.int64] | None:
        """Return the passages of the statements of ``issuer``, ascending; ``None`` when none is asked for."""
        return None if issuer is None else places.ordinals_of(self._archive.issued_by(issuer))

    def _weighed(self, question: Question, found: Candidates, places: Places, wordings: Wordings) -> Candidates:
        """Return ``found`` with what else speaks for a passage: a reference that it holds, and the reranker's word."""
        if question.references:
            found = holding.weighed(question.references, found, places, wordings)
        if self._reranker is not None:
            found = reranking.weighed(self._reranker, question.text, found, places, wordings)
        return found

    def extracts(self, found: Findings) -> tuple[Extract, ...]:
        """Return what would be quoted of ``found``, whether or not it is enough to answer."""
        cut = extract.cut(
            found.candidates, found.ranked, found.snapshot.places, found.wordings, in_order=found.in_order
        )
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
        return None if setting is None else evidence.figures(question, found.candidates, found.ranked, setting)

    def confidence(self, question: Question, found: Findings) -> float:
        """Return how likely the record answers ``question``, 0 to 1."""
        setting = self._setting(question, found)
        if setting is None:
            return 0.0
        if question.asks_for_any or evidence.is_lookup(question, setting):
            return 1.0
        return self._scale.weigh(evidence.figures(question, found.candidates, found.ranked, setting).tolist())

    def _setting(self, question: Question, found: Findings) -> evidence.Setting | None:
        if not found.ranked or not question.says_something:
            return None
        # Asked for the latest, the statement shown first is not the one that says most about the subject.
        best = max(found.ranked, key=lambda one: one.score)
        place = found.snapshot.places[int(found.candidates.ordinals[best.rows[0]])]
        statement, text, _ = found.wordings(place.statement_id, place.revision)
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
            folder = self._following.snapshot().folder
            raise GenerationError(
                f"{folder}: does not belong to this archive; `onrecord rebuild` makes it anew"
            ) from None
        wording = statement.revision
        if wording.number != number:  # revised since this generation was made: quote what was searched
            wording = self._archive.revision(statement_id, number)
        return statement, wording.text, wording.sha256


def _understood(question: Question) -> Understood:
    """Return what filtered, was preferred or ordered; days named in passing as one period, first to last."""
    since, until = question.since, question.until
    if question.periods:
        since = min((one.since for one in question.periods if one.since), default=None)
        until = max((one.until for one in question.periods if one.until), default=None)
    return Understood(
        since=since.isoformat() if since else None,
        until=until.isoformat() if until else None,
        language=question.language,
        order=question.order.value if question.order else None,
        issuer=question.issuer,
        reference=", ".join(question.references) or None,
    )
