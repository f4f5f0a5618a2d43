"""An index that was extended, again and again, is the index that would be built whole: the same passages and scores."""

from __future__ import annotations

import dataclasses
import os
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from index import build, extension
from index.answers.question import Question
from index.answers.search import Searcher
from index.checking import faults
from index.engines.tantivy import WordIndex
from index.extension import kept_apart
from index.generation import Generations
from index.snapshot import Snapshot
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, draft, flip, id_of

WORDS = ["truce", "Yemen", "Mali", "council", "attack", "minister", "forum", "aid", "food", "press", "visit", "border"]
QUERIES = ["truce in Yemen", "the Council on Mali", "food aid", "a visit to the border"]
BASE = [
    draft(f"The council met on matter {number}. It was number {number}.", f"/in/{number}.md") for number in range(40)
]


@pytest.fixture
def _few_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extension, "MOST_PARTS", 2)


Passage = tuple[str, int, int, int]


def _opened(archive: Archive) -> Snapshot:
    return Snapshot.open(Generations(archive.folder))


def _named(snapshot: Snapshot, ordinals: np.ndarray) -> list[Passage]:
    places = [snapshot.places[int(ordinal)] for ordinal in ordinals]
    return [(one.statement_id, one.revision, one.start, one.end) for one in places]


def _by_meaning(snapshot: Snapshot, vector: np.ndarray, language: str | None) -> dict[Passage, float]:
    allowed = snapshot.places.allowed(None, None, language)
    found, scores = snapshot.vectors.search(vector, len(snapshot.places) + 1, allowed)
    np.testing.assert_allclose(snapshot.vectors.scores(vector, found), scores, atol=1e-5)
    assert (np.diff(scores) <= 0).all()
    return dict(zip(_named(snapshot, found), scores.tolist(), strict=True))


def _by_words(snapshot: Snapshot, text: str, language: str | None) -> set[Passage]:
    groups = [term.keys for term in Question.of(text).terms]
    found, _ = snapshot.words.search(groups, len(snapshot.places) + 1, language=language)
    return set(_named(snapshot, found))


def _same(one: Snapshot, other: Snapshot, encoder: HashedEncoder) -> None:
    """Compare what ``one``, which was extended, and ``other``, which was built whole, find."""
    alive = np.flatnonzero(one.places.alive)
    assert sorted(_named(one, alive)) == sorted(_named(other, np.arange(len(other.places))))
    assert (one.manifest.passages, one.manifest.vectors) == (other.manifest.passages, other.manifest.vectors)
    assert one.manifest.sequence == other.manifest.sequence
    for text in QUERIES:
        vector = encoder.query(text)
        for language in (None, "en", "fr"):
            assert _by_meaning(one, vector, language) == _by_meaning(other, vector, language)
            assert _by_words(one, text, language) == _by_words(other, text, language)
        scores = np.linspace(-1, 1, 9, dtype=np.float32)
        np.testing.assert_allclose(
            one.spread.standing(vector, scores), other.spread.standing(vector, scores), atol=2e-3
        )


class _Life:
    """An archive that changes at random."""

    def __init__(self, archive: Archive, encoder: HashedEncoder, chance: random.Random) -> None:
        self.archive, self.encoder, self.chance = archive, encoder, chance
        self.sources = 0

    def _text(self) -> str:
        return " ".join(self._sentence() for _ in range(self.chance.randrange(1, 9)))

    def _sentence(self) -> str:
        one, other = self.chance.sample(WORDS, 2)
        return f"The {one} {other} number {self.chance.randrange(10**6)}."

    def add(self) -> None:
        count = self.chance.randrange(1, 6)
        language = self.chance.choice(["en", "fr"])
        self.archive.record(
            draft(self._text(), f"/in/{self.sources + number}.md", title=self.chance.choice(WORDS), language=language)
            for number in range(count)
        )
        self.sources += count

    def revise(self) -> None:
        if self.sources:
            self.archive.record([draft(self._text(), f"/in/{self.chance.randrange(self.sources)}.md")])

    def withdraw(self) -> None:
        living = [one.id for one in self.archive.statements() if not one.withdrawn]
        if living:
            self.archive.corrections.withdraw(self.chance.choice(living))

    def extend(self) -> None:
        build.bring_up_to_date(self.archive, self.encoder, embed=self.chance.random() < 0.8)

    def rebuild(self) -> None:
        build.build(self.archive, self.encoder, embed=self.chance.random() < 0.5)


