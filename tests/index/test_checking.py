"""Whatever is wrong with the derived index is found, named and cured by building it anew."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from corpus.archive import Archive
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
    assert {name.split("/")[0] for name in names} == {"passages.npz", "spread.npz", "vectors.faiss", "words"}
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
    flip(_folder(sound) / "vectors.faiss")
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
        lines = faults(other)
    assert len(lines) == 3
    assert all("is not in the archive" in line for line in lines)


def test_a_text_shorter_than_its_passages_is_found(
    sound: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = Archive.revision

    def shortened(archive: Archive, statement_id: str, number: int) -> object:
        found = revision(archive, statement_id, number)
        return type(found)(found.statement_id, found.number, found.sha256, found.seen, found.text[:10])

    build.build(sound, encoder)
    monkeypatch.setattr(Archive, "revision", shortened)
    lines = faults(sound)
    assert len(lines) == 3
    assert all("is shorter than its passages" in line for line in lines)
