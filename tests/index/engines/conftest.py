"""A tiny model in place of the packaged one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from index.engines import bundled
from tests.index.engines import tiny_model
from tests.index.engines.tiny_model import Array


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Path, dict[str, Array]]:
    """Put a tiny model in the place of the packaged one; give its file and its tensors."""
    file = tmp_path / "tiny.bin"
    tensors = tiny_model.write(file)
    monkeypatch.setattr(bundled, "packaged_file", lambda: file)
    monkeypatch.setattr(bundled, "SHA256", hashlib.sha256(file.read_bytes()).hexdigest())
    return file, tensors
