"""The files of a generation: their sizes and hashes, and files that two generations share."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from corpus.durability import sync
from index.engines.tantivy import TRANSIENT
from index.errors import GenerationError

MANIFEST = "manifest.json"
"""The file that names all the others."""

Facts = tuple[int, str]
"""Of a file: its size in bytes and its SHA-256."""

Checked = Mapping[tuple[int, int, int], Facts]
"""Files that were read through and compared with their hashes, by device, inode and time of change."""


Files = dict[str, Facts]
"""The files below a folder, by their path from there."""


def facts_of(file: Path) -> Facts:
    """Read ``file`` through."""
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
        return os.fstat(content.fileno()).st_size, digest


def _place(file: Path) -> tuple[int, int, int]:
    found = file.stat()
    return found.st_dev, found.st_ino, found.st_mtime_ns


def _is_same(file: Path, other: Path) -> bool:
    try:
        return file.samefile(other)
    except OSError:
        return False


def carry(earlier: Path, names: Iterable[str], folder: Path) -> None:
    """Link the files ``names`` of the folder ``earlier`` into ``folder``; copy them where links cannot be.

    :raises OSError: when neither can be done.
    """
    for name in names:
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            target.hardlink_to(earlier / name)
        except OSError:  # not on this file system, or too many links
            shutil.copy2(earlier / name, target)


def measured(folder: Path, earlier: Path | None, known: Files) -> Files:
    """Return the files of ``folder``; those that are links to the ``known`` ones of ``earlier`` are not read again.

    The others are brought to the disk.
    """
    found = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = file.relative_to(folder).as_posix()
        if name == MANIFEST or file.name.startswith(TRANSIENT):
            continue
        if earlier and name in known and _is_same(file, earlier / name):
            found[name] = known[name]
        else:
            found[name] = facts_of(file)
            sync(file)
    return found


def of_other_sizes(folder: Path, files: Files) -> list[str]:
    """Return the names of those of ``files`` in ``folder`` that are missing or not of their size."""
    found = []
    for name, (size, _) in files.items():
        try:
            if (folder / name).stat().st_size != size:
                found.append(name)
        except OSError:
            found.append(name)
    return found


def compared(folder: Path, files: Files, checked: Checked) -> tuple[list[str], Checked]:
    """Return a line for each of ``files`` in ``folder`` that is not what was written, and the places of those that are.

    A file that is among ``checked`` is not read again.

    :raises GenerationError: when a file cannot be read.
    """
    lines: list[str] = []
    sound: dict[tuple[int, int, int], Facts] = {}
    for name, facts in files.items():
        file = folder / name
        try:
            place = _place(file)
            found = checked[place] if place in checked else facts_of(file)
        except FileNotFoundError:
            lines.append(f"{file}: is missing; run `onrecord rebuild`")
            continue
        except OSError as error:
            raise GenerationError(
                f"{file}: cannot be read ({error.strerror}); `onrecord rebuild` makes it anew"
            ) from None
        if found != facts:
            lines.append(f"{file}: is not what was written; run `onrecord rebuild`")
        else:
            sound[place] = facts
    return lines, sound


def verify(folder: Path, files: Files) -> None:
    """Read ``files`` in ``folder`` through.

    :raises GenerationError: when one of them is not what was written.
    """
    for line in compared(folder, files, {})[0]:
        raise GenerationError(line)
