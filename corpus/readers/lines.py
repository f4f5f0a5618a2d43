"""Lines of a stream, one at a time, however long the stream is: plain or gzipped."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import closing
from typing import BinaryIO

from corpus.document import LARGEST, Document
from corpus.errors import SourceError

_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 16


def lines(document: Document) -> Iterator[tuple[int, bytes | None]]:
    """Give each line of ``document`` with its number from 1, without its end; ``None`` for one over the limit.

    A gzipped document is unpacked on the way. No more than one line is held at a time.

    :raises SourceError: when it cannot be read, or its compression is cut off or broken.
    """
    with closing(document.stream()) as raw:
        try:
            packed = raw.read(len(_GZIP)) == _GZIP
            raw.seek(0)
            content: gzip.GzipFile | BinaryIO = gzip.GzipFile(fileobj=raw) if packed else raw
            number = 0
            while line := content.readline(LARGEST):
                number += 1
                if len(line) == LARGEST and not line.endswith(b"\n"):
                    _skip(content)
                    yield number, None
                else:
                    yield number, line.rstrip(b"\r\n")
        except (OSError, EOFError, zlib.error) as error:
            raise SourceError(
                document.source, f"is cut off or broken ({error}): take it anew from where it came from"
            ) from None


def _skip(content: gzip.GzipFile | BinaryIO) -> None:
    """Read on to the end of the line."""
    while (part := content.readline(_CHUNK)) and not part.endswith(b"\n"):
        pass
