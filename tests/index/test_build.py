"""From the archive to a generation: current or not, embedded or words only, and back again after any loss."""

from __future__ import annotations

import dataclasses
import shutil
import sqlite3
import threading
from pathlib import Path

import numpy as np
import pytest

from corpus.archive import Archive
from index import build, places, vectors
from index.answers.question import Question
from index.answers.search import Searcher
from index.engines.faiss import VectorIndex
from index.errors import BusyError, GenerationError
from index.generation import Generations
from index.snapshot import Snapshot
from index.text import passages
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, PowerCut, draft

TRUCE = draft("The truce in Yemen was extended by 60 days.", "/in/truce.md", title="Truce in Yemen", day="2022-06-02")
MALI = draft("The Council condemned the attack in Mali.", "/in/mali.md", day="2021-05-26")


def _is_current(archive: Archive, encoder: HashedEncoder) -> bool:
    generations = Generations(archive.folder)
    if not build.is_usable(generations, archive, encoder):
        return False
    manifest = generations.published().manifest
    return manifest.vectors == manifest.passages and manifest.sequence == archive.sequence()


def _opened(archive: Archive) -> Snapshot:
    return Snapshot.open(Generations(archive.folder))


def test_the_manifest_says_what_it_is_made_from(filled: Filled, encoder: HashedEncoder) -> None:
    archive = filled(TRUCE, MALI)
    manifest = _opened(archive).manifest
    assert manifest.sequence == archive.sequence()
    assert (manifest.passages, manifest.vectors) == (2, 2)
    assert manifest.recipe == build.recipe(encoder)
    assert encoder.recipe in manifest.recipe


def test_vectors_words_and_places_are_of_the_same_passages(filled: Filled, encoder: HashedEncoder) -> None:
    numbers = range(1000, 1024)
    texts = [" ".join(f"Number {n} stands here. So it is. Again, so." for n in numbers[at::6]) for at in range(6)]
    archive = filled(*(draft(text, f"/in/{at}.md", title=f"Title {at}") for at, text in enumerate(texts)))
    snapshot = _opened(archive)
    statements = {one.id: one for one in archive.statements()}
    assert {str(name) for name in snapshot.places.ids} == set(statements)
    assert len(snapshot.places) == len(numbers)
    for ordinal in range(len(snapshot.places)):
        place = snapshot.places[ordinal]
        statement = statements[place.statement_id]
        text = statement.revision.text[place.start : place.end]
        vector = encoder.query(vectors.embedded_text(statement.title, text))
        assert snapshot.vectors.search(vector, 1)[0].tolist() == [ordinal]
        (score,) = snapshot.vectors.scores(vector, np.array([ordinal]))
        assert score == pytest.approx(1, abs=2e-3)
        assert snapshot.words.search([(text.split()[1],)], 5)[0].tolist() == [ordinal]


def test_what_is_built_is_current_until_the_record_changes(filled: Filled, encoder: HashedEncoder) -> None:
    archive = filled(TRUCE)
    assert _is_current(archive, encoder)
    archive.record([TRUCE])
    assert _is_current(archive, encoder), "nothing changed"
    archive.record([MALI])
    assert not _is_current(archive, encoder)
    build.build(archive, encoder)
    assert _is_current(archive, encoder)


def test_without_an_index_nothing_is_current(archive: Archive, encoder: HashedEncoder) -> None:
    assert not _is_current(archive, encoder)


