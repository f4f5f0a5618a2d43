"""A flipped bit anywhere in the archive is found, or changes nothing that the archive says."""

from __future__ import annotations

import datetime as dt
import random
import re
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.archive import FILE, Archive
from corpus.errors import ArchiveError
from corpus.record.fetches import Validators
from corpus.statement import Draft, Provenance, PublicationDate, Sourced

LONG = " ".join(f"The member states resolve upon measure {number}." for number in range(12))
TABLES = [
    *("statements", "revisions", "sources", "derivations", "counters", "changes"),
    *("marks", "sketches", "likenesses", "fetches", "alembic_version"),
]

Rows = dict[str, list[tuple[object, ...]]]


def _filled(folder: Path) -> bytes:
    """Return the file of a small archive that has something in every table."""
    day = PublicationDate(dt.date(2022, 6, 24), Provenance.GIVEN)
    language = Sourced("en", Provenance.GIVEN)
    first = Draft(LONG, "/a.md", "Title", day, Sourced("OIC", Provenance.METADATA), language, "https://h.org/en/a")
    drafts = [first, Draft(f"{LONG} So be it.", "/b.md", guid="7", versions=("x",)), Draft("words", "/c.txt")]
    with Archive(folder, create=True) as archive:
        archive.record(drafts)
        archive.record([Draft("other words", "/c.txt", "Named", operator=frozenset({"title"}))])
        for statement in archive.statements():
            if statement.source == "/c.txt":
                archive.corrections.withdraw(statement.id, "wrong")
        archive.fetches.remember("https://h.org/feed", Validators('"1"', "Tue, 01 Nov 2022 00:00:00 GMT"))
        archive.derivations.keep("recipe", {bytes(32): b"\x00\x01\x02", b"\xff" * 32: b""})
        assert archive.damaged() == []
    return (folder / FILE).read_bytes()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return _filled(tmp_path_factory.mktemp("filled"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("flipped")


def _rows(path: Path) -> Rows | None:
    """Return every row with the types of its values, and the schema; ``None`` when they cannot be read."""
    found: Rows = {}
    try:
        with closing(sqlite3.connect(path)) as raw:
            raw.text_factory = bytes
            found["schema"] = raw.execute("SELECT type, name, tbl_name, sql FROM sqlite_master").fetchall()
            for table in TABLES:
                names = [row[1].decode() for row in raw.execute(f"PRAGMA table_info({table})")]
                columns = ", ".join(f'"{name}", typeof("{name}")' for name in names)
                found[table] = raw.execute(f"SELECT rowid, {columns} FROM {table} ORDER BY rowid").fetchall()  # noqa: S608 - our own names
    except (sqlite3.Error, UnicodeDecodeError):
        return None
    return found


def _told(folder: Path) -> bool:
    try:
        with Archive(folder) as archive:
            faults = archive.damaged()
    except ArchiveError as error:
        faults = [str(error)]
    assert all(str(folder / FILE) in fault for fault in faults)
    return bool(faults)


def _flipped(filled: bytes, place: Path, at: int, mask: int) -> tuple[Rows | None, bool]:
    """Return what stands in the archive once a byte of it has changed, and whether that is told."""
    for left in place.iterdir():
        left.unlink()
    changed = bytearray(filled)
    changed[at] ^= mask
    (place / FILE).write_bytes(changed)
    found = _rows(place / FILE)
    return found, _told(place)


def test_every_table_has_rows(filled: bytes, place: Path) -> None:
    (place / FILE).write_bytes(filled)
    rows = _rows(place / FILE)
    assert rows is not None
    assert all(rows[table] for table in TABLES)
    assert not _told(place)


def test_a_flipped_bit_is_found_or_changes_nothing(filled: bytes, place: Path) -> None:
    (place / FILE).write_bytes(filled)
    sound = _rows(place / FILE)
    generator = random.Random(4)  # noqa: S311 - the same places every time
    # Most of the pages of a small archive are empty.
    used = [at for at, byte in enumerate(filled) if byte]
    places = [*generator.sample(used, 330), *generator.sample(range(len(filled)), 20)]
    found = 0
    for at in places:
        mask = 1 << generator.randrange(8)
        rows, told = _flipped(filled, place, at, mask)
        assert told or rows == sound, f"byte {at} with {mask:08b}"
        found += told
    assert found > 250


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_other_byte_is_found_or_changes_nothing(filled: bytes, place: Path, data: st.DataObject) -> None:
    (place / FILE).write_bytes(filled)
    sound = _rows(place / FILE)
    at = data.draw(st.integers(0, len(filled) - 1), label="at")
    rows, told = _flipped(filled, place, at, data.draw(st.integers(1, 255), label="mask"))
    assert told or rows == sound


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE statements SET added = replace(added, ' ', 'T')", "statements .*: is not what was stored"),
        ("UPDATE statements SET added = 'soon'", "statements .*: is not what was stored"),
        ("UPDATE statements SET date = x'41' WHERE date NOT NULL", "statements .*: is not what was stored"),
        ("UPDATE revisions SET text = CAST(text AS BLOB) WHERE number = 2", "revision 2: its text is not what was"),
        ("UPDATE revisions SET number = 7 WHERE number = 2", "revisions .*, 7: is not what was stored"),
        ("UPDATE counters SET value = value + 1 WHERE name = 'sequence'", "counters sequence: is not what was stored"),
        ("UPDATE counters SET value = value + 0.5 WHERE name = 'sequence'", "counters sequence: is not what was"),
        ("UPDATE changes SET by = 'source'", "changes 1: is not what was stored"),
        ("UPDATE fetches SET etag = NULL", "fetches https://h.org/feed: is not what was stored"),
        ("UPDATE derivations SET value = x'000103'", "derivations recipe: is not what was stored"),
        ("UPDATE sources SET statement_id = (SELECT max(id) FROM statements)", "sources /.*: is not what was stored"),
        ("DROP INDEX changes_by_statement", "the definition of its tables is not what was stored"),
        ("ALTER TABLE marks RENAME COLUMN mark TO sign", "the definition of its tables is not what was stored"),
    ],
)
def test_what_was_altered_is_named(filled: bytes, tmp_path: Path, change: str, told: str) -> None:
    (tmp_path / FILE).write_bytes(filled)
    with closing(sqlite3.connect(tmp_path / FILE)) as raw:
        raw.execute(change)
        raw.commit()
    with Archive(tmp_path) as archive:
        faults = archive.damaged()
    assert any(re.search(told, fault) for fault in faults), faults
    assert all("\n" not in fault and fault.endswith("puts a backup in its place") for fault in faults)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE statements SET added = 'soon'",
        "UPDATE statements SET date = x'41'",
        "UPDATE statements SET date_source = 'tnknown'",
        "UPDATE statements SET date = NULL",
        "DELETE FROM sources",
    ],
)
def test_reading_what_was_altered_is_an_error_with_the_cure(filled: bytes, tmp_path: Path, change: str) -> None:
    (tmp_path / FILE).write_bytes(filled)
    with closing(sqlite3.connect(tmp_path / FILE)) as raw:
        raw.execute(change)
        raw.commit()
    with (
        Archive(tmp_path) as archive,
        pytest.raises(ArchiveError, match=r"is damaged \(it holds what was never stored: .*`onrecord restore FILE`"),
    ):
        list(archive.statements())


def test_what_sqlite_notes_about_its_indexes_is_no_damage(filled: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(filled)
    with closing(sqlite3.connect(tmp_path / FILE)) as raw:
        raw.execute("ANALYZE")
        raw.execute("VACUUM")
    assert not _told(tmp_path)


def test_a_long_list_of_faults_is_cut(tmp_path: Path) -> None:
    with Archive(tmp_path, create=True) as archive:
        archive.record([Draft(f"words {number}", f"/{number}") for number in range(40)])
    with closing(sqlite3.connect(tmp_path / FILE)) as raw:
        raw.execute("UPDATE statements SET title = 'x'")
        raw.commit()
    with Archive(tmp_path) as archive:
        faults = archive.damaged()
    assert len(faults) == 21
    assert faults[-1].endswith("more rows of statements are not what was stored")
