"""The archive: what recording a draft does, and that nothing it held is ever lost or mixed up."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from threading import Barrier, Thread

import pytest

from corpus.archive import FILE, Archive, Outcome
from corpus.errors import ArchiveError, UnknownStatementError
from corpus.statement import (
    UNDATED,
    UNKNOWN,
    Draft,
    Provenance,
    PublicationDate,
    Sourced,
    Statement,
    fingerprint,
    given,
)

ADDED, REVISED, UNCHANGED = Outcome.ADDED, Outcome.REVISED, Outcome.UNCHANGED


def on(day: str) -> PublicationDate:
    return PublicationDate(dt.date.fromisoformat(day), Provenance.GIVEN)


FIRST = Draft(
    text="The governments said so.\n",
    source="/texts/a.md",
    title="Joint statement",
    date=on("2022-06-24"),
    issuer=given("OIC"),
    language=given("en"),
    url="https://example.org/a",
)
CORRECTED = dataclasses.replace(FIRST, text="The governments did not say so.\n")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "data", create=True) as opened:
        yield opened


def only(archive: Archive) -> Statement:
    (statement,) = archive.statements()
    return statement


def state(archive: Archive) -> tuple[int, list[Statement], list[object]]:
    everything = list(archive.statements())
    return archive.sequence(), everything, [archive.revisions(statement.id) for statement in everything]


def test_an_empty_archive(archive: Archive) -> None:
    assert (archive.count(), archive.sequence(), list(archive.statements()), archive.damaged()) == (0, 0, [], [])
    assert archive.record([]) == []
    assert archive.sequence() == 0


def test_a_statement_is_given_back_as_it_was_recorded(archive: Archive) -> None:
    before = dt.datetime.now(dt.UTC)
    assert archive.record([FIRST]) == [ADDED]
    statement = only(archive)
    assert archive.statement(statement.id) == statement
    assert (statement.title, statement.date, statement.issuer) == (FIRST.title, FIRST.date, FIRST.issuer)
    assert (statement.language, statement.url) == (FIRST.language, FIRST.url)
    assert (statement.source, statement.sources) == (FIRST.source, (FIRST.source,))
    revision = statement.revision
    assert (revision.statement_id, revision.number, revision.text) == (statement.id, 1, FIRST.text)
    assert revision.sha256 == fingerprint(FIRST.text)
    assert before <= revision.seen <= dt.datetime.now(dt.UTC)
    assert archive.revisions(statement.id) == [revision]
    assert archive.revision(statement.id, 1) == revision
    assert (archive.count(), archive.sequence()) == (1, 1)


def test_what_is_not_known_stays_unknown(archive: Archive) -> None:
    archive.record([Draft(text="words", source="/a.txt")])
    statement = only(archive)
    assert (statement.title, statement.url) == (None, None)
    assert (statement.date, statement.issuer, statement.language) == (UNDATED, UNKNOWN, UNKNOWN)


def test_any_text_comes_back_to_the_code_point(archive: Archive) -> None:
    text = " «\u00a0Ça\u202f!\u00a0» 😀\n\n\n'; DROP TABLE revisions; -- سلامٌ \u200e\n "
    archive.record([dataclasses.replace(FIRST, text=text, title="'\"%_\\", source="/'/%/ü.md")])
    statement = only(archive)
    assert (statement.revision.text, statement.title, statement.source) == (text, "'\"%_\\", "/'/%/ü.md")


def test_the_same_again_changes_nothing(archive: Archive) -> None:
    drafts = [FIRST, Draft(text="other words", source="/b.txt", guid="7")]
    archive.record(drafts)
    before = state(archive)
    assert archive.record(drafts) == [UNCHANGED, UNCHANGED]
    assert archive.record([FIRST, FIRST]) == [UNCHANGED, UNCHANGED]
    assert state(archive) == before


def test_the_same_twice_in_a_batch_is_one_statement(archive: Archive) -> None:
    assert archive.record([FIRST, FIRST]) == [ADDED, UNCHANGED]
    assert archive.count() == 1


def test_other_words_from_the_same_file_are_a_new_revision_and_the_first_is_kept(archive: Archive) -> None:
    archive.record([FIRST])
    first = only(archive)
    assert archive.record([CORRECTED]) == [REVISED]
    statement = only(archive)
    assert statement.id == first.id
    assert (statement.revision.number, statement.revision.text) == (2, CORRECTED.text)
    assert archive.revisions(first.id) == [first.revision, statement.revision]
    assert archive.revision(first.id, 1) == first.revision
    assert archive.sequence() == 2


def test_other_words_under_the_same_guid_are_a_new_revision(archive: Archive) -> None:
    archive.record([dataclasses.replace(FIRST, guid="item-7")])
    moved = dataclasses.replace(CORRECTED, guid="item-7", source="/elsewhere.md", title="Other", date=on("2022-06-25"))
    assert archive.record([moved]) == [REVISED]
    statement = only(archive)
    assert (statement.title, statement.date.day) == ("Other", dt.date(2022, 6, 25))
    assert [revision.text for revision in archive.revisions(statement.id)] == [FIRST.text, CORRECTED.text]
    assert statement.sources == (FIRST.source, "/elsewhere.md")


def test_words_that_come_back_in_their_own_file_are_a_revision_again(archive: Archive) -> None:
    assert [archive.record([draft]) for draft in (FIRST, CORRECTED, FIRST)] == [[ADDED], [REVISED], [REVISED]]
    texts = [revision.text for revision in archive.revisions(only(archive).id)]
    assert texts == [FIRST.text, CORRECTED.text, FIRST.text]


def test_a_corrected_fact_is_a_change_but_no_new_wording(archive: Archive) -> None:
    archive.record([FIRST])
    corrected = dataclasses.replace(FIRST, title="Other title", date=on("2022-06-26"))
    assert archive.record([corrected]) == [REVISED]
    statement = only(archive)
    assert (statement.title, statement.date, statement.revision.number) == ("Other title", on("2022-06-26"), 1)
    assert archive.sequence() == 2


def test_what_a_later_reading_does_not_know_blanks_nothing(archive: Archive) -> None:
    archive.record([FIRST])
    before = only(archive)
    detected = Sourced("en", Provenance.DETECTED)
    poorer = Draft(text=FIRST.text, source=FIRST.source, guid=FIRST.guid, language=detected)
    assert archive.record([poorer, poorer]) == [UNCHANGED, UNCHANGED]
    assert only(archive) == before
    other_words = dataclasses.replace(poorer, text="Other words.")
    assert archive.record([other_words]) == [REVISED]
    after = only(archive)
    assert (after.title, after.date, after.issuer, after.language) == (
        before.title,
        before.date,
        before.issuer,
        before.language,
    )
    assert after.revision.text == "Other words."


def test_one_guid_in_two_languages_is_two_statements(archive: Archive) -> None:
    english, french = Sourced("en", Provenance.GIVEN), Sourced("fr", Provenance.GIVEN)
    pair = [
        Draft(text="Good words.", source="/en.md", guid="st-1", language=english),
        Draft(text="De bons mots.", source="/fr.md", guid="st-1", language=french),
    ]
    assert archive.record(pair) == [ADDED, ADDED]
    assert archive.record(pair) == [UNCHANGED, UNCHANGED]
    revised = dataclasses.replace(pair[1], text="De meilleurs mots.")
    assert archive.record([revised]) == [REVISED]
    assert {one.revision.text for one in archive.statements()} == {"Good words.", "De meilleurs mots."}


@pytest.mark.parametrize("name", ["", "short", "has space!", "\udcff" * 10, "x" * 11])
def test_what_cannot_be_an_id_is_told(archive: Archive, name: str) -> None:
    for ask in (archive.statement, archive.revisions, lambda one: archive.revision(one, 1)):
        with pytest.raises(UnknownStatementError, match="no statement has this id"):
            ask(name)


def test_a_surer_fact_is_not_replaced_by_a_less_sure_one(archive: Archive) -> None:
    archive.record([FIRST])
    language = Sourced("fr", Provenance.DETECTED)
    day = PublicationDate(dt.date(2020, 1, 1), Provenance.PAGE)
    unsure = dataclasses.replace(CORRECTED, date=day, issuer=Sourced("x", Provenance.METADATA), language=language)
    assert archive.record([unsure]) == [REVISED]
    statement = only(archive)
    assert (statement.date, statement.issuer, statement.language) == (FIRST.date, FIRST.issuer, FIRST.language)


def test_other_guids_in_one_source_are_other_statements(archive: Archive) -> None:
    items = [dataclasses.replace(FIRST, guid=guid, text=f"words of {guid}") for guid in ("1", "2")]
    assert archive.record(items) == [ADDED, ADDED]
    assert archive.record(items) == [UNCHANGED, UNCHANGED]
    assert archive.count() == 2


COPY = dataclasses.replace(FIRST, source="/copies/a.md")


def test_the_same_words_title_and_day_elsewhere_are_a_second_source(archive: Archive) -> None:
    archive.record([FIRST])
    assert archive.record([COPY]) == [UNCHANGED]
    assert only(archive).sources == (FIRST.source, COPY.source)
    assert archive.record([COPY, FIRST]) == [UNCHANGED, UNCHANGED]
    assert only(archive).source == FIRST.source


def test_a_source_that_gets_other_words_leaves_those_that_keep_them(archive: Archive) -> None:
    first, copy = Draft(text="words", source="/a.txt"), Draft(text="words", source="/b.txt")
    archive.record([first, copy])
    changed = dataclasses.replace(copy, text="other words")
    assert archive.record([first, changed]) == [UNCHANGED, ADDED]
    assert {one.revision.text: one.sources for one in archive.statements()} == {
        "words": ("/a.txt",),
        "other words": ("/b.txt",),
    }
    assert archive.record([first, changed]) == [UNCHANGED, UNCHANGED]


def test_who_leaves_takes_the_known_facts_along_and_joins_whoever_has_its_words(archive: Archive) -> None:
    archive.record([FIRST, COPY, dataclasses.replace(CORRECTED, source="/c.md")])
    assert archive.count() == 2
    poor = Draft(text=CORRECTED.text, source=COPY.source)
    assert archive.record([poor]) == [REVISED]
    found = {statement.revision.text: statement for statement in archive.statements()}
    assert {text: statement.sources for text, statement in found.items()} == {
        FIRST.text: (FIRST.source,),
        CORRECTED.text: ("/c.md", COPY.source),
    }
    assert archive.record([dataclasses.replace(poor, text="Said anew.")]) == [ADDED]
    anew = next(statement for statement in archive.statements() if statement.source == COPY.source)
    assert (anew.title, anew.date, anew.issuer) == (FIRST.title, FIRST.date, FIRST.issuer)


def test_the_last_to_leave_keeps_the_statement(archive: Archive) -> None:
    archive.record([FIRST, COPY])
    first = only(archive).id
    archive.record([dataclasses.replace(CORRECTED, source=COPY.source)])
    assert archive.record([dataclasses.replace(FIRST, text="Said anew.")]) == [REVISED]
    assert archive.statement(first).sources == (FIRST.source,)
    assert [revision.text for revision in archive.revisions(first)] == [FIRST.text, "Said anew."]


def test_sources_under_one_guid_leave_together(archive: Archive) -> None:
    mirrored = [dataclasses.replace(FIRST, guid="7", source=source) for source in ("/one.md", "/two.md")]
    archive.record([*mirrored, COPY])
    assert archive.record([dataclasses.replace(CORRECTED, guid="7", source="/one.md")]) == [ADDED]
    assert {statement.revision.text: set(statement.sources) for statement in archive.statements()} == {
        FIRST.text: {COPY.source},
        CORRECTED.text: {"/one.md", "/two.md"},
    }


def test_a_copy_of_an_earlier_wording_does_not_hold_back_a_revision(archive: Archive) -> None:
    archive.record([FIRST])
    archive.record([CORRECTED, COPY])
    assert archive.record([dataclasses.replace(FIRST, text="Said anew.")]) == [REVISED]
    assert only(archive).revision.number == 3


@pytest.mark.parametrize(
    "other",
    [
        dataclasses.replace(COPY, date=on("2022-06-25")),
        dataclasses.replace(COPY, date=UNDATED),
        dataclasses.replace(COPY, title="Another title"),
        dataclasses.replace(COPY, title=None),
        dataclasses.replace(COPY, text=FIRST.text + "Again."),
    ],
    ids=["another day", "no day", "another title", "no title", "other words"],
)
def test_the_same_words_with_another_day_or_title_are_another_statement(archive: Archive, other: Draft) -> None:
    assert archive.record([FIRST, other]) == [ADDED, ADDED]
    assert archive.count() == 2


def test_undated_copies_are_one_statement(archive: Archive) -> None:
    texts = [Draft(text="words", source=f"/{name}.txt") for name in "ab"]
    assert archive.record(texts) == [ADDED, UNCHANGED]
    assert archive.count() == 1


def test_a_copy_of_an_earlier_wording_does_not_bring_it_back(archive: Archive) -> None:
    archive.record([FIRST])
    archive.record([CORRECTED])
    assert archive.record([COPY]) == [UNCHANGED]
    statement = only(archive)
    assert (statement.revision.number, statement.revision.text) == (2, CORRECTED.text)
    assert statement.sources == (FIRST.source, COPY.source)


def test_a_copy_that_knows_less_takes_nothing_away(archive: Archive) -> None:
    archive.record([FIRST])
    before = only(archive)
    language = Sourced("fr", Provenance.DETECTED)
    poor = dataclasses.replace(COPY, issuer=given("Another"), language=language, url=None)
    assert archive.record([poor]) == [UNCHANGED]
    assert dataclasses.replace(only(archive), sources=before.sources) == before
    assert archive.sequence() == 1


def test_a_copy_that_knows_more_adds_it(archive: Archive) -> None:
    guessed = Sourced("fr", Provenance.DETECTED)
    seen = PublicationDate(FIRST.date.day, Provenance.PAGE)
    archive.record([dataclasses.replace(FIRST, date=seen, issuer=UNKNOWN, language=guessed, url=None)])
    assert archive.record([COPY]) == [REVISED]
    statement = only(archive)
    assert (statement.date, statement.issuer, statement.language) == (FIRST.date, FIRST.issuer, FIRST.language)
    assert (statement.url, statement.revision.number, archive.sequence()) == (FIRST.url, 1, 2)


def test_ids_are_ten_letters_and_digits_never_of_the_text_and_stable(tmp_path: Path) -> None:
    drafts = [Draft(text=f"words {number}", source=f"/{number}") for number in range(50)]
    seen: set[str] = set()
    for name in ("one", "two"):
        with Archive(tmp_path / name, create=True) as archive:
            archive.record(drafts)
            ids = {statement.source: statement.id for statement in archive.statements()}
        assert all(re.fullmatch(r"[A-Za-z0-9]{10}", statement_id) for statement_id in ids.values())
        assert seen.isdisjoint(ids.values())
        seen |= set(ids.values())
        with Archive(tmp_path / name) as archive:
            archive.record([dataclasses.replace(draft, text=f"{draft.text}, corrected") for draft in drafts])
            assert {statement.source: statement.id for statement in archive.statements()} == ids
    assert len(seen) == 100


def test_statements_come_ordered_by_id(archive: Archive) -> None:
    archive.record([Draft(text=f"words {number}", source=f"/{number}") for number in range(300)])
    ids = [statement.id for statement in archive.statements()]
    assert ids == sorted(ids)
    assert len(set(ids)) == archive.count() == 300


def test_the_overview_is_the_statements_without_their_texts(archive: Archive) -> None:
    archive.record([FIRST, Draft(text="words", source="/b.txt")])
    assert [(fact.id, fact.title, fact.date, fact.issuer, fact.language) for fact in archive.overview()] == [
        (statement.id, statement.title, statement.date.day, statement.issuer.value, statement.language.value)
        for statement in archive.statements()
    ]


def test_the_sequence_counts_batches_that_changed_something(archive: Archive) -> None:
    archive.record([FIRST, Draft(text="words", source="/b.txt")])
    archive.record([FIRST])
    archive.record([FIRST, CORRECTED])
    assert archive.sequence() == 2


def _failing(after: list[Draft]) -> Iterator[Draft]:
    yield from after
    raise LookupError


@pytest.mark.parametrize("known", [[], [FIRST]], ids=["empty", "filled"])
def test_a_batch_is_all_or_nothing(archive: Archive, known: list[Draft]) -> None:
    archive.record(known)
    before = state(archive)
    with pytest.raises(LookupError):
        archive.record(_failing([CORRECTED, Draft(text="words", source="/b.txt"), COPY]))
    assert state(archive) == before
    assert archive.record([CORRECTED]) != [UNCHANGED]


def test_an_unknown_statement_or_revision_is_an_error_with_the_cure(archive: Archive) -> None:
    archive.record([FIRST])
    known = only(archive).id
    for ask in (archive.statement, archive.revisions):
        with pytest.raises(UnknownStatementError, match=r"^nosuchid00: no statement .* `onrecord list` shows them$"):
            ask("nosuchid00")
    with pytest.raises(UnknownStatementError, match=r"^nosuchid00: has no revision 1; `onrecord show"):
        archive.revision("nosuchid00", 1)
    for number in (0, 2, -1, 10**30):
        with pytest.raises(
            UnknownStatementError, match=rf"^{known}: has no revision {number}; `onrecord show {known}`"
        ):
            archive.revision(known, number)


def test_an_altered_text_is_found(archive: Archive) -> None:
    archive.record([FIRST, Draft(text="words", source="/b.txt")])
    archive.record([CORRECTED])
    assert archive.damaged() == []
    hurt = next(statement.id for statement in archive.statements() if statement.source == FIRST.source)
    raw = sqlite3.connect(archive.folder / FILE)
    raw.execute(
        "UPDATE revisions SET text = replace(text, 'said', 'denied') WHERE statement_id = ? AND number = 1", [hurt]
    )
    raw.commit()
    raw.close()
    (fault,) = archive.damaged()
    assert f"{hurt}, revision 1: its text is not what was stored" in fault
    assert str(archive.folder / FILE) in fault


def test_a_file_with_overwritten_pages_is_told_and_not_a_traceback(tmp_path: Path) -> None:
    with Archive(tmp_path, create=True) as archive:
        archive.record([Draft(text=f"word {number} " * 400, source=f"/{number}") for number in range(40)])
    content = bytearray((tmp_path / FILE).read_bytes())
    for page in range(3 * 4096, len(content), 4 * 4096):
        content[page : page + 400] = b"\xa5" * 400
    (tmp_path / FILE).write_bytes(content)
    with Archive(tmp_path) as archive:
        faults = archive.damaged()
        assert faults
        assert all(fault.startswith(f"{tmp_path / FILE}: ") and "\n" not in fault for fault in faults)
        with pytest.raises(ArchiveError, match=r"is damaged \(.*malformed\); `onrecord restore FILE`"):
            list(archive.statements())
        with pytest.raises(ArchiveError, match=r"is damaged \(.*malformed\); `onrecord restore FILE`"):
            archive.record([FIRST])


def test_readers_see_whole_batches_while_a_writer_writes(archive: Archive) -> None:
    batch = 10
    archive.record([Draft(text=f"words {number}", source=f"/0/{number}") for number in range(batch)])
    start = Barrier(4)
    counts: list[int] = []
    problems: list[Exception] = []

    def reading() -> None:
        start.wait(60)
        try:
            for _ in range(15):
                found = [statement.revision.text for statement in archive.statements()]
                counts.append(len(found))
                assert all(text.startswith("words ") for text in found)
        except (ArchiveError, AssertionError) as error:
            problems.append(error)

    readers = [Thread(target=reading) for _ in range(3)]
    for reader in readers:
        reader.start()
    start.wait(60)
    for number in range(1, 9):
        archive.record([Draft(text=f"words {number} {at}", source=f"/{number}/{at}") for at in range(batch)])
    for reader in readers:
        reader.join(60)
    assert problems == []
    assert len(counts) == 45
    assert all(count % batch == 0 and count >= batch for count in counts)
    assert archive.count() == 9 * batch


def test_a_reader_keeps_the_state_it_began_with(archive: Archive) -> None:
    archive.record([Draft(text=f"words {number}", source=f"/{number}") for number in range(5)])
    reader = archive.statements()
    next(reader)
    archive.record([Draft(text="more words", source="/more")])
    assert len(list(reader)) == 4
    assert archive.count() == 6
