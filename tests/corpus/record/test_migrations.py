"""A data folder as the first release made it is brought up to date, and loses nothing, whatever happens meanwhile."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from corpus.archive import FILE, Archive, Outcome
from corpus.errors import ArchiveError
from corpus.record.schema import HEAD
from corpus.statement import Draft, Provenance, PublicationDate, Sourced, fingerprint

ROOT = Path(__file__).resolve().parents[3]
FIRST = ROOT / "tests" / "data" / "first-release.tar.xz"
COPY = "archive-0001.sqlite3"


def unpack(place: Path) -> Path:
    with tarfile.open(FIRST) as parts:
        parts.extractall(place, [part for part in parts if part.name in ("data", f"data/{FILE}")], filter="data")
    return place / "data"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return unpack(tmp_path)


def rows(path: Path, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as raw:
        return raw.execute(query).fetchall()


def contents(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Return all that the first release kept, by table."""
    columns = {
        "statements": "id, title, date, date_source, issuer, issuer_source, language, language_source, url, added",
        "revisions": "statement_id, number, sha256, seen, text",
        "sources": '"key", source, statement_id, digest, seen',
        "derivations": 'recipe, "key", value',
    }
    found = {name: rows(path, f"SELECT {wanted} FROM {name} ORDER BY 1, 2") for name, wanted in columns.items()}  # noqa: S608 - our own names
    return found | {"sequence": rows(path, "SELECT value FROM counters WHERE name = 'sequence'")}


def version(path: Path) -> str:
    return str(rows(path, "SELECT version_num FROM alembic_version")[0][0])


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_opens_with_all_it_held_and_a_copy_of_before_beside(folder: Path) -> None:
    before = contents(folder / FILE)
    assert {name: len(found) for name, found in before.items()}["statements"] == 4
    assert (len(before["revisions"]), len(before["sources"])) == (5, 5)
    assert before["derivations"]
    with Archive(folder) as archive:
        assert archive.damaged() == []
        statements = list(archive.statements())
        wordings = [revision for one in statements for revision in archive.revisions(one.id)]
        identity, sequence = archive.identity(), archive.sequence()
        # An index that is not of its latest state may lack any of them.
        told = [len(list(archive.changes(since)[1])) for since in (0, sequence - 1, sequence)]
    assert told == [4, 4, 0]
    assert [one.id for one in statements] == [row[0] for row in before["statements"]]
    assert [(one.statement_id, one.number, one.sha256, one.text) for one in wordings] == [
        (*row[:3], row[4]) for row in before["revisions"]
    ]
    assert all(fingerprint(one.text) == one.sha256 for one in wordings)
    assert contents(folder / FILE) == contents(folder / COPY) == before
    assert (version(folder / FILE), version(folder / COPY)) == (HEAD, "0001")
    assert names(folder) == [COPY, FILE]
    copied = (folder / COPY).read_bytes()
    with Archive(folder) as archive:
        assert (archive.damaged(), archive.identity()) == ([], identity)
    assert (folder / COPY).read_bytes() == copied


def test_the_copy_of_before_opens_by_itself(folder: Path, tmp_path: Path) -> None:
    with Archive(folder) as archive:
        found = list(archive.statements())
    (tmp_path / "again").mkdir()
    (folder / COPY).rename(tmp_path / "again" / FILE)
    with Archive(tmp_path / "again") as archive:
        assert list(archive.statements()) == found
        assert archive.damaged() == []


