"""Which reader takes which file."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from corpus.errors import SourceError
from corpus.readers import markdown, plain
from corpus.statement import Draft

Reader = Callable[[str, str], Iterable[Draft]]
"""Takes the decoded file and the name of its source; gives the statements in it."""

SUFFIXES: dict[str, Reader] = {
    ".md": markdown.read,
    ".markdown": markdown.read,
    ".txt": plain.read,
    ".text": plain.read,
}

LARGEST = 32 * 1024 * 1024
"""The largest file that is read, in bytes. The longest speeches are under one percent of it."""


def _named(path: Path) -> str:
    name = os.fsencode(path.absolute())
    try:
        return name.decode()
    except UnicodeDecodeError:
        # Left by an older system in its own encoding; the archive cannot hold it, and guessing would name another file.
        raise SourceError(name.decode(errors="backslashreplace"), "its name is not UTF-8: rename it") from None


def _decoded(path: Path, source: str) -> str:
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise SourceError(source, f"is {size // 2**20} MiB, over the limit of {LARGEST // 2**20}: split it")
        raw = path.read_bytes()
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise SourceError(source, f"cannot be read ({reason}): check that it exists and its permissions") from None
    if not raw.strip():
        raise SourceError(source, "is empty: there is nothing to record")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SourceError(
            source, f"is not UTF-8 text (byte {error.start}): save it as UTF-8, for instance with iconv"
        ) from None


def read_file(path: Path) -> list[Draft]:
    """Return the statements in the file ``path``; their source is its absolute path.

    :raises SourceError: when it or its name is not UTF-8, it cannot be read, is empty, or no reader takes it.
    :raises FactError: when its front matter, date or language is not valid.
    """
    source = _named(path)
    reader = SUFFIXES.get(path.suffix.lower())
    if reader is None:
        kinds = " ".join(sorted(SUFFIXES))
        raise SourceError(source, f"no reader takes {path.suffix or 'a file without a suffix'}: give one of {kinds}")
    return list(reader(_decoded(path, source), source))
