"""Versions in other languages and statements of nearly the same words, as the archive links them."""

from __future__ import annotations

import dataclasses
import random
import re
from collections.abc import Iterator
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as given_by
from hypothesis import strategies as st

from corpus.archive import Archive, Outcome
from corpus.record.kinship import NEAR
from corpus.record.relating import Version
from corpus.samples import folder
from corpus.statement import UNKNOWN, Draft, Provenance, Sourced, given


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path, create=True) as opened:
        yield opened
        assert opened.damaged() == []


def draft(language: str | None, source: str, **facts: Any) -> Draft:
    return Draft(f"In {language}, of {source}.", source, language=given(language), **facts)


def versions(archive: Archive) -> dict[str, dict[str, str]]:
    """Return the source of each version, by language, by the source of each statement that has any."""
    sources = {statement.id: statement.source for statement in archive.statements()}
    found = archive.relations.versions(sources)
    return {sources[one]: {other.language: sources[other.statement_id] for other in found[one]} for one in found}


LINKED = {
    "guid": [draft("en", "/e.md", guid="st-1"), draft("fr", "/f.md", guid="st-1"), draft("ar", "/g.md", guid="st-1")],
    "declared": [
        draft("en", "https://h.org/one", versions=("https://h.org/one", "https://h.org/un", "https://h.org/wahid")),
        draft("fr", "https://h.org/un"),
        draft("ar", "https://h.org/wahid"),
    ],
    "translation key": [draft(code, f"/{code}/{code}.md", versions=("key-7",)) for code in ("en", "fr", "ar")],
    "folder": [draft(code, f"/data/{code}/a.md") for code in ("en", "fr", "ar")],
    "default language": [
        draft("en", "https://h.org/a"),
        draft("fr", "https://h.org/fr/a"),
        draft("ar", "https://www.h.org/ar/a"),
    ],
    "query": [draft(code, f"https://h.org/a?id=3&lang={code}") for code in ("en", "fr", "ar")],
    "host": [draft("en", "https://h.org/a"), *(draft(code, f"https://{code}.h.org/a") for code in ("fr", "ar"))],
    "suffix": [draft(code, f"/data/a-{code}.txt") for code in ("en", "fr", "ar")],
    "link of a feed's item": [
        draft(code, f"/{code}.xml", guid=f"{code}-1", url=f"https://h.org/{code}/a") for code in ("en", "fr", "ar")
    ],
}


@pytest.mark.parametrize("name", LINKED)
def test_versions_are_linked_with_one_another(archive: Archive, name: str) -> None:
    drafts = LINKED[name]
    archive.record(drafts)
    assert archive.count() == 3
    if name == "declared":  # by one of them only: it is linked with each of the others
        assert versions(archive)[drafts[0].source] == {"fr": drafts[1].source, "ar": drafts[2].source}
        assert all(versions(archive)[one.source]["en"] == drafts[0].source for one in drafts[1:])
        return
    assert versions(archive) == {
        one.source: {other.language.value: other.source for other in drafts if other is not one} for one in drafts
    }


APART = {
    "the same language": [draft("en", "/en/a.md", guid="1"), draft("en", "/a.md", guid="1", url="https://h.org/x")],
    "a language that is not known": [draft("en", "/en/a.md"), draft(None, "/fr/a.md")],
    "other items": [draft("en", "/en/a.md"), draft("fr", "/fr/b.md")],
    "other guids": [draft("en", "/f.xml", guid="1"), draft("fr", "/f.xml", guid="2")],
    "front pages": [draft("en", "https://h.org/en/"), draft("fr", "https://h.org/fr/index.html")],
    "front pages declared": [
        draft("en", "https://h.org/en/a", versions=("https://h.org/en/", "https://h.org/fr/")),
        draft("fr", "https://h.org/fr/b", versions=("https://h.org/en/", "https://h.org/fr/")),
    ],
}


@pytest.mark.parametrize("name", APART)
def test_others_are_not_linked(archive: Archive, name: str) -> None:
    archive.record(APART[name])
    assert versions(archive) == {}


def test_a_bad_address_does_not_stop_anything(archive: Archive) -> None:
    assert archive.record([draft("en", "/a.md", url="http://[", versions=("http://[x",))]) == [Outcome.ADDED]


def test_withdrawn_statements_are_no_versions(archive: Archive) -> None:
    archive.record(LINKED["guid"])
    english, french, arabic = (
        next(one for one in archive.statements() if one.source == source) for source in ("/e.md", "/f.md", "/g.md")
    )
    archive.corrections.withdraw(english.id)
    assert versions(archive) == {"/f.md": {"ar": "/g.md"}, "/g.md": {"fr": "/f.md"}}
    archive.record([dataclasses.replace(LINKED["guid"][1], text="Revised.")])
    assert archive.relations.versions([arabic.id]) == {arabic.id: (Version("fr", french.id, 2),)}
    archive.corrections.reinstate(english.id)
    assert archive.relations.versions([]) == {}
    assert set(archive.relations.versions([english.id, "nosuchid00"])) == {english.id}


