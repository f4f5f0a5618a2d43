"""How long commands take to start."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

from tests.bench.report import figure


def _seconds(*words: str) -> float:
    started = time.perf_counter()
    subprocess.run([sys.executable, "-m", "bot", *words], check=True, capture_output=True)
    return time.perf_counter() - started


def run(data: Path) -> None:
    """Print the seconds from start to end of a few commands."""
    figure("`onrecord --help`, s", f"{_seconds('--help'):.2f}")
    figure("`onrecord list`, s", f"{_seconds('list', '--data', str(data)):.2f}")
    figure(
        "`onrecord ask`, one question, model loaded anew, s", f"{_seconds('ask', 'Ukraine', '--data', str(data)):.1f}"
    )
