"""Asked for the words of one issuer, nothing of another is looked at, by meaning or by words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from corpus.archive import Archive
from corpus.statement import Draft, given
from index import build
from index.answers import retrieval
from index.answers.question import Question
from index.answers.search import Findings, Searcher
from index.generation import Generations
from index.interaction.adapter import Adapter
from index.interaction.reading import QuestionReader
from index.snapshot import Snapshot
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, draft, ship

OIC, UNION = "Organisation of Islamic Cooperation", "European Union"


def _by(issuer: str | None, text: str, source: str, **facts: str) -> Draft:
    return replace(draft(text, source, **facts), issuer=given(issuer))


RECORD = [
    _by(OIC, "It condemned the attack on the mosque in Mali.", "/in/oic-1.md", day="2021-05-01"),
    _by(OIC, "Food aid for Somalia was sent by ship.", "/in/oic-2.md", day="2022-05-01"),
    _by(UNION, "The attack in Mali was condemned, the attack in Mali of the day.", "/in/union-1.md", day="2021-05-02"),
    _by(UNION, "Elections in Mali were observed.", "/in/union-2.md", day="2022-05-02"),
    _by(None, "The attack in Mali was condemned by all.", "/in/nobody.md", day="2021-05-03"),
]


def _sources(archive: Archive, found: Findings) -> set[str]:
    places = found.snapshot.places
    return {archive.statement(places[int(one)].statement_id).source for one in found.candidates.ordinals}


@pytest.mark.parametrize(
    ("text", "issuer", "expected"),
    [
        ("What did the OIC say about the attack in Mali?", OIC, {"/in/oic-1.md", "/in/oic-2.md"}),
        ("What did the European Union say about the attack in Mali?", UNION, {"/in/union-1.md", "/in/union-2.md"}),
        ("Who condemned the attack in Mali?", None, {one.source for one in RECORD}),
    ],
)
def test_a_question_for_the_words_of_an_issuer_looks_at_these_only(
    filled: Filled, encoder: HashedEncoder, text: str, issuer: str | None, expected: set[str]
) -> None:
    archive = filled(*RECORD)
    searcher = Searcher(archive, encoder)
    assert searcher.issuers() == {OIC, UNION}
    question = Question.of(text, issuers=searcher.issuers())
    assert question.issuer == issuer
    assert _sources(archive, searcher.find(question)) == expected
    answer = searcher.answer(question)
    shown = answer.extracts or answer.nearest
    assert {one.statement.source for one in shown} <= expected
    assert answer.understood.issuer == issuer


def test_an_issuer_and_days_and_a_language_filter_together(filled: Filled, encoder: HashedEncoder) -> None:
    archive = filled(*RECORD, _by(OIC, "L'attaque au Mali.", "/in/oic-fr.md", day="2022-05-03", language="fr"))
    searcher = Searcher(archive, encoder)
    text = "What did the OIC say about the attack in Mali?"

    def found(since: date | None = None, until: date | None = None, language: str | None = None) -> set[str]:
        question = Question.of(text, issuers=searcher.issuers(), since=since, until=until, language=language)
        return _sources(archive, searcher.find(question))

    assert found(since=date(2022, 1, 1)) == {"/in/oic-2.md", "/in/oic-fr.md"}
    assert found(since=date(2022, 1, 1), language="fr") == {"/in/oic-fr.md"}
    assert found(until=date(2020, 1, 1)) == set()


def test_of_an_issuer_that_the_record_does_not_name_nothing_is_found(filled: Filled, encoder: HashedEncoder) -> None:
    archive = filled(*RECORD)
    question = replace(Question.of("the attack in Mali"), issuer="Nobody at all")
    searcher = Searcher(archive, encoder)
    assert _sources(archive, searcher.find(question)) == set()
    answer = searcher.answer(question)
    assert (answer.answered, answer.extracts, answer.nearest) == (False, (), ())


def test_words_of_the_issuer_are_found_behind_those_of_others(
    archive: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(retrieval, "DEPTH", 1)
    archive.record(RECORD)
    build.build(archive, encoder, embed=False)
    snapshot = Snapshot.open(Generations(archive.folder))
    question = Question.of("attack in Mali")
    asked = QuestionReader.of(encoder).read(question.text)
    whole = retrieval.candidates(snapshot, question, asked)
    within = snapshot.places.ordinals_of(archive.issued_by(OIC))
    found = retrieval.candidates(snapshot, question, asked, within)
    assert len(found) == len(whole) == 1
    assert not np.isin(whole.ordinals, within).any(), "another one is the best by words"
    assert np.isin(found.ordinals, within).all()


def test_within_nothing_nothing_is_found(filled: Filled, encoder: HashedEncoder) -> None:
    archive = filled(*RECORD)
    snapshot = Snapshot.open(Generations(archive.folder))
    question = Question.of("the attack in Mali")
    asked = QuestionReader.of(encoder).read(question.text)
    assert len(retrieval.candidates(snapshot, question, asked, np.empty(0, np.int64))) == 0


def test_a_corrected_issuer_holds_at_once(filled: Filled, encoder: HashedEncoder) -> None:
    archive = filled(*RECORD)
    searcher = Searcher(archive, encoder)
    (name, *_) = archive.issued_by(UNION)
    archive.corrections.edit(name, {"issuer": OIC, "issuer_source": "given"})
    question = Question.of("What did the OIC say about the attack in Mali?", issuers=searcher.issuers())
    assert archive.statement(name).source in _sources(archive, searcher.find(question))


def test_a_moved_question_is_searched_where_it_was_moved_to(
    filled: Filled, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = filled(*RECORD)
    snapshot = Snapshot.open(Generations(archive.folder))
    question = Question.of("the attack in Mali")
    asked, towards = encoder.query(question.text), encoder.query("Food aid for Somalia was sent by ship.")
    # The question itself becomes ten times what it is moved towards.
    up = 10 * towards[None, :]
    ship(monkeypatch, None, Adapter(np.zeros(32, np.float32), asked[:, None], up, encoder.recipe))
    moved = QuestionReader.of(encoder).read(question.text)
    assert float(moved.vector @ towards) > 0.95
    found = retrieval.candidates(snapshot, question, moved)
    best = snapshot.places[int(found.ordinals[found.standing.argmax()])]
    assert archive.statement(best.statement_id).source == "/in/oic-2.md"
    scores = snapshot.vectors.scores(moved.vector, found.ordinals)
    np.testing.assert_allclose(found.standing, snapshot.spread.standing(moved.vector, scores), atol=1e-4)
    first = Searcher(archive, encoder).find(question).candidates
    np.testing.assert_array_equal(first.standing, found.standing)