def test_what_is_read_again_is_known_and_linked(folder: Path) -> None:
    path = folder / FILE
    query = 'SELECT s.*, k."key", k.source, r.text FROM statements s JOIN sources k ON k.statement_id = s.id'
    with closing(sqlite3.connect(path)) as raw:
        raw.row_factory = sqlite3.Row
        known = raw.execute(f"{query} JOIN revisions r ON r.statement_id = s.id AND r.number = s.current").fetchall()
    with Archive(folder) as archive:
        dates = {one.id: one.date for one in archive.statements()}
        drafts = [
            Draft(
                text=row["text"],
                source=row["source"],
                title=row["title"],
                date=dates[row["id"]],
                issuer=Sourced(row["issuer"], Provenance(row["issuer_source"])),
                language=Sourced(row["language"], Provenance(row["language_source"])),
                url=row["url"],
                guid=row["key"] if row["key"] != row["source"] else None,
            )
            for row in known
        ]
        assert archive.record(drafts) == [Outcome.UNCHANGED] * 5
        assert archive.sequence() == rows(folder / COPY, "SELECT value FROM counters WHERE name = 'sequence'")[0][0]
        for one in archive.statements():
            # A near copy and a version in another language of each are linked with what was there before.
            copy = Draft(
                f"{one.revision.text} And so on.", f"/copies/{one.id}", date=PublicationDate(None, Provenance.UNKNOWN)
            )
            twin = Draft(
                f"Autre : {one.id}.",
                f"/autres/{one.id}",
                language=Sourced("es", Provenance.GIVEN),
                versions=(one.url or "",),
            )
            archive.record([copy, twin])
            made = {other.source: other.id for other in archive.statements()}
            if len(one.revision.text.split()) > 60:
                assert made[copy.source] in {near.statement_id for near in archive.relations.near(one.id)}
            if one.url and one.language.value:
                assert made[twin.source] in {
                    other.statement_id for other in archive.relations.versions([one.id])[one.id]
                }
        assert archive.damaged() == []


def run(folder: Path, script: str = "") -> subprocess.Popen[bytes]:
    """Start a program that opens the archive after running ``script``."""
    lines = ("import os, signal, sys, pathlib", "from corpus.archive import Archive", script)
    code = "\n".join([*lines, "Archive(pathlib.Path(sys.argv[1])).close()"])
    return subprocess.Popen([sys.executable, "-c", code, str(folder)], env={**os.environ, "PYTHONPATH": str(ROOT)})


KILL = "os.kill(os.getpid(), signal.SIGKILL)"
MOMENTS = {
    "while copying": f"from corpus.record import copying; copying.publish = lambda *_: {KILL}",
    "before the first table": f"from corpus.record import database; database._migrate = lambda _: {KILL}",
    "in the middle": f"from corpus.record import relating; relating.relate = lambda *_: {KILL}",
    "before the end": f"from corpus.record import database; database.seal_schema = lambda _: {KILL}",
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_kill_meanwhile_leaves_a_folder_that_opens(folder: Path, moment: str) -> None:
    before = contents(folder / FILE)
    with run(folder, MOMENTS[moment]) as program:
        assert program.wait(60) == -signal.SIGKILL
    assert version(folder / FILE) == "0001"
    with Archive(folder) as archive:
        assert archive.damaged() == []
    assert contents(folder / FILE) == contents(folder / COPY) == before
    assert version(folder / COPY) == "0001"
    assert names(folder) == [COPY, FILE]


def test_programs_that_open_it_at_once_all_get_it_and_the_copy_is_of_before(tmp_path: Path) -> None:
    # The second finds the first at work, and must not copy what that one makes of it over the copy.
    late = "import time; from corpus.record.database import Database as D; real = D._version_if_any\n"
    late += "D._version_if_any = lambda *a: [real(*a), time.sleep(0.2)][0]"
    for number, scripts in enumerate([(late, ""), (late, late)]):
        folder = unpack(tmp_path / str(number))
        before = contents(folder / FILE)
        programs = [run(folder, script) for script in scripts]
        assert [program.wait(60) for program in programs] == [0, 0]
        with Archive(folder) as archive:
            assert archive.damaged() == []
        assert contents(folder / COPY) == contents(folder / FILE) == before
        assert version(folder / COPY) == "0001"
        assert names(folder) == [COPY, FILE]


@pytest.fixture
def closed() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        folder = unpack(Path(name))
        (folder / FILE).chmod(0o444)
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)


def test_who_may_only_read_it_is_told(closed: Path) -> None:
    before = (closed / FILE).read_bytes()
    if os.geteuid() == 0:
        os.seteuid(65534)
    try:
        with pytest.raises(
            ArchiveError, match=r"earlier version .* \(it may only be read\); run `onrecord verify` once as"
        ):
            Archive(closed)
    finally:
        if os.getuid() == 0:
            os.seteuid(0)
    assert (closed / FILE).read_bytes() == before
    assert names(closed) == [FILE]
