"""Adding from the command line: what is new is told apart from what is not, and what cannot be read from the rest."""

from __future__ import annotations

import json
from pathlib import Path

from tests.bot.commands.conftest import Office


def test_adding_again_changes_nothing_and_bad_files_are_told_apart(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "good.txt").write_text("The Council met on Monday and adopted the budget.", encoding="utf-8")
    (folder / "empty.txt").write_text("", encoding="utf-8")
    (folder / "picture.txt").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "yaml.md").write_text("---\ntitle: a: b: c\n---\n\nText.", encoding="utf-8")
    (folder / "date.md").write_text("---\ndate: 2022-13-45\n---\n\nText.", encoding="utf-8")
    done = office.run("add", str(folder), str(tmp_path / "missing"))
    assert done.returncode == 1
    assert done.stdout.startswith("1 added, 0 revised, 0 unchanged, 5 failed")
    problems = done.stderr.splitlines()
    assert len([line for line in problems if line.startswith(str(tmp_path))]) == 5
    assert any("date.md" in line and "2022-13-45" in line for line in problems)
    assert "Traceback" not in done.stderr
    again = office.run("add", str(folder / "good.txt"))
    assert again.returncode == 0
    assert again.stdout == "0 added, 0 revised, 1 unchanged, 0 failed; 0 passages embedded.\n"
    assert office.run("verify").returncode == 0


def test_words_only_until_rebuild(office: Office, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The lighthouse of Kerkennah was repaired.", encoding="utf-8")
    assert office.run("add", str(tmp_path / "a.txt"), "--no-embed", "--date", "2020-05-06").returncode == 0
    checked = office.run("verify")
    assert checked.returncode == 1
    assert "rebuild" in checked.stderr
    done = office.run("rebuild")
    assert "1 of them embedded now" in done.stdout
    assert office.run("verify").returncode == 0
    found = json.loads(office.run("ask", "lighthouse Kerkennah", "--json").stdout)
    assert (found["extracts"] + found["nearest"])[0]["date"] == "2020-05-06"
