"""Figures, not judgements: `make bench` prints them, and nothing fails because a machine is slow.

Ratios of one run can be compared between machines; times cannot. Without arguments it works on the samples; with
``--data DIR --questions FILE`` the search figures are of that archive and those questions. Speed is also measured on a
large archive, which takes some minutes to make: ``--scale DIR`` keeps it. ``--only asking`` runs that one alone.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench import ablation, asking, baselines, bulk, growing, reading, starting
from tests.bench.report import heading

QUESTIONS = Path(__file__).parents[1] / "data" / "sample-questions.jsonl"


def main() -> None:
    """Run every benchmark, or those that are named."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--data", type=Path, help="an archive made by `onrecord add`; the samples when left out")
    parser.add_argument("--questions", type=Path, default=QUESTIONS, help="questions with their gold about it")
    parser.add_argument("--scale", type=Path, help="where the large archive is made, and found again the next time")
    parser.add_argument(
        "--only", nargs="+", choices=("ranking", "ablation", "asking", "reading", "growing", "starting")
    )
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        data = chosen.data
        if data is None or chosen.only is None:
            heading("Embedding the samples: `onrecord add` beside the bare encoder on the same texts")
            samples = bulk.run(Path(folder))
            data = data or samples
        for name, (title, measure) in _benchmarks(
            data, chosen.questions, chosen.scale or Path(folder) / "scale"
        ).items():
            if chosen.only is None or name in chosen.only:
                heading(title)
                measure()


def _benchmarks(data: Path, questions: Path, scaled: Path) -> dict[str, tuple[str, Callable[[], None]]]:
    return {
        "ranking": (
            f"Ranking on {questions.name}: this project beside plain systems, silence left aside",
            lambda: baselines.run(data, questions),
        ),
        "ablation": (
            f"What each part adds, on {questions.name}: each taken out alone, silence left aside",
            lambda: ablation.run(data, questions),
        ),
        "asking": (
            "A question beside the bare encoding of it and beside plain systems, in one process, one thread",
            lambda: asking.run(data, questions, scaled),
        ),
        "reading": ("Reading alone, by format", reading.run),
        "growing": ("Ten statements more, on top of 2,300 and of 100,000 (synthetic vectors)", growing.run),
        "starting": ("Starting", lambda: starting.run(data)),
    }


if __name__ == "__main__":
    main()
