"""Versions of one statement in several languages: one of them is quoted, in the reader's language if it can be."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from corpus.record.relating import Version
from index.answers.ranking import Ranked
from index.places import Places

Versions = Mapping[str, tuple[Version, ...]]
"""The versions of statements in other languages, by id."""


def ids_of(ranked: Sequence[Ranked], places: Places) -> list[str]:
    """Return the ids of the statements in ``ranked``, in that order."""
    return [str(places.ids[one.statement]) for one in ranked]


def wanted(versions: Versions, places: Places, reader: str | None, have: Collection[str]) -> npt.NDArray[np.int64]:
    """Return the ordinals of the passages of versions in the language ``reader`` that are not in ``have`` yet."""
    missing = [
        other.statement_id
        for others in versions.values()
        for other in others
        if other.language == reader and other.statement_id not in have
    ]
    if not missing:
        return np.empty(0, np.int64)
    return places.ordinals_of(missing)


def one_each(ranked: Sequence[Ranked], places: Places, versions: Versions, reader: str | None) -> list[Ranked]:
    """Return ``ranked`` with one of the versions of each statement, at the place of the best one of them.

    That is the one in the language ``reader``, with the score of the best one, which says the same; where there is
    none, the one that was found best.
    """
    at = {name: position for position, name in enumerate(ids_of(ranked, places))}
    found: list[Ranked] = []
    taken: set[str] = set()
    for name, position in at.items():
        if name in taken:
            continue
        others = versions.get(name, ())
        # What it is a version of may have been found under another statement: each is looked up from all sides.
        mine = next((other.statement_id for other in others if other.language == reader), None)
        best = ranked[position]
        found.append(replace(ranked[at[mine]], score=best.score) if mine in at and mine not in taken else best)
        taken |= {name, *(other.statement_id for other in others)}
    return found
