"""Whatever is wrong with the derived index is found, named and cured by building it anew."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.statement import Statement
from index import build
from index.answers.search import Searcher
from index.checking import faults
from index.errors import GenerationError
from index.generation import Generations
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, draft, flip

DRAFTS = [draft(f"Statement number {number} is on the record.", f"/in/{number}.md") for number in range(3)]


@pytest.fixture
def sound(filled: Filled) -> Archive:
    archive = filled(*DRAFTS)
    assert faults(archive) == []
    return archive


def _folder(archive: Archive) -> Path:
    return Generations(archive.folder).current()


def test_a_flipped_byte_in_any_file_is_found_and_never_searched(sound: Archive, encoder: HashedEncoder) -> None:
    folder = _folder(sound)
    names = list(Generations(sound.folder).manifest(folder).files)
    assert {name.split("/")[0] for name in names} == {"parts", "words", "dead.npy"}
    for name in [name for name in names if (folder / name).stat().st_size]:
        flip(folder / name)
        (line,) = faults(sound)
        assert line.startswith(f"{folder / name}: ")
        assert "rebuild" in line
        with pytest.raises(GenerationError, match="not what was written"):
            Searcher(sound, encoder)
        flip(folder / name)
    assert faults(sound) == []


def test_damage_is_cured_by_a_build(sound: Archive, encoder: HashedEncoder) -> None:
    flip(_folder(sound) / "parts/000001/vectors.faiss")
    build.build(sound, encoder)
    assert faults(sound) == []
    Searcher(sound, encoder)


@pytest.mark.parametrize("name", ["manifest.json", "../current"])
def test_a_damaged_manifest_or_pointer_is_found(sound: Archive, encoder: HashedEncoder, name: str) -> None:
    flip(_folder(sound) / name, at=0)
    (line,) = faults(sound)
    assert "rebuild" in line
    build.build(sound, encoder)
    assert faults(sound) == []


def test_damage_to_the_generation_that_was_in_use_before_is_found_too(sound: Archive, encoder: HashedEncoder) -> None:
    folder = _folder(sound)
    sound.record([draft("A new statement.", "/in/new.md")])
    build.bring_up_to_date(sound, encoder)
    assert _folder(sound) != folder
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".tantivy-")]
    assert {"manifest.json", "meta.json", "places.npz"} <= {path.name for path in files}
    for file in files:
        flip(file)
        assert faults(sound), file
        flip(file)
    assert faults(sound) == []
    flip(folder / "manifest.json")
    build.build(sound, encoder)
    assert faults(sound) == []
    assert not folder.exists()


def test_what_is_built_anew_keeps_no_damaged_one_beside_it(sound: Archive, encoder: HashedEncoder) -> None:
    folder = _folder(sound)
    build.build(sound, encoder)
    kept = _folder(sound)
    assert folder.exists()
    flip(next(kept.rglob("places.npz")))
    build.build(sound, encoder)
    assert (faults(sound), kept.exists()) == ([], False)


def test_an_index_behind_the_archive_is_found(sound: Archive, encoder: HashedEncoder) -> None:
    sound.record([draft("A new statement.", "/in/new.md")])
    (line,) = faults(sound)
    assert "is behind the archive" in line
    build.build(sound, encoder)
    assert faults(sound) == []


def test_passages_without_vectors_are_counted(archive: Archive, encoder: HashedEncoder) -> None:
    archive.record(DRAFTS)
    build.build(archive, encoder, embed=False)
    (line,) = faults(archive)
    assert "3 passages are found by words only" in line


def test_a_missing_index_is_a_fault_once_there_is_a_record(archive: Archive) -> None:
    assert faults(archive) == []
    archive.record(DRAFTS)
    (line,) = faults(archive)
    assert "no index yet" in line


def test_an_index_of_another_archive_is_found(sound: Archive, tmp_path: Path) -> None:
    with Archive(tmp_path / "other", create=True) as other:
        other.record([draft("Short.", "/in/other.md")])
        shutil.copytree(sound.folder / "index", other.folder / "index")
        (line,) = faults(other)
    assert "does not belong to this archive" in line
    assert "rebuild" in line


def _with(
    sound: Archive, monkeypatch: pytest.MonkeyPatch, change: Callable[[list[Statement]], list[Statement]]
) -> None:
    """Let the archive hold something else than what it was indexed with, at the same number."""
    statements = list(sound.statements())
    monkeypatch.setattr(Archive, "statements", lambda _: iter(change(statements)))


def test_a_text_of_another_length_is_found(sound: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    def shortened(statement: Statement) -> Statement:
        return replace(statement, revision=replace(statement.revision, text=statement.revision.text[:10]))

    _with(sound, monkeypatch, lambda all_of_them: [shortened(one) for one in all_of_them])
    lines = faults(sound)
    assert len(lines) == 3
    assert all("is not of the length it had" in line and "rebuild" in line for line in lines)


def test_statements_missing_from_either_side_are_found(sound: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    first, *_ = sound.statements()
    _with(sound, monkeypatch, lambda found: [replace(found[0], id="neverseen1"), *found[1:]])
    lines = faults(sound)
    assert len(lines) == 2
    assert "neverseen1 is not in the index" in lines[0]
    assert f"{first.id} is not in the archive" in lines[1]


def test_a_withdrawn_statement_and_an_earlier_wording_are_found(
    sound: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def changed(found: list[Statement]) -> list[Statement]:
        return [
            replace(found[0], withdrawn=datetime.now(UTC)),
            replace(found[1], revision=replace(found[1].revision, number=2)),
            found[2],
        ]

    _with(sound, monkeypatch, changed)
    lines = faults(sound)
    assert len(lines) == 2
    assert "is withdrawn, and still in the index" in lines[0]
    assert "is in the index with revision 1, not 2" in lines[1]


def test_a_flipped_byte_is_found_in_what_was_extended_too(sound: Archive, encoder: HashedEncoder) -> None:
    chance = random.Random(7)  # noqa: S311 - which byte to flip
    revised = replace(DRAFTS[0], text="Statement number 0 is corrected.")
    sound.record([revised, *(draft(f"Another one, of number {number}.", f"/in/b{number}.md") for number in range(9))])
    build.bring_up_to_date(sound, encoder)
    assert faults(sound) == []
    folder = _folder(sound)
    files = [path for path in folder.rglob("*") if path.is_file() and not path.name.startswith(".tantivy")]
    assert len([path for path in files if path.name == "places.npz"]) == 2
    for file in [*files, folder.parent / "current"]:
        at = chance.randrange(file.stat().st_size)
        flip(file, at)
        assert faults(sound), file
        assert not build.is_usable(Generations(sound.folder), sound, encoder)
        flip(file, at)
    assert faults(sound) == []
