"""A document: something opened to be read for statements, whole or as a stream, and what is known of it besides."""

from __future__ import annotations

import io
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from zoneinfo import ZoneInfo

from corpus.errors import SourceError

LARGEST = 32 * 1024 * 1024
"""The largest document that is read whole, in bytes. The longest speeches are under one percent of it."""


def named(path: Path) -> str:
    """Return the absolute name of ``path`` as the archive records it.

    :raises SourceError: when the name is not UTF-8: the archive cannot hold it, and guessing would name another file.
    """
    name = os.fsencode(path.absolute())
    try:
        return name.decode()
    except UnicodeDecodeError:
        raise SourceError(name.decode(errors="backslashreplace"), "its name is not UTF-8: rename it") from None


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes to be read, and what is known of them besides.

    ``content``: the bytes, or the file that holds them. ``source``: the path or address that is recorded. ``name``: a
    file name, whose suffix tells the format. ``media_type`` and ``charset``: as declared by whoever sent it, lower-case
    (``text/html``, ``windows-1256``). ``address``: the http(s) address it came from. ``zone``: where the institution's
    days begin and end, to tell the day of an instant.
    """

    content: bytes | Path = field(repr=False)
    source: str
    name: str
    media_type: str | None = None
    charset: str | None = None
    address: str | None = None
    zone: ZoneInfo | None = None

    @classmethod
    def file(cls, path: Path, *, zone: ZoneInfo | None = None) -> Document:
        """Return the document in the file ``path``.

        :raises SourceError: when its name is not UTF-8.
        """
        return cls(path, named(path), path.name, zone=zone)

    @property
    def suffix(self) -> str:
        """The last suffix of its name, lower-case with the dot; empty when it has none."""
        return Path(self.name).suffix.lower()

    def stream(self) -> BinaryIO:
        """Return the bytes as a stream, for readers that take an item at a time; close it.

        :raises SourceError: when the file cannot be opened, or is none (a pipe, a device).
        """
        if isinstance(self.content, bytes):
            return io.BytesIO(self.content)
        try:
            # Without waiting: opening a pipe that nobody writes to would never end.
            descriptor = os.open(self.content, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        except OSError as error:
            raise self._unreadable(error) from None
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise SourceError(self.source, "is not a file: give a file or a folder")
        return os.fdopen(descriptor, "rb")

    def raw(self) -> bytes:
        """Return all the bytes.

        :raises SourceError: when they cannot be read, are over :data:`LARGEST`, or are none at all.
        """
        try:
            with self.stream() as content:
                found = content.read(LARGEST + 1)
        except OSError as error:
            raise self._unreadable(error) from None
        if len(found) > LARGEST:
            raise SourceError(self.source, f"is over the limit of {LARGEST // 2**20} MiB: split it")
        if not found.strip():
            raise SourceError(self.source, "is empty: there is nothing to record")
        return found

    def _unreadable(self, error: OSError) -> SourceError:
        reason = (error.strerror or str(error)).lower()
        return SourceError(self.source, f"cannot be read ({reason}): check that it exists and its permissions")
