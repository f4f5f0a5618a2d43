"""Opening the file: a new one, ours, a later one's, somebody else's, and none."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Barrier, Thread

import pytest

from corpus.archive import FILE, Archive
from corpus.errors import ArchiveError, MissingArchiveError, NewerArchiveError
from corpus.record.database import Database
from corpus.statement import Draft

DRAFT = Draft(text="words", source="/a.txt")


def with_tables(path: Path, *statements: str) -> None:
    raw = sqlite3.connect(path)
    for statement in statements:
        raw.execute(statement)
    raw.commit()
    raw.close()


def test_a_missing_archive_is_an_error_with_the_cure_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(MissingArchiveError, match=r"there is no archive here; `onrecord add PATH` begins one$"):
        Archive(tmp_path / "data")
    assert list(tmp_path.iterdir()) == []


def test_a_new_archive_is_made_with_its_folders(tmp_path: Path) -> None:
    folder = tmp_path / "a" / "b"
    with Archive(folder, create=True) as archive:
        archive.record([DRAFT])
    with Archive(folder) as archive:
        assert archive.count() == 1
    with Archive(folder, create=True) as archive:
        assert archive.count() == 1


@pytest.mark.parametrize("name", ["a b", "what?mode=ro", "100%", "#1", "é سلام", "it's", "a%41"])
def test_any_folder_name_will_do(tmp_path: Path, name: str) -> None:
    with Archive(tmp_path / name, create=True) as archive:
        archive.record([DRAFT])
    assert (tmp_path / name / FILE).is_file()
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_a_later_schema_is_refused_and_left_alone(tmp_path: Path) -> None:
    with Archive(tmp_path, create=True) as archive:
        archive.record([DRAFT])
    with_tables(tmp_path / FILE, "UPDATE alembic_version SET version_num = '9999'")
    for _ in range(2):
        with pytest.raises(NewerArchiveError, match=r"later version of OnRecord \(schema 9999, .*\); update OnRecord$"):
            Archive(tmp_path)
    with_tables(tmp_path / FILE, "UPDATE alembic_version SET version_num = '0002'")
    with Archive(tmp_path) as archive:
        assert archive.count() == 1


@pytest.mark.parametrize("create", [True, False])
def test_what_is_not_an_archive_is_refused_and_left_alone(tmp_path: Path, *, create: bool) -> None:
    content = b"These are notes, and no database. " * 300
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(ArchiveError, match=r"is not an OnRecord archive \(.*\); name another folder with --data$"):
        Archive(tmp_path, create=create)
    assert (tmp_path / FILE).read_bytes() == content


@pytest.mark.parametrize("create", [True, False])
def test_the_database_of_another_program_is_refused_and_gets_no_tables(tmp_path: Path, *, create: bool) -> None:
    with_tables(tmp_path / FILE, "CREATE TABLE notes (words TEXT)")
    with pytest.raises(ArchiveError, match=r"is not an OnRecord archive \(another program's tables"):
        Archive(tmp_path, create=create)
    raw = sqlite3.connect(tmp_path / FILE)
    assert raw.execute("SELECT name FROM sqlite_master").fetchall() == [("notes",)]
    raw.close()


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    (tmp_path / FILE).touch()
    with Archive(tmp_path) as archive:
        assert archive.count() == 0


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("below", ["", "deeper"])
def test_a_file_in_the_place_of_the_folder_is_an_error(tmp_path: Path, below: str, *, create: bool) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(ArchiveError, match=r"/file: is a file, not a folder; name a folder with --data$") as caught:
        Archive(tmp_path / "file" / below, create=create)
    assert not isinstance(caught.value, MissingArchiveError)


@pytest.mark.parametrize("create", [True, False])
def test_a_folder_whose_name_is_not_utf_8_is_an_error(tmp_path: Path, *, create: bool) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9"))
    with pytest.raises(ArchiveError, match=r"its name is not UTF-8; name another folder with --data$") as caught:
        Archive(folder, create=create)
    assert str(caught.value).encode()
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def shared() -> Iterator[Path]:
    """Give a folder that another user can reach: pytest's own are closed to everybody but the user who runs it."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        yield Path(name)


