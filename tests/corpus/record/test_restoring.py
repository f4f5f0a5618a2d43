"""What is no backup, or no whole one, is refused, and nothing is touched."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import FILE, Archive
from corpus.errors import BackupError
from corpus.record import backups
from corpus.statement import Draft, given

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
        return [archive.sequence(), statements, wordings]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def packed(path: Path, parts: dict[str, bytes]) -> None:
    with tarfile.open(path, "w") as into:
        for name, content in parts.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            into.addfile(entry, io.BytesIO(content))


def labelled(label: Any) -> Callable[[Path], None]:
    return lambda path: packed(path, {"onrecord.json": json.dumps(label).encode(), FILE: b""})


def relabelled(schema: str) -> Callable[[Path], None]:
    """Return what makes the archive in a backup one of ``schema``, with the right sums."""

    def change(path: Path) -> None:
        folder = path.with_name("relabelled")
        folder.mkdir()
        with tarfile.open(path) as parts:
            parts.extractall(folder, filter="data")
        with Archive(folder) as archive, archive.database.writing() as connection:
            connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (schema,))
        content = (folder / FILE).read_bytes()
        sums = {FILE: hashlib.sha256(content).hexdigest()}
        packed(path, {"onrecord.json": json.dumps({"form": 1, "parts": sums}).encode(), FILE: content})

    return change


BAD: dict[str, tuple[Callable[[Path], object], str]] = {
    "no backup": (lambda path: path.write_bytes(b"words " * 999), "is not a backup, or is cut off"),
    "empty": (lambda path: path.write_bytes(b""), "is not a backup, or is cut off"),
    "another tar": (lambda path: packed(path, {"a": b"b"}), "is not a backup, or is cut off"),
    "no archive in it": (
        lambda path: packed(path, {"onrecord.json": b'{"form": 1, "parts": {}}'}),
        "is not a backup, or is cut off",
    ),
    "not there": (lambda path: path.unlink(), "is not there, or is no file; check the path$"),
    "a label that is none": (labelled(["form"]), "is not a backup, or is cut off"),
    "a label without parts": (labelled({"form": 1}), "is not a backup, or is cut off"),
    "a label with other parts": (labelled({"form": 1, "parts": 7}), "is not a backup, or is cut off"),
    "an endless label": (lambda path: packed(path, {"onrecord.json": b"[" * 10**5}), "is not a backup, or is cut off"),
    "a newer form": (labelled({"form": 2}), "is not a backup this version knows; update OnRecord"),
    "a newer schema": (
        relabelled("9999"),
        "onrecord.backup: was made by a later version of OnRecord; update OnRecord$",
    ),
    "an archive that says nothing": (relabelled("0001"), "onrecord.backup: what is in it cannot be used"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_is_no_backup_is_refused_and_nothing_is_touched(data: Path, file: Path, name: str) -> None:
    before = all_of(data), names(data)
    BAD[name][0](file)
    with pytest.raises(BackupError, match=BAD[name][1]) as caught:
        backups.restore(file, data)
    assert str(caught.value).startswith(f"{file}: ")
    assert ".restore-" not in str(caught.value)
    assert (all_of(data), names(data)) == before


def test_a_cut_or_flipped_backup_is_refused(data: Path, file: Path) -> None:
    before, content = all_of(data), file.read_bytes()
    first = content.index(b"SQLite format 3")
    last = first + (data / FILE).stat().st_size
    places = [*range(0, last, last // 12), first + 30, content.index(b"measure 7"), first - 400]
    for at in places:
        file.write_bytes(content[:at])
        with pytest.raises(BackupError, match=r"onrecord\.backup: is "):
            backups.restore(file, data)
        flipped = bytearray(content)
        flipped[at] ^= 4
        file.write_bytes(flipped)
        try:
            backups.restore(file, data.parent / "flipped")
        except BackupError as error:
            assert str(error).startswith(f"{file}: ")  # noqa: PT017 - a byte that nobody reads may also do no harm
        else:
            assert all_of(data.parent / "flipped") == before
    assert (all_of(data), names(data)) == (before, [FILE])


def test_a_damaged_archive_in_a_whole_backup_is_refused(data: Path, tmp_path: Path) -> None:
    with Archive(data) as archive:
        with archive.database.writing() as connection:
            connection.exec_driver_sql("UPDATE statements SET title = 'altered'")
        backups.backup(archive, tmp_path / "file")
    with pytest.raises(BackupError, match=r"file: what is in it is damaged \(statements .*\); take another backup$"):
        backups.restore(tmp_path / "file", tmp_path / "new")
    assert names(tmp_path / "new") == []
