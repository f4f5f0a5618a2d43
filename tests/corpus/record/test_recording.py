"""What a run of drafts leaves: every wording of real releases, and exactly what changed since any moment."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive, Outcome
from corpus.statement import Draft, Provenance, PublicationDate, given
from corpus.text import stored_text

SHARED = Path(__file__).resolve().parents[3].parent / "shared"
RELEASES = SHARED / "revisions" / "us-state-dept.jsonl"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path, create=True) as opened:
        yield opened
        assert opened.damaged() == []


@pytest.mark.skipif(not RELEASES.exists(), reason="needs ../shared/revisions beside the checkout")
def test_every_wording_of_real_releases_is_kept_and_the_latest_is_the_latest(archive: Archive) -> None:
    releases = [json.loads(line) for line in RELEASES.read_text().splitlines()]
    wanted: dict[str, list[str]] = {}
    drafts = []
    for release in releases:
        for version in release["versions"]:
            draft = Draft(
                stored_text(version["body"]),
                "https://h.org/feed",
                version["title"],
                language=given("en"),
                url=release["url"],
                guid=release["guid"],
            )
            drafts.append((version["seen_utc"], draft))
            wordings = wanted.setdefault(release["guid"], [])
            if wordings[-1:] != [draft.text]:
                wordings.append(draft.text)
    # As a feed gives them: in the order of time, one state of the feed after the other.
    ordered = [draft for _, draft in sorted(drafts, key=lambda one: one[0])]
    for first in range(0, len(ordered), 40):
        archive.record(ordered[first : first + 40])
    found = {}
    for statement in archive.statements():
        texts = [revision.text for revision in archive.revisions(statement.id)]
        assert statement.revision.text == texts[-1]
        found[statement.id] = texts
    assert len(releases) == len(wanted) == 139
    assert sorted(found.values()) == sorted(wanted.values())
    assert sum(map(len, wanted.values())) > len(wanted)


TEXTS = [" ".join(f"The member states of {name} resolve {number}." for number in range(12)) for name in "ABC"]


def _draft(generator: random.Random) -> Draft:
    day = generator.choice([None, 1, 2])
    facts: dict[str, Any] = {"title": "T", "issuer": given("I"), "language": given("en")}
    operator = frozenset(generator.sample(sorted(facts), generator.choice([0, 0, 0, 1])))
    return Draft(
        text=generator.choice(TEXTS),
        source=f"/{generator.randrange(4)}",
        title=generator.choice(["T", "U", None]) if "title" not in operator else "T",
        date=PublicationDate(dt.date(2022, 1, day) if day else None, Provenance.PAGE if day else Provenance.UNKNOWN),
        issuer=given(generator.choice(["I", "J", None])) if "issuer" not in operator else given("I"),
        language=given(generator.choice(["en", "fr"])),
        guid=generator.choice([None, None, "7"]),
        operator=operator,
    )


def _seen(archive: Archive) -> dict[str, Any]:
    """Return all that can be told of each statement but its sources, by id."""
    return {
        one.id: (dataclasses.replace(one, sources=()), archive.corrections.history(one.id), archive.revisions(one.id))
        for one in archive.statements()
    }


def _act(archive: Archive, generator: random.Random) -> bool:
    """Do something at random; return whether the archive says that this changed it."""
    ids = [one.id for one in archive.overview()]
    match generator.randrange(8) if ids else 0:
        case 5:
            return archive.corrections.edit(generator.choice(ids), {"title": generator.choice(["T", "U", None])})
        case 6:
            return archive.corrections.withdraw(generator.choice(ids))
        case 7:
            return archive.corrections.reinstate(generator.choice(ids))
        case _:
            outcomes = archive.record([_draft(generator) for _ in range(generator.randrange(1, 4))])
            return any(outcome is not Outcome.UNCHANGED for outcome in outcomes)


@pytest.mark.parametrize("seed", range(12))
def test_exactly_what_changed_since_any_moment_is_told(archive: Archive, seed: int) -> None:
    generator = random.Random(seed)  # noqa: S311 - the same steps every time
    last: dict[str, int] = {}
    identity = archive.identity()
    for _ in range(25):
        sequence, before = archive.sequence(), _seen(archive)
        changed = _act(archive, generator)
        after = _seen(archive)
        assert archive.sequence() == sequence + changed
        differing = {one for one in after if after[one] != before.get(one)}
        assert changed or not differing
        assert before.keys() <= after.keys(), "a statement is gone"
        for one in before:
            assert after[one][2][: len(before[one][2])] == before[one][2], "a wording is gone"
            assert after[one][1][: len(before[one][1])] == before[one][1], "a change is gone"
        last |= dict.fromkeys(differing, archive.sequence())
        for since in range(archive.sequence() + 1):
            now, statements = archive.changes(since)
            found = list(statements)
            assert now == archive.sequence()
            assert [one.id for one in found] == sorted(one for one, number in last.items() if number > since)
        assert all(statement.sources for statement in archive.statements())
    assert archive.identity() == identity


def test_a_statement_is_given_with_its_changes_as_it_is_now(archive: Archive) -> None:
    archive.record([Draft("one", "/1"), Draft("two", "/2")])
    assert archive.changes(1)[0] == 1
    assert list(archive.changes(1)[1]) == []
    assert list(archive.changes(0)[1]) == list(archive.statements())
    archive.record([Draft("one, anew", "/1")])
    (changed,) = archive.changes(1)[1]
    assert (changed.revision.number, changed.revision.text) == (2, "one, anew")


def test_many_changes_come_in_order(archive: Archive) -> None:
    archive.record([Draft(f"words {number}", f"/{number}") for number in range(450)])
    assert [one.id for one in archive.changes(0)[1]] == [one.id for one in archive.statements()]


def test_no_two_archives_have_one_name(tmp_path: Path) -> None:
    names = set()
    for number in range(3):
        with Archive(tmp_path / str(number), create=True) as archive:
            names.add(archive.identity())
        with Archive(tmp_path / str(number)) as archive:
            names.add(archive.identity())
    assert len(names) == 3