@contextmanager
def an_ordinary_user() -> Iterator[None]:
    """Run the block without root's right to look and write everywhere."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.mark.parametrize("create", [True, False])
def test_a_folder_below_a_closed_one_is_an_error(shared: Path, *, create: bool) -> None:
    closed = shared / "closed"
    closed.mkdir(mode=0o000)
    with (
        an_ordinary_user(),
        pytest.raises(ArchiveError, match=r"closed/data: cannot be used \(permission denied\); check") as caught,
    ):
        Archive(closed / "data", create=create)
    closed.chmod(0o700)
    assert not isinstance(caught.value, MissingArchiveError)


def test_a_folder_that_cannot_be_made_is_an_error(shared: Path) -> None:
    (shared / "fixed").mkdir(mode=0o555)
    with (
        an_ordinary_user(),
        pytest.raises(ArchiveError, match=r"data: cannot be used \(permission denied\); check its permissions"),
    ):
        Archive(shared / "fixed" / "data", create=True)


def close_to_writers(folder: Path) -> None:
    for path in (*folder.iterdir(), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)


@pytest.mark.parametrize("create", [True, False])
@pytest.mark.parametrize("name", ["data", "100% é?mode=rw#1"])
def test_a_folder_without_write_permission_is_read_and_not_written(shared: Path, name: str, *, create: bool) -> None:
    folder = shared / name
    with Archive(folder, create=True) as archive:
        archive.record([DRAFT])
    close_to_writers(folder)
    with an_ordinary_user(), Archive(folder, create=create) as archive:
        (statement,) = archive.statements()
        assert archive.statement(statement.id).revision.text == DRAFT.text
        assert archive.damaged() == []
        with pytest.raises(ArchiveError, match=r"cannot be written \(.*readonly.*\); check .* permissions$"):
            archive.record([Draft(text="more words", source="/b.txt")])
        assert archive.count() == 1
    assert [path.name for path in folder.iterdir()] == [FILE]
    folder.chmod(0o755)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can write where the reader cannot")
def test_a_reader_without_write_permission_sees_what_a_writer_adds(shared: Path) -> None:
    with Archive(shared, create=True) as writer:
        writer.record([DRAFT])
        close_to_writers(shared)
        with an_ordinary_user():
            reader = Archive(shared)
            assert reader.count() == 1
        writer.record([Draft(text="more words", source="/b.txt")])
        with an_ordinary_user():
            assert reader.count() == 2
    with an_ordinary_user():
        assert reader.count() == 2
    reader.close()


def overwrite(path: Path, at: int) -> None:
    content = bytearray(path.read_bytes())
    content[at : at + 900] = b"\xa5" * 900
    path.write_bytes(content)


@pytest.mark.parametrize("create", [True, False])
def test_a_damaged_archive_is_told_from_another_program_s_and_from_a_full_disk(tmp_path: Path, *, create: bool) -> None:
    with Archive(tmp_path, create=True) as archive:
        archive.record([DRAFT])
    overwrite(tmp_path / FILE, 100)
    with pytest.raises(
        ArchiveError,
        match=r"sqlite3: is damaged \(.*malformed.*\); `onrecord restore FILE` puts a backup in its place$",
    ):
        Archive(tmp_path, create=create)


def test_a_folder_in_the_place_of_the_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / FILE).mkdir()
    with pytest.raises(ArchiveError, match="cannot be opened"):
        Archive(tmp_path)


def test_a_full_disk_is_an_error_and_keeps_what_was_there(tmp_path: Path) -> None:
    with Archive(tmp_path, create=True) as archive:
        archive.record([DRAFT])
        with archive.database.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            # The limit holds for this one connection, which the pool gives out again.
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages}")
        with pytest.raises(ArchiveError, match=r"cannot be written \(database or disk is full\); check free space"):
            archive.record([Draft(text="long " * 9000, source="/b.txt")])
        assert (archive.count(), archive.sequence(), archive.damaged()) == (1, 1, [])


def test_programs_that_open_a_new_archive_at_once_all_get_it(tmp_path: Path) -> None:
    start = Barrier(4)
    problems: list[Exception] = []

    def opening(folder: Path) -> None:
        start.wait(60)
        try:
            Database(folder / FILE, create=True).close()
        except ArchiveError as error:
            problems.append(error)

    for number in range(6):
        threads = [Thread(target=opening, args=(tmp_path / str(number),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert problems == []


def _insert_and_fail(database: Database) -> None:
    with database.writing() as connection:
        connection.exec_driver_sql("INSERT INTO counters VALUES ('lost', 1, '')")
        raise LookupError


def test_the_switch_to_a_write_ahead_log_is_tried_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # SQLite refuses it at once, without its usual wait, while another program begins the same file.
    other = sqlite3.connect(tmp_path / FILE, isolation_level=None)
    other.execute("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
    other.execute("BEGIN IMMEDIATE")
    pauses: list[float] = []

    def pausing(seconds: float) -> None:
        pauses.append(seconds)
        other.execute("ROLLBACK")

    monkeypatch.setattr(time, "sleep", pausing)
    with Archive(tmp_path) as archive:
        assert archive.record([DRAFT])
    other.close()
    assert len(pauses) == 1


def test_an_undone_transaction_leaves_nothing(tmp_path: Path) -> None:
    with Archive(tmp_path, create=True) as archive:
        with pytest.raises(LookupError):
            _insert_and_fail(archive.database)
        with archive.database.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM counters WHERE name = 'lost'").scalar() == 0
