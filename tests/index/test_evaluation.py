"""Evaluation: files of questions, what became of each, and figures that count it right."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from index.answers.evidence import Scale
from index.answers.search import Searcher
from index.engines.embedding import SentenceTransformerEncoder
from index.errors import EvaluationError
from index.evaluation import Case, Evaluator, Outcome, as_json, figures, load, table
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, draft

SAMPLE_QUESTIONS = Path(__file__).parents[1] / "data" / "sample-questions.jsonl"
ROW = {
    "id": "q1",
    "question": "When was the truce extended?",
    "language": "en",
    "doc_language": "fr",
    "answerable": True,
    "gold_file": "a/truce.md",
    "gold_sentence": "The truce was extended.",
    "date": "2022-06-02",
    "also_in": ["b/truce.md"],
    "kind": "fact",
}
CASE = Case("q1", "When?", "en", "fact", "en", ("a.md",), "Sentence.", "2022-06-02")
NO_ANSWER = dataclasses.replace(CASE, golds=(), sentence=None, date=None, kind="off-topic", document_language=None)


def _file(tmp_path: Path, *lines: object) -> Path:
    file = tmp_path / "questions.jsonl"
    file.write_text("\n".join(one if isinstance(one, str) else json.dumps(one) for one in lines), encoding="utf-8")
    return file


def test_a_case_is_read_from_its_line(tmp_path: Path) -> None:
    silent = {"question": "Pineapple?", "language": "fr", "answerable": False, "kind": None, "gold_file": None}
    first, second = load(_file(tmp_path, ROW, "", silent))
    assert first == Case(
        "q1",
        "When was the truce extended?",
        "en",
        "fact",
        "fr",
        ("a/truce.md", "b/truce.md"),
        "The truce was extended.",
        "2022-06-02",
    )
    assert (second.id, second.golds, second.sentence, second.date) == ("3", (), None, None)


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        "3",
        '"question"',
        "null",
        '{"question": "x"}',
        '{"question": "x", "language": "en", "answerable": true}',
        '{"question": 3, "language": "en", "answerable": false}',
        '{"question": null, "language": "en", "answerable": false}',
        '{"question": ["x"], "language": "en", "answerable": false}',
        '{"question": "x", "language": 3, "answerable": false}',
        '{"question": "x", "language": "en", "answerable": false, "kind": 3}',
        '{"question": "x", "language": "en", "answerable": true, "gold_file": 3}',
    ],
)
def test_a_line_that_is_no_case_is_told(tmp_path: Path, line: str) -> None:
    with pytest.raises(EvaluationError, match=r"questions\.jsonl, line 2: is not a question"):
        load(_file(tmp_path, ROW, line))


@pytest.mark.parametrize("content", [None, b"", b"\n\n", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "questions.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(EvaluationError, match=r"questions\.jsonl: .*give a file of JSON lines"):
        load(file)


def _outcome(case: Case = CASE, **facts: Any) -> Outcome:
    silent = {
        "answered": False,
        "rank": None,
        "shown": (),
        "quoted": (),
        "ranked_quoted": (),
        "date_right": None,
        "confidence": 0.1,
        "took_ms": 10.0,
    }
    return Outcome(case=case, **{**silent, **facts})


OUTCOMES = [
    _outcome(answered=True, rank=1, shown=(True, False), quoted=(True, False), ranked_quoted=(True, False),
             date_right=True, took_ms=20.0),
    _outcome(answered=True, rank=2, shown=(False, True), quoted=(False, True), ranked_quoted=(False, True),
             date_right=False),
    _outcome(rank=1, ranked_quoted=(True,)),  # found, and silent all the same
    _outcome(answered=True, rank=None, shown=(False, False, False), quoted=(False, False, False),
             ranked_quoted=(False, False, False)),
    _outcome(NO_ANSWER),
    _outcome(NO_ANSWER),
    _outcome(NO_ANSWER, answered=True, shown=(False,), quoted=(False,), ranked_quoted=(False,)),
]  # fmt: skip


def test_figures_count_what_happened() -> None:
    found = figures(OUTCOMES)
    expected = {
        "questions": 7,
        "hit@1": 1 / 4,
        "hit@3": 2 / 4,
        "s1": 1 / 4,
        "s3": 2 / 4,
        "ranked hit@1": 2 / 4,
        "ranked hit@3": 3 / 4,
        "ranked s1": 2 / 4,
        "ranked s3": 3 / 4,
        "date right": 1 / 2,
        "silence precision": 2 / 3,
        "silence recall": 2 / 3,
        "answered of answerable": 3 / 4,
        "p50 ms": 10.0,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert found["p95 ms"] == pytest.approx(17.0)


def test_what_nothing_counts_for_has_no_figure() -> None:
    found = figures([_outcome(NO_ANSWER, answered=True)])
    assert (found["hit@1"], found["date right"], found["silence precision"]) == (None, None, None)
    assert found["silence recall"] == 0
    assert figures([])["p50 ms"] is None


def test_the_table_has_a_row_for_each_group() -> None:
    across = _outcome(dataclasses.replace(CASE, language="fr", kind="number"), answered=True, rank=1, shown=(True,))
    rows = dict(table([*OUTCOMES, across]))
    counts = {name: found["questions"] for name, found in rows.items()}
    assert counts == {
        "all": 8,
        "en": 7,
        "fr": 1,
        "same language": 4,
        "across languages": 1,
        "fact": 4,
        "number": 1,
        "off-topic": 3,
    }
    assert rows["across languages"]["hit@1"] == 1
    assert as_json(table(OUTCOMES))[0]["group"] == "all"


@pytest.fixture
def evaluator(filled: Filled, encoder: HashedEncoder) -> Evaluator:
    archive = filled(
        draft("Opening words.\nThe truce  was\nextended.", "/in/a/truce.md", day="2022-06-02"),
        draft("The Council condemned the attack in Mali.", "/in/b/mali.md"),
    )
    return Evaluator(archive, Searcher(archive, encoder, dataclasses.replace(Scale.shipped(), threshold=0.0)))


def _case(**facts: Any) -> Case:
    asked = Case("1", "truce extended", "en", "", "en", ("a/truce.md",), "The truce was extended.", "2022-06-02")
    return dataclasses.replace(asked, **facts)


def test_a_case_that_is_answered_right(evaluator: Evaluator) -> None:
    found = evaluator.run(_case())
    assert (found.answered, found.rank, found.date_right) == (True, 1, True)
    assert found.shown[0]
    assert found.quoted[0], "white space does not count"
    assert found.ranked_quoted == found.quoted


def test_a_wrong_date_is_seen(evaluator: Evaluator) -> None:
    assert evaluator.run(_case(date="2022-06-03")).date_right is False
    assert evaluator.run(_case(date=None)).date_right is False
    undated = _case(question="attack in Mali", golds=("b/mali.md",), date=None)
    assert evaluator.run(undated).date_right is True


def test_a_gold_that_is_not_shown_is_a_miss(evaluator: Evaluator) -> None:
    found = evaluator.run(_case(golds=("elsewhere.md",), sentence="Never said."))
    assert (found.rank, found.date_right) == (None, None)
    assert not any(found.shown)
    assert not any(found.quoted)
    assert evaluator.run(_case(golds=("ruce.md",))).rank is None, "a file's name is matched whole"


def test_another_statement_that_says_the_same_is_as_good(evaluator: Evaluator) -> None:
    assert evaluator.run(_case(golds=("elsewhere.md", "a/truce.md"))).rank == 1


@pytest.fixture(scope="module")
def on_samples(modelled_archive: Archive, model: SentenceTransformerEncoder) -> list[Outcome]:
    """Run the sample questions over the samples with the real model."""
    evaluator = Evaluator(modelled_archive, Searcher(modelled_archive, model))
    sources = [one.source for one in modelled_archive.statements()]
    cases = load(SAMPLE_QUESTIONS)
    return [
        evaluator.run(case)
        for case in cases
        if not case.golds or any(source.endswith(f"/{case.golds[0]}") for source in sources)
    ]


def test_the_sample_questions_find_their_statements(on_samples: list[Outcome]) -> None:
    # Far below what is measured, and far above what words or meaning gone wrong would give.
    found = figures(on_samples)
    assert (found["questions"] or 0) >= 40
    assert (found["ranked hit@1"] or 0) >= 0.75
    assert (found["ranked hit@3"] or 0) >= 0.85
    assert found["date right"] == 1.0


def test_the_sample_questions_find_their_sentences(on_samples: list[Outcome]) -> None:
    assert (figures(on_samples)["ranked s3"] or 0) >= 0.5


def test_a_question_across_languages_finds_its_statement(on_samples: list[Outcome]) -> None:
    assert (dict(table(on_samples))["across languages"]["ranked hit@3"] or 0) >= 0.7


def test_most_answers_come_and_some_silence_is_kept(on_samples: list[Outcome]) -> None:
    found = figures(on_samples)
    assert (found["answered of answerable"] or 0) >= 0.6
    assert (found["silence recall"] or 0) >= 0.25
