"""Fuzz every reader with atheris, guided by what a document reaches in them: ``python -m tests.fuzz SECONDS``."""

from __future__ import annotations

import argparse
import importlib
import logging
import pkgutil
import sys
import tempfile
from collections.abc import Sequence
from functools import partial
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["corpus"]):
    import corpus.readers
    from tests.fuzz.reading import check, seeds

    for _reader in pkgutil.iter_modules(corpus.readers.__path__, "corpus.readers."):
        importlib.import_module(_reader.name)

_LARGEST = 8192


def one(data: bytes, kinds: Sequence[str]) -> None:
    """Read ``data``: its first byte says as which of the ``kinds`` of file, the rest is the file."""
    if data:
        check(kinds[data[0] % len(kinds)], data[1:])


def main() -> None:
    """Fuzz for some seconds, or for some runs, beginning with a valid document of each kind."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("seconds", type=int)
    parser.add_argument("--runs", type=int, default=-1)
    parser.add_argument("--kind", action="append", choices=list(seeds()), help="only this one; may be given again")
    asked = parser.parse_args()
    logging.disable(logging.CRITICAL)
    with tempfile.TemporaryDirectory() as folder:
        kinds = asked.kind or list(seeds())
        for number, kind in enumerate(kinds):
            Path(folder, str(number)).write_bytes(bytes([number]) + seeds()[kind])
        options = [f"-max_total_time={asked.seconds}", f"-runs={asked.runs}", f"-max_len={_LARGEST}", "-timeout=30"]
        options.append(f"-artifact_prefix={tempfile.gettempdir()}/")
        atheris.Setup([sys.argv[0], *options, folder], partial(one, kinds=kinds))
        atheris.Fuzz()


if __name__ == "__main__":
    main()
