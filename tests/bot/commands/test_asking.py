"""`ask` in the terminal: what was understood stands above the answer, and above a silence."""

from __future__ import annotations

from pathlib import Path

from tests.bot.commands.conftest import Office

MALI = """---
title: On Mali
date: 2020-10-05
issuer: Foreign Office
---
We condemn the coup in Mali. We stand with the people of Mali.
"""


def test_what_was_understood_or_chosen_stands_above_the_answer(office: Office, tmp_path: Path) -> None:
    (tmp_path / "mali.md").write_text(MALI, encoding="utf-8")
    assert office.run("add", str(tmp_path / "mali.md")).returncode == 0
    read = office.run("ask", "What is the latest statement on the coup in Mali in October 2020?")
    assert read.returncode == 0, read.stderr
    first, empty, *rest = read.stdout.splitlines()
    assert first == "Understood: October 2020 · most recent first"
    assert empty == ""
    assert rest
    chosen = office.run("ask", "the coup in Mali", "--since", "2020-03-01", "--until", "2020-03-31")
    assert chosen.stdout.startswith("Understood: March 2020\n\n")
    assert "Understood" not in office.run("ask", "the coup in Mali").stdout
