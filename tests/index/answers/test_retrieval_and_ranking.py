"""Candidates carry both scores for every passage; statements come by their best passage."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from corpus.archive import Archive
from index.answers import retrieval
from index.answers.question import Question
from index.answers.ranking import fused, rank
from index.answers.retrieval import Candidates, candidates
from index.answers.weights import AGREEMENT_WEIGHT, LENGTH_WEIGHT, WORDS_WEIGHT
from index.generation import Generations
from index.interaction.reading import QuestionReader
from index.snapshot import Snapshot
from tests.index.doubles import HashedEncoder, candidates_of

QUESTIONS = [
    "When was the truce in Yemen extended?",
    "humanitarian assistance for the Rohingya",
    "Qui préside le forum du Néguev ?",
    "ماذا قيل عن اليمن؟",
]


@pytest.fixture(scope="module")
def snapshot(samples_archive: Archive) -> Snapshot:
    return Snapshot.open(Generations(samples_archive.folder))


def _found(snapshot: Snapshot, question: Question) -> Candidates:
    return candidates(snapshot, question, QuestionReader.of(HashedEncoder()).read(question.text))


@pytest.mark.parametrize("text", QUESTIONS)
def test_candidates_are_the_best_by_meaning_and_the_best_by_words(
    snapshot: Snapshot, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "DEPTH", 15)
    question = Question.of(text)
    vector, groups = HashedEncoder().query(question.text), [term.keys for term in question.terms]
    found = _found(snapshot, question)
    near, _ = snapshot.vectors.search(vector, 15)
    worded, _ = snapshot.words.search(groups, 15)
    assert found.ordinals.tolist() == sorted({*near.tolist(), *worded.tolist()})
    everything = snapshot.vectors.scores(vector, np.arange(len(snapshot.places)))
    np.testing.assert_allclose(found.meaning, everything[found.ordinals], atol=1e-5)
    z_scores = (everything - everything.mean()) / everything.std()
    np.testing.assert_allclose(found.standing, z_scores[found.ordinals], atol=5e-3)
    idfs = [snapshot.words.idf(group) for group in groups]
    np.testing.assert_allclose(found.words * sum(idfs), snapshot.words.scores(groups, found.ordinals), atol=1e-3)


@pytest.mark.parametrize(
    ("since", "until", "language"),
    [(date(2022, 3, 1), None, None), (None, date(2021, 12, 31), None), (date(2022, 3, 1), date(2022, 4, 30), "en")],
)
def test_filters_hold_for_meaning_and_words(
    snapshot: Snapshot, since: date | None, until: date | None, language: str | None
) -> None:
    for text in QUESTIONS:
        found = _found(snapshot, Question.of(text, since=since, until=until, language=language))
        assert len(found)
        days = snapshot.places.days[found.ordinals]
        assert (days > 0).all(), "an undated statement is in no range"
        assert (days >= (since.toordinal() if since else 0)).all()
        assert (days <= (until.toordinal() if until else 10**7)).all()
        if language:
            assert set(snapshot.places.languages[snapshot.places.of[found.ordinals]].tolist()) == {language}


def test_a_filter_that_lets_nothing_through_finds_nothing(snapshot: Snapshot) -> None:
    found = _found(snapshot, Question.of("Yemen", since=date(2031, 1, 1)))
    assert len(found) == 0
    assert rank(found, snapshot.places) == []


@pytest.mark.parametrize("text", QUESTIONS)
def test_statements_come_by_their_best_passage(snapshot: Snapshot, text: str) -> None:
    found = _found(snapshot, Question.of(text))
    ranked, scores = rank(found, snapshot.places), fused(found)
    assert sorted(row for one in ranked for row in one.rows) == list(range(len(found)))
    assert len({one.statement for one in ranked}) == len(ranked)
    for one in ranked:
        assert {int(snapshot.places.of[found.ordinals[row]]) for row in one.rows} == {one.statement}
        assert [scores[row] for row in one.rows] == sorted((scores[row] for row in one.rows), reverse=True)
        assert one.score == scores[one.rows[0]] == max(scores[row] for row in one.rows)
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)


def test_ties_go_by_the_order_of_the_record(snapshot: Snapshot) -> None:
    count = len(snapshot.places)
    same = np.ones(count, np.float32)
    found = candidates_of(np.arange(count), standing=same, words=same)
    ranked = rank(found, snapshot.places)
    assert [one.statement for one in ranked] == sorted({int(row) for row in snapshot.places.of})
    assert all(list(one.rows) == sorted(one.rows) for one in ranked)


def test_one_score_is_standing_and_weighted_words() -> None:
    found = candidates_of(np.array([3, 8]), standing=np.array([2.0, -1.0]), words=np.array([0.25, 1.0]))
    np.testing.assert_allclose(fused(found), [2 + WORDS_WEIGHT * 0.25, -1 + WORDS_WEIGHT], atol=1e-5)


def test_all_that_speaks_for_a_passage_is_added() -> None:
    found = candidates_of(
        np.array([3, 8]),
        late=np.array([1.5, 0.0]),
        agreement=np.array([0.5, 0.0]),
        lengths=np.array([1500.0, 1500.0 * np.e]),
        extra=np.array([0.0, 4.0]),
    )
    np.testing.assert_allclose(fused(found), [1.5 + AGREEMENT_WEIGHT * 0.5, 4.0 - LENGTH_WEIGHT], atol=1e-5)
