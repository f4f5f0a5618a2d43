"""A small real corpus: one OIC communiqué without a date and public-domain US statements of 2021 and 2022."""

from __future__ import annotations

from pathlib import Path


def folder() -> Path:
    """Return the folder that the sample statements lie in, as an absolute path."""
    return Path(__file__).resolve().parent
