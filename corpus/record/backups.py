"""Backups: everything that cannot be computed again, as one file that tells whether it is whole.

A backup is a tar of ``onrecord.json`` (form, schema, when, the SHA-256 of each part) and ``archive.sqlite3``, the
archive as SQLite's online backup copied it while others were writing. What people set joins it as a part of its own.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import secrets
import sqlite3
import tarfile
import tempfile
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO, Any

from corpus.archive import FILE, Archive
from corpus.durability import publish
from corpus.errors import ArchiveError, BackupError, CopyError, NewerArchiveError
from corpus.record.copying import copy_to, is_broken
from corpus.record.schema import HEAD
from corpus.record.sequence import rename

_LABEL = "onrecord.json"
_FORM = 1
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Restored:
    """What :func:`restore` did: how many ``statements`` there are now, and where what was there before is ``kept``."""

    statements: int
    kept: Path | None


def backup(archive: Archive, file: Path) -> None:
    """Write everything on record to ``file``, which must not be there yet, while others go on reading and writing.

    :raises BackupError: when ``file`` is there already, or cannot be written; nothing is left half written.
    """
    if os.path.lexists(file):
        raise BackupError(f"{file}: is there already; name a new file, a backup overwrites none")
    if not file.parent.is_dir():
        raise BackupError(f"{file.parent}: is no folder; make it, or name a file in another one")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".onrecord-") as folder:
            copy, temporary = Path(folder, FILE), Path(folder, "backup")
            copy_to(archive.database.path, copy)
            with tarfile.open(temporary, "w") as parts:
                _add_label(parts, copy)
                parts.add(copy, FILE)
            publish(temporary, file)
    except (CopyError, OSError) as error:
        # The copy's own name would be of a file that is gone by now.
        reason = error.reason if isinstance(error, CopyError) else error.strerror or str(error)
        raise BackupError(f"{file}: cannot be written ({reason}); check free space and permissions") from None


def _add_label(parts: tarfile.TarFile, copy: Path) -> None:
    with copy.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    label = {"form": _FORM, "schema": HEAD, "made": datetime.now(UTC).isoformat(), "parts": {FILE: digest}}
    raw = json.dumps(label, indent=1).encode()
    entry = tarfile.TarInfo(_LABEL)
    entry.size = len(raw)
    parts.addfile(entry, io.BytesIO(raw))


def restore(file: Path, folder: Path) -> Restored:
    """Put the archive in the backup ``file`` in the place of the one in the data folder ``folder``.

    The backup is checked first, byte for byte and by every seal in it. What is in the folder is copied beside it
    before; where that is damaged, the file itself is kept. A program that has the archive open goes on with what was
    restored. The derived index is of another archive then, and is to be built anew.

    :raises BackupError: when ``file`` is no backup, is damaged, or was made by a later version; nothing is touched.
    :raises ArchiveError: when the folder cannot be written; the archive in it is as it was.
    """
    target = folder / FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".restore-") as place:
            copy = Path(place, FILE)
            _extract(file, copy)
            count = _checked(file, copy)
            kept, there = _beside(target), target.exists()
            if not there or is_broken(target):
                _move(target, kept)
                publish(copy, target)
            else:
                copy_to(target, kept)
                _copy_into(copy, target)
    except OSError as error:
        raise ArchiveError(
            f"{folder}: cannot be written ({error.strerror or error}); check free space and permissions"
        ) from None
    return Restored(count, kept if there else None)


def _extract(file: Path, copy: Path) -> None:
    if not file.is_file():
        raise BackupError(f"{file}: is not there, or is no file; check the path")
    try:
        opened = file.open("rb")
    except OSError as error:
        raise BackupError(f"{file}: cannot be read ({error.strerror}); check its permissions") from None
    digest = hashlib.sha256()
    try:
        with opened, tarfile.open(fileobj=opened, mode="r:") as parts, copy.open("wb") as out:
            wanted = _digest(file, parts.extractfile(_LABEL))
            content = parts.extractfile(FILE)
            while chunk := content.read(_CHUNK) if content else b"":
                digest.update(chunk)
                out.write(chunk)
    except (tarfile.TarError, KeyError, ValueError, AttributeError, TypeError, EOFError, RecursionError) as error:
        raise BackupError(f"{file}: is not a backup, or is cut off ({error}); name another file") from None
    if digest.hexdigest() != wanted:
        raise BackupError(f"{file}: is damaged (its bytes are not those that were written); take another backup")


def _digest(file: Path, label: IO[bytes] | None) -> str:
    """Return the SHA-256 of the archive in the backup ``file``, as its ``label`` has it."""
    found: dict[str, Any] = json.loads(label.read(_CHUNK)) if label else {}
    if found.get("form") != _FORM:
        raise BackupError(f"{file}: is not a backup this version knows; update OnRecord, or name another file")
    return str(found["parts"][FILE])


def _checked(file: Path, copy: Path) -> int:
    """Check the archive ``copy`` from the backup ``file`` and give it a name of its own; return its statements."""
    place = f"{copy}: "
    try:
        with Archive(copy.parent) as found:
            if not (faults := found.damaged()):
                with found.database.writing() as connection:
                    # What was derived from the archive that it was copied from is not to be taken for this one's.
                    rename(connection, secrets.randbits(62))
                return found.count()
    except NewerArchiveError:
        raise BackupError(f"{file}: was made by a later version of OnRecord; update OnRecord") from None
    except ArchiveError as error:
        raise BackupError(f"{file}: what is in it cannot be used ({str(error).removeprefix(place)})") from None
    raise BackupError(f"{file}: what is in it is damaged ({faults[0].removeprefix(place)}); take another backup")


def _beside(target: Path) -> Path:
    return target.with_name(f"{target.stem}-before-{datetime.now(UTC):%Y%m%dT%H%M%S%f}{target.suffix}")


def _move(target: Path, kept: Path) -> None:
    """Move what is left of ``target`` to ``kept``, for whoever can still get something out of it."""
    # Also a log whose archive is gone: it would be played into the new one.
    for suffix in ("", "-wal", "-shm"):
        part = target.with_name(target.name + suffix)
        if part.exists():
            part.replace(kept.with_name(kept.name + suffix))


def _copy_into(copy: Path, target: Path) -> None:
    # Through SQLite, in one transaction: whoever has the archive open sees the old one or the new one, never a mixture.
    try:
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(target, timeout=30)) as into:
            source.execute("PRAGMA journal_mode=WAL").close()
            source.backup(into)
            # The log is cut when nobody needs it any more: not worth to wait for a reader that goes on.
            into.execute("PRAGMA busy_timeout=500").close()
            into.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    except sqlite3.Error as error:
        raise ArchiveError(f"{target}: cannot be written ({error}); stop what is using it, and try again") from None
