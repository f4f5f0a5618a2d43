"""A generation: the derived index on disk, whole and unchanging, switched in by an atomic rename of one pointer file.

::

    index/
    ├── current            the name of the generation in use, and the SHA-256 of its manifest; then the one before
    ├── lock               held by whoever writes
    └── 000042/
        ├── manifest.json  form, recipe, identity and sequence number of the archive, parts, sizes and hashes of files
        ├── parts/000017/  passages by where they lie and by meaning, appended to by further parts, never changed
        ├── dead.npy       ordinals of passages of statements that were revised or withdrawn since
        └── words/         words (tantivy)

Files that a generation shares with the one before it are hard links to them: what is not written again costs nothing.
Readers open a generation and never write to it. Two are kept, so that a reader of the last one is not cut off.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import re
import shutil
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from corpus.durability import sync
from index.errors import BusyError, GenerationError, MissingGenerationError
from index.files import MANIFEST, Files, compared, measured

FORM = 2
"""Counts up when the files are laid out or computed differently: an older generation is then built anew."""

FOLDER, POINTER, LOCK = "index", "current", "lock"
_POINTED = re.compile(r"(\d{6,12}) ([0-9a-f]{64})\n(?:(\d{6,12}) ([0-9a-f]{64})\n)?")


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a generation is made from.

    ``passages`` and ``vectors`` count the living ones. ``parts`` are names, in the order of the ordinals. ``files``
    maps a path below its folder to its size in bytes and its SHA-256.
    """

    form: int
    recipe: str
    identity: str
    sequence: int
    passages: int
    vectors: int
    parts: tuple[str, ...]
    files: Files


@dataclass(frozen=True, slots=True)
class Generation:
    """A generation that is published: its folder, and its manifest."""

    folder: Path
    manifest: Manifest


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
        """Return the folder of the generation in use; raises as :meth:`published` does."""
        return self.published().folder

    def published(self) -> Generation:
        """Return the generation in use.

        :raises MissingGenerationError: when there is none yet.
        :raises GenerationError: when the pointer or the manifest is not what was written.
        """
        pointed = self._pointed()
        return self._named(pointed[1], pointed[2])

    def before(self) -> Generation | None:
        """Return the generation that was in use before this one, ``None`` when there was none; raises likewise."""
        pointed = self._pointed()
        return self._named(pointed[3], pointed[4]) if pointed[3] else None

    def _pointed(self) -> re.Match[str]:
        try:
            content = (self.folder / POINTER).read_bytes()
        except OSError:
            raise MissingGenerationError(f"{self.folder}: there is no index yet; `onrecord rebuild` makes it") from None
        pointed = _POINTED.fullmatch(content.decode("latin-1"))
        if not pointed:
            raise GenerationError(
                f"{self.folder / POINTER}: names no index of this version; `onrecord rebuild` makes it anew"
            )
        return pointed

    def _named(self, name: str, sha256: str) -> Generation:
        folder = self.folder / name
        try:
            written = (folder / MANIFEST).read_bytes()
        except OSError:
            raise MissingGenerationError(f"{folder}: there is no index here; `onrecord rebuild` makes it") from None
        if hashlib.sha256(written).hexdigest() != sha256:
            raise GenerationError(
                f"{folder / MANIFEST}: is not what was written, or {POINTER} is not; run `onrecord rebuild`"
            )
        return Generation(folder, self.manifest(folder))

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
            files = {name: (int(size), str(digest)) for name, (size, digest) in found["files"].items()}
            return Manifest(**{**found, "parts": tuple(found["parts"]), "files": files})
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

    def publish(
        self,
        folder: Path,
        *,
        recipe: str,
        identity: str,
        sequence: int,
        passages: int,
        vectors: int,
        parts: tuple[str, ...],
        earlier: Generation | None = None,
    ) -> Manifest:
        """Make the generation in ``folder`` the one in use: durable first, then visible, all at once.

        Of files that are links to those of ``earlier``, the hashes are taken over.
        """
        files = measured(folder, *((earlier.folder, earlier.manifest.files) if earlier else (None, {})))
        manifest = Manifest(FORM, recipe, identity, sequence, passages, vectors, parts, files)
        written = json.dumps(asdict(manifest), indent=1).encode()
        (folder / MANIFEST).write_bytes(written)
        sync(folder / MANIFEST)
        for path in [*(path for path in folder.rglob("*") if path.is_dir()), folder, self.folder]:
            sync(path)
        # What was built anew may be the cure of what was damaged: that is kept no longer.
        last = "" if earlier is None and not self._is_sound() else self._last()
        pointer = self.folder / f".{POINTER}"
        pointer.write_text(f"{folder.name} {hashlib.sha256(written).hexdigest()}\n{last}", encoding="utf-8")
        sync(pointer)
        pointer.replace(self.folder / POINTER)
        sync(self.folder)
        self._clear({folder.name, last.split(" ")[0]})
        return manifest

    def _last(self) -> str:
        """Return the line of the pointer on the generation in use; empty when there is none that can be used."""
        try:
            pointed = self._pointed()
        except GenerationError:
            return ""
        return f"{pointed[1]} {pointed[2]}\n"

    def _is_sound(self) -> bool:
        try:
            return not self.damaged(self.current())
        except GenerationError:
            return False

    def _clear(self, kept: Collection[str]) -> None:
        """Remove all generations but those that are ``kept``."""
        for path in self.folder.iterdir():
            if path.name.isdigit() and path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def damaged(self, folder: Path) -> list[str]:
        """Return a line for each file of the generation in ``folder`` that is not what its manifest says.

        :raises GenerationError: when the manifest or a file cannot be read.
        """
        return compared(folder, self.manifest(folder).files, {})[0]
