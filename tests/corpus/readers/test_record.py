"""Named fields to a draft: the names that count, which of them goes first, and every fact that is not one."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from corpus.errors import FactError, SourceError
from corpus.readers import record
from corpus.statement import UNDATED, Provenance, PublicationDate, Sourced

WORDS = "The governments said so."


@pytest.mark.parametrize(
    ("facts", "fields"),
    [
        ({"Body": WORDS, "LANG": "fr", "Id": "7"}, {"text": WORDS, "language": "fr", "guid": "7"}),
        ({"Titre": "T", " émetteur ": "É", "texte": WORDS}, {"text": WORDS, "title": "T", "issuer": "É"}),
        ({"text": "", "body": WORDS, "guid": None, "id": 7}, {"text": WORDS, "guid": 7}),
        ({"text": "first", "body": "second"}, {"text": "first"}),
        ({"other": "x", 7: "y"}, {}),
    ],
)
def test_names_count_without_case_in_two_languages_and_empty_ones_do_not(
    facts: dict[str, object], fields: dict[str, object]
) -> None:
    assert record.fields_of(facts) == fields


def test_every_fact_is_given_and_one_line() -> None:
    fields = {
        "title": " A\n\u202a b ",
        "date": "2024-03-01",
        "issuer": "OIC",
        "language": "fr-FR",
        "versions": ["a", 7],
    }
    draft = record.draft_of(fields, WORDS, "/f")
    assert (draft.title, draft.versions) == ("A b", ("a", "7"))
    assert draft.date == PublicationDate(dt.date(2024, 3, 1), Provenance.GIVEN)
    assert (draft.issuer, draft.language) == (Sourced("OIC", Provenance.GIVEN), Sourced("fr", Provenance.GIVEN))


def test_what_is_not_given_is_found_in_the_text_or_unknown() -> None:
    draft = record.draft_of({}, "Geneva, 5 November 2024 – " + WORDS, "/f")
    assert draft.date == PublicationDate(dt.date(2024, 11, 5), Provenance.DATELINE)
    assert draft.language == Sourced("en", Provenance.DETECTED)
    assert (draft.issuer.value, draft.title, draft.guid) == (None, None, None)


@pytest.mark.parametrize("moment", ["2024-03-01T22:00:00Z", "Fri, 01 Mar 2024 22:00:00 +0000", "1 Mar 2024 22:00 GMT"])
def test_an_instant_is_the_day_of_the_institution(moment: str) -> None:
    fields = record.with_instant({"date": moment})
    assert fields == {"published": moment}
    assert record.draft_of(fields, WORDS, "/f", ZoneInfo("Asia/Riyadh")).date.day == dt.date(2024, 3, 2)
    doubtful = record.draft_of(fields, WORDS, "/f")
    assert doubtful.date is UNDATED
    assert doubtful.doubts


@pytest.mark.parametrize("day", ["2024-03-01", "1 March", "2024-13-45", "45678", ""])
def test_a_day_is_no_instant(day: str) -> None:
    assert record.with_instant({"date": day}) == {"date": day}


@pytest.mark.parametrize(
    ("guid", "url", "name"),
    [
        ("7", "https://example.org/a", "example.org#7"),
        ("7", None, "/f#7"),
        ("7", "http://[x", "/f#7"),
        ("st-7", "https://example.org/a", "st-7"),
        (None, "https://example.org/a", "https://example.org/a"),
        (None, None, None),
    ],
)
def test_a_bare_number_is_told_apart_by_where_it_stands(guid: str | None, url: str | None, name: str | None) -> None:
    assert record.named(guid, url, "/f") == name


@pytest.mark.parametrize(
    "fields",
    [
        {"date": "2024-13-01"},
        {"date": "09/08/2023"},
        {"title": ["a"]},
        {"language": "French"},
        {"versions": [{}]},
        {"guid": {}},
    ],
)
def test_a_fact_that_is_none_is_an_error(fields: dict[str, object]) -> None:
    with pytest.raises(FactError, match=r"^/f: "):
        record.draft_of(fields, WORDS, "/f")


def test_a_text_without_words_is_an_error() -> None:
    with pytest.raises(SourceError, match="holds no words"):
        record.draft_of({}, " \u202a…\n", "/f")
