"""How well a statement's day of issue agrees with the days, months or years that a question names in passing.

"In October 2020" may be when a statement was issued or what it speaks of: so it is a preference, never a filter. The
narrower the period that agrees, the more it says; a statement is often issued the day before or after what it tells.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from index.question.understanding import Period

Days = npt.NDArray[np.int32]
"""Proleptic ordinals of days of issue; 0 when unknown."""

_A_MONTH, _A_YEAR = 31, 366
_AROUND_A_DAY = ((0, 1.0), (1, 0.8), (7, 0.6), (20, 0.4))
"""Days from a named day, at most, and how well that agrees."""
_WITHIN = ((7, 0.9), (_A_MONTH, 0.8), (_A_YEAR, 0.4))
"""Days that a named period has, at most, and how well lying in it agrees; a longer one says little."""
_WITHIN_LONGER = 0.2


def agreement(days: Days, periods: Sequence[Period]) -> npt.NDArray[np.float32]:
    """Return 0 (no agreement, or undated) to 1 (the very day) for each of ``days``: the best of ``periods``."""
    best = np.zeros(len(days), np.float32)
    for period in periods:
        if period.since is None and period.until is None:
            continue
        first = period.since.toordinal() if period.since else 1
        last = period.until.toordinal() if period.until else int(np.iinfo(np.int32).max)
        if first == last:
            near = np.abs(days.astype(np.int64) - first)
            found = np.select([near <= most for most, _ in _AROUND_A_DAY], [worth for _, worth in _AROUND_A_DAY], 0.0)
        else:
            length = last - first + 1
            worth = next((worth for most, worth in _WITHIN if length <= most), _WITHIN_LONGER)
            found = np.where((days >= first) & (days <= last), worth, 0.0)
        best = np.maximum(best, np.where(days > 0, found, 0.0).astype(np.float32))
    return best
