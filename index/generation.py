"""A generation: the derived index on disk, whole and unchanging, switched in by an atomic rename of one pointer file.

::

    index/
    ├── current            the name of the generation in use
    ├── lock               held by whoever writes
    └── 000042/
        ├── manifest.json  form, recipe, archive sequence number, sizes and SHA-256 of the files
        ├── passages.npz   where each passage lies
        ├── vectors.faiss  meaning
        └── words/         words (tantivy)

Readers open a generation and never write to it. Two are kept, so that a reader of the last one is not cut off.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from index.durability import sync, sync_tree
from index.errors import BusyError, GenerationError, MissingGenerationError

FORM = 1
"""Counts up when the files are laid out or computed differently: an older generation is then built anew."""

FOLDER, POINTER, LOCK, MANIFEST = "index", "current", "lock", "manifest.json"
_KEPT = 2


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made from. ``files`` maps a path below its folder to its size in bytes and its SHA-256."""

    form: int
    recipe: str
    sequence: int
    passages: int
    vectors: int
    files: dict[str, tuple[int, str]]


def _measure(folder: Path) -> dict[str, tuple[int, str]]:
    found = {}
    for file in sorted(path for path in folder.rglob("*") if path.is_file() and path.name != MANIFEST):
        if file.name.startswith(".tantivy"):
            continue  # tantivy's lock files: they are empty and may come and go
        with file.open("rb") as content:
            digest = hashlib.file_digest(content, "sha256").hexdigest()
        found[file.relative_to(folder).as_posix()] = (file.stat().st_size, digest)
    return found


class Generations:
    """The generations below the data folder ``data``."""

    def __init__(self, data: Path) -> None:
        self.folder = data / FOLDER

    @contextmanager
    def writer(self, wait: Callable[[], None] | None = None) -> Iterator[None]:
        """Hold the lock of the one writer.

        :param wait: called once when another process holds it, and then it is waited for.
        :raises BusyError: when another process holds it, and there is no ``wait``.
        :raises GenerationError: when the folder cannot be written.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = (self.folder / LOCK).open("w")
        except OSError as error:
            raise GenerationError(
                f"{self.folder}: cannot be written ({error.strerror}); check its permissions"
            ) from None
        with lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if wait is None:
                    raise BusyError(f"{self.folder}: another `onrecord` is writing the index; wait for it") from None
                wait()
                fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def current(self) -> Path:
        """Return the folder of the generation in use.

        :raises MissingGenerationError: when there is none yet.
        """
        try:
            name = (self.folder / POINTER).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            name = ""
        folder = self.folder / name
        if not name or not (folder / MANIFEST).is_file():
            raise MissingGenerationError(f"{self.folder}: there is no index yet; `onrecord rebuild` makes it")
        return folder

    def mark(self) -> tuple[int, int]:
        """Return what changes whenever a generation is published: the pointer file's inode and time.

        :raises MissingGenerationError: when there is no pointer.
        """
        try:
            found = (self.folder / POINTER).stat()
        except OSError:
            raise MissingGenerationError(f"{self.folder}: there is no index yet; `onrecord rebuild` makes it") from None
        return found.st_ino, found.st_mtime_ns

    def manifest(self, folder: Path) -> Manifest:
        """Return the manifest of the generation in ``folder``.

        :raises GenerationError: when it cannot be read.
        """
        try:
            found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            return Manifest(**{**found, "files": {name: tuple(facts) for name, facts in found["files"].items()}})
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            raise GenerationError(f"{folder}: its manifest cannot be read; `onrecord rebuild` makes it anew") from None

    def begin(self) -> Path:
        """Return a new empty folder to write a generation into; only the writer may call this.

        What a kill or a full disk left half written is removed first: nobody else writes, so nobody needs it.
        """
        for path in self.folder.iterdir():
            if path.name.isdigit() and not (path / MANIFEST).is_file():
                shutil.rmtree(path, ignore_errors=True)
        numbers = [int(path.name) for path in self.folder.iterdir() if path.name.isdigit()]
        folder = self.folder / f"{max(numbers, default=0) + 1:06d}"
        folder.mkdir()
        return folder

    def publish(self, folder: Path, *, recipe: str, sequence: int, passages: int, vectors: int) -> Manifest:
        """Make the generation in ``folder`` the one in use: durable first, then visible, all at once."""
        manifest = Manifest(FORM, recipe, sequence, passages, vectors, _measure(folder))
        (folder / MANIFEST).write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        sync_tree(folder)
        sync(self.folder)
        pointer = self.folder / f".{POINTER}"
        pointer.write_text(folder.name + "\n", encoding="utf-8")
        sync(pointer)
        pointer.replace(self.folder / POINTER)
        sync(self.folder)
        self._clear(folder)
        return manifest

    def _clear(self, newest: Path) -> None:
        """Remove all but the newest generations."""
        whole = [path for path in self.folder.iterdir() if path.name.isdigit() and (path / MANIFEST).is_file()]
        kept = sorted(whole)[-_KEPT:]
        for path in self.folder.iterdir():
            if path.name.isdigit() and path not in (*kept, newest):
                shutil.rmtree(path, ignore_errors=True)

    def damaged(self, folder: Path) -> list[str]:
        """Return a line for each file of the generation in ``folder`` that is not what its manifest says.

        :raises GenerationError: when the manifest or a file cannot be read.
        """
        manifest = self.manifest(folder)
        try:
            found = _measure(folder)
        except OSError as error:
            raise GenerationError(
                f"{folder}: cannot be read ({error.strerror}); `onrecord rebuild` makes it anew"
            ) from None
        return [
            f"{folder / name}: is {'missing' if name not in found else 'not what was written'}; run `onrecord rebuild`"
            for name, facts in manifest.files.items()
            if found.get(name) != facts
        ]
