"""The command line in this process: a new one would load torch each time."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.errors import BotError
from corpus.errors import RecordError
from index.errors import IndexingError
from tests.index.engines import tiny_model


@dataclass(frozen=True, slots=True)
class Done:
    """What a command wrote, and its exit code."""

    returncode: int
    stdout: str
    stderr: str


@dataclass(frozen=True, slots=True)
class Office:
    """A data folder, and the commands on it."""

    data: Path

    def run(self, *words: str, **more: str) -> Done:
        """Run `onrecord` with ``words``; ``more`` are settings for this one time."""
        found = CliRunner().invoke(app, list(words), env=more, catch_exceptions=True)
        error = found.exception
        if isinstance(error, (BotError, RecordError, IndexingError)):  # as bot.cli.main has it
            return Done(1, found.stdout, f"{found.stderr}onrecord: {error}\n")
        if error is not None and not isinstance(error, SystemExit):
            raise error
        return Done(found.exit_code, found.stdout, found.stderr)


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a tiny model."""
    return tiny_model.make(tmp_path_factory.mktemp("tiny") / "model")


@pytest.fixture
def office(tmp_path: Path, model: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Return an empty data folder, and leave the process as it was."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ONRECORD_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("ONRECORD_MODEL", str(model))
    kept = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield Office(tmp_path / "data")
    for number, handler in kept.items():
        signal.signal(number, handler)
