"""A program that records statements one by one and says so on stdout, for tests that run or kill several at once."""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from corpus.archive import Archive
from corpus.statement import Draft


def main(folder: Path, name: str, wanted: int) -> None:
    """Record ``wanted`` statements of ``name`` in ``folder``, or without end when it is 0; a line after each."""
    with Archive(folder, create=True) as archive:
        for number in range(wanted) if wanted else count():
            archive.record([Draft(text=f"{name} said {number}. " * 40, source=f"/{name}/{number}.txt")])
            sys.stdout.write(f"/{name}/{number}.txt\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
