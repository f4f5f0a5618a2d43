"""A full disk is told, and takes nothing of what was there: neither the record nor the space of a half-written file."""

from __future__ import annotations

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from corpus.archive import FILE, Archive
from corpus.errors import ArchiveError, BackupError
from corpus.record import backups
from corpus.statement import Draft

LITTLE = [Draft(f"words {number}", f"/{number}.md") for number in range(5)]
MUCH = [Draft(f"{number} says much. " * 3000, f"/much/{number}.md") for number in range(12)]


@contextmanager
def room(size: int) -> Iterator[None]:
    """Let no file grow beyond ``size`` bytes, as on a disk that is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    with Archive(tmp_path / "data", create=True) as archive:
        archive.record(LITTLE)
    return tmp_path / "data"


def size(path: Path) -> int:
    return path.stat().st_size


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


FULL = r"archive\.sqlite3: cannot be written \((disk I/O error|database or disk is full)\); check free space"


def test_while_recording(data: Path) -> None:
    with Archive(data) as archive:
        before = list(archive.statements())
        with room(size(data / FILE) + 100_000), pytest.raises(ArchiveError, match=FULL):
            archive.record(MUCH)
        assert (list(archive.statements()), archive.sequence(), archive.damaged()) == (before, 1, [])
        assert len(archive.record(MUCH)) == len(MUCH)
        assert (archive.count(), archive.damaged()) == (len(LITTLE) + len(MUCH), [])


def test_while_correcting(data: Path) -> None:
    with Archive(data) as archive:
        archive.record([Draft("last", "/last")])
        before = list(archive.statements())
        with room(size(data / f"{FILE}-wal")):
            for way in (archive.corrections.withdraw, lambda one: archive.corrections.edit(one, {"title": "Right"})):
                with pytest.raises(ArchiveError, match=FULL):
                    way(before[0].id)
        assert (list(archive.statements()), archive.corrections.history(before[0].id)) == (before, [])
        assert archive.corrections.edit(before[0].id, {"title": "Right"})
        assert (archive.sequence(), archive.damaged()) == (3, [])


@pytest.mark.parametrize("part", [0.1, 0.9, 1.0], ids=["at once", "near the end", "in the last file"])
def test_while_backing_up(data: Path, tmp_path: Path, part: float) -> None:
    with Archive(data) as archive:
        with (
            room(int(size(data / FILE) * part)),
            pytest.raises(BackupError, match=r"file: cannot be written \(.*\); check"),
        ):
            backups.backup(archive, tmp_path / "file")
        assert names(tmp_path) == ["data"]
        backups.backup(archive, tmp_path / "file")
        assert archive.damaged() == []
    assert backups.restore(tmp_path / "file", tmp_path / "new").statements == len(LITTLE)


@pytest.mark.parametrize("extra", [-50_000, 50_000], ids=["while unpacking", "while copying what is there"])
def test_while_restoring(data: Path, tmp_path: Path, extra: int) -> None:
    with Archive(data) as archive:
        backups.backup(archive, tmp_path / "file")
        little = size(data / FILE)
        archive.record(MUCH)
    with Archive(data) as archive:
        before = list(archive.statements())
    assert size(data / FILE) > little + 100_000
    with room(little + extra), pytest.raises(ArchiveError, match="cannot be written"):
        backups.restore(tmp_path / "file", data)
    with Archive(data) as archive:
        assert (list(archive.statements()), archive.damaged()) == (before, [])
    assert names(data) == [FILE]
    assert backups.restore(tmp_path / "file", data).statements == len(LITTLE)
