"""Files with passages of their own: read, recorded, indexed and scored, with a stand-in for the model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from index.answers.search import Searcher
from index.errors import EvaluationError
from index.evaluation import Evaluator, figures, table
from index.evaluation.retrieval_sets import RetrievalSet, is_retrieval_set, load
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, draft
from tests.index.evaluation.making import file_of

TEXTS = {
    "p/1": "The lighthouse of Kerkennah was built in 1854 by the harbour office.",
    "1": "The Council condemned the attack on the market of Mopti in central Mali.",
    "p3": "La grève des dockers du port de Sfax a duré onze jours en 1972, selon le syndicat.",
    "p4": "La grève des dockers du port de Sfax a duré douze jours en 1972, selon le syndicat.",
    "p5": "The Council condemned the attack on the market of Mopti in central Mali.",
    "p6": "وقال المكتب إن آبار زرنوقة يجب أن تصلح قبل نهاية العام 1854.",
}


def _passage(name: str, text: str, **more: Any) -> dict[str, Any]:
    return {"type": "passage", "id": name, "text": text, "title": "", **more}


def _question(name: str, question: str, gold: str, answer: str, **more: Any) -> dict[str, Any]:
    return {"type": "question", "id": name, "question": question, "gold_passage": gold, "answer": answer, **more}


PASSAGES = [_passage(name, text) for name, text in TEXTS.items()]
QUESTIONS = [
    _question("q1", "When was the lighthouse of Kerkennah built?", "p/1", "1854"),
    _question("q2", "Who condemned the attack in Mopti?", "1", "The  Council"),
    _question("q3", "Combien de jours a duré la grève des dockers de Sfax, douze ?", "p4", "douze jours"),
    _question("q4", "متى يجب أن تصلح آبار زرنوقة؟", "p6", "قبل نهاية العام"),
]


def _filled(filled: Filled, found: RetrievalSet) -> Archive:
    return filled(*found.passages)


def test_a_set_is_scored_over_its_own_passages(filled: Filled, encoder: HashedEncoder, tmp_path: Path) -> None:
    found = load(file_of(tmp_path, *PASSAGES, "", *QUESTIONS))
    archive = _filled(filled, found)
    # The same words are one statement, read from two passages; near ones stay apart.
    assert archive.count() == len(TEXTS) - 1
    assert found.is_record_of(archive)
    evaluator = Evaluator(archive, Searcher(archive, encoder))
    outcomes = [evaluator.run(case) for case in found.cases]
    assert [one.rank for one in outcomes] == [1, 1, 1, 1]
    facts = figures(outcomes)
    assert (facts["ranked hit@1"], facts["ranked hit@5"], facts["ranked mrr"]) == (1.0, 1.0, 1.0)
    assert facts["ranked s1"] == 1.0
    assert [name for name, _ in table(outcomes)] == ["all"], "no language is made up where none is given"


def test_an_answer_in_another_passage_does_not_count(filled: Filled, encoder: HashedEncoder, tmp_path: Path) -> None:
    astray = _question("q", "When was the lighthouse of Kerkennah built?", "p6", "1854")
    found = load(file_of(tmp_path, *PASSAGES, astray))
    archive = _filled(filled, found)
    outcome = Evaluator(archive, Searcher(archive, encoder)).run(found.cases[0])
    assert outcome.rank != 1
    assert outcome.ranked_quoted[0] is False


def test_languages_count_where_they_are_given(filled: Filled, encoder: HashedEncoder, tmp_path: Path) -> None:
    passage = _passage("a", TEXTS["p/1"], language="en")
    asked = [
        _question("q1", "lighthouse of Kerkennah", "a", "1854", language="en"),
        _question("q2", "phare de Kerkennah", "a", "1854", language="fr"),
    ]
    found = load(file_of(tmp_path, passage, *asked))
    archive = _filled(filled, found)
    evaluator = Evaluator(archive, Searcher(archive, encoder))
    names = [name for name, _ in table([evaluator.run(case) for case in found.cases])]
    assert names == ["all", "en", "fr", "same language", "across languages"]


def test_another_record_is_told_from_that_of_the_set(filled: Filled, tmp_path: Path) -> None:
    found = load(file_of(tmp_path, *PASSAGES, *QUESTIONS))
    assert not found.is_record_of(filled(*found.passages, draft("Other words.", "/in/a.md")))


def test_a_file_of_other_words_under_the_same_names_is_another_record(filled: Filled, tmp_path: Path) -> None:
    found = load(file_of(tmp_path, *PASSAGES, *QUESTIONS))
    archive = _filled(filled, found)
    changed = load(file_of(tmp_path, _passage("p/1", "Other words."), *PASSAGES[1:], *QUESTIONS))
    assert not changed.is_record_of(archive)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (PASSAGES[0], True),
        (QUESTIONS[0], True),
        ({"question": "x", "language": "en", "answerable": False}, False),
        ("{", False),
        ("3", False),
        ("", False),
    ],
)
def test_its_first_line_tells_what_a_file_is(tmp_path: Path, line: object, expected: bool) -> None:  # noqa: FBT001 - what pytest gives
    assert is_retrieval_set(file_of(tmp_path, "", line)) is expected


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["{"], "line 1: is not a passage or a question"),
        (["3"], "line 1: is not a passage or a question"),
        ([{"type": "answer", "id": "a"}], "'answer' is neither"),
        ([{"id": "a"}], "line 1: is not a passage or a question"),
        ([_passage("a", "Text."), {"type": "passage", "id": "b"}], "line 2: is not a passage"),
        ([_passage("a", "Text."), _passage("a", "Words.")], "line 2: has the id a of a line before it"),
        ([{**_passage("a", "Text."), "text": 3}], "3 is not a string"),
        ([_passage("a", "Text.", language=3)], "3 is not a string"),
        ([_passage("a", "Text.", language="francais!"), QUESTIONS[0]], "passage a: .*francais!"),
        ([_passage("a", " ")], "passage a: .*holds no words"),
        ([_passage("a", "Text.")], "holds passages and no questions"),
        ([_passage("a", "Text."), _question("q", "x?", "b", "y")], "question q: its passage b is not in the file"),
    ],
)
def test_what_is_wrong_in_a_set_is_one_line(tmp_path: Path, lines: list[object], expected: str) -> None:
    with pytest.raises(EvaluationError, match=expected) as told:
        load(file_of(tmp_path, *lines))
    assert len(str(told.value).splitlines()) == 1


def test_a_shared_set_is_read_whole() -> None:
    file = Path(__file__).parents[4] / "shared" / "eval" / "arcd-ar.jsonl"
    if not file.is_file():
        pytest.skip("no shared/eval/arcd-ar.jsonl beside the project")
    found = load(file)
    assert (len(found.passages), len(found.cases)) == (460, 1357)
    ends = {one.source.rsplit("/", 1)[1] for one in found.passages}
    assert len(ends) == len(found.passages)
    assert all(one.golds[0] in ends for one in found.cases)
    assert {one.language.value for one in found.passages} <= {"ar", None}
