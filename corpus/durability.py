"""Making files durable: what is made visible by a rename must be on the disk before it."""

from __future__ import annotations

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Bring ``path``, a file or a folder's list of names, to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_tree(folder: Path) -> None:
    """Bring everything below ``folder``, and itself, to the disk."""
    for path in [*folder.rglob("*"), folder]:
        sync(path)


def publish(temporary: Path, file: Path) -> None:
    """Put the finished ``temporary`` in the place of ``file``, all at once and for good."""
    sync(temporary)
    temporary.replace(file)
    sync(file.parent)
