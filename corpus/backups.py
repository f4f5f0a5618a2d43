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
from typing import Any

from corpus.archive import FILE, Archive
from corpus.copying import copy_to, publish
from corpus.errors import ArchiveError, BackupError
from corpus.schema import HEAD
from corpus.sequence import rename

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
    if file.exists():
        raise BackupError(f"{file}: is there already; name a new file, a backup overwrites none")
    if not file.parent.is_dir():
        raise BackupError(f"{file.parent}: is no folder; make it, or name a file in another one")
    temporary = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        with tempfile.TemporaryDirectory(dir=file.parent, prefix=".onrecord-") as folder:
            copy = Path(folder, FILE)
            copy_to(archive.database.path, copy)
            with tarfile.open(temporary, "w") as parts:
                _add_label(parts, copy)
                parts.add(copy, FILE)
        publish(temporary, file)
    except (OSError, ArchiveError) as error:
        temporary.unlink(missing_ok=True)
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
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
            _extract(file, Path(place, FILE))
            with Archive(Path(place)) as found:
                if faults := found.damaged():
                    raise BackupError(f"{file}: what is in it is damaged ({faults[0]}); take another backup")
                count = found.count()
                with found.database.writing() as connection:
                    # What was derived from the archive that it was copied from is not to be taken for this one's.
                    rename(connection, secrets.randbits(62))
            kept = _set_aside(target)
            _copy_into(Path(place, FILE), target)
    except OSError as error:
        raise ArchiveError(
            f"{folder}: cannot be written ({error.strerror or error}); check free space and permissions"
        ) from None
    return Restored(count, kept)


def _extract(file: Path, copy: Path) -> None:
    try:
        with tarfile.open(file) as parts:
            entry = parts.extractfile(_LABEL)
            label: dict[str, Any] = json.loads(entry.read(_CHUNK)) if entry else {}
            if label.get("form") != _FORM:
                raise BackupError(f"{file}: is not a backup this version knows; update OnRecord, or name another file")
            content, digest = parts.extractfile(FILE), hashlib.sha256()
            if content is None:
                raise BackupError(f"{file}: holds no archive; name another backup")
            with copy.open("wb") as out:
                while chunk := content.read(_CHUNK):
                    digest.update(chunk)
                    out.write(chunk)
    except (tarfile.TarError, KeyError, ValueError, AttributeError, EOFError) as error:
        raise BackupError(f"{file}: is not a backup, or is cut off ({error}); name another file") from None
    except FileNotFoundError:
        raise BackupError(f"{file}: is not there; check the path") from None
    if digest.hexdigest() != label["parts"].get(FILE):
        raise BackupError(f"{file}: is damaged (its bytes are not those that were written); take another backup")


def _set_aside(target: Path) -> Path | None:
    """Copy the archive ``target`` beside it, as one file; return where it is, ``None`` when there was none."""
    if not target.exists():
        return None
    kept = target.with_name(f"{target.stem}-before-{datetime.now(UTC):%Y%m%dT%H%M%S%f}{target.suffix}")
    try:
        copy_to(target, kept)
    except ArchiveError:
        # It cannot be read any more: the file itself is kept, for whoever can still get something out of it.
        for suffix in ("", "-wal", "-shm"):
            part = target.with_name(target.name + suffix)
            if part.exists():
                part.replace(kept.with_name(kept.name + suffix))
    return kept


def _copy_into(copy: Path, target: Path) -> None:
    # Through SQLite, in one transaction: whoever has the archive open sees the old one or the new one, never a mixture.
    try:
        with closing(sqlite3.connect(copy)) as source, closing(sqlite3.connect(target, timeout=30)) as into:
            source.execute("PRAGMA journal_mode=WAL").close()
            source.backup(into)
            into.execute("PRAGMA wal_checkpoint(TRUNCATE)").close()
    except sqlite3.Error as error:
        raise ArchiveError(f"{target}: cannot be written ({error}); stop what is using it, and try again") from None
