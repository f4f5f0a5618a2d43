"""A small record with the real model, made once a run, and the bot on it as a process of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from corpus import samples

TRICKY = """---
title: "Déclaration 🕊️ sur l’eau"
date: '2023-03-22'
issuer: Bureau d’essai
language: fr
url: https://example.org/eau?a=1&b=2
---

🕊️🌍 Le Bureau déplore que <2% des puits de Zarnouka soient réparés — « c'est peu », dit-il à l'ambassadeur Ébénézer.

وقال المكتب 🇹🇳 إن آبار زرنوقة يجب أن تُصلَح قبل نهاية العام، مع التشديد على حقّ السكّان في الماء.

The wells of Zarnouka matter: *none* of _them_ [works](now) & 3 < 5, e\u0301crit-on parfois.
"""
CHOSEN = ("2022-05-25-secretary-antony-j-blinken", "2022-04-13", "2022-06-02-the-united-states-welcomes-the-truce")


@dataclass(frozen=True, slots=True)
class Place:
    """A data folder with statements in it, and the environment that a command needs to use it."""

    data: Path
    environment: dict[str, str]

    def run(self, *words: str, stdin: str | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        """Run `onrecord` with ``words`` on this folder; ``more`` are further settings."""
        return subprocess.run(
            [sys.executable, "-m", "bot", *words],
            env={**self.environment, **more},
            cwd=self.data.parent,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )


def _environment(data: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith("ONRECORD_") or name.endswith("CACHE")
    }
    return {
        **kept,
        "ONRECORD_DATA": str(data),
        "PYTHONWARNINGS": "ignore",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }


@pytest.fixture(scope="session")
def place(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """Return a record of the OIC text, some sample statements, and one full of characters that break things."""
    folder = tmp_path_factory.mktemp("place")
    statements = folder / "statements"
    statements.mkdir()
    for path in sorted(samples.folder().rglob("*")):
        if path.suffix == ".txt" or path.name.startswith(CHOSEN):
            shutil.copy(path, statements / path.name)
    (statements / "tricky.md").write_text(TRICKY, encoding="utf-8")
    found = Place(folder / "data", _environment(folder / "data"))
    done = found.run("add", str(statements))
    assert done.returncode == 0, done.stderr
    return found


@pytest.fixture
def empty(tmp_path: Path) -> Place:
    """Return a place without a record."""
    return Place(tmp_path / "data", _environment(tmp_path / "data"))


@dataclass(frozen=True, slots=True)
class Running:
    """A bot that answers in a process of its own, at a simulator in another."""

    address: str
    bot: subprocess.Popen[str]


@pytest.fixture
def running(place: Place) -> Iterator[Running]:
    """Start the simulator and `onrecord bot` as two processes; end both with SIGTERM."""
    simulator = subprocess.Popen(
        [sys.executable, "-m", "bot.simulator"], env=place.environment, stdout=subprocess.PIPE, text=True
    )
    assert simulator.stdout is not None
    facts = json.loads(simulator.stdout.readline())
    names = {"en": {"name": "Organisation of Islamic Cooperation", "short": "OIC"}}
    settings = {
        "ONRECORD_TOKEN": facts["token"],
        "ONRECORD_API_URL": facts["address"],
        "ONRECORD_INSTITUTION": json.dumps(names),
    }
    bot = subprocess.Popen(
        [sys.executable, "-m", "bot", "bot"],
        env={**place.environment, **settings},
        cwd=place.data.parent,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert bot.stderr is not None
    try:
        for line in bot.stderr:
            if "is answering" in line:
                break
        else:
            pytest.fail(f"the bot ended with {bot.wait()} before it answered")
        yield Running(facts["address"], bot)
    finally:
        for process in (bot, simulator):
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            process.wait(60)
            for stream in (process.stdout, process.stderr):
                if stream is not None:
                    stream.close()
