"""A newer generation is opened at the cost of what is new in it, whatever the writer does meanwhile."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from corpus.archive import Archive
from index import build, extension, files
from index.errors import GenerationError
from index.generation import Generation, Generations
from index.parts import Part
from index.snapshot import Snapshot
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, draft, flip, id_of

BASE = [
    draft(f"The council met on matter {number}. It was number {number}.", f"/in/{number}.md") for number in range(30)
]
MORE = draft("A new truce in Yemen.", "/in/new.md")


def test_what_is_in_memory_is_not_read_again(
    filled: Filled, archive: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(*BASE)
    generations = Generations(archive.folder)
    before = Snapshot.open(generations)
    archive.record([MORE])
    build.bring_up_to_date(archive, encoder)
    read: list[str] = []
    opened: list[str] = []
    facts, open_part = files.facts_of, Part.open

    def counted(file: Path) -> tuple[int, str]:
        read.append(file.parent.name)
        return facts(file)

    def told(one: Generation, name: str, first: int) -> Part:
        opened.append(name)
        return open_part(one, name, first)

    monkeypatch.setattr(files, "facts_of", counted)
    monkeypatch.setattr(Part, "open", told)
    after = Snapshot.open(generations, before)
    assert opened == ["000002"]
    assert "000001" not in read
    assert after.living[0].part is before.living[0].part
    assert len(after.places) == len(before.places) + 1


def test_damage_to_what_is_in_memory_is_found_all_the_same(
    filled: Filled, archive: Archive, encoder: HashedEncoder
) -> None:
    filled(*BASE)
    generations = Generations(archive.folder)
    before = Snapshot.open(generations)
    archive.record([MORE])
    build.bring_up_to_date(archive, encoder)
    flip(generations.current() / "parts/000001/vectors.faiss")
    with pytest.raises(GenerationError, match=r"vectors\.faiss: is not what was written"):
        Snapshot.open(generations, before)


def test_a_generation_that_is_replaced_while_it_is_opened_is_followed(
    filled: Filled, archive: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(*BASE)
    generations = Generations(archive.folder)
    compared = files.compared
    changes = [MORE, draft("Another truce.", "/in/newer.md"), draft("A third truce.", "/in/newest.md")]

    def meanwhile(folder: Path, listed: files.Files, checked: files.Checked) -> object:
        while changes:
            archive.record([changes.pop()])
            build.bring_up_to_date(archive, encoder)
        return compared(folder, listed, checked)

    monkeypatch.setattr("index.snapshot.compared", meanwhile)
    opened = Snapshot.open(generations)
    assert opened.folder == generations.current()
    assert opened.manifest.passages == 33


def test_the_spread_is_that_of_the_living(
    filled: Filled, archive: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extension, "MOST_DEAD", 0.9)
    monkeypatch.setattr(extension, "MOST_PARTS", 3)
    filled(*BASE)
    generations = Generations(archive.folder)
    before: Snapshot | None = None
    for number in range(8):
        archive.corrections.withdraw(id_of(archive, f"/in/{2 * number}.md"))
        archive.record([draft(f"Revised in Yemen, {number}.", f"/in/{2 * number + 1}.md")])
        build.bring_up_to_date(archive, encoder)
        before = Snapshot.open(generations, before)
        living = np.flatnonzero(before.places.alive)
        query = encoder.query("the council met in Yemen")
        scores = before.vectors.scores(query, living)
        expected = (scores - scores.mean()) / scores.std()
        np.testing.assert_allclose(before.spread.standing(query, scores), expected, atol=5e-3)
        anew = Snapshot.open(generations)
        np.testing.assert_allclose(anew.spread.covariance, before.spread.covariance, atol=1e-6)
