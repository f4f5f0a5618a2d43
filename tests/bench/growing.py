"""What ten more statements cost on top of few and of many: time, bytes written, and until a running bot sees them.

The statements and their vectors are made up, from a seed: what they say does not matter here, only how many there are.
"""

from __future__ import annotations

import hashlib
import random
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from sqlalchemy import Table

from corpus.archive import Archive
from corpus.record import facts, sequence
from corpus.record.schema import revisions, sources, statements
from corpus.record.seals import sealed
from corpus.statement import Draft, Provenance, PublicationDate, fingerprint, given
from index import build
from index.answers.search import Searcher
from tests.bench.report import figure, resident

SIZES = (2_300, 100_000)
ADDED = 10
_DIMENSION, _TIMES = 384, 12
_FIRST_DAY = date(2000, 1, 1)

_WORDS = [f"{one}{other}" for one in "abcdefghijklmnop" for other in ("land", "ment", "tion", "port", "work", "side")]


class MadeUpVectors:
    """Gives every text a random unit vector of its own, the same every time."""

    recipe = f"made up:{_DIMENSION}"
    dimension = _DIMENSION

    def passages(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return the vectors of ``texts``, shape (n, dimension)."""
        return np.stack([self.query(text) for text in texts])

    def query(self, text: str) -> npt.NDArray[np.float32]:
        """Return the vector of ``text``, shape (dimension,)."""
        seed = int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "little")
        found = np.random.default_rng(seed).standard_normal(_DIMENSION, np.float32)
        return np.asarray(found / np.linalg.norm(found), np.float32)


def _drafts(chance: random.Random, first: int, count: int) -> Iterator[Draft]:
    for number in range(first, first + count):
        sentences = (
            f"{' '.join(chance.choices(_WORDS, k=12))} {chance.randrange(10**9)}.".capitalize()
            for _ in range(chance.randrange(2, 9))
        )
        day = PublicationDate(_FIRST_DAY + timedelta(days=number % 9000), Provenance.GIVEN)
        yield Draft(
            " ".join(sentences), f"/made/up/{number}.md", title=f"Number {number}", date=day, language=given("en")
        )


def fill(archive: Archive, drafts: Iterable[Draft]) -> None:
    """Put ``drafts`` into an empty archive row by row, without looking for twins and versions: that takes minutes."""
    now = datetime.now(UTC).replace(tzinfo=None)
    rows: dict[Table, list[dict[str, Any]]] = {statements: [], revisions: [], sources: []}
    for number, draft in enumerate(drafts):
        name, sha256 = f"x{number:09d}", fingerprint(draft.text)
        wording = {"statement_id": name, "number": 1, "sha256": sha256, "seen": now, "text": draft.text}
        source = {"key": draft.source, "source": draft.source, "statement_id": name, "seen": now}
        about = {"id": name, "current": 1, "added": now, "withdrawn": None, "changed": 1}
        rows[statements].append(sealed(about | facts.facts_of(draft)))
        rows[revisions].append(sealed(wording))
        rows[sources].append(sealed(source | {"digest": facts.digest_of(draft, sha256)}))
    with archive.database.writing() as connection:
        for table, some in rows.items():
            connection.execute(table.insert(), some)
        sequence.advance(connection)


def _inodes(folder: Path) -> dict[int, int]:
    found = (path.stat() for path in folder.rglob("*") if path.is_file())
    return {one.st_ino: one.st_size for one in found}


def _written() -> float:
    """Return the bytes that this process has written through calls, to the archive's log too; NaN where none tells."""
    try:
        counters = Path("/proc/self/io").read_text(encoding="ascii")
    except OSError:
        return float("nan")
    return next((float(line.split()[1]) for line in counters.splitlines() if line.startswith("wchar:")), float("nan"))


def run(sizes: Sequence[int] = SIZES) -> None:
    """Print what :data:`ADDED` more statements cost on top of each of ``sizes``."""
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder, Archive(Path(folder) / "data", create=True) as archive:
            _measure(archive, size)


def _measure(archive: Archive, size: int) -> None:
    chance, encoder = random.Random(size), MadeUpVectors()  # noqa: S311 - made-up words
    started = time.perf_counter()
    fill(archive, _drafts(chance, 0, size))
    recorded = time.perf_counter() - started
    manifest, _ = build.build(archive, encoder)
    built = time.perf_counter() - started - recorded
    figure("statements, passages", f"{size}, {manifest.passages}")
    figure("to put them in, and to index them whole, seconds", f"{recorded:.1f}, {built:.1f}")
    searcher = Searcher(archive, encoder)
    rounds = [_add(archive, encoder, searcher, chance, size + at * ADDED) for at in range(_TIMES)]
    names = ("to record them, ms", "to bring the index up to date, ms", "until a bot sees them, ms")
    for at, name in enumerate((*names, "bytes of new files of the index", "bytes written in all")):
        column = sorted(one[at] for one in rounds)
        figure(f"{ADDED} more, {name}: median, most", f"{column[len(column) // 2]:,.0f}, {column[-1]:,.0f}")
    figure("resident memory after it, MB", f"{resident():.0f}")


def _add(
    archive: Archive, encoder: MadeUpVectors, searcher: Searcher, chance: random.Random, first: int
) -> tuple[float, ...]:
    before, had_written = _inodes(archive.folder / "index"), _written()
    started = time.perf_counter()
    archive.record(_drafts(chance, first, ADDED))
    recorded = time.perf_counter()
    build.bring_up_to_date(archive, encoder)
    published = time.perf_counter()
    while searcher.snapshot().manifest.sequence != archive.sequence():
        time.sleep(0.001)
    seen = time.perf_counter()
    new = sum(size for inode, size in _inodes(archive.folder / "index").items() if inode not in before)
    return (
        (recorded - started) * 1000,
        (published - recorded) * 1000,
        (seen - published) * 1000,
        float(new),
        _written() - had_written,
    )
