"""Seals: a checksum over each row of the archive, so that a byte that flipped on the disk is found.

SQLite checks the structure of its file, and its indexes against its tables, but not what stands in a column. Tables
whose every column is part of their key need no seal: the key is kept twice, and SQLite compares the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

_BYTES = 8


def _plain(value: object) -> bytes:
    match value:
        case None:
            return b"-"
        case bytes():
            return b"b" + value
        case datetime():
            return _plain(value.replace(tzinfo=None).isoformat(" ", "microseconds"))
        case date():
            return _plain(value.isoformat())
        case _:
            return type(value).__name__[:1].encode() + str(value).encode()


def seal(values: Mapping[str, Any]) -> str:
    """Return the seal of a row, 16 hexadecimal digits, from all its columns by name; its own ``seal`` is left out.

    A text whose SHA-256 stands in the same row is left out too: that hash is checked by itself. Days and instants count
    as the text that SQLite keeps of them, so that a row has the same seal as it is written and as it lies in the file.
    """
    left_out = {"seal", "text"} if "sha256" in values else {"seal"}
    digest = hashlib.blake2b(digest_size=_BYTES)
    for name in sorted(set(values) - left_out):
        part = _plain(values[name])
        digest.update(f"{name}:{len(part)}:".encode() + part)
    return digest.hexdigest()


def sealed(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return ``values``, which must be a whole row, with its seal."""
    return {**values, "seal": seal(values)}