def test_a_language_that_is_put_right_links_and_unlinks(archive: Archive) -> None:
    guessed = Sourced("fr", Provenance.DETECTED)
    archive.record([draft("en", "/en/a.md"), dataclasses.replace(draft(None, "/fr/a.md"), language=guessed)])
    assert versions(archive) == {"/en/a.md": {"fr": "/fr/a.md"}, "/fr/a.md": {"en": "/en/a.md"}}
    wrong = next(one.id for one in archive.statements() if one.language == guessed)
    archive.corrections.edit(wrong, {"language": UNKNOWN.value, "language_source": UNKNOWN.source.value})
    assert versions(archive) == {}


WORDS = [f"w{number}" for number in range(3000)]


def mutated(text: str, edits: int, generator: random.Random) -> str:
    words = text.split()
    for _ in range(edits):
        at = generator.randrange(len(words))
        words[at : at + generator.randrange(2)] = [generator.choice(WORDS)]
    return " ".join(words)


def near(archive: Archive) -> set[tuple[str, str, int]]:
    return {
        (one.id, other.statement_id, other.percent)
        for one in archive.statements()
        for other in archive.relations.near(one.id)
    }


def sequences(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)} if len(words) >= 20 else set()


def compared(archive: Archive) -> set[tuple[str, str, int]]:
    """Return the same as :func:`near`, from comparing everything with everything."""
    found = set()
    parts = {statement.id: sequences(statement.revision.text) for statement in archive.statements()}
    for one, other in permutations(parts, 2):
        common, whole = len(parts[one] & parts[other]), len(parts[one] | parts[other])
        if common and 100 * common // whole >= NEAR:
            found.add((one, other, 100 * common // whole))
    return found


def test_what_is_nearly_the_same_is_found_among_real_statements(archive: Archive) -> None:
    generator = random.Random(4)  # noqa: S311 - the same texts every time
    bodies = [path.read_text().split("---")[-1].split() for path in sorted(folder().rglob("*.md"))]
    # Passages of theirs, a few hundred words each, so that there are as many.
    texts = [" ".join(body[at : at + 200]) for body in bodies for at in (0, 200, 400, 600) if len(body) >= at + 100][
        :100
    ]
    copies = [mutated(text, generator.randrange(1, max(2, len(text.split()) // 25)), generator) for text in texts]
    archive.record([Draft(text, f"/{number}") for number, text in enumerate([*texts, *copies])])
    found, wanted = near(archive), compared(archive)
    assert len(texts) == 100
    assert len(wanted) >= 180
    assert found <= wanted
    assert len(found) >= 0.98 * len(wanted), f"{len(found)} of {len(wanted)}"


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given_by(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 10)), min_size=1, max_size=10))
def test_links_follow_the_latest_wording_both_ways(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, int, int]]
) -> None:
    with Archive(tmp_path_factory.mktemp("near"), create=True) as archive:
        for source, text, edits in steps:
            generator = random.Random(text)  # noqa: S311 - the same texts every time
            whole = " ".join(generator.choices(WORDS, k=10 if text == 3 else 120))
            archive.record([Draft(mutated(whole, edits, generator), f"/{source}")])
        found = near(archive)
        assert found == {(other, one, percent) for one, other, percent in found}
        assert found <= compared(archive)
        assert {pair for pair in compared(archive) if pair[2] >= 85} <= found
        assert archive.damaged() == []


def test_the_nearest_come_first_and_a_revision_parts_them(archive: Archive) -> None:
    generator = random.Random(1)  # noqa: S311 - the same texts every time
    text = " ".join(generator.choices(WORDS, k=200))
    archive.record(
        [Draft(text, "/0"), Draft(mutated(text, 8, generator), "/8"), Draft(mutated(text, 1, generator), "/1")]
    )
    ids = {statement.source: statement.id for statement in archive.statements()}
    assert [one.statement_id for one in archive.relations.near(ids["/0"])] == [ids["/1"], ids["/8"]]
    archive.record([Draft("Nothing is left of it.", "/0")])
    assert archive.relations.near(ids["/0"]) == ()
    assert [one.statement_id for one in archive.relations.near(ids["/1"])] == [ids["/8"]]
    archive.record([Draft(text, "/0")])
    assert len(archive.relations.near(ids["/0"])) == 2
