"""Copies of a database in use: one consistent state, one file, and nothing left behind when it cannot be made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from corpus.archive import FILE, Archive
from corpus.durability import publish
from corpus.errors import ArchiveError
from corpus.record.copying import copy_to, is_broken, is_writable
from corpus.statement import Draft


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "100% data #1?"
    with Archive(place, create=True) as archive:
        archive.record([Draft(f"words {number}", f"/{number}") for number in range(20)])
    return place


def count(path: Path) -> int:
    with closing(sqlite3.connect(path)) as raw:
        found: int = raw.execute("SELECT count(*) FROM statements").fetchone()[0]
    return found


def test_a_copy_holds_what_was_committed_and_is_one_file(folder: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite3"
    copy.write_text("what was there before")
    with Archive(folder) as archive, archive.database.writing() as connection:
        connection.exec_driver_sql("UPDATE statements SET title = 'not committed'")
        copy_to(folder / FILE, copy)
        connection.exec_driver_sql("UPDATE statements SET title = NULL")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([folder.name, "copy.sqlite3"])
    with closing(sqlite3.connect(copy)) as raw:
        assert raw.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert raw.execute("SELECT count(*) FROM statements WHERE title NOT NULL").fetchone() == (0,)
    assert count(copy) == 20


def test_a_copy_has_what_still_stands_in_the_log(folder: Path, tmp_path: Path) -> None:
    with Archive(folder) as archive:
        archive.record([Draft("more words", "/more")])
        copy_to(folder / FILE, tmp_path / "copy")
        assert count(tmp_path / "copy") == 21


@pytest.mark.parametrize("content", [b"no database at all, but some words" * 300, None])
def test_what_cannot_be_copied_leaves_the_file_as_it_was(tmp_path: Path, content: bytes | None) -> None:
    copy = tmp_path / "copy"
    copy.write_text("before")
    if content:
        (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ArchiveError, match=r"copy: cannot be written \(.*\); check free space and permissions$"):
        copy_to(tmp_path / FILE, copy)
    assert copy.read_text() == "before"
    assert {path.name for path in tmp_path.iterdir()} <= {"copy", FILE}


def test_a_folder_that_is_not_there_is_told(folder: Path) -> None:
    with pytest.raises(ArchiveError, match="cannot be written"):
        copy_to(folder / FILE, folder / "none" / "copy")
    assert is_writable(folder / FILE)


def test_what_cannot_be_opened_is_broken(folder: Path, tmp_path: Path) -> None:
    assert not is_broken(folder / FILE)
    assert not is_broken(tmp_path / "nothing there")
    content = (folder / FILE).read_bytes()
    (tmp_path / "torn").write_bytes(content[: len(content) // 2])
    (tmp_path / "words").write_bytes(b"words" * 1000)
    (tmp_path / "schema").write_bytes(content[:100] + b"\xa5" * 900 + content[1000:])
    assert all(is_broken(tmp_path / name) for name in ("torn", "words", "schema"))


def test_publishing_replaces_all_at_once(tmp_path: Path) -> None:
    new, place = tmp_path / "new", tmp_path / "place"
    new.write_text("new")
    place.write_text("old")
    publish(new, place)
    assert [path.name for path in tmp_path.iterdir()] == ["place"]
    assert place.read_text() == "new"