@settings(max_examples=int(os.environ.get("ONRECORD_EXAMPLES", "12")), deadline=None)
@given(seed=st.integers(0, 2**32))
def test_extended_at_random_it_is_what_a_whole_build_makes(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - what happens to an archive, not secrets
    with (
        pytest.MonkeyPatch.context() as patch,
        Archive(tmp_path_factory.mktemp("life") / "data", create=True) as archive,
    ):
        patch.setattr(extension, "MOST_PARTS", chance.randrange(2, 5))
        patch.setattr(extension, "MOST_DEAD", chance.choice([0.25, 0.9]))
        encoder = HashedEncoder()
        life = _Life(archive, encoder, chance)
        snapshot: Snapshot | None = None
        for _ in range(chance.randrange(1, 25)):
            steps = [life.add, life.add, life.revise, life.withdraw, life.extend, life.extend, life.rebuild]
            chance.choice(steps)()
            if chance.random() < 0.3 and (archive.folder / "index" / "current").exists():
                snapshot = Snapshot.open(Generations(archive.folder), snapshot)
        build.bring_up_to_date(archive, encoder, embed=False)
        assert [line for line in faults(archive) if "by words only" not in line] == []
        extended = Snapshot.open(Generations(archive.folder), snapshot)
        assert build.build(archive, encoder, embed=False)[1] == 0
        _same(extended, _opened(archive), encoder)


def test_only_what_changed_is_embedded_and_written(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(*BASE)
    before = _opened(archive)
    encoder.embedded.clear()
    archive.record([draft("A new truce in Yemen.", "/in/new.md")])
    manifest, embedded = build.bring_up_to_date(archive, encoder)
    assert (embedded, encoder.embedded) == (1, ["A new truce in Yemen."])
    assert manifest.passages == before.manifest.passages + 1
    assert manifest.parts == ("000001", "000002")
    after = _opened(archive)
    shared = [name for name in before.manifest.files if not name.endswith(("meta.json", ".managed.json"))]
    assert len(shared) > 8
    for name in shared:
        assert (before.folder / name).samefile(after.folder / name), name
        assert manifest.files[name] == before.manifest.files[name]
    assert Generations(archive.folder).damaged(before.folder) == []


def test_nothing_is_written_when_nothing_changed(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(*BASE)
    folder = _opened(archive).folder
    assert build.bring_up_to_date(archive, encoder) == (_opened(archive).manifest, 0)
    assert _opened(archive).folder == folder


def test_what_was_added_for_words_only_is_not_embedded_by_an_addition(archive: Archive, encoder: HashedEncoder) -> None:
    archive.record(BASE)
    build.bring_up_to_date(archive, encoder, embed=False)
    archive.record([draft("A new truce in Yemen.", "/in/new.md")])
    manifest, embedded = build.bring_up_to_date(archive, encoder)
    assert (manifest.passages, manifest.vectors, embedded) == (41, 1, 1)
    assert encoder.embedded == ["A new truce in Yemen."]
    assert build.build(archive, encoder)[1] == 40


def test_no_model_is_needed_without_anything_to_embed(filled: Filled, archive: Archive) -> None:
    class Unloadable(HashedEncoder):
        @property
        def dimension(self) -> int:
            raise AssertionError

    filled(*BASE)
    archive.corrections.withdraw(id_of(archive, "/in/3.md"))
    archive.record([draft("A new truce in Yemen.", "/in/new.md")])
    manifest, _ = build.bring_up_to_date(archive, Unloadable(), embed=False)
    assert (manifest.passages, manifest.vectors) == (40, 39)
    build.build(archive, Unloadable(), embed=False)


def test_what_was_revised_or_withdrawn_is_found_no_more(
    filled: Filled, archive: Archive, encoder: HashedEncoder
) -> None:
    truce = draft("The truce in Yemen was extended.", "/in/truce.md")
    attack = draft("The attack in Mali was condemned.", "/in/attack.md")
    filled(truce, attack, *BASE)
    archive.corrections.withdraw(id_of(archive, attack.source))
    archive.record([dataclasses.replace(truce, text="The truce in Yemen was ended.")])
    manifest, _ = build.bring_up_to_date(archive, encoder)
    assert manifest.passages == 41
    searcher = Searcher(archive, encoder)
    shown = searcher.answer(Question.of("truce in Yemen"))
    quotes = [one.quote for one in shown.extracts or shown.nearest]
    assert quotes[0] == "The truce in Yemen was ended."
    assert truce.text not in quotes
    shown = searcher.answer(Question.of("attack in Mali condemned"))
    assert attack.text not in [one.quote for one in shown.extracts or shown.nearest]
    assert faults(archive) == []


def test_many_dead_passages_bring_a_whole_build_that_embeds_nothing_else(
    archive: Archive, encoder: HashedEncoder
) -> None:
    archive.record(BASE)
    build.build(archive, encoder, embed=False)
    for number in range(16):
        archive.record([draft(f"Now of another matter, {number}.", f"/in/{number}.md")])
        manifest, embedded = build.bring_up_to_date(archive, encoder)
        assert embedded == 1
    assert manifest.passages == 40
    snapshot = _opened(archive)
    assert len(snapshot.places) < 56, "what is dead has been left behind"
    assert manifest.vectors == 16
    assert faults(archive) == [
        f"{snapshot.folder}: 24 passages are found by words only; `onrecord rebuild` embeds them"
    ]


def test_parts_stay_few_and_no_vector_is_written_often(
    filled: Filled, archive: Archive, encoder: HashedEncoder
) -> None:
    filled(*BASE)
    for number in range(18):
        archive.record([draft(f"A further matter, {number}.", f"/in/more/{number}.md")])
        manifest, embedded = build.bring_up_to_date(archive, encoder)
        assert embedded == 1
        assert len(manifest.parts) <= extension.MOST_PARTS
    assert manifest.parts[0] == "000001", "the large one was never joined"
    _same(_opened(archive), _opened_whole(archive, encoder), encoder)


def _opened_whole(archive: Archive, encoder: HashedEncoder) -> Snapshot:
    build.build(archive, encoder)
    return _opened(archive)


@pytest.mark.parametrize(
    ("sizes", "added", "kept"),
    [
        ([], 5, 0),
        ([100] * 7, 10, 7),
        ([1000, 10, 10, 10, 10, 10, 10, 10], 10, 1),
        ([1000, 300, 10, 10, 10, 10, 10, 10], 10, 2),
        ([1000, 900, 800, 700, 600, 500, 400, 300], 1, 0),
        ([10**6, 10**5, 10**4, 10**3, 400, 200, 100, 50], 1, 3),
        ([10] * 8, 10**6, 0),
    ],
)
def test_the_newest_parts_are_joined_back_to_a_large_one(sizes: list[int], added: int, kept: int) -> None:
    assert kept_apart(sizes, added) == kept


def test_each_passage_is_written_a_few_times_at_most() -> None:
    sizes, written = [100_000], 0
    for _ in range(2000):
        kept = kept_apart(sizes, 10)
        sizes = [*sizes[:kept], sum(sizes[kept:]) + 10]
        written += sizes[-1]
        assert len(sizes) <= extension.MOST_PARTS
    assert written / 20_000 < 8


@pytest.mark.parametrize("file", ["parts/000002/vectors.faiss", "parts/000002/places.npz", "dead.npy"])
@pytest.mark.parametrize("damage", ["flipped", "gone"])
@pytest.mark.usefixtures("_few_parts")
def test_a_damaged_index_is_not_extended_but_built_whole(
    filled: Filled, archive: Archive, encoder: HashedEncoder, file: str, damage: str
) -> None:
    filled(*BASE)
    archive.record([draft("A new truce in Yemen.", "/in/new.md"), draft("A corrected one.", "/in/3.md")])
    build.bring_up_to_date(archive, encoder)
    folder = _opened(archive).folder
    if damage == "gone":
        (folder / file).unlink()
    else:
        flip(folder / file)
    archive.record([draft("Another truce in Mali.", "/in/newer.md")])
    build.bring_up_to_date(archive, encoder)
    assert faults(archive) == []


def test_damaged_words_are_never_merged_into_new_files(
    filled: Filled, archive: Archive, encoder: HashedEncoder, tmp_path: Path
) -> None:
    filled(*BASE)
    for number in range(6):  # the next one merges
        archive.record([draft(f"Another truce, {number}.", f"/in/more/{number}.md")])
        build.bring_up_to_date(archive, encoder)
    words = sorted(name for name in _opened(archive).manifest.files if name.startswith("words/"))
    sound = tmp_path / "sound"
    shutil.copytree(archive.folder / "index", sound)
    for ending in (".idx", ".term", ".fieldnorm", ".fast", ".store"):
        file = Generations(archive.folder).current() / next(name for name in words if name.endswith(ending))
        flip(file, at=3)
        archive.record([draft(f"One more truce, {ending}.", "/in/one-more.md")])
        manifest, _ = build.bring_up_to_date(archive, encoder)
        assert len(manifest.parts) == 1, f"built whole, for {ending}"
        assert faults(archive) == []
        shutil.rmtree(archive.folder / "index")
        shutil.copytree(sound, archive.folder / "index")


def test_an_archive_restored_in_its_place_is_indexed_whole(
    filled: Filled, archive: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(*BASE)
    monkeypatch.setattr(Archive, "identity", lambda _: "another")
    assert not build.is_usable(Generations(archive.folder), archive, encoder)
    manifest, _ = build.bring_up_to_date(archive, encoder)
    assert (manifest.identity, manifest.parts) == ("another", ("000002",))


def test_the_archive_may_change_between_two_looks_at_it(
    filled: Filled, archive: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(*BASE)
    look: Callable[[Archive], int] = Archive.sequence
    statements = Archive.statements
    late = draft("A late truce.", "/in/late.md")

    def meanwhile(one: Archive) -> object:
        one.record([late])
        return statements(one)

    with monkeypatch.context() as patch:
        patch.setattr(Archive, "statements", meanwhile)
        build.build(archive, encoder)
    assert look(archive) > _opened(archive).manifest.sequence
    manifest, _ = build.bring_up_to_date(archive, encoder)
    assert (manifest.passages, manifest.sequence) == (41, look(archive))
    assert faults(archive) == []


def test_words_taken_out_and_added_leave_the_earlier_index_as_it_was(tmp_path: Path) -> None:
    WordIndex.build(tmp_path / "one", [(ordinal, ["same", f"w{ordinal}"], None, "en") for ordinal in range(50)])
    before = {file.name: file.read_bytes() for file in (tmp_path / "one").iterdir()}
    (tmp_path / "two").mkdir()
    for name in before:
        if not name.startswith(".tantivy"):
            (tmp_path / "two" / name).hardlink_to(tmp_path / "one" / name)
    for number in range(20):  # often enough for files to be merged
        dead = np.array([number * 2])
        WordIndex.extend(tmp_path / "two", [(50 + number, ["same", "new"], None, "fr")], dead)
        found, _ = WordIndex.open(tmp_path / "two").search([("same",)], 100)
        expected = set(range(51 + number)) - set(range(0, number * 2 + 1, 2))
        assert set(found.tolist()) == expected
    assert {file.name: file.read_bytes() for file in (tmp_path / "one").iterdir()} == before
    assert len(WordIndex.open(tmp_path / "two")) == 50
