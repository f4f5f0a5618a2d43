"""Who issued what is asked of the record, and what was derived is known by its keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.statement import Draft, given

COUNCIL, MINISTRY = "The Council of the Union", "وزارة الخارجية"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path, create=True) as opened:
        yield opened


def _draft(text: str, issuer: str | None) -> Draft:
    return Draft(text, f"/in/{text}.md", issuer=given(issuer))


def _texts(archive: Archive, issuer: str) -> set[str]:
    return {archive.statement(name).revision.text for name in archive.issued_by(issuer)}


def test_an_empty_record_names_no_issuer(archive: Archive) -> None:
    assert archive.issuers() == frozenset()
    assert archive.issued_by(COUNCIL) == []


def test_each_issuer_is_named_once_as_recorded(archive: Archive) -> None:
    archive.record([_draft("one", COUNCIL), _draft("two", COUNCIL), _draft("three", MINISTRY), _draft("four", None)])
    assert archive.issuers() == {COUNCIL, MINISTRY}
    assert _texts(archive, COUNCIL) == {"one", "two"}
    assert _texts(archive, MINISTRY) == {"three"}


@pytest.mark.parametrize("name", ["", COUNCIL.lower(), COUNCIL[:-1], "%", "' OR 1=1 --"])
def test_another_name_is_another_issuer(archive: Archive, name: str) -> None:
    archive.record([_draft("one", COUNCIL), _draft("two", None)])
    assert archive.issued_by(name) == []


def test_a_corrected_issuer_takes_the_place_of_the_one_before(archive: Archive) -> None:
    archive.record([_draft("one", COUNCIL)])
    (name,) = archive.issued_by(COUNCIL)
    archive.corrections.edit(name, {"issuer": MINISTRY})
    assert archive.issuers() == {MINISTRY}
    assert (archive.issued_by(COUNCIL), archive.issued_by(MINISTRY)) == ([], [name])


def test_the_keys_of_a_recipe_are_those_that_were_kept(archive: Archive) -> None:
    values = {number.to_bytes(32, "big"): bytes([number % 7]) for number in range(1200)}
    archive.derivations.keep("recipe", values)
    archive.derivations.keep("another", {b"\xff" * 32: b""})
    assert archive.derivations.keys("recipe") == values.keys() == archive.derivations.all("recipe").keys()
    assert archive.derivations.keys("another") == {b"\xff" * 32}
    assert archive.derivations.keys("recip") == set()


def test_some_entries_are_those_of_the_keys_that_are_there(archive: Archive) -> None:
    values = {number.to_bytes(32, "big"): bytes([number % 7]) for number in range(1200)}
    archive.derivations.keep("recipe", values)
    wanted = [*list(values)[::2], b"\xff" * 32]
    assert archive.derivations.some("recipe", wanted) == {key: values[key] for key in wanted[:-1]}
    assert archive.derivations.some("another", wanted) == {}
    assert archive.derivations.some("recipe", []) == {}
