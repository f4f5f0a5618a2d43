"""What the record holds: a statement, its wordings, and where each fact about it comes from."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Provenance(StrEnum):
    """Where a fact about a statement comes from, the surest first.

    ``DETECTED`` is used for the language only: it was recognised from the text by its script and words.
    A date is never detected or guessed.
    """

    GIVEN = "given"
    METADATA = "metadata"
    PAGE = "page"
    DATELINE = "dateline"
    DETECTED = "detected"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PublicationDate:
    """The day a statement was issued, in the institution's own calendar, and where that day comes from.

    :raises ValueError: when a day has no provenance, when an unknown date has a day, or when the day was guessed.
    """

    day: date | None
    source: Provenance

    def __post_init__(self) -> None:
        """Hold the promise: a day exactly when its source is known."""
        if (self.day is None) != (self.source is Provenance.UNKNOWN):
            msg = f"a publication date has a day exactly when its source is known, not {self.day} from {self.source}"
            raise ValueError(msg)
        if self.source is Provenance.DETECTED:
            msg = "a publication date is never detected"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Sourced:
    """A word about a statement (its language code, its issuer) and where it comes from.

    :raises ValueError: when a value has no provenance, or an unknown one has a value.
    """

    value: str | None
    source: Provenance

    def __post_init__(self) -> None:
        """Hold the same promise as for dates: a value exactly when its source is known."""
        if (self.value is None) != (self.source is Provenance.UNKNOWN):
            msg = f"a value is there exactly when its source is known, not {self.value!r} from {self.source}"
            raise ValueError(msg)


UNDATED = PublicationDate(None, Provenance.UNKNOWN)
UNKNOWN = Sourced(None, Provenance.UNKNOWN)


def given(value: str | None) -> Sourced:
    """Return ``value`` as given by the source or the operator, or :data:`UNKNOWN` when there is none."""
    return Sourced(value, Provenance.GIVEN) if value else UNKNOWN


def fingerprint(text: str) -> str:
    """Return the SHA-256 of ``text`` in UTF-8, as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Draft:
    """A statement as a reader found it, before the archive knows it.

    ``text`` is stored text (see :func:`corpus.text.stored_text`). ``source`` is the path or address it was read from.
    ``guid`` is the name by which the source itself tells its items apart, when it gives one. ``versions`` are the
    addresses or names that its versions in other languages share with it, as the source declares them. ``doubts`` are
    lines for whoever adds it: what was not taken for sure (a date that can be read in two ways). ``operator`` names the
    facts (``title``, ``date``, ``issuer``, ``language``) that the operator gave.
    """

    text: str
    source: str
    title: str | None = None
    date: PublicationDate = UNDATED
    issuer: Sourced = UNKNOWN
    language: Sourced = UNKNOWN
    url: str | None = None
    guid: str | None = None
    versions: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    operator: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Revision:
    """One wording of a statement. ``number`` counts from 1; ``seen`` is the UTC instant it was first read."""

    statement_id: str
    number: int
    sha256: str
    seen: datetime
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement with its latest wording.

    ``id`` is ten letters and digits, given once, never derived from the text. ``sources`` are the paths and addresses
    it was read from, the first one first. ``withdrawn`` is the UTC instant at which an operator marked it as withdrawn:
    it is kept, and quoted no more.
    """

    id: str
    title: str | None
    date: PublicationDate
    issuer: Sourced
    language: Sourced
    url: str | None
    sources: tuple[str, ...]
    revision: Revision
    withdrawn: datetime | None = None

    @property
    def source(self) -> str:
        """The path or address the statement was first added from."""
        return self.sources[0]
