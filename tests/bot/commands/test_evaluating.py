"""Scoring from the command line: what it prints, keeps and compares, and errors of one line."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from corpus.archive import Archive
from tests.bot.commands.conftest import Done, Office

CASES: list[dict[str, Any]] = [
    {"id": "1", "question": "lighthouse of Kerkennah", "language": "en", "doc_language": "en", "answerable": True,
     "gold_file": "a.txt", "gold_sentence": "The lighthouse of Kerkennah was repaired.", "date": "2020-05-06",
     "kind": "fact"},
    {"id": "2", "question": "grève des dockers à Sfax", "language": "fr", "doc_language": "fr", "answerable": True,
     "gold_file": "b.txt", "gold_sentence": "La grève des dockers du port de Sfax a duré onze jours.", "date": None},
    {"id": "3", "question": "كيف حالك؟", "language": "ar", "answerable": False, "kind": "off-topic"},
]  # fmt: skip
PASSAGES = [
    {"type": "passage", "id": "p1", "title": "Phares", "text": "The lighthouse of Kerkennah was built in 1854."},
    {"type": "passage", "id": "p2", "title": "Sfax", "text": "La grève des dockers de Sfax a duré onze jours."},
]
ASKED = [
    {"type": "question", "id": "q1", "question": "lighthouse of Kerkennah", "gold_passage": "p1", "answer": "1854"},
    {"type": "question", "id": "q2", "question": "grève des dockers", "gold_passage": "p2", "answer": "onze jours"},
]


def _file(folder: Path, rows: list[dict[str, Any]]) -> str:
    file = folder / "questions.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return str(file)


@pytest.fixture
def filled(office: Office, tmp_path: Path) -> Office:
    """Give a data folder with two statements."""
    (tmp_path / "a.txt").write_text("The lighthouse of Kerkennah was repaired.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("La grève des dockers du port de Sfax a duré onze jours.", encoding="utf-8")
    assert office.run("add", "a.txt", "--date", "2020-05-06").returncode == 0
    assert office.run("add", "b.txt").returncode == 0
    return office


def _is_one_line(done: Done, expected: str) -> bool:
    return done.returncode == 1 and expected in done.stderr.splitlines()[-1] and "Traceback" not in done.stderr


def test_a_run_is_printed_kept_drawn_and_compared(filled: Office, tmp_path: Path) -> None:
    file = _file(tmp_path, CASES)
    done = filled.run("evaluate", file, "--save", "run.json", "--html", "page.html")
    assert done.returncode == 0, done.stderr
    assert "3 questions" in done.stdout
    assert "ranked hit@1              1.00   1.00–1.00" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 120
    document = html.fromstring((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert "Evaluation: questions.jsonl" in document.text_content()
    run = json.loads((tmp_path / "run.json").read_text(encoding="utf-8"))
    assert [one["id"] for one in run["questions"]] == ["1", "2", "3"]
    assert run["sequence"] == 2
    # Worse then than it is now: the first was shown second.
    run["questions"][0] |= {"answered": True, "shown": [False, True], "rank": 2}
    run["questions"][1] |= {"rank": 1}
    (tmp_path / "run.json").write_text(json.dumps(run), encoding="utf-8")
    again = filled.run("evaluate", file, "--compare", "run.json", "--html", "page.html")
    assert "since run.json" in again.stdout
    assert "better  gold statement in the ranking: place 2 -> place 1  1  lighthouse of Kerkennah" in again.stdout
    document = html.fromstring((tmp_path / "page.html").read_text(encoding="utf-8"))
    assert "Since run.json" in document.text_content()
    rows = [
        json.loads(line)
        for line in filled.run("evaluate", file, "--compare", "run.json", "--json").stdout.split("\n")
        if line
    ]
    groups = [row["group"] for row in rows if "group" in row]
    assert groups == ["all", "ar", "en", "fr", "same language", "fact", "off-topic"]
    assert rows[0]["ranked hit@1"] == rows[0]["ranked hit@1 low"] == 1.0
    assert [row["better"] for row in rows if row.get("compared") == "gold statement in the ranking"] == [["1"]]


def test_the_first_questions_alone(filled: Office, tmp_path: Path) -> None:
    done = filled.run("evaluate", _file(tmp_path, CASES), "--limit", "1", "--json")
    assert json.loads(done.stdout.splitlines()[0])["questions"] == 1


def test_passages_of_its_own_go_where_the_operator_says(office: Office, tmp_path: Path) -> None:
    file, place = _file(tmp_path, [*PASSAGES, *ASKED]), tmp_path / "set"
    done = office.run("evaluate", file, "--data", str(place), "--json")
    assert done.returncode == 0, done.stderr
    facts = json.loads(done.stdout.splitlines()[0])
    assert (facts["questions"], facts["ranked hit@1"], facts["ranked mrr"], facts["ranked s1"]) == (2, 1.0, 1.0, 1.0)
    with Archive(place) as archive:
        assert [one.source for one in archive.statements()] in (
            ["questions.jsonl/p1", "questions.jsonl/p2"],
            ["questions.jsonl/p2", "questions.jsonl/p1"],
        )
        assert archive.sequence() == 1
    # The same passages again: nothing is recorded or embedded anew.
    again = office.run("evaluate", file, "--data", str(place), "--json")
    assert "embedded" not in again.stderr
    assert json.loads(again.stdout.splitlines()[0])["ranked mrr"] == 1.0
    with Archive(place) as archive:
        assert archive.sequence() == 1
    assert not office.data.exists()


def test_passages_never_go_among_statements(filled: Office, tmp_path: Path) -> None:
    file = _file(tmp_path, [*PASSAGES, *ASKED])
    told = filled.run("evaluate", file, "--data", str(filled.data), "--json")
    assert "holds something else; the passages of the file go to a temporary folder" in told.stderr
    assert json.loads(told.stdout.splitlines()[0])["ranked mrr"] == 1.0
    assert filled.run("evaluate", file, "--json").returncode == 0
    with Archive(filled.data) as archive:
        assert archive.count() == 2
        assert {Path(one.source).name for one in archive.statements()} == {"a.txt", "b.txt"}
    other = tmp_path / "other"
    other.mkdir()
    (other / "notes.txt").write_text("mine", encoding="utf-8")
    assert "holds something else" in filled.run("evaluate", file, "--data", str(other), "--json").stderr
    assert [one.name for one in other.iterdir()] == ["notes.txt"]


def test_errors_are_one_line_before_the_work_is_done(office: Office, tmp_path: Path) -> None:
    file = _file(tmp_path, CASES)
    assert _is_one_line(office.run("evaluate", "missing.jsonl"), "missing.jsonl: cannot be read")
    assert _is_one_line(office.run("evaluate", file), "no archive here")
    assert _is_one_line(office.run("evaluate", file, "--compare", "missing.json"), "missing.json: cannot be read")
    (tmp_path / "run.json").write_text("{}", encoding="utf-8")
    assert _is_one_line(office.run("evaluate", file, "--compare", "run.json"), "run.json: is not a run")
    assert _is_one_line(office.run("evaluate", file, "--html", "no/page.html"), "no/page.html: its folder is not")
    assert _is_one_line(office.run("evaluate", file, "--save", str(tmp_path)), "is a folder; give the name of a file")
    assert _is_one_line(office.run("evaluate", file, "--fit", "--json"), "--fit prints weights and nothing else")
    (tmp_path / "set.jsonl").write_text('{"type": "passage", "id": "a"}', encoding="utf-8")
    assert _is_one_line(office.run("evaluate", "set.jsonl"), "line 1: is not a passage or a question")


def test_a_run_of_other_questions_and_too_few_to_fit(filled: Office, tmp_path: Path) -> None:
    file = _file(tmp_path, CASES)
    assert filled.run("evaluate", file, "--limit", "2", "--save", "run.json").returncode == 0
    done = filled.run("evaluate", file, "--compare", "run.json")
    assert _is_one_line(done, "run.json: is a run of other questions")
    assert _is_one_line(filled.run("evaluate", file, "--fit"), "fitting needs 20 questions with an answer")
