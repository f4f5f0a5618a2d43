"""The latest or the first statements of all, for who asks for these and names no subject."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from index.places import Places
from index.question.understanding import Order

COUNT = 12
"""Statements looked at: more than are ever quoted."""

Ordinals = npt.NDArray[np.int64]


def openings(places: Places, allowed: Ordinals | None, order: Order) -> Ordinals:
    """Return the first passages, ascending, of the dated statements among ``allowed`` that come first by ``order``.

    ``None`` allows all that are alive.
    """
    living = np.flatnonzero(places.alive) if allowed is None else allowed
    dated = living[places.days[living] > 0]
    _, at = np.unique(places.of[dated], return_index=True)
    first = dated[at]
    days = places.days[first].astype(np.int64)
    return np.sort(first[np.lexsort((first, -days if order is Order.LATEST else days))][:COUNT])
