"""A generation is switched in whole, by one writer; a kill at any moment leaves the old one in use."""

from __future__ import annotations

import json
import multiprocessing
import os
from pathlib import Path
from typing import Any

import pytest

from index import files, generation
from index.errors import BusyError, GenerationError, MissingGenerationError
from index.files import Checked, carry, compared, of_other_sizes
from index.generation import FORM, Generations, Manifest
from tests.index.doubles import PowerCut, flip, hold_the_index

_FACTS: dict[str, Any] = {
    "recipe": "r", "identity": "a1", "sequence": 7, "passages": 3, "vectors": 2, "parts": ("000001",)
}  # fmt: skip


def _written(generations: Generations, content: str = "content") -> Path:
    folder = generations.begin()
    (folder / "words").mkdir()
    (folder / "words" / "a").write_text(content)
    (folder / "b").write_text("b")
    return folder


def _publish(generations: Generations, content: str = "content", sequence: int = 7) -> Manifest:
    with generations.writer():
        return generations.publish(_written(generations, content), **_FACTS | {"sequence": sequence})


def _numbers(generations: Generations) -> list[str]:
    return sorted(path.name for path in generations.folder.iterdir() if path.is_dir())


@pytest.fixture
def generations(tmp_path: Path) -> Generations:
    return Generations(tmp_path)


def test_there_is_none_at_first(generations: Generations) -> None:
    with pytest.raises(MissingGenerationError, match="no index yet.*rebuild"):  # noqa: RUF043 - a pattern
        generations.current()


def test_what_is_published_is_current(generations: Generations) -> None:
    published = _publish(generations)
    folder = generations.current()
    assert (folder / "words" / "a").read_text() == "content"
    assert generations.manifest(folder) == published == generations.published().manifest
    assert (published.form, published.recipe, published.sequence) == (FORM, "r", 7)
    assert (published.identity, published.parts) == ("a1", ("000001",))
    assert (published.passages, published.vectors) == (3, 2)
    assert set(published.files) == {"words/a", "b"}
    assert generations.damaged(folder) == []


@pytest.mark.parametrize("moment", ["manifest", "files synced", "pointer written", "pointer moved"])
def test_a_kill_before_the_switch_leaves_the_old_one(
    generations: Generations, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    _publish(generations, "old")
    synced: list[Path] = []

    def cut(*_: object) -> None:
        raise PowerCut

    def cut_at_the_pointer(path: Path) -> None:
        if path.name == ".current":
            raise PowerCut
        synced.append(path)

    with monkeypatch.context() as broken:
        match moment:
            case "manifest":
                broken.setattr(generation, "measured", cut)
            case "files synced":
                broken.setattr(generation, "sync", cut)
            case "pointer written":
                broken.setattr(generation, "sync", cut_at_the_pointer)
                broken.setattr(files, "sync", cut_at_the_pointer)
            case _:
                broken.setattr(Path, "replace", cut)
        with pytest.raises(PowerCut):
            _publish(generations, "new")
    if moment == "pointer written":
        assert {path.name for path in synced} >= {"a", "b", "words", "manifest.json", "000002", "index"}
    assert (generations.current() / "words" / "a").read_text() == "old"
    _publish(generations, "newest")
    assert (generations.current() / "words" / "a").read_text() == "newest"


def test_two_are_kept(generations: Generations) -> None:
    for number in range(4):
        _publish(generations, f"content {number}")
    assert _numbers(generations) == ["000003", "000004"]
    assert generations.current().name == "000004"


def test_what_was_left_half_written_is_cleared(generations: Generations) -> None:
    _publish(generations)
    for _ in range(2):
        with generations.writer():
            _written(generations)  # and killed
    assert len(_numbers(generations)) == 2, "the second writer clears what the first left"
    _publish(generations)
    assert all((generations.folder / name / "manifest.json").is_file() for name in _numbers(generations))


def test_a_number_is_not_given_to_two_that_stand_side_by_side(generations: Generations) -> None:
    first = _publish(generations)
    held = generations.current()
    _publish(generations)
    assert generations.current() != held
    assert generations.manifest(held) == first


def test_a_second_writer_in_this_process_is_refused(generations: Generations) -> None:
    with (
        generations.writer(),
        pytest.raises(BusyError, match="another `onrecord` is writing"),
        Generations(generations.folder.parent).writer(),
    ):
        pass
    with generations.writer():  # let go
        pass


def test_a_second_writer_in_another_process_is_refused(generations: Generations) -> None:
    context = multiprocessing.get_context("spawn")
    held, let_go = context.Event(), context.Event()
    other = context.Process(target=hold_the_index, args=(str(generations.folder.parent), held, let_go))
    other.start()
    try:
        assert held.wait(60)
        with pytest.raises(BusyError), generations.writer():
            pass
    finally:
        let_go.set()
        other.join(60)
    with generations.writer():
        pass


def test_a_killed_writer_holds_nothing(generations: Generations) -> None:
    context = multiprocessing.get_context("spawn")
    held, let_go = context.Event(), context.Event()
    other = context.Process(target=hold_the_index, args=(str(generations.folder.parent), held, let_go))
    other.start()
    assert held.wait(60)
    other.kill()
    other.join(60)
    with generations.writer():
        pass


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("in the way")
    with pytest.raises(GenerationError, match="index: cannot be written"), Generations(tmp_path).writer():
        pass


@pytest.mark.parametrize("name", ["b", "words/a"])
@pytest.mark.parametrize("damage", ["flipped", "longer", "gone"])
def test_a_damaged_file_is_named(generations: Generations, name: str, damage: str) -> None:
    _publish(generations)
    folder = generations.current()
    file = folder / name
    match damage:
        case "flipped":
            flip(file)
        case "longer":
            file.write_bytes(file.read_bytes() + b"\0")
        case _:
            file.unlink()
    (line,) = generations.damaged(folder)
    assert line.startswith(f"{file}: is ")
    assert "rebuild" in line


def test_lock_files_of_tantivy_are_no_damage(generations: Generations) -> None:
    _publish(generations)
    (generations.current() / "words" / ".tantivy-meta.lock").touch()
    assert generations.damaged(generations.current()) == []


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", "null", '{"form": 1}', '{"files": []}', '{"files": {"a": 1}}', "\xff", '{"files": {}, "what": 1}'],
)
def test_a_damaged_manifest_is_told(generations: Generations, content: str) -> None:
    _publish(generations)
    folder = generations.current()
    (folder / "manifest.json").write_bytes(content.encode("latin-1"))
    with pytest.raises(GenerationError, match=r"000001: its manifest cannot be read; `onrecord rebuild`"):
        generations.manifest(folder)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"000001\n", b"\0", b"../../etc\n", b"000001 " + b"0" * 64 + b"\n"]
)
def test_a_damaged_pointer_is_told(generations: Generations, content: bytes) -> None:
    _publish(generations)
    (generations.folder / "current").write_bytes(content)
    with pytest.raises(GenerationError, match=r"current.*rebuild"):
        generations.current()


