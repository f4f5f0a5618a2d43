"""Kept derivations: by recipe and key, the first one stays."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.statement import Draft

ONE, TWO = b"\x00" * 32, b"\xff" * 32


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path, create=True) as opened:
        yield opened


def test_what_is_kept_comes_back_by_recipe(archive: Archive) -> None:
    archive.derivations.keep("model a", {ONE: b"\x00\x01", TWO: b""})
    archive.derivations.keep("model b", {ONE: b"other"})
    assert archive.derivations.all("model a") == {ONE: b"\x00\x01", TWO: b""}
    assert archive.derivations.all("model b") == {ONE: b"other"}
    assert archive.derivations.all("model") == {}


def test_the_first_of_a_key_is_kept(archive: Archive) -> None:
    archive.derivations.keep("recipe", {ONE: b"first"})
    archive.derivations.keep("recipe", {ONE: b"second", TWO: b"new"})
    assert archive.derivations.all("recipe") == {ONE: b"first", TWO: b"new"}


def test_keeping_nothing_is_nothing(archive: Archive) -> None:
    archive.derivations.keep("recipe", {})
    assert archive.derivations.all("recipe") == {}


def test_they_are_no_change_of_the_record(archive: Archive) -> None:
    archive.record([Draft(text="words", source="/a.txt")])
    archive.derivations.keep("recipe", {ONE: b"value"})
    assert archive.sequence() == 1


def test_they_outlive_the_program(tmp_path: Path) -> None:
    values = {number.to_bytes(32, "big"): bytes([number % 256]) * 3 for number in range(5000)}
    with Archive(tmp_path, create=True) as archive:
        archive.derivations.keep("recipe", values)
    with Archive(tmp_path) as archive:
        assert archive.derivations.all("recipe") == values
