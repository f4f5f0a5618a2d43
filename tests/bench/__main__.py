"""Figures, not judgements: `make bench` prints them, and nothing fails because a machine is slow.

Ratios of one run can be compared between machines; times cannot. Without arguments it works on the samples; with
``--data DIR --questions FILE`` the search figures are of that archive and those questions.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from tests.bench import asking, baselines, bulk, growing, reading, starting
from tests.bench.report import heading

QUESTIONS = Path(__file__).parents[1] / "data" / "sample-questions.jsonl"


def main() -> None:
    """Run every benchmark."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--data", type=Path, help="an archive made by `onrecord add`; the samples when left out")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="questions with their gold about it")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        heading("Embedding the samples: `onrecord add` beside the bare encoder on the same texts")
        samples = bulk.run(Path(folder))
        data = chosen.data or samples
        heading(f"Ranking on {chosen.questions.name}: this project beside plain systems, silence left aside")
        baselines.run(data, chosen.questions)
        heading("A question beside the bare encoding of it, in one process, one thread")
        asking.run(data, chosen.questions)
        heading("Reading alone, by format")
        reading.run()
        heading("Ten statements more, on top of 2,300 and of 100,000 (synthetic vectors)")
        growing.run()
        heading("Starting")
        starting.run(data)


if __name__ == "__main__":
    main()
