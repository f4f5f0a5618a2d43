"""What was acknowledged is there afterwards: programs that record at once, and one that is killed meanwhile."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from corpus.archive import Archive

ROOT = Path(__file__).resolve().parents[3]
RECORDER = Path(__file__).with_name("recorder.py")


@contextmanager
def recording(folder: Path, name: str, wanted: int) -> Iterator[subprocess.Popen[str]]:
    """Start a program of its own, as a spawned process is, and kill it at the end if it still runs."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(RECORDER), str(folder), name, str(wanted)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        try:
            yield program
        finally:
            program.kill()


def sources(folder: Path) -> set[str]:
    with Archive(folder) as archive:
        assert archive.damaged() == []
        return {statement.source for statement in archive.statements()}


def test_programs_that_begin_an_archive_and_write_at_once_lose_nothing(tmp_path: Path) -> None:
    wanted = 25
    with ExitStack() as stack:
        programs = [stack.enter_context(recording(tmp_path, name, wanted)) for name in ("left", "right")]
        acknowledged = [program.communicate(timeout=100)[0].splitlines() for program in programs]
        assert [program.returncode for program in programs] == [0, 0]
    assert [len(lines) for lines in acknowledged] == [wanted, wanted]
    assert sources(tmp_path) == {line for lines in acknowledged for line in lines}
    with Archive(tmp_path) as archive:
        assert archive.sequence() == 2 * wanted


def test_a_killed_program_loses_nothing_that_it_acknowledged(tmp_path: Path) -> None:
    acknowledged: set[str] = set()
    for name, told in (("first", 12), ("second", 31)):
        with recording(tmp_path, name, 0) as program:
            assert program.stdout is not None
            lines = [program.stdout.readline() for _ in range(told)]
            program.kill()  # SIGKILL: nothing of it can be caught or cleaned up
            lines += program.stdout.readlines()
        acknowledged |= {line.removesuffix("\n") for line in lines if line.endswith("\n")}
        assert len(acknowledged) >= told
        found = sources(tmp_path)
        assert acknowledged <= found
        # At most the one it was about to acknowledge comes on top.
        assert len(found - acknowledged) <= 1
        acknowledged = found


def test_commits_are_synced_to_the_disk(tmp_path: Path) -> None:
    # What makes the promise hold through a power cut, which no test can cause.
    with Archive(tmp_path, create=True) as archive, archive.database.reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


@pytest.mark.parametrize("writing", [True, False])
def test_every_connection_keeps_foreign_keys(tmp_path: Path, *, writing: bool) -> None:
    with Archive(tmp_path, create=True) as archive:
        opened = archive.database.writing() if writing else archive.database.reading()
        with opened as connection:
            assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
