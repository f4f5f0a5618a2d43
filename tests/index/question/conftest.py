"""What is read of a question, as one line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from index.question.understanding import Period, understand

TODAY = date(2022, 9, 1)
"""A Thursday."""


def _shown(period: Period) -> str:
    days = (period.since, period.until)
    since, until = ("" if day is None else day.isoformat() for day in days)
    return f"{since}/{until}{'!' if period.strict else ''}" if since != until else since + "!" * period.strict


@pytest.fixture(scope="session")
def read() -> Callable[[str], str]:
    """Return what reads a question: "2022-03-01/2022-03-31", with a "!" when it is a limit, then order and numbers."""

    def line(text: str) -> str:
        found = understand(text, TODAY)
        parts = [*map(_shown, found.periods), *([found.order.value] if found.order else []), *found.references]
        return " ".join(parts)

    return line
