"""Printing figures."""

from __future__ import annotations

import sys


def heading(text: str) -> None:
    """Print a heading."""
    sys.stdout.write(f"\n{text}\n")
    sys.stdout.flush()


def figure(name: str, value: str) -> None:
    """Print one figure."""
    sys.stdout.write(f"  {name:<52} {value}\n")
    sys.stdout.flush()


def resident() -> float:
    """Return the resident memory of this process in MB; NaN where /proc does not tell."""
    try:
        with open("/proc/self/status", encoding="ascii") as lines:  # noqa: PTH123 - not a file that pathlib is for
            for line in lines:
                if line.startswith("VmRSS:"):
                    return int(line.split()[1]) / 1024
    except OSError:
        pass
    return float("nan")
