"""Files of questions: what is read from a line, and what is told of one that is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.errors import EvaluationError
from index.evaluation import Case, load
from tests.index.evaluation.making import file_of

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


def test_a_case_is_read_from_its_line(tmp_path: Path) -> None:
    silent = {"question": "Pineapple?", "language": "fr", "answerable": False, "kind": None, "gold_file": None}
    first, second = load(file_of(tmp_path, ROW, "", silent))
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
        load(file_of(tmp_path, ROW, line))


@pytest.mark.parametrize("content", [None, b"", b"\n\n", b"\xff\xfe"])
def test_a_file_that_cannot_be_read_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "questions.jsonl"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(EvaluationError, match=r"questions\.jsonl: .*give a file of JSON lines"):
        load(file)


def test_an_id_that_stands_twice_is_told(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="line 3: has the id q1 of a line before it"):
        load(file_of(tmp_path, ROW, "", ROW))
