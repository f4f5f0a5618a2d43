"""The codes of words go with their passages: through a build, an addition, a joined part, a kill and damage."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.archive import Archive
from corpus.record.derivations import Derivations
from index import build, extension, vectors
from index.answers import retrieval
from index.answers.question import Question
from index.answers.search import Searcher
from index.checking import faults
from index.errors import GenerationError
from index.generation import Generations
from index.interaction import maxsim
from index.interaction.codes import CODES, OFFSETS, WordCodes
from index.interaction.projection import Projection
from index.interaction.reading import QuestionReader
from index.snapshot import Snapshot
from tests.index.doubles import HashedContextEncoder, PowerCut, draft, flip, projection_for, ship

TRUCE = draft("The truce in Yemen was extended by 60 days.", "/in/truce.md", title="Truce", day="2022-06-02")
BASE = [TRUCE, *(draft(f"The council met on matter {number}.", f"/in/{number}.md") for number in range(12))]


@pytest.fixture
def encoder() -> HashedContextEncoder:
    return HashedContextEncoder()


@pytest.fixture
def projection(encoder: HashedContextEncoder, monkeypatch: pytest.MonkeyPatch) -> Projection:
    found = projection_for(encoder.recipe)
    ship(monkeypatch, found)
    return found


def _opened(archive: Archive) -> Snapshot:
    return Snapshot.open(Generations(archive.folder))


def _held(snapshot: Snapshot) -> list[bytes]:
    """Return the codes of every passage, the dead among them, by ordinal."""
    found: list[bytes] = []
    for one in snapshot.living:
        codes = one.part.codes
        found += [b""] * len(one.part.places) if codes is None else list(codes.each())
    assert len(found) == len(snapshot.places)
    return found


def _text(archive: Archive, snapshot: Snapshot, ordinal: int) -> str:
    place = snapshot.places[ordinal]
    wording = archive.revision(place.statement_id, place.revision).text
    return vectors.embedded_text(archive.statement(place.statement_id).title, wording[place.start : place.end])


def _hold(archive: Archive, encoder: HashedContextEncoder, projection: Projection, lacking: int = 0) -> Snapshot:
    """Hold the codes of the living passages of the index to those of their texts; ``lacking`` of them have none."""
    snapshot, missing = _opened(archive), 0
    held = _held(snapshot)
    for ordinal in np.flatnonzero(snapshot.places.alive).tolist():
        _, words = encoder.query_in_context(_text(archive, snapshot, ordinal))
        missing += not held[ordinal]
        assert held[ordinal] in (b"", projection.codes(words).tobytes())
    assert missing == lacking
    return snapshot


def test_a_build_keeps_the_codes_of_every_passage(
    archive: Archive, encoder: HashedContextEncoder, projection: Projection
) -> None:
    archive.record(BASE)
    build.build(archive, encoder)
    snapshot = _hold(archive, encoder, projection)
    assert {f"parts/000001/{CODES}", f"parts/000001/{OFFSETS}"} <= set(snapshot.manifest.files)
    assert projection.name in snapshot.manifest.recipe
    assert faults(archive) == []


def test_without_a_projection_there_are_none(archive: Archive, encoder: HashedContextEncoder) -> None:
    archive.record(BASE)
    build.build(archive, encoder)
    snapshot = _opened(archive)
    assert set(_held(snapshot)) == {b""}
    assert not [name for name in snapshot.manifest.files if name.endswith((CODES, OFFSETS))]
    assert snapshot.manifest.recipe.endswith("|-")


def test_codes_are_not_computed_twice(archive: Archive, encoder: HashedContextEncoder, projection: Projection) -> None:
    archive.record(BASE)
    build.build(archive, encoder)
    before = _held(_opened(archive))
    shutil.rmtree(archive.folder / "index")
    encoder.embedded.clear()
    assert build.build(archive, encoder, complete=True)[1] == 0
    assert encoder.embedded == []
    assert _held(_opened(archive)) == before
    _hold(archive, encoder, projection)


def test_what_lacks_codes_is_embedded_again_when_it_is_to_be_complete(
    archive: Archive, encoder: HashedContextEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.record(BASE)
    build.build(archive, encoder)
    kept = vectors.kept(archive.derivations, encoder)
    projection = projection_for(encoder.recipe)
    ship(monkeypatch, projection)
    assert not build.is_usable(Generations(archive.folder), archive, encoder), "it is of another recipe"
    archive.record([draft("A new visit to the border.", "/in/new.md")])
    encoder.embedded.clear()
    assert build.build(archive, encoder)[1] == 1
    assert encoder.embedded == ["A new visit to the border."]
    _hold(archive, encoder, projection, lacking=len(BASE))
    encoder.embedded.clear()
    seen: list[vectors.Progress] = []
    assert build.build(archive, encoder, seen.append, complete=True)[1] == len(BASE)
    assert (len(encoder.embedded), seen[-1].total) == (len(BASE), len(BASE))
    _hold(archive, encoder, projection)
    assert kept.items() <= vectors.kept(archive.derivations, encoder).items(), "the vectors stay"
    assert build.build(archive, encoder, complete=True)[1] == 0


def test_words_only_is_not_completed(archive: Archive, encoder: HashedContextEncoder, projection: Projection) -> None:
    archive.record(BASE)
    assert build.build(archive, encoder, embed=False, complete=True)[1] == 0
    assert encoder.embedded == []
    snapshot = _hold(archive, encoder, projection, lacking=len(BASE))
    assert np.isnan(snapshot.matching.matches(np.ones((1, 6), np.float32), np.arange(3))).all()


def test_an_addition_has_codes_and_what_is_joined_keeps_them(
    archive: Archive, encoder: HashedContextEncoder, projection: Projection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(extension, "MOST_PARTS", 2)
    archive.record(BASE)
    build.build(archive, encoder)
    encoder.embedded.clear()
    for number in range(5):
        embed = number != 3
        archive.record([draft(f"Visit number {number}.", f"/in/visit-{number}.md")])
        if number == 2:
            archive.record([draft("Corrected: the council did not meet.", "/in/2.md")])
        build.bring_up_to_date(archive, encoder, embed=embed)
        snapshot = _hold(archive, encoder, projection, lacking=int(number >= 3))
    assert len(snapshot.manifest.parts) == 2
    assert len(encoder.embedded) == 5
    assert (~snapshot.places.alive).sum() == 1
    assert build.build(archive, encoder)[1] == 1
    _hold(archive, encoder, projection)


@settings(max_examples=4)
@given(seed=st.integers(0, 2**32))
def test_extended_at_random_it_matches_what_a_whole_build_matches(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311 - what happens to an archive, not secrets
    encoder = HashedContextEncoder()
    projection = projection_for(encoder.recipe)
    data = tmp_path_factory.mktemp("life") / "data"
    shutil.copytree(request.getfixturevalue("_empty"), data)
    with pytest.MonkeyPatch.context() as patch, Archive(data) as archive:
        ship(patch, projection)
        patch.setattr(extension, "MOST_PARTS", chance.randrange(2, 4))
        patch.setattr(extension, "MOST_DEAD", chance.choice([0.25, 0.9]))
        snapshot: Snapshot | None = None
        for number in range(chance.randrange(1, 9)):
            sources = [chance.randrange(9) for _ in range(chance.randrange(1, 4))]
            archive.record(
                draft(f"Matter {number} of {source}. " * chance.randrange(1, 6), f"/in/{source}.md")
                for source in set(sources)
            )
            build.bring_up_to_date(archive, encoder, embed=chance.random() < 0.8)
            snapshot = Snapshot.open(Generations(archive.folder), snapshot)
        assert snapshot is not None
        words, _ = projection.question(encoder.query_in_context("Which matter of 7?")[1])
        extended = _matches(snapshot, words)
        build.build(archive, encoder, embed=False)
        whole = _matches(_opened(archive), words)
    assert list(extended) == list(whole)
    for one, match in extended.items():
        # A passage embedded since has a match now.
        np.testing.assert_allclose(match, whole[one] if np.isfinite(match).all() else match, atol=1e-5)


def _matches(snapshot: Snapshot, words: np.ndarray) -> dict[tuple[str, int], np.ndarray]:
    alive = np.flatnonzero(snapshot.places.alive)
    columns = snapshot.matching.matches(words, alive).T
    places = [snapshot.places[ordinal] for ordinal in alive.tolist()]
    pairs = zip(places, columns, strict=True)
    return dict(sorted(((one.statement_id, one.start), column) for one, column in pairs))


@pytest.mark.parametrize("lasts", range(5))
def test_a_kill_while_keeping_loses_nothing(
    archive: Archive,
    encoder: HashedContextEncoder,
    projection: Projection,
    monkeypatch: pytest.MonkeyPatch,
    lasts: int,
) -> None:
    monkeypatch.setattr(vectors, "SLAB", 5)
    archive.record(BASE)
    keep, calls = Derivations.keep, 0

    def cut(derivations: Derivations, recipe: str, values: Mapping[bytes, bytes]) -> None:
        nonlocal calls
        if calls == lasts:
            raise PowerCut
        calls += 1
        keep(derivations, recipe, values)

    with monkeypatch.context() as broken:
        broken.setattr(Derivations, "keep", cut)
        with pytest.raises(PowerCut):
            build.build(archive, encoder)
    with_vectors = vectors.kept(archive.derivations, encoder).keys()
    assert with_vectors <= archive.derivations.keys(projection.name), "what has a vector is not embedded again"
    assert build.build(archive, encoder)[1] == len(BASE) - len(with_vectors)
    _hold(archive, encoder, projection)


@pytest.mark.parametrize("name", [CODES, OFFSETS])
def test_a_flipped_byte_is_found_and_never_joined(
    archive: Archive,
    encoder: HashedContextEncoder,
    projection: Projection,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    archive.record(BASE)
    build.build(archive, encoder)
    file = Generations(archive.folder).current() / "parts/000001" / name
    flip(file, at=file.stat().st_size - 2)
    (line,) = faults(archive)
    assert line.startswith(f"{file}: ")
    assert "rebuild" in line
    with pytest.raises(GenerationError, match="not what was written"):
        Searcher(archive, encoder)
    monkeypatch.setattr(extension, "MOST_PARTS", 1)
    archive.record([draft(f"A new visit, number {number}.", f"/in/new-{number}.md") for number in range(9)])
    build.bring_up_to_date(archive, encoder)
    assert faults(archive) == []
    assert len(_hold(archive, encoder, projection).manifest.parts) == 1


def test_codes_of_other_passages_are_refused(
    archive: Archive, encoder: HashedContextEncoder, projection: Projection
) -> None:
    archive.record(BASE)
    build.build(archive, encoder)
    generations = Generations(archive.folder)
    with generations.writer():  # a manifest that is true of files that do not belong together
        mixed = generations.begin()
        shutil.copytree(generations.current(), mixed, dirs_exist_ok=True)
        WordCodes.write(mixed / "parts/000001", [b""] * (len(BASE) - 1), projection.dimension)
        generations.publish(
            mixed,
            recipe=build.recipe(encoder),
            identity=archive.identity(),
            sequence=1,
            passages=len(BASE),
            vectors=len(BASE),
            parts=("000001",),
        )
    with pytest.raises(GenerationError, match=r"do not belong together.*rebuild"):
        Snapshot.open(generations)


def test_a_question_is_matched_with_the_codes(
    archive: Archive, encoder: HashedContextEncoder, projection: Projection
) -> None:
    archive.record(BASE)
    build.build(archive, encoder)
    archive.record([draft("Nothing is known of this visit.", "/in/unknown.md")])
    build.bring_up_to_date(archive, encoder, embed=False)
    snapshot = _opened(archive)
    question = Question.of("When was the truce in Yemen extended by 60 days?")
    asked = QuestionReader.of(encoder).read(question.text)
    every = np.arange(len(snapshot.places))
    found = retrieval.scored(snapshot, question, asked, every)
    matches = snapshot.matching.matches(asked.words, every)
    np.testing.assert_array_equal(found.matches, matches)
    late = projection.worth * maxsim.scores(matches, asked.weight)
    unknown = np.isnan(late)
    assert unknown.sum() == 1
    np.testing.assert_allclose(found.late[~unknown], late[~unknown], atol=1e-4)
    np.testing.assert_allclose(found.late[unknown], late[~unknown].mean(), atol=1e-4)
    best = snapshot.places[int(found.late.argmax())]
    assert archive.statement(best.statement_id).source == TRUCE.source
