"""The command line's contract: names, options, JSON, exit codes, and errors of one line."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import FILE, Archive
from tests.bot.conftest import Place

EXTRACT = {
    "quote", "start", "end", "statement_id", "revision", "sha256", "title", "date", "date_source", "issuer",
    "language", "url", "source", "also", "score",
}  # fmt: skip


def _check(place: Place, extract: dict[str, Any]) -> None:
    assert set(extract) == EXTRACT
    with Archive(place.data) as archive:
        revision = archive.revision(extract["statement_id"], extract["revision"])
    assert extract["quote"] == revision.text[extract["start"] : extract["end"]]
    assert extract["sha256"] == revision.sha256
    assert len(extract["quote"]) <= 700
    assert (extract["date"] is None) == (extract["date_source"] == "unknown")
    assert re.fullmatch(r"[A-Za-z0-9_-]{10}", extract["statement_id"])


def test_ask_prints_one_json_line_as_the_contract_says(place: Place) -> None:
    done = place.run("ask", "Que dit l'OCI de la Palestine et d'Al-Qods-Est ?", "--json")
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    answer = json.loads(line)
    assert set(answer) == {"question", "answered", "understood", "extracts", "nearest", "took_ms"}
    assert answer["answered"] is True
    assert 1 <= len(answer["extracts"]) <= 3
    assert answer["nearest"] == []
    for extract in answer["extracts"]:
        _check(place, extract)
    assert answer["extracts"][0]["date"] is None


def test_a_batch_keeps_ids_filters_apply_and_silence_shows_the_nearest(place: Place, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    rows = [{"id": "a", "question": "wells of Zarnouka"}, {"id": 2, "question": ""}, {"question": "🕊️ ?!"}]
    batch.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    done = place.run("ask", "--batch", str(batch), "--json", "--since", "2023-01-01")
    assert done.returncode == 0, done.stderr
    first, second, third = (json.loads(line) for line in done.stdout.splitlines())
    assert (first["id"], second["id"]) == ("a", 2)
    assert "id" not in third
    assert first["understood"] == {"since": "2023-01-01"}
    found = first["extracts"] + first["nearest"]
    assert found
    assert all(extract["date"] >= "2023-01-01" for extract in found)
    for silent in (second, third):
        assert silent["answered"] is False
        assert silent["extracts"] == []
    done = place.run("ask", "--json", "Quelle est la meilleure recette de tarte aux pommes ?")
    answer = json.loads(done.stdout)
    assert answer["answered"] is False
    assert answer["extracts"] == []
    for extract in answer["nearest"]:
        _check(place, extract)


def test_ask_for_people_shows_quote_date_and_source(place: Place) -> None:
    # Whatever the terminal claims to speak: a quote is written whole.
    done = place.run("ask", "puits de Zarnouka", "--limit", "1", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "2023-03-22" in done.stdout
    assert "https://example.org/eau?a=1&b=2" in done.stdout
    assert "  | 🕊️🌍 Le Bureau déplore que <2%" in done.stdout


def test_list_and_show_agree_with_the_record(place: Place) -> None:
    rows = [json.loads(line) for line in place.run("list", "--json").stdout.splitlines()]
    assert {"statement_id", "title", "date", "issuer", "language"} <= set(rows[0])
    undated = next(row for row in rows if row["date"] is None)
    shown = json.loads(place.run("show", undated["statement_id"], "--json").stdout)
    assert set(shown) == {
        "statement_id", "title", "date", "date_source", "issuer", "issuer_source", "language", "language_source",
        "url", "source", "text", "revisions", "sources", "withdrawn", "versions", "near", "changes",
    }  # fmt: skip
    assert shown["date_source"] == "unknown"
    assert shown["language"] == "fr"
    assert shown["text"] == shown["revisions"][-1]["text"]
    assert "date      not known" in place.run("show", undated["statement_id"]).stdout


def test_chat_is_the_same_conversation(place: Place) -> None:
    done = place.run("chat", "--language", "fr", stdin="puits de Zarnouka ?\n/help\n\n")
    assert done.returncode == 0, done.stderr
    assert "22 mars 2023" in done.stdout
    assert "| 🕊️🌍 Le Bureau déplore" in done.stdout


def test_evaluate_prints_the_figures(place: Place, tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    case = {
        "id": "1",
        "question": "puits de Zarnouka",
        "language": "fr",
        "doc_language": "fr",
        "answerable": True,
        "gold_file": "tricky.md",
        "gold_sentence": "dit-il à l'ambassadeur Ébénézer.",
        "date": "2023-03-22",
    }
    file.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    rows = [json.loads(line) for line in place.run("evaluate", str(file), "--json").stdout.splitlines()]
    assert rows[0]["group"] == "all"
    assert rows[0]["hit@1"] == rows[0]["s1"] == rows[0]["date right"] == 1.0
    assert "ranked hit@1" in place.run("evaluate", str(file)).stdout


@pytest.mark.parametrize(
    ("words", "settings", "expected"),
    [
        (("ask", "x"), {}, "no archive here"),
        (("list",), {}, "no archive here"),
        (("show", "abcdefghij"), {}, "no archive here"),
        (("ask", "x", "--batch", "y"), {}, "and not both"),
        (("add", "x.txt", "--date", "2022-13-45"), {}, "2022-13-45"),
        (("add", "x.txt", "--language", "francais!"), {}, "francais!"),
        (("list",), {"ONRECORD_WORKERS": "many"}, "ONRECORD_WORKERS"),
        (("list",), {"ONRECORD_API_URL": "ftp://x"}, "ONRECORD_API_URL"),
        (("list",), {"ONRECORD_INSTITUTION": "OIC"}, "ONRECORD_INSTITUTION"),
    ],
)
def test_errors_are_one_line_with_a_cure(
    empty: Place, words: tuple[str, ...], settings: dict[str, str], expected: str
) -> None:
    done = empty.run(*words, **settings)
    assert done.returncode == 1
    assert expected in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr
    assert done.stdout == ""


def test_an_unknown_model_and_a_newer_folder_are_one_line(place: Place, empty: Place) -> None:
    done = place.run("ask", "x", ONRECORD_MODEL="no/such-model", HF_HUB_OFFLINE="1")
    assert done.returncode == 1
    assert "no/such-model" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr
    empty.data.mkdir()
    with Archive(empty.data, create=True):
        pass
    connection = sqlite3.connect(empty.data / FILE)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    done = empty.run("list")
    assert done.returncode == 1
    assert "later version" in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_an_empty_record_says_how_to_begin_it(empty: Place, tmp_path: Path) -> None:
    assert empty.run("add", str(tmp_path / "missing")).returncode == 1
    assert not empty.data.exists()
    with Archive(empty.data, create=True):
        pass
    done = empty.run("ask", "x")
    assert done.returncode == 1
    assert "onrecord add PATH" in done.stderr
    assert "onrecord add PATH" in empty.run("list").stderr


def test_a_line_of_a_batch_that_is_no_question_is_named(place: Place, tmp_path: Path) -> None:
    batch = tmp_path / "batch.jsonl"
    batch.write_text('{"question": "Mali"}\n{"question": null}\n', encoding="utf-8")
    done = place.run("ask", "--batch", str(batch), "--json")
    assert done.returncode == 1
    assert "line 2" in done.stderr
    assert done.stdout == ""
