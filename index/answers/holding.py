"""References: passages that hold the very number of a document that is asked for stand before all others."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Sequence

import numpy as np

from index.answers.extract import Wordings
from index.answers.ranking import fused
from index.answers.retrieval import Candidates
from index.places import Places
from index.text.folding import fold

LOOKED_AT = 60
"""Passages, best first, whose text is read for the reference."""

WORTH = 4.0
"""What the reference in the passage is worth, in units of the standing; half of it elsewhere in the statement."""

_SPACES = re.compile(r"\s+")


def holds(text: str, reference: str) -> bool:
    """Return whether ``text`` holds ``reference``: not within a longer number or symbol, spaces and case aside."""
    return any(_pattern(reference).finditer(_SPACES.sub("", fold(text))))


def _pattern(reference: str) -> re.Pattern[str]:
    bare = _SPACES.sub("", fold(reference))
    return re.compile(rf"(?<![\d/.]){re.escape(bare)}(?!\d|[/.]\d)")


def weighed(references: Sequence[str], found: Candidates, places: Places, wordings: Wordings) -> Candidates:
    """Return ``found`` with those passages worth more that hold one of ``references``, or whose statement does."""
    extra = found.extra.copy()
    for row in np.lexsort((found.ordinals, -fused(found)))[:LOOKED_AT]:
        place = places[int(found.ordinals[row])]
        statement, text, _ = wordings(place.statement_id, place.revision)
        if any(holds(text[place.start : place.end], one) for one in references):
            extra[row] += WORTH
        elif any(holds(f"{statement.title or ''}\n{text}", one) for one in references):
            extra[row] += WORTH / 2
    return dataclasses.replace(found, extra=extra)
