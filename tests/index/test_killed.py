"""A writer that is killed at any moment leaves an index that opens, and the next one finishes what it began."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

from corpus.archive import Archive
from index import build
from index.checking import faults
from index.generation import Generations
from index.snapshot import Snapshot
from tests.index.doubles import HashedEncoder, draft

ROUNDS = 5
_WRITER = """
import sys
from pathlib import Path
from corpus.archive import Archive
from index import build, extension
from tests.index.doubles import HashedEncoder, draft

extension.MOST_PARTS, extension.MOST_DEAD = 3, 0.25
with Archive(Path(sys.argv[1])) as archive:
    first = int(sys.argv[2])
    print("ready", flush=True)
    for number in range(first, first + 10_000):
        text = f"Matter {number} was discussed. It was number {number}. And so on."
        archive.record([draft(text, f"/in/{number}.md"), draft(f"Corrected {number} times.", f"/in/{number // 2}.md")])
        build.bring_up_to_date(archive, HashedEncoder())
"""


def test_a_writer_killed_at_random_moments_leaves_an_index_that_opens(archive: Archive) -> None:
    chance = random.Random(3)  # noqa: S311 - moments to kill at, not secrets
    encoder = HashedEncoder()
    archive.record([draft(f"Matter {number}. It was discussed.", f"/in/{number}.md") for number in range(20)])
    build.build(archive, encoder)
    snapshot = Snapshot.open(Generations(archive.folder))
    for round_ in range(ROUNDS):
        _killed(archive.folder, 100 * (round_ + 1), chance.uniform(0.05, 0.6))
        snapshot = Snapshot.open(Generations(archive.folder), snapshot)
        behind = [line for line in faults(archive) if "is behind the archive" not in line]
        assert behind == []
    manifest, _ = build.bring_up_to_date(archive, encoder)
    assert faults(archive) == []
    whole, _ = build.build(archive, encoder)
    assert (manifest.passages, manifest.vectors) == (whole.passages, whole.vectors)
    assert len([path for path in (archive.folder / "index").iterdir() if path.is_dir()]) == 2
    assert archive.count() > 20 + ROUNDS, "every writer wrote something"


def _killed(data: Path, first: int, after: float) -> None:
    """Let another process add to the archive below ``data`` and index it, and kill it ``after`` so many seconds."""
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(data), str(first)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    try:
        _, said = writer.communicate(timeout=after)
    except subprocess.TimeoutExpired:
        writer.kill()
        writer.communicate()
    else:
        raise AssertionError(said)
