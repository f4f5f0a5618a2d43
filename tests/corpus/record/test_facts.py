"""The facts of a draft as the archive keeps them, and the digest that tells whether anything about it changed."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
from typing import Any

import pytest

from corpus.record.facts import digest_of, facts_of, words_of
from corpus.statement import Draft, Provenance, PublicationDate, Sourced, fingerprint, given

DRAFT = Draft(
    text="words",
    source="/a.md",
    title="Title",
    date=PublicationDate(dt.date(2022, 6, 24), Provenance.METADATA),
    issuer=given("OIC"),
    language=Sourced("en", Provenance.DETECTED),
    url="https://h.org/a",
)


def digest(draft: Draft) -> str:
    return digest_of(draft, fingerprint(draft.text))


def test_the_facts_of_a_draft_are_columns() -> None:
    assert facts_of(DRAFT) == {
        "title": "Title",
        "date": dt.date(2022, 6, 24),
        "date_source": "metadata",
        "issuer": "OIC",
        "issuer_source": "given",
        "language": "en",
        "language_source": "detected",
        "url": "https://h.org/a",
    }


@pytest.mark.parametrize(
    "facts",
    [
        {"text": "Words"},
        {"title": None},
        {"date": PublicationDate(dt.date(2022, 6, 24), Provenance.GIVEN)},
        {"issuer": given("UN")},
        {"language": Sourced("fr", Provenance.DETECTED)},
        {"url": "https://h.org/b"},
        {"operator": frozenset({"title"})},
        {"versions": ("https://h.org/fr/a",)},
    ],
    ids=lambda facts: next(iter(facts)),
)
def test_another_fact_is_another_digest(facts: dict[str, Any]) -> None:
    other = dataclasses.replace(DRAFT, **facts)
    assert digest(other) != digest(DRAFT)
    assert (words_of(digest(other)) == words_of(digest(DRAFT))) == ("text" not in facts)


def test_what_is_not_kept_is_in_no_digest() -> None:
    assert digest(dataclasses.replace(DRAFT, doubts=("a doubt",), source="/b.md", guid="7")) == digest(DRAFT)


def test_a_digest_tells_the_words() -> None:
    assert re.fullmatch("[0-9a-f]{64}", digest(DRAFT))
    assert words_of(digest(DRAFT)) == words_of(fingerprint(DRAFT.text))
    assert len(words_of(digest(DRAFT))) == 32
