"""The operator's corrections: no source undoes them, and how the facts came to be is kept."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive, Outcome
from corpus.errors import FactError, UnknownStatementError
from corpus.record.corrections import corrected
from corpus.record.facts import OPERATOR, SOURCE, Change
from corpus.statement import UNDATED, UNKNOWN, Draft, Provenance, PublicationDate, Sourced, Statement, given

ADDED, REVISED, UNCHANGED = Outcome.ADDED, Outcome.REVISED, Outcome.UNCHANGED
TEXT = " ".join(f"The member states resolve upon measure {number}." for number in range(12))


def on(day: str) -> PublicationDate:
    return PublicationDate(dt.date.fromisoformat(day), Provenance.GIVEN)


FIRST = Draft(TEXT, "/a.md", "Title", on("2022-06-24"), given("OIC"), given("en"), "https://h.org/a")
OTHER = dataclasses.replace(
    FIRST, title="Retitled", date=on("2022-07-01"), issuer=given("X"), language=given("fr"), url="https://h.org/b"
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path, create=True) as opened:
        opened.record([FIRST])
        yield opened
        assert opened.damaged() == []


def only(archive: Archive) -> Statement:
    (statement,) = archive.statements()
    return statement


def edit(archive: Archive, **facts: str) -> bool:
    values = corrected(**(dict.fromkeys(("title", "date", "issuer", "language", "url")) | facts))
    return archive.corrections.edit(only(archive).id, values)


def history(archive: Archive) -> list[tuple[str, str | None, str | None, str]]:
    return [(one.field, one.before, one.after, one.by) for one in archive.corrections.history(only(archive).id)]


ALL = {"title": "Right", "date": "2022-06-25", "issuer": "UN", "language": "ar", "url": "https://h.org/c"}


def test_every_fact_is_put_right_and_no_reading_undoes_it(archive: Archive) -> None:
    before = dt.datetime.now(dt.UTC)
    assert edit(archive, **ALL)
    right = only(archive)
    assert (right.title, right.date, right.url) == ("Right", on("2022-06-25"), "https://h.org/c")
    assert (right.issuer, right.language) == (given("UN"), given("ar"))
    assert archive.sequence() == 2
    assert history(archive) == [
        ("title", "Title", "Right", OPERATOR),
        ("date", "2022-06-24", "2022-06-25", OPERATOR),
        ("issuer", "OIC", "UN", OPERATOR),
        ("language", "en", "ar", OPERATOR),
        ("url", "https://h.org/a", "https://h.org/c", OPERATOR),
    ]
    assert all(before <= one.at <= dt.datetime.now(dt.UTC) for one in archive.corrections.history(right.id))
    assert archive.record([OTHER]) == [UNCHANGED]
    assert only(archive) == right
    assert archive.record([dataclasses.replace(OTHER, text="New words.")]) == [REVISED]
    assert dataclasses.replace(only(archive), revision=right.revision) == right
    assert archive.record([dataclasses.replace(OTHER, text="New words.", source="/copy.md")]) != [REVISED]


def test_the_same_correction_again_is_none(archive: Archive) -> None:
    assert edit(archive, title="Right")
    assert not edit(archive, title=" Right \n")
    assert not archive.corrections.edit(only(archive).id, {})
    assert (archive.sequence(), len(history(archive))) == (2, 1)


def test_confirming_a_fact_keeps_it(archive: Archive) -> None:
    assert edit(archive, title="Title")
    assert archive.record([OTHER]) == [REVISED]
    assert (only(archive).title, only(archive).date) == ("Title", OTHER.date)
    assert history(archive)[:2] == [
        ("title", "Title", "Title", OPERATOR),
        ("date", "2022-06-24", "2022-07-01", SOURCE),
    ]


def test_what_was_made_unknown_stays_unknown(archive: Archive) -> None:
    assert edit(archive, title="", date="", issuer=" ", language="", url="")
    unknown = only(archive)
    assert (unknown.title, unknown.url, unknown.date) == (None, None, UNDATED)
    assert (unknown.issuer, unknown.language) == (UNKNOWN, UNKNOWN)
    for draft in (OTHER, FIRST, dataclasses.replace(OTHER, text="New words.")):
        archive.record([draft])
        assert dataclasses.replace(only(archive), revision=unknown.revision) == unknown
    # A copy, which may fill in what is not known, fills in nothing that was cleared.
    archive.record([Draft("New words.", "/copy.md")])
    assert only(archive).sources == ("/a.md", "/copy.md")
    copy = Draft("New words.", "/copy.md", issuer=given("Y"), language=given("es"), url="https://h.org/x")
    archive.record([copy])
    assert (only(archive).issuer, only(archive).language, only(archive).url) == (UNKNOWN, UNKNOWN, None)


def test_facts_given_while_adding_hold_against_the_source(archive: Archive) -> None:
    named = dataclasses.replace(OTHER, source="/b.md", text="Words.", operator=frozenset({"title", "date"}))
    assert archive.record([named]) == [ADDED]
    reread = dataclasses.replace(named, title="Source's", date=on("1999-01-01"), operator=frozenset(), url="https://n")
    assert archive.record([reread]) == [REVISED]
    found = next(one for one in archive.statements() if one.source == "/b.md")
    assert (found.title, found.date, found.url) == (named.title, named.date, "https://n")
    assert [(one.field, one.after, one.by) for one in archive.corrections.history(found.id)] == [
        ("date", "2022-07-01", OPERATOR),
        ("title", "Retitled", OPERATOR),
        ("url", "https://n", SOURCE),
    ]


def test_facts_given_while_adding_again_replace_a_correction(archive: Archive) -> None:
    edit(archive, title="Right")
    again = dataclasses.replace(FIRST, title="Righter", operator=frozenset({"title"}))
    assert archive.record([again]) == [REVISED]
    assert archive.record([again, FIRST]) == [UNCHANGED, UNCHANGED]
    assert only(archive).title == "Righter"
    assert history(archive)[-1] == ("title", "Right", "Righter", OPERATOR)


def test_a_correction_goes_with_a_source_that_leaves(archive: Archive) -> None:
    copy = dataclasses.replace(FIRST, source="/copy.md")
    archive.record([copy])
    edit(archive, title="Right", date="")
    assert archive.record([dataclasses.replace(copy, text="Other words.")]) == [ADDED]
    assert archive.record([dataclasses.replace(OTHER, source=copy.source, text="Yet others.")]) == [REVISED]
    found = next(one for one in archive.statements() if one.source == copy.source)
    assert (found.title, found.date) == ("Right", UNDATED)


def test_what_is_withdrawn_is_kept_marked_and_read_on(archive: Archive) -> None:
    before, known = dt.datetime.now(dt.UTC), only(archive)
    assert archive.corrections.withdraw(known.id, "issued in error")
    assert not archive.corrections.withdraw(known.id, "again")
    marked = only(archive)
    assert marked.withdrawn is not None
    assert before <= marked.withdrawn <= dt.datetime.now(dt.UTC)
    assert dataclasses.replace(marked, withdrawn=None) == known
    assert [fact.withdrawn for fact in archive.overview()] == [True]
    sequence, changed = archive.changes(1)
    assert (sequence, list(changed)) == (2, [marked])
    assert archive.record([FIRST]) == [UNCHANGED]
    assert archive.record([OTHER, dataclasses.replace(FIRST, text="New words.")]) == [REVISED, REVISED]
    assert (only(archive).withdrawn, only(archive).revision.number) == (marked.withdrawn, 2)
    assert archive.corrections.reinstate(known.id)
    assert not archive.corrections.reinstate(known.id)
    assert only(archive).withdrawn is None
    changes = archive.corrections.history(known.id)
    assert [(one.before, one.after, one.by) for one in changes if one.field == "withdrawn"] == [
        (None, "issued in error", OPERATOR),
        (None, None, OPERATOR),
    ]
    assert changes == sorted(changes, key=lambda one: one.at)
    assert isinstance(changes[0], Change)


def test_what_a_source_changes_is_kept_too(archive: Archive) -> None:
    archive.record([dataclasses.replace(OTHER, issuer=Sourced("Y", Provenance.METADATA))])
    assert history(archive) == [
        ("title", "Title", "Retitled", SOURCE),
        ("date", "2022-06-24", "2022-07-01", SOURCE),
        ("language", "en", "fr", SOURCE),
        ("url", "https://h.org/a", "https://h.org/b", SOURCE),
    ]


@pytest.mark.parametrize("name", ["nosuchid00", "", "\udcff" * 10, "é" * 10, "x\0"])
def test_what_is_no_statement_is_told(archive: Archive, name: str) -> None:
    ways: list[Any] = [
        lambda: archive.corrections.edit(name, {"title": "x"}),
        lambda: archive.corrections.withdraw(name),
        lambda: archive.corrections.reinstate(name),
        lambda: archive.corrections.history(name),
    ]
    for way in ways:
        with pytest.raises(UnknownStatementError, match="no statement has this id"):
            way()
    assert archive.sequence() == 1


@pytest.mark.parametrize("wrong", [{"date": "soon"}, {"date": "2022-13-01"}, {"language": "nothing at all"}])
def test_a_wrong_fact_changes_nothing(archive: Archive, wrong: dict[str, str]) -> None:
    with pytest.raises(FactError):
        edit(archive, **wrong)
    assert archive.sequence() == 1


def test_what_is_typed_is_stored_text() -> None:
    values = corrected(title="a\u202e\n b", date=None, issuer="\ufeffUN", language=None, url=" https://h.org/\udcff ")
    assert values == {"title": "a b", "issuer": "UN", "issuer_source": "given", "url": "https://h.org/"}
