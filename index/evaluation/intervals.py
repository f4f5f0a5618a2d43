"""How sure a figure is: 95 % intervals by the bootstrap, resampling questions.

Efron and Tibshirani, An Introduction to the Bootstrap (1993): resampling in chapter 6, the percentile method in 13.3.
The draws come from a fixed seed: the same outcomes have the same intervals.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

LEVEL = 0.95
RESAMPLES = 2000
_SEED = 1993

Floats = npt.NDArray[np.float64]
Interval = tuple[float, float]
"""The lower and the upper end."""


def resamples(count: int) -> Floats:
    """Return how often each of ``count`` questions is drawn in each resample, shape (RESAMPLES, count).

    A resample has as many questions as there are, drawn with replacement.
    """
    if not count:
        return np.zeros((RESAMPLES, 0))
    drawn = np.random.default_rng(_SEED).integers(count, size=(RESAMPLES, count))
    rows = drawn + np.arange(RESAMPLES)[:, None] * count
    return np.bincount(rows.ravel(), minlength=RESAMPLES * count).reshape(RESAMPLES, count).astype(np.float64)


def shares(weights: Floats, values: Floats) -> Floats:
    """Return the weighted means, shape (r, k), of ``values`` (n, k) by ``weights`` (r, n).

    A value that is NaN does not count; the mean of none is NaN.
    """
    counts = ~np.isnan(values)
    total = weights @ counts.astype(np.float64)
    summed = weights @ np.where(counts, values, 0.0)
    return np.divide(summed, total, out=np.full_like(summed, np.nan), where=total > 0)


def percentile(estimates: Floats) -> Interval | None:
    """Return the interval that the middle :data:`LEVEL` of ``estimates`` spans, ``None`` when there are none.

    Estimates that are NaN (a resample in which nothing counts) are left out.
    """
    known = estimates[~np.isnan(estimates)]
    if not len(known):
        return None
    low, high = np.quantile(known, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
