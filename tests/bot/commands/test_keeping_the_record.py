"""The record put right, kept and brought back from the command line: edit, withdraw, show, backup, restore, watch."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.bot.commands.conftest import Office

FIRST = """---
title: On the wells
date: 2024-03-01
guid: wells
---

The wells of Zarnouka will be repaired before June, the secretariat said to the council of the region today.
"""


def made(place: Office, tmp_path: Path) -> Office:
    (tmp_path / "wells.md").write_text(FIRST, encoding="utf-8")
    (tmp_path / "other.txt").write_text("Jeddah, 5 November 2024\n\nAnother matter altogether.", encoding="utf-8")
    done = place.run("add", str(tmp_path / "wells.md"), str(tmp_path / "other.txt"))
    assert done.returncode == 0, done.stderr
    return place


def rows(place: Office) -> list[dict[str, Any]]:
    return [json.loads(line) for line in place.run("list", "--json").stdout.splitlines()]


def shown(place: Office, statement_id: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(place.run("show", statement_id, "--json").stdout)
    return found


def test_corrections_hold_and_are_told_and_a_withdrawn_statement_is_not_quoted(office: Office, tmp_path: Path) -> None:
    place = made(office, tmp_path)
    wells = next(row["statement_id"] for row in rows(place) if row["title"])
    done = place.run("edit", wells, "--date", "2024-02-29", "--issuer", "The Secretariat")
    assert done.returncode == 0, done.stderr
    assert place.run("edit", wells, "--date", "2024-02-29").stdout == f"{wells}: is so already.\n"
    # The source is read again, with other words: the words are new, the correction stays.
    (tmp_path / "wells.md").write_text(FIRST.replace("before June", "before July"), encoding="utf-8")
    assert "1 revised" in place.run("add", str(tmp_path / "wells.md")).stdout
    found = shown(place, wells)
    assert (found["date"], found["date_source"], found["issuer"]) == ("2024-02-29", "given", "The Secretariat")
    assert [change["field"] for change in found["changes"]] == ["date", "issuer"]
    assert {change["by"] for change in found["changes"]} == {"operator"}
    assert len(found["revisions"]) == 2
    words = place.run("show", wells).stdout
    assert "before [-June-]{+July+}, the" in words
    assert "by the operator: date from 2024-03-01 to 2024-02-29" in words
    answer = json.loads(place.run("ask", "wells of Zarnouka", "--json").stdout)
    assert wells in [one["statement_id"] for one in answer["extracts"] + answer["nearest"]]
    done = place.run("withdraw", wells, "--reason", "sent in error")
    assert done.returncode == 0, done.stderr
    answer = json.loads(place.run("ask", "wells of Zarnouka", "--json").stdout)
    assert wells not in [one["statement_id"] for one in answer["extracts"] + answer["nearest"]]
    assert "withdrawn (sent in error)" in place.run("show", wells).stdout
    assert "[withdrawn]" in place.run("list").stdout
    assert place.run("withdraw", wells, "--undo").returncode == 0
    assert place.run("verify").returncode == 0


def test_a_day_to_come_is_put_in_with_a_line(office: Office, tmp_path: Path) -> None:
    place = made(office, tmp_path)
    wells = next(row["statement_id"] for row in rows(place) if row["title"])
    done = place.run("edit", wells, "--date", "2999-03-01")
    assert (done.returncode, shown(place, wells)["date"]) == (0, "2999-03-01")
    assert "2999-03-01 is still to come" in done.stderr


def test_what_cannot_be_put_right_is_one_line(office: Office, tmp_path: Path) -> None:
    place = made(office, tmp_path)
    wells = next(row["statement_id"] for row in rows(place) if row["title"])
    for words, line in (
        (("edit", wells), "nothing to put right"),
        (("edit", wells, "--date", "1 March"), "is not a day"),
        (("edit", "0123456789", "--title", "T"), "no statement has this id"),
        (("withdraw", "0123456789"), "no statement has this id"),
        (("backup", str(tmp_path / "wells.md")), "is there already"),
        (("restore", str(tmp_path / "wells.md")), "is not a backup"),
        (("watch", "--once"), "nothing to follow"),
    ):
        done = place.run(*words)
        assert done.returncode == 1, words
        assert line in done.stderr
        assert len(done.stderr.splitlines()) == 1, done.stderr


def test_a_backup_brings_everything_back(office: Office, tmp_path: Path) -> None:
    place = made(office, tmp_path)
    before = [shown(place, row["statement_id"]) for row in rows(place)]
    file = tmp_path / "all.onrecord"
    assert place.run("backup", str(file)).returncode == 0
    assert place.run("withdraw", before[0]["statement_id"]).returncode == 0
    done = place.run("restore", str(file))
    assert done.returncode == 0, done.stderr
    assert "is kept in" in done.stderr
    assert [shown(place, row["statement_id"]) for row in rows(place)] == before
    assert place.run("verify").returncode == 0
    assert len(list(place.data.glob("archive-before-*.sqlite3"))) == 1


def test_watch_records_what_is_new_in_a_folder_and_ends_when_told(office: Office, tmp_path: Path) -> None:
    place = made(office, tmp_path)
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "new.txt").write_text("A third matter, on which the council spoke.", encoding="utf-8")
    (folder / "bad.pdf").write_bytes(b"no pdf")
    done = place.run("watch", "--once", ONRECORD_WATCH=str(folder))
    assert done.returncode == 0, done.stderr
    assert "1 added" in done.stdout
    assert "bad.pdf: " in done.stderr
    assert len(rows(place)) == 3