def test_another_model_cut_or_way_of_making_lexemes_is_not_readable(
    filled: Filled, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = filled(TRUCE)
    manifest = _opened(archive).manifest
    assert build.is_readable(manifest, encoder)
    other = HashedEncoder("other")
    assert not build.is_readable(manifest, other)
    assert not _is_current(archive, other)
    with pytest.raises(GenerationError, match="another model or version; `onrecord rebuild`"):
        Searcher(archive, other)
    with monkeypatch.context() as later:
        later.setattr(passages, "VERSION", "another cut")
        assert not build.is_readable(manifest, encoder)
    newer = dataclasses.replace(manifest, form=manifest.form + 1)
    assert not build.is_readable(newer, encoder)


def test_only_new_passages_are_embedded(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(TRUCE)
    encoder.embedded.clear()
    archive.record([MALI])
    _, fresh = build.build(archive, encoder)
    assert fresh == 1
    assert encoder.embedded == [MALI.text]


def test_a_deleted_index_comes_back_without_embedding(filled: Filled, encoder: HashedEncoder) -> None:
    archive = filled(TRUCE, MALI)
    before = Searcher(archive, encoder).answer(Question.of("truce in Yemen"))
    shutil.rmtree(archive.folder / "index")
    encoder.embedded.clear()
    manifest, fresh = build.build(archive, encoder)
    assert (fresh, encoder.embedded, manifest.vectors) == (0, [], 2)
    after = Searcher(archive, encoder).answer(Question.of("truce in Yemen"))
    assert (after.extracts, after.nearest) == (before.extracts, before.nearest)


def test_a_kill_while_embedding_leaves_the_old_index_and_goes_on_later(
    filled: Filled, archive: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(TRUCE)
    monkeypatch.setattr(vectors, "SLAB", 2)
    archive.record([draft(f"Statement number {number} is here.", f"/in/{number}.md") for number in range(9)])
    with pytest.raises(PowerCut):
        build.build(archive, HashedEncoder(lasts=3))
    assert _opened(archive).manifest.passages == 1
    manifest, fresh = build.build(archive, encoder)
    assert (manifest.passages, fresh) == (10, 3)


def test_a_kill_while_writing_leaves_the_old_index(
    filled: Filled, archive: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(TRUCE)
    archive.record([MALI])

    def cut(*_: object) -> None:
        raise PowerCut

    with monkeypatch.context() as broken:
        broken.setattr(places.Places, "save", cut)
        with pytest.raises(PowerCut):
            build.build(archive, encoder)
    assert _opened(archive).manifest.passages == 1
    manifest, fresh = build.build(archive, encoder)
    assert (manifest.passages, fresh) == (2, 0)


def test_a_full_disk_is_told_and_leaves_the_old_index(
    filled: Filled, archive: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(TRUCE)
    archive.record([MALI])

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr(np, "savez", full)
        with pytest.raises(GenerationError, match="index: cannot be written .*No space left") as caught:  # noqa: RUF043
            build.build(archive, encoder)
    assert "\n" not in str(caught.value)
    assert _opened(archive).manifest.passages == 1


def test_a_second_writer_is_refused(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(TRUCE)
    with Generations(archive.folder).writer(), pytest.raises(BusyError):
        build.build(archive, encoder)


def test_words_only_finds_by_words_and_vectors_come_later(archive: Archive, encoder: HashedEncoder) -> None:
    archive.record([TRUCE, MALI])
    manifest, fresh = build.build(archive, encoder, embed=False)
    assert (manifest.passages, manifest.vectors, fresh) == (2, 0, 0)
    assert encoder.embedded == []
    answer = Searcher(archive, encoder).answer(Question.of("Yemen truce days"))
    shown = answer.extracts or answer.nearest
    assert shown[0].quote == TRUCE.text
    assert np.isfinite(answer.confidence)
    manifest, fresh = build.build(archive, encoder)
    assert (manifest.vectors, fresh) == (2, 2)


def test_words_only_keeps_the_vectors_there_are(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(TRUCE)
    archive.record([MALI])
    manifest, _ = build.build(archive, encoder, embed=False)
    assert (manifest.passages, manifest.vectors) == (2, 1)
    searcher = Searcher(archive, encoder)
    for one, words in ((TRUCE, "truce extended"), (MALI, "Council attack Mali")):
        answer = searcher.answer(Question.of(words))
        assert (answer.extracts or answer.nearest)[0].quote == one.text


def test_an_index_that_lacks_vectors_is_not_current(archive: Archive, encoder: HashedEncoder) -> None:
    archive.record([TRUCE])
    build.build(archive, encoder, embed=False)
    assert not _is_current(archive, encoder)
    build.build(archive, encoder)
    assert _is_current(archive, encoder)


def test_an_empty_archive_makes_an_empty_index(archive: Archive, encoder: HashedEncoder) -> None:
    manifest, fresh = build.build(archive, encoder)
    assert (manifest.passages, manifest.vectors, fresh) == (0, 0, 0)
    answer = Searcher(archive, encoder).answer(Question.of("truce in Yemen"))
    assert (answer.answered, answer.extracts, answer.nearest) == (False, (), ())


def test_equal_passages_are_embedded_once_and_found_in_both(archive: Archive, encoder: HashedEncoder) -> None:
    archive.record([draft(MALI.text, "/in/one.md", day="2021-01-01"), draft(MALI.text, "/in/two.md", day="2021-01-02")])
    manifest, fresh = build.build(archive, encoder)
    assert (manifest.passages, manifest.vectors, fresh) == (2, 2, 1)


def test_the_same_record_gives_the_same_files(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(TRUCE, MALI)
    first = _opened(archive).manifest.files
    build.build(archive, encoder)
    again = _opened(archive).manifest.files
    for name in ("vectors.faiss", "places.npz"):
        assert again[f"parts/000002/{name}"] == first[f"parts/000001/{name}"]


def test_parts_of_two_generations_are_refused(
    filled: Filled, archive: Archive, encoder: HashedEncoder, tmp_path: Path
) -> None:
    filled(TRUCE)
    shorter = tmp_path / "shorter.faiss"
    shutil.copy(_opened(archive).folder / "parts/000001/vectors.faiss", shorter)
    archive.record([MALI])
    build.build(archive, encoder)
    generations = Generations(archive.folder)
    with generations.writer():  # a manifest that is true of files that do not belong together
        mixed = generations.begin()
        shutil.copytree(generations.current(), mixed, dirs_exist_ok=True)
        shutil.copy(shorter, mixed / "parts/000002/vectors.faiss")
        generations.publish(
            mixed,
            recipe=build.recipe(encoder),
            identity=archive.identity(),
            sequence=2,
            passages=2,
            vectors=2,
            parts=("000002",),
        )
    assert len(VectorIndex.open(mixed / "parts/000002/vectors.faiss")) == 1
    with pytest.raises(GenerationError, match=r"do not belong together.*rebuild"):
        Snapshot.open(generations)


def test_a_damaged_or_foreign_index_is_not_usable(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(draft("The Council condemned the attack in Mali.", "/in/mali.md"))
    generations = Generations(archive.folder)
    assert build.is_usable(generations, archive, encoder)
    assert _is_current(archive, encoder)
    (generations.current() / "parts/000001/places.npz").unlink()
    assert not build.is_usable(generations, archive, encoder)
    build.build(archive, encoder)
    with sqlite3.connect(archive.database.path) as connection:
        connection.execute("UPDATE counters SET value = 0")
    connection.close()
    assert not build.is_usable(generations, archive, encoder)


def test_another_writer_is_waited_for_when_asked(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(draft("The Council condemned the attack in Mali.", "/in/mali.md"))
    told = threading.Event()
    with Generations(archive.folder).writer():
        other = threading.Thread(target=build.build, args=(archive, encoder), kwargs={"wait": told.set})
        other.start()
        assert told.wait(30)
        assert other.is_alive()
    other.join(60)
    assert not other.is_alive()
    assert Generations(archive.folder).current().name == "000002"
