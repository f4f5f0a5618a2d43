"""Options that every command takes, and how a command speaks."""

from __future__ import annotations

import json
import logging
import sys
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer

from bot.settings import Settings, load

Data = Annotated[
    Path | None, typer.Option("--data", metavar="DIR", help="The folder that holds everything. [env: ONRECORD_DATA]")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON lines, and nothing else, on stdout.")]


def settings(data: Path | None) -> Settings:
    """Return the settings with ``--data`` before them, and logging set up as they say.

    :raises SettingsError: when one of them is not valid.
    """
    found = load(data=data)
    logging.basicConfig(
        level=found.log_level, format="%(asctime)s %(levelname)s %(name)s: %(message)s", stream=sys.stderr
    )
    # Libraries are heard when something is wrong; httpx would log the token in every address.
    for name in (
        "httpx",
        "httpcore",
        "alembic",
        "sentence_transformers",
        "transformers",
        "faiss",
        "urllib3",
        "asyncio",
    ):
        logging.getLogger(name).setLevel(logging.WARNING)
    return found


def _write(stream: TextIO, line: str) -> None:
    """Write ``line`` on ``stream`` at once, with ``?`` for what it cannot encode, such as half a character."""
    encoding = stream.encoding or "utf-8"
    stream.write(line.encode(encoding, errors="replace").decode(encoding) + "\n")
    stream.flush()


def out(line: str = "") -> None:
    """Write ``line`` on stdout."""
    _write(sys.stdout, line)


def note(line: str) -> None:
    """Write ``line`` on stderr: problems and progress, so that stdout stays the result."""
    _write(sys.stderr, line)


def out_json(value: dict[str, Any]) -> None:
    """Write ``value`` as one JSON line on stdout, at once."""
    _write(sys.stdout, json.dumps(value, ensure_ascii=False))
