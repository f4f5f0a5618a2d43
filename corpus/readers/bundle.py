"""A zip of documents: each member that a reader takes, read in memory and never unpacked to the disk."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from pathlib import PurePosixPath
from typing import BinaryIO

from corpus.document import LARGEST, Document
from corpus.errors import SourceError
from corpus.referral import Referral
from corpus.statement import Draft

MOST_MEMBERS = 200_000
LARGEST_TOTAL = 4 * 1024**3
"""Bytes of all members together, as they come out: what a bomb is stopped at."""

_RATIO = 1000
"""How many times smaller a member can be packed before it is taken for a bomb; text stays under twenty."""

_SMALL = 1 << 20
_LARGEST_LIST = MOST_MEMBERS * 512
_TAIL = (1 << 16) + 256
_ELSEWHERE = 0xFFFFFFFF


def read(
    document: Document,
    takes: Callable[[str], bool],
    read_document: Callable[[Document], Iterable[Draft | Referral | SourceError]],
) -> Iterator[Draft | Referral | SourceError]:
    """Give the statements in the members of the zip ``document`` whose names ``takes`` accepts, in order of name.

    A member's source is the zip's own, a slash and its name. What is wrong with a member is a line of its own.

    :raises SourceError: when it cannot be read, is no zip, or holds no file that a reader takes.
    """
    with closing(document.stream()) as content:
        bundle = opened(content, document.source)
        members = [one for one in bundle.infolist() if not one.filename.endswith("/") and _is_shown(one.filename)]
        if len(members) > MOST_MEMBERS:
            raise SourceError(
                document.source, f"holds {len(members)} files, over the limit of {MOST_MEMBERS}: split it"
            )
        wanted = sorted((one for one in members if takes(one.filename)), key=lambda one: one.filename)
        if not wanted:
            raise SourceError(
                document.source, "holds no file that can be read: pack files that `add` takes by themselves"
            )
        left, seen = LARGEST_TOTAL, ""
        for member in wanted:
            source = f"{document.source}/{member.filename}"
            try:
                left -= LARGEST  # until it is known to be less
                raw = _unpacked(bundle, member, source, before=seen)
                left += LARGEST - len(raw)
                seen = member.filename
                inner = Document(raw, source, PurePosixPath(member.filename).name, zone=document.zone)
                yield from read_document(inner)
            except SourceError as error:
                yield error
            if left < 0:
                yield SourceError(document.source, "is over the limit of 4 GiB unpacked: split it")
                return


def opened(content: BinaryIO, source: str) -> zipfile.ZipFile:
    """Return the zip in ``content``, whose list of members is small enough to be held.

    :raises SourceError: when it is no zip, or its list is over the limit.
    """
    try:
        if _list_size(content) > _LARGEST_LIST:
            raise SourceError(source, f"holds more than {MOST_MEMBERS} files: split it")
        return zipfile.ZipFile(content)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise SourceError(source, f"is no zip, or is cut off ({error}): pack it anew") from None


def _list_size(content: BinaryIO) -> int:
    """Return how many bytes the list of members takes, as the end of the zip says; zero when it has no end."""
    content.seek(max(0, content.seek(0, io.SEEK_END) - _TAIL))
    tail = content.read()
    content.seek(0)
    end, wide = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x06")
    if end < 0 or len(tail) < end + 16:
        return 0
    (size,) = struct.unpack_from("<L", tail, end + 12)
    return max(size if size != _ELSEWHERE else 0, struct.unpack_from("<Q", tail, wide + 40)[0] if wide >= 0 else 0)


def _is_shown(name: str) -> bool:
    return bool(name) and not any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _unpacked(bundle: zipfile.ZipFile, member: zipfile.ZipInfo, source: str, *, before: str) -> bytes:
    if member.filename == before:
        raise SourceError(source, "is there twice under this name: pack it anew, each under its own name")
    if member.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise SourceError(source, "is packed in a way that few programs read: pack it anew, as a plain zip")
    if member.flag_bits & 1:
        raise SourceError(source, "is encrypted: unpack it with its password, and add the file")
    try:
        with bundle.open(member) as content:
            # What its header says of its size may be a lie: one byte over the limit is enough to know.
            raw = content.read(LARGEST + 1)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError, RuntimeError) as error:
        raise SourceError(source, f"cannot be unpacked ({error}): pack it anew") from None
    if len(raw) > LARGEST:
        raise SourceError(source, f"is over the limit of {LARGEST // 2**20} MiB: split it")
    if len(raw) > _SMALL and len(raw) > _RATIO * max(member.compress_size, 1):
        raise SourceError(source, "is packed a thousand times smaller than it is, as no text is: pack it anew")
    return raw
