"""The same words under another address: one statement with two sources, unless they were issued twice."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive, Outcome
from corpus.statement import UNDATED, Draft, Provenance, PublicationDate, Statement, given

LONG = " ".join(f"The member states resolve upon measure {number}." for number in range(12))
SHORT = "To be announced."
ADDED, REVISED, UNCHANGED = Outcome.ADDED, Outcome.REVISED, Outcome.UNCHANGED


def on(day: str, source: Provenance = Provenance.METADATA) -> PublicationDate:
    return PublicationDate(dt.date.fromisoformat(day), source)


PAGE = Draft(LONG, "https://h.org/news/7", "Final communiqué | The Organisation", on("2022-06-24"))
FILE_OF_IT = Draft(LONG, "/files/7.pdf")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path, create=True) as opened:
        yield opened


def only(archive: Archive) -> Statement:
    (statement,) = archive.statements()
    return statement


@pytest.mark.parametrize("drafts", [[PAGE, FILE_OF_IT], [FILE_OF_IT, PAGE]], ids=["page first", "file first"])
def test_a_page_and_its_undated_file_are_one_statement_with_two_sources(archive: Archive, drafts: list[Draft]) -> None:
    assert [archive.record([draft]) for draft in drafts] == [[ADDED], [UNCHANGED] if drafts[0] is PAGE else [REVISED]]
    statement = only(archive)
    assert statement.sources == tuple(draft.source for draft in drafts)
    assert (statement.title, statement.date) == (PAGE.title, PAGE.date)
    assert archive.record(drafts) == [UNCHANGED, UNCHANGED]
    assert archive.damaged() == []


def test_a_title_with_the_name_of_the_site_is_the_same(archive: Archive) -> None:
    plain = dataclasses.replace(PAGE, source="/a.md", title="FINAL COMMUNIQUÉ")
    assert archive.record([PAGE, plain]) == [ADDED, UNCHANGED]
    assert only(archive).title == PAGE.title


@pytest.mark.parametrize("text", [LONG, SHORT], ids=["long", "short"])
def test_the_same_words_on_two_days_stay_two(archive: Archive, text: str) -> None:
    first = dataclasses.replace(PAGE, text=text)
    second = dataclasses.replace(first, source="https://h.org/news/8", date=on("2023-06-24"))
    assert archive.record([first, second]) == [ADDED, ADDED]
    assert archive.record([first, second]) == [UNCHANGED, UNCHANGED]


def test_another_title_is_another_statement(archive: Archive) -> None:
    other = dataclasses.replace(PAGE, source="/b.md", title="Opening address")
    assert archive.record([PAGE, other]) == [ADDED, ADDED]


@pytest.mark.parametrize(
    "facts",
    [{"date": UNDATED}, {"title": None}, {"title": "Final communiqué"}],
    ids=["no day", "no title", "less title"],
)
def test_short_boilerplate_stays_apart(archive: Archive, facts: dict[str, Any]) -> None:
    short = dataclasses.replace(PAGE, text=SHORT)
    other = dataclasses.replace(short, source="/b.md", **facts)
    assert archive.record([short, other]) == [ADDED, ADDED]


def test_an_undated_copy_of_what_was_issued_on_two_days_is_a_statement_of_its_own(archive: Archive) -> None:
    second = dataclasses.replace(PAGE, source="https://h.org/news/8", date=on("2023-06-24"))
    assert archive.record([PAGE, second, FILE_OF_IT]) == [ADDED, ADDED, ADDED]
    assert {statement.sources for statement in archive.statements()} == {
        (draft.source,) for draft in (PAGE, second, FILE_OF_IT)
    }
    # A dated copy of no title belongs to the one of its day.
    dated = dataclasses.replace(second, source="/files/8.pdf", title=None)
    assert archive.record([dated]) == [UNCHANGED]
    assert ("https://h.org/news/8", "/files/8.pdf") in {statement.sources for statement in archive.statements()}


def test_a_copy_of_an_undated_statement_with_a_day_dates_it_once(archive: Archive) -> None:
    second = dataclasses.replace(PAGE, source="https://h.org/news/8", date=on("2023-06-24"))
    assert archive.record([FILE_OF_IT, PAGE, second]) == [ADDED, REVISED, ADDED]
    assert {statement.date.day: statement.sources for statement in archive.statements()} == {
        dt.date(2022, 6, 24): (FILE_OF_IT.source, PAGE.source),
        dt.date(2023, 6, 24): (second.source,),
    }


def test_what_is_withdrawn_attracts_no_copies(archive: Archive) -> None:
    archive.record([PAGE])
    withdrawn = only(archive).id
    archive.corrections.withdraw(withdrawn)
    assert archive.record([FILE_OF_IT, dataclasses.replace(PAGE, source="/copy.md")]) == [ADDED, REVISED]
    assert archive.statement(withdrawn).sources == (PAGE.source,)
    assert archive.count() == 2


def test_a_copy_leaves_with_its_own_words(archive: Archive) -> None:
    archive.record([PAGE, FILE_OF_IT])
    assert archive.record([dataclasses.replace(FILE_OF_IT, text=f"{LONG} Corrected.")]) == [ADDED]
    assert archive.record([PAGE]) == [UNCHANGED]
    assert {statement.sources for statement in archive.statements()} == {(PAGE.source,), (FILE_OF_IT.source,)}
    assert archive.damaged() == []


def test_what_leaves_a_withdrawn_statement_with_other_words_stays_withdrawn(archive: Archive) -> None:
    archive.record([PAGE, FILE_OF_IT])
    archive.corrections.withdraw(only(archive).id)
    archive.record([dataclasses.replace(FILE_OF_IT, text=LONG + " And one more.")])
    assert archive.count() == 2
    assert all(one.withdrawn for one in archive.statements())


def test_what_leaves_a_statement_takes_the_marks_of_its_versions_along(archive: Archive) -> None:
    item = dataclasses.replace(FILE_OF_IT, source="https://h.org/files/7", guid="g7", language=given("en"))
    archive.record([dataclasses.replace(PAGE, language=given("en")), item])
    french = Draft("Tout autre chose, en somme.", "https://h.org/x", guid="g7", language=given("fr"))
    archive.record([french, dataclasses.replace(item, text=LONG + " And one more.")])
    texts = {one.id: one.revision.text for one in archive.statements()}
    of_french = next(name for name, text in texts.items() if text == french.text)
    (version,) = archive.relations.versions([of_french])[of_french]
    assert texts[version.statement_id].endswith("And one more.")


def test_what_is_left_behind_is_not_linked_to_where_other_words_stand_now(archive: Archive) -> None:
    page = dataclasses.replace(PAGE, url=PAGE.source)
    mirror = dataclasses.replace(page, source="https://m.org/7", url="https://m.org/7")
    archive.record([page, FILE_OF_IT, mirror])
    archive.record([dataclasses.replace(page, text=LONG + " And one more.")])
    links = {one.revision.text: one.url for one in archive.statements()}
    assert links == {LONG: mirror.source, LONG + " And one more.": page.source}
    archive.record([dataclasses.replace(mirror, text=LONG + " And two more.")])
    assert {one.revision.text: one.url for one in archive.statements()}[LONG] is None
    assert archive.damaged() == []
