"""A fact is there exactly when its source is known, and a date is never detected."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib

import pytest

from corpus.statement import (
    UNDATED,
    UNKNOWN,
    Draft,
    Provenance,
    PublicationDate,
    Revision,
    Sourced,
    Statement,
    fingerprint,
    given,
)

DAY = dt.date(2024, 11, 18)
KNOWN = [provenance for provenance in Provenance if provenance is not Provenance.UNKNOWN]
SEEN = dt.datetime(2024, 11, 19, 8, 0, tzinfo=dt.UTC)


def statement() -> Statement:
    revision = Revision("aB3dE6gH9k", 1, fingerprint("words"), SEEN, "words")
    return Statement("aB3dE6gH9k", "A title", UNDATED, UNKNOWN, UNKNOWN, None, ("/first.md", "/second.md"), revision)


@pytest.mark.parametrize("source", [p for p in KNOWN if p is not Provenance.DETECTED])
def test_a_day_carries_where_it_comes_from(source: Provenance) -> None:
    assert PublicationDate(DAY, source).day == DAY
    with pytest.raises(ValueError, match="exactly when its source is known"):
        PublicationDate(None, source)


def test_a_day_of_unknown_source_is_refused() -> None:
    with pytest.raises(ValueError, match="exactly when its source is known"):
        PublicationDate(DAY, Provenance.UNKNOWN)


def test_a_date_is_never_detected() -> None:
    with pytest.raises(ValueError, match="never detected"):
        PublicationDate(DAY, Provenance.DETECTED)


@pytest.mark.parametrize("source", KNOWN)
def test_a_value_carries_where_it_comes_from(source: Provenance) -> None:
    assert Sourced("fr", source).value == "fr"
    with pytest.raises(ValueError, match="exactly when its source is known"):
        Sourced(None, source)


def test_a_value_of_unknown_source_is_refused() -> None:
    with pytest.raises(ValueError, match="exactly when its source is known"):
        Sourced("fr", Provenance.UNKNOWN)


def test_the_unknowns() -> None:
    assert (UNDATED.day, UNDATED.source) == (None, "unknown")
    assert (UNKNOWN.value, UNKNOWN.source) == (None, "unknown")


@pytest.mark.parametrize("nothing", [None, ""])
def test_given_nothing_is_unknown(nothing: str | None) -> None:
    assert given(nothing) is UNKNOWN


def test_given_something_is_given() -> None:
    assert given("OIC") == Sourced("OIC", Provenance.GIVEN)


def test_the_provenances_are_those_of_the_contract() -> None:
    assert [p.value for p in Provenance] == ["given", "metadata", "page", "dateline", "detected", "unknown"]


def test_a_fingerprint_is_the_sha256_of_utf8() -> None:
    assert fingerprint("é ف") == hashlib.sha256("é ف".encode()).hexdigest()


def test_a_draft_knows_nothing_that_it_was_not_told() -> None:
    draft = Draft(text="words", source="/first.md")
    assert (draft.title, draft.date, draft.issuer, draft.language, draft.url, draft.guid) == (
        None,
        UNDATED,
        UNKNOWN,
        UNKNOWN,
        None,
        None,
    )


def test_a_statement_is_named_after_its_first_source() -> None:
    assert statement().source == "/first.md"


@pytest.mark.parametrize(
    ("thing", "field"),
    [(statement(), "title"), (statement().revision, "text"), (UNDATED, "day"), (UNKNOWN, "value")],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else value,
)
def test_nothing_of_it_can_be_changed(thing: object, field: str) -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(thing, field, "other")
    assert not hasattr(thing, "__dict__")


def test_a_text_is_not_spilled_into_a_log() -> None:
    assert "words" not in repr(statement())
