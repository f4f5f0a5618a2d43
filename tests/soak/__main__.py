"""`make soak`: a hundred rounds; `SOAK_ARGS="--rounds 500 --seed 7"` for others."""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.index.engines import tiny_model
from tests.soak.rounds import Soak
from tests.soak.site import serving

COMMANDS = ("add", "watch", "rebuild")


def run(folder: Path, rounds: int, seed: int) -> Counter[str]:
    """Run ``rounds`` rounds of each command in ``folder``; return how many were killed before their end.

    :raises AssertionError: when something is lost.
    """
    killed: Counter[str] = Counter()
    model = tiny_model.make(folder / "model")
    with serving() as site:
        soak = Soak(folder, model, site, seed)
        soak.write()
        soak.finish("add")
        for number in range(rounds):
            soak.write()
            for name in COMMANDS:
                killed[name] += soak.kill(name)
                soak.check()
            if number % 10 == 9:
                soak.conclude()
        soak.conclude()
    return killed


def main() -> None:
    """Run the rounds and print what became of them."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        killed = run(Path(folder), chosen.rounds, chosen.seed)
    told = ", ".join(f"{name} {killed[name]}" for name in COMMANDS)
    sys.stdout.write(f"{chosen.rounds} rounds, killed before their end: {told}. Nothing was lost.\n")


if __name__ == "__main__":
    main()
