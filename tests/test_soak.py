"""A few rounds of `make soak`: commands that write are killed at random moments, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.soak.__main__ import run

ROUNDS = 5


@pytest.mark.timeout(600)
def test_nothing_acknowledged_is_lost_when_commands_are_killed(tmp_path: Path) -> None:
    killed = run(tmp_path, ROUNDS, seed=2024)
    assert killed.total() > 0
