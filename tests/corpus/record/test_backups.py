"""Backups: taken while others write, refused when not whole, and put back without losing what was there."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from corpus.archive import FILE, Archive
from corpus.errors import ArchiveError, BackupError
from corpus.record import backups
from corpus.record.fetches import Validators
from corpus.statement import Draft, given

ROOT = Path(__file__).resolve().parents[3]
TEXT = " ".join(f"The member states resolve upon measure {number}." for number in range(12))
DRAFTS = [
    Draft(TEXT, "/a.md", "Title", language=given("en"), guid="1"),
    Draft("mots", "/b.md", language=given("fr"), guid="1"),
]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    with Archive(folder, create=True) as archive:
        archive.record(DRAFTS)
        archive.record([dataclasses.replace(DRAFTS[0], text=f"{TEXT} Revised.")])
        archive.derivations.keep("recipe", {bytes(32): b"value"})
        archive.fetches.remember("https://h.org", Validators("1"))
    return folder


@pytest.fixture
def file(data: Path, tmp_path: Path) -> Path:
    path = tmp_path / "onrecord.backup"
    with Archive(data) as archive:
        backups.backup(archive, path)
    return path


def all_of(folder: Path) -> list[Any]:
    with Archive(folder) as archive:
        assert archive.damaged() == []
        statements = list(archive.statements())
        wordings = [archive.revisions(one.id) for one in statements]
        history = [archive.corrections.history(one.id) for one in statements]
        kept = archive.derivations.all("recipe"), archive.fetches.validators("https://h.org")
        return [archive.sequence(), statements, wordings, history, kept]


def identity(folder: Path) -> str:
    with Archive(folder) as archive:
        return archive.identity()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_what_is_put_back_is_what_was_there(data: Path, file: Path, tmp_path: Path) -> None:
    before = all_of(data)
    restored = backups.restore(file, tmp_path / "new" / "data")
    assert restored == backups.Restored(2, None)
    assert all_of(tmp_path / "new" / "data") == before
    assert all_of(data) == before
    assert names(tmp_path / "new" / "data") == [FILE]
    assert names(tmp_path) == ["data", "new", "onrecord.backup"]


def test_what_was_put_back_has_a_name_of_its_own(data: Path, file: Path, tmp_path: Path) -> None:
    seen = {identity(data)}
    for folder in (tmp_path / "one", tmp_path / "two", data):
        backups.restore(file, folder)
        seen.add(identity(folder))
    assert len(seen) == 4


def test_what_was_there_is_kept_beside(data: Path, file: Path, tmp_path: Path) -> None:
    before = all_of(data)
    with Archive(data) as archive:
        archive.record([Draft("later words", "/later.md")])
    later = all_of(data)
    restored = backups.restore(file, data)
    assert all_of(data) == before
    assert restored.kept is not None
    assert restored.kept.parent == data
    assert names(data) == [restored.kept.name, FILE]
    (tmp_path / "kept").mkdir()
    restored.kept.rename(tmp_path / "kept" / FILE)
    assert all_of(tmp_path / "kept") == later


def test_a_program_that_has_the_archive_open_goes_on_with_what_was_put_back(data: Path, file: Path) -> None:
    with Archive(data) as reader:
        reader.record([Draft("later words", "/later.md")])
        old = reader.statements()
        next(old)
        sequence, name = reader.sequence(), reader.identity()
        backups.restore(file, data)
        assert len(list(old)) == 2, "a reader keeps the state it began with"
        assert (reader.count(), reader.sequence()) == (2, sequence - 1)
        assert reader.identity() != name
        reader.record([Draft("yet other words", "/d.md")])
        assert reader.damaged() == []
    with Archive(data) as archive:
        assert {one.source for one in archive.statements()} == {"/a.md", "/b.md", "/d.md"}


def test_a_backup_is_whole_while_another_program_writes(tmp_path: Path) -> None:
    command = [sys.executable, str(Path(__file__).with_name("recorder.py")), str(tmp_path / "data"), "busy", "0"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)}
    ) as busy:
        try:
            assert busy.stdout is not None
            told = [busy.stdout.readline() for _ in range(3)]
            for number in range(4):
                with Archive(tmp_path / "data") as archive:
                    backups.backup(archive, tmp_path / f"{number}.backup")
                told.append(busy.stdout.readline())
        finally:
            busy.kill()
    counts = [backups.restore(tmp_path / f"{number}.backup", tmp_path / str(number)).statements for number in range(4)]
    assert counts == sorted(counts)
    assert counts[0] >= 3
    assert all(len(all_of(tmp_path / str(number))[1]) == count for number, count in enumerate(counts))


def test_an_existing_file_is_not_overwritten(data: Path, file: Path, tmp_path: Path) -> None:
    before = file.read_bytes()
    (tmp_path / "link").symlink_to("nowhere")
    with Archive(data) as archive:
        for place in (file, data, tmp_path / "link"):
            with pytest.raises(BackupError, match=r"is there already; name a new file, a backup overwrites none$"):
                backups.backup(archive, place)
        with pytest.raises(BackupError, match=r"none: is no folder; make it, or name a file in another one$"):
            backups.backup(archive, tmp_path / "none" / "file")
    assert file.read_bytes() == before
    assert names(tmp_path) == ["data", "link", "onrecord.backup"]


@pytest.mark.parametrize("at", [0, 100], ids=["no database", "no schema"])
def test_a_damaged_archive_is_kept_and_replaced(data: Path, file: Path, at: int) -> None:
    before = all_of(data)
    content = bytearray((data / FILE).read_bytes())
    content[at : at + 900] = b"\xa5" * 900
    (data / FILE).write_bytes(content)
    (data / f"{FILE}-wal").write_bytes(b"the log of it")
    restored = backups.restore(file, data)
    assert all_of(data) == before
    assert restored.kept is not None
    assert restored.kept.read_bytes() == content
    assert restored.kept.with_name(f"{restored.kept.name}-wal").read_bytes() == b"the log of it"
    assert [name for name in names(data) if not name.startswith(restored.kept.name)] == [FILE]


@pytest.fixture
def closed(file: Path) -> Iterator[Path]:
    """Give a folder that anybody may look into and nobody may write, with an archive and a backup in it."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        backups.restore(file, folder)
        (folder / "backup").write_bytes(file.read_bytes())
        for path in (folder / FILE, folder / "backup", folder):
            path.chmod(0o555)
        yield folder
        folder.chmod(0o755)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_who_may_only_read_takes_a_backup_and_puts_none_back(closed: Path) -> None:
    with TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        os.seteuid(65534)
        try:
            with Archive(closed) as archive:
                backups.backup(archive, Path(name, "file"))
                with pytest.raises(BackupError, match="cannot be written"):
                    backups.backup(archive, closed / "file")
            with pytest.raises(ArchiveError, match=r"cannot be written \(Permission denied\); check free space"):
                backups.restore(closed / "backup", closed)
            assert backups.restore(Path(name, "file"), Path(name, "data")).statements == 2
        finally:
            os.seteuid(0)
        assert names(Path(name)) == ["data", "file"]
        assert names(closed) == [FILE, "backup"]
