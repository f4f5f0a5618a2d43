"""A referral: an item of a feed that names a statement whose words are elsewhere."""

from __future__ import annotations

from dataclasses import dataclass

from corpus.statement import UNDATED, UNKNOWN, PublicationDate, Sourced


@dataclass(frozen=True, slots=True)
class Referral:
    """An item without its words, which are behind ``url``; what the feed says of it stands before what the page says.

    ``source`` is the feed.
    """

    url: str
    source: str
    guid: str | None = None
    title: str | None = None
    date: PublicationDate = UNDATED
    issuer: Sourced = UNKNOWN
    language: Sourced = UNKNOWN