def test_a_pointer_to_nothing_is_no_index(generations: Generations) -> None:
    _publish(generations)
    (generations.current() / "manifest.json").unlink()
    with pytest.raises(MissingGenerationError, match=r"no index here.*rebuild"):
        generations.current()


def test_a_manifest_that_was_changed_is_told(generations: Generations) -> None:
    _publish(generations)
    file = generations.current() / "manifest.json"
    file.write_text(file.read_text().replace('"sequence": 7', '"sequence": 8'))
    with pytest.raises(GenerationError, match=r"manifest\.json: is not what was written.*rebuild"):
        generations.published()


def _compared(generations: Generations, checked: Checked) -> tuple[list[str], Checked]:
    published = generations.published()
    return compared(published.folder, published.manifest.files, checked)


def _of_other_sizes(generations: Generations) -> list[str]:
    published = generations.published()
    return of_other_sizes(published.folder, published.manifest.files)


def _extended(generations: Generations, content: str = "more") -> Manifest:
    with generations.writer():
        earlier = generations.published()
        folder = generations.begin()
        carry(earlier.folder, ["words/a"], folder)
        (folder / "c").write_text(content)
        return generations.publish(folder, **_FACTS, earlier=earlier)


@pytest.mark.parametrize("can_link", [True, False])
def test_what_is_carried_over_is_not_written_again(
    generations: Generations,
    monkeypatch: pytest.MonkeyPatch,
    can_link: bool,  # noqa: FBT001 - a parameter
) -> None:
    first = _publish(generations)
    before = generations.current() / "words" / "a"
    if not can_link:
        monkeypatch.setattr(Path, "hardlink_to", _refuse)
    manifest = _extended(generations)
    assert set(manifest.files) == {"words/a", "c"}
    assert manifest.files["words/a"] == first.files["words/a"]
    assert before.samefile(generations.current() / "words" / "a") == can_link
    assert generations.damaged(generations.current()) == []


def _refuse(*_: object) -> None:
    raise OSError(1, "Operation not permitted")


def test_a_link_outlives_the_generation_it_was_made_in(generations: Generations) -> None:
    _publish(generations)
    for number in range(3):
        _extended(generations, str(number))
    assert _numbers(generations) == ["000003", "000004"]
    assert (generations.current() / "words" / "a").read_text() == "content"
    assert generations.damaged(generations.current()) == []


def test_damage_to_what_is_carried_over_is_found_in_the_new_one_too(generations: Generations) -> None:
    _publish(generations)
    flip(generations.current() / "words" / "a")
    _extended(generations)
    (line,) = generations.damaged(generations.current())
    assert "words/a: is not what was written" in line


def test_a_file_of_another_size_is_seen_without_reading(generations: Generations) -> None:
    _publish(generations)
    assert _of_other_sizes(generations) == []
    (generations.current() / "b").write_text("longer")
    (generations.current() / "words" / "a").unlink()
    assert _of_other_sizes(generations) == ["b", "words/a"]


def test_what_was_read_through_is_not_read_again(generations: Generations, monkeypatch: pytest.MonkeyPatch) -> None:
    _publish(generations)
    lines, checked = _compared(generations, {})
    _extended(generations)
    read: list[str] = []
    facts = files.facts_of

    def counted(file: Path) -> tuple[int, str]:
        read.append(file.name)
        return facts(file)

    monkeypatch.setattr(files, "facts_of", counted)
    assert (lines, _compared(generations, checked)[0]) == ([], [])
    assert read == ["c"]
    flip(generations.current() / "words" / "a")  # which is another file now, by the time of its change
    assert len(_compared(generations, checked)[0]) == 1


def test_the_manifest_says_what_the_files_are(generations: Generations) -> None:
    _publish(generations)
    facts = json.loads((generations.current() / "manifest.json").read_text(encoding="utf-8"))
    assert facts["files"]["b"][0] == os.path.getsize(generations.current() / "b")  # noqa: PTH202 - another way round
    assert len(facts["files"]["b"][1]) == 64
