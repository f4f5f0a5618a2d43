"""A run as a file: what it holds, and one clear line for what is none or cannot be written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from index.errors import EvaluationError
from index.evaluation.runs import Run, check_writable, write
from tests.index.evaluation.making import OUTCOMES, numbered, run_of


def test_a_run_holds_a_row_a_question_and_the_figures(tmp_path: Path) -> None:
    run_of(numbered(OUTCOMES)).save(tmp_path / "run.json")
    found = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert (found["format"], found["file"], found["sequence"], found["recipe"]) == (1, "questions.jsonl", 7, "hashed")
    assert found["figures"][0]["group"] == "all"
    assert found["figures"][0]["hit@1"] == 1 / 4
    assert found["questions"][1] == {
        "id": "q1",
        "question": "When was 1?",
        "language": "en",
        "kind": "fact",
        "answerable": True,
        "rank": 2,
        "answered": True,
        "shown": [False, True],
        "quoted": [False, True],
        "confidence": 0.6,
        "took_ms": 10.0,
    }


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (None, "cannot be read as a run"),
        (b"\xff", "cannot be read as a run"),
        (b"{", "cannot be read as a run"),
        (b"[]", "is not a run"),
        (b"3", "is not a run"),
        (b"{}", "is not a run"),
        (b'{"format": 2}', "is a run of form 2, not 1"),
        (b'{"format": 1, "file": "", "sequence": 1, "recipe": "", "figures": [3], "questions": []}', "is not a run"),
        (b'{"format": 1, "file": "", "sequence": 1, "recipe": "", "figures": [], "questions": [3]}', "is not a run"),
        (b'{"format": 1, "file": "", "sequence": 1, "recipe": "", "figures": [], "questions": [{}]}', "is not a run"),
    ],
)
def test_what_is_no_run_is_one_line(tmp_path: Path, content: bytes | None, expected: str) -> None:
    file = tmp_path / "run.json"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(EvaluationError, match=expected) as told:
        Run.load(file)
    assert str(told.value).startswith(str(file))
    assert len(str(told.value).splitlines()) == 1


def test_a_file_that_cannot_be_written_is_told_before_and_after(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing" / "page.html"):
        with pytest.raises(EvaluationError, match=r"name of a file|make it first"):
            check_writable(path)
        with pytest.raises(EvaluationError, match="cannot be written"):
            write(path, "words")
    check_writable(tmp_path / "page.html")


def test_half_a_character_does_not_stop_a_run_from_being_written(tmp_path: Path) -> None:
    write(tmp_path / "page.html", "a\ud800b é")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == "a?b é"
