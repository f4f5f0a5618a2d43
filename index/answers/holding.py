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
from index.text.folding import fold_text

LOOKED_AT = 60
"""Passages, best first, whose text is read for the reference."""

WORTH = 12.0
"""What the reference in the passage is worth, in units of the standing, half of it elsewhere in the statement: so much
that what does not hold it is not quoted beside what does."""

_PARTS = re.compile(r"[^\W_]+|[^\w\s]|_")


def holds(text: str, reference: str) -> bool:
    """Return whether ``text`` holds ``reference``: not within a longer number or symbol, case aside.

    Where the reference has signs or spaces between its parts, the text may have spaces beside or in the place of them.
    """
    return bool(_pattern(reference).search(fold_text(text)))


def _pattern(reference: str) -> re.Pattern[str]:
    folded = fold_text(reference)
    parts = [re.escape(part) if part.isalnum() else rf"\s*{re.escape(part)}\s*" for part in _PARTS.findall(folded)]
    spaced = "".join(part for part in parts).replace(r"\s*\s*", r"\s*")
    # Letters or digits joined to it, or digits after a sign, belong to another number or symbol.
    return re.compile(rf"(?<![^\W_])(?<!\d[/.])(?<![^\W_]/){spaced}(?![^\W_])(?![/.]\d)")


def weighed(references: Sequence[str], found: Candidates, places: Places, wordings: Wordings) -> Candidates:
    """Return ``found`` with those passages worth more that hold one of ``references``, or whose statement does."""
    extra = found.extra.copy()
    patterns = [_pattern(one) for one in references]
    whole: dict[str, bool] = {}
    for row in np.lexsort((found.ordinals, -fused(found)))[:LOOKED_AT]:
        place = places[int(found.ordinals[row])]
        statement, text, _ = wordings(place.statement_id, place.revision)
        if place.statement_id not in whole:
            folded = fold_text(f"{statement.title or ''}\n{text}")
            whole[place.statement_id] = any(pattern.search(folded) for pattern in patterns)
        if not whole[place.statement_id]:
            continue
        passage = fold_text(text[place.start : place.end])
        extra[row] += WORTH if any(pattern.search(passage) for pattern in patterns) else WORTH / 2
    return dataclasses.replace(found, extra=extra)
