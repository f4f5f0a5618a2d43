"""Training over a small record: it learns, the same seed learns the same, and what it writes can be used."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from corpus.archive import Archive
from index import build
from index.answers.evidence import Scale
from index.answers.question import Question
from index.answers.search import Searcher
from index.evaluation.cases import Case, load
from index.generation import Generations
from index.interaction.adapter import Adapter
from index.interaction.projection import Projection
from index.snapshot import Snapshot
from index.training import __main__ as program
from index.training import adapter, projection
from index.training.material import DEPTH, Lesson, Material
from tests.index.doubles import HashedContextEncoder, HashedEncoder, draft, id_of, ship

ALIKE = {
    "talks": "negotiations",
    "attack": "assault",
    "aid": "relief",
    "vote": "ballot",
    "border": "frontier",
    "truce": "calm",
}
PLACES = ["Yemen", "Mali", "Somalia", "Cyprus", "Sudan", "Chad"]
PAIRS = [(word, place) for word in ALIKE for place in PLACES]
TOLD = {(word, place): f"Ministers spoke of the {word} in {place}." for word, place in PAIRS}


def _case(at: int, word: str, place: str) -> Case:
    question = f"What about the {ALIKE[word]} in {place}?"
    return Case(str(at), question, "en", "", "en", (f"{word}-{place}.md",), TOLD[word, place], None)


CASES = [_case(at, *pair) for at, pair in enumerate(PAIRS)]
UNANSWERED = [
    Case(f"without {at}", f"How many fish of kind {at} swim in the lake?", "en", "", None, (), None, None)
    for at in range(24)
]
ASKED = Question.of("What about the assault in Mali?")


@pytest.fixture(autouse=True)
def _one_thread() -> Iterator[None]:
    """Train in one thread: with several, small matrices wait for one another on a machine that others use."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


@pytest.fixture
def encoder() -> HashedContextEncoder:
    return HashedContextEncoder()


@pytest.fixture
def recorded(archive: Archive, encoder: HashedContextEncoder) -> Archive:
    archive.record(draft(text, f"/in/{word}-{place}.md") for (word, place), text in TOLD.items())
    build.build(archive, encoder)
    return archive


@pytest.fixture
def snapshot(recorded: Archive) -> Snapshot:
    return Snapshot.open(Generations(recorded.folder))


@pytest.fixture
def material(recorded: Archive, snapshot: Snapshot, encoder: HashedContextEncoder) -> Material:
    return Material(recorded, snapshot, encoder)


@pytest.fixture
def vectors(snapshot: Snapshot) -> np.ndarray:
    return snapshot.vectors.rows(np.arange(len(snapshot.places)), 32)


def _losses(caplog: pytest.LogCaptureFixture, name: str) -> list[float]:
    found = (re.fullmatch(rf"{name}, round \d+ of \d+: loss ([\d.]+)", line) for line in caplog.messages)
    return [float(match[1]) for match in found if match]


def _standing(moved: np.ndarray, vectors: np.ndarray, lesson: Lesson) -> float:
    """Return how many deviations the gold passage stands above the mean of all."""
    scores = vectors @ moved
    return float((scores[lesson.golds].mean() - scores.mean()) / scores.std())


def test_a_lesson_is_a_question_with_what_was_found_for_it(
    material: Material, recorded: Archive, snapshot: Snapshot, encoder: HashedContextEncoder
) -> None:
    lessons = material.lessons(CASES)
    assert len(lessons) == len(CASES)
    for case, lesson in zip(CASES, lessons, strict=True):
        vector, words = encoder.query_in_context(case.question)
        np.testing.assert_array_equal(lesson.vector, vector)
        np.testing.assert_array_equal(lesson.words, words)
        (gold,) = lesson.golds.tolist()
        assert snapshot.places[gold].statement_id == id_of(recorded, f"/in/{case.golds[0]}")
        assert (np.diff(lesson.ordinals) > 0).all()
        assert len(lesson.ordinals) == len(lesson.scores) <= DEPTH
        assert lesson.ordinals[lesson.gold].tolist() == [gold]
        assert not lesson.beside.any()


def test_other_passages_of_a_gold_statement_are_beside(archive: Archive, encoder: HashedContextEncoder) -> None:
    sentences = [f"Sentence number {number} tells of the talks in Yemen at some length." for number in range(9)]
    archive.record([draft(" ".join(sentences), "/in/long.md"), draft("Nothing about it.", "/in/other.md")])
    build.build(archive, encoder)
    snapshot = Snapshot.open(Generations(archive.folder))
    case = Case("1", "the talks in Yemen", "en", "", "en", ("long.md",), sentences[4], None)
    (lesson,) = Material(archive, snapshot, encoder).lessons([case])
    places = [snapshot.places[ordinal] for ordinal in range(len(snapshot.places))]
    text = " ".join(sentences)
    golds = [at for at, one in enumerate(places) if one.start <= text.index(sentences[4]) < one.end]
    mine = [at for at, one in enumerate(places) if one.statement_id == id_of(archive, "/in/long.md")]
    assert len(mine) > 2
    assert lesson.golds.tolist() == [at for at in golds if at in mine]
    assert lesson.besides.tolist() == [at for at in mine if at not in lesson.golds]
    assert lesson.ordinals[lesson.beside].tolist() == lesson.besides.tolist()


def test_a_question_whose_answer_does_not_stand_there_is_left_out(material: Material) -> None:
    first = CASES[0]
    useless = [
        replace(first, golds=("no-such-file.md",)),
        replace(first, golds=("alks-Yemen.md",)),
        replace(first, sentence="A sentence that does not stand there."),
        replace(first, sentence=None),
    ]
    assert material.lessons(useless) == []
    assert len(material.lessons([replace(first, golds=("no-such-file.md", *first.golds))])) == 1


def test_a_question_without_an_answer_teaches_silence_only(material: Material, vectors: np.ndarray) -> None:
    lessons = material.lessons([*CASES, *UNANSWERED])
    silent = lessons[len(CASES) :]
    assert [one.case for one in silent] == UNANSWERED
    for one in silent:
        assert not one.gold.any()
        assert not one.beside.any()
        assert (len(one.golds), len(one.besides)) == (0, 0)
    with_all, without = (adapter.trained(some, vectors, "r", 7) for some in (lessons, lessons[: len(CASES)]))
    np.testing.assert_array_equal(with_all.up, without.up)


def test_questions_on_one_statement_are_in_one_half(material: Material) -> None:
    lessons = material.lessons([*CASES, *(replace(one, id=f"{one.id} again", question="And so?") for one in CASES)])
    halves = [one.half for one in lessons]
    assert halves[: len(CASES)] == halves[len(CASES) :]
    assert set(halves) == {0, 1}


def test_words_are_those_of_the_passages(
    material: Material, snapshot: Snapshot, recorded: Archive, encoder: HashedContextEncoder
) -> None:
    found = material.words([3, 0, 8])
    assert sorted(found) == [0, 3, 8]
    for ordinal, words in found.items():
        text = recorded.statement(snapshot.places[ordinal].statement_id).revision.text
        np.testing.assert_array_equal(words, encoder.query_in_context(text)[1].astype(np.float16))


def test_an_encoder_without_words_in_context_is_refused(recorded: Archive, snapshot: Snapshot) -> None:
    with pytest.raises(TypeError, match="no words in context"):
        Material(recorded, snapshot, HashedEncoder())


def test_the_adapter_learns_to_move_questions_towards_their_answers(
    material: Material, vectors: np.ndarray, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(adapter, "BATCH", 6)
    lessons = material.lessons(CASES)
    with caplog.at_level(logging.INFO, "index.training"):
        found = adapter.trained(lessons, vectors, "context:32", 7)
    losses = _losses(caplog, "adapter")
    assert len(losses) == adapter.ROUNDS
    assert losses[-1] < losses[0] - 0.1
    before = np.mean([_standing(lesson.vector, vectors, lesson) for lesson in lessons])
    after = np.mean([_standing(found.moved(lesson.vector), vectors, lesson) for lesson in lessons])
    assert after > before + 0.1
    assert found.recipe == "context:32"
    assert found.mean.dtype == found.down.dtype == found.up.dtype == np.float32
    np.testing.assert_allclose(found.mean, vectors.mean(axis=0), atol=1e-5)


def test_the_projection_learns_to_match_gold_passages(
    material: Material, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(projection, "BATCH", 2)
    monkeypatch.setattr(projection, "RATE", 5e-3)
    lessons = material.lessons(CASES)
    words = material.words(range(len(CASES)))
    with caplog.at_level(logging.INFO, "index.training"):
        found = projection.trained(lessons, words, "context:32", 7)
    losses = _losses(caplog, "projection")
    assert len(losses) == projection.ROUNDS
    assert losses[-1] < losses[0] - 0.1
    width = HashedContextEncoder.WIDTH
    assert (found.matrix.shape, found.weight.shape) == ((width, width), (width + 1,))
    assert (found.recipe, found.worth) == ("context:32", projection.WORTH)
    for array in (found.passage_mean, found.question_mean, found.matrix, found.weight):
        assert np.isfinite(array).all()


def test_the_same_seed_learns_the_same(material: Material, vectors: np.ndarray) -> None:
    lessons = material.lessons(CASES)
    words = material.words(range(len(CASES)))
    one, same, other = (adapter.trained(lessons, vectors, "r", seed) for seed in (7, 7, 8))
    for name in ("mean", "down", "up"):
        np.testing.assert_array_equal(getattr(one, name), getattr(same, name))
    assert (one.down != other.down).any()
    mine, again, another = (projection.trained(lessons, words, "r", seed) for seed in (7, 7, 8))
    for name in ("passage_mean", "question_mean", "matrix", "weight"):
        np.testing.assert_array_equal(getattr(mine, name), getattr(again, name))
    assert mine.name == again.name
    assert (mine.weight != another.weight).any()


def test_the_program_writes_what_can_be_used(
    recorded: Archive, encoder: HashedContextEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(program, "SentenceTransformerEncoder", lambda *_: encoder)
    questions, to = tmp_path / "questions.jsonl", tmp_path / "trained" / "here"
    questions.write_text("".join(json.dumps(_row(one)) + "\n" for one in [*CASES, *UNANSWERED]), encoding="utf-8")
    assert load(questions) == [*CASES, *UNANSWERED]
    program.main(
        ["--data", str(recorded.folder), "--questions", str(questions), "--to", str(to), "--licence", "CC0-1.0"]
    )
    parts = ("adapter", "projection")
    weights, told = {f"{name}.npz" for name in parts}, {f"{name}.json" for name in (*parts, "evidence")}
    assert {file.name for file in to.iterdir()} == weights | told
    for name in told:
        about = json.loads((to / name).read_text(encoding="utf-8"))
        assert (about["licence"], about["seed"]) == ("CC0-1.0", program.SEED)
        assert about["questions"] == len(CASES) + len(UNANSWERED)
    moves, matches = Adapter.open(to, encoder.recipe), Projection.open(to, encoder.recipe)
    assert moves is not None
    assert matches is not None
    assert moves.moved(encoder.query("What about the assault in Mali?")).shape == (32,)
    scale = Scale.of(json.loads((to / "evidence.json").read_text(encoding="utf-8")))
    assert 0 <= scale.far <= scale.threshold <= 1
    ship(monkeypatch, matches, moves)
    build.build(recorded, encoder, complete=True)
    searcher = Searcher(recorded, encoder, scale)
    found = searcher.find(ASKED)
    assert found.candidates.late.any()
    assert searcher.extracts(found)[0].quote.endswith("in Mali.")


def _row(case: Case) -> dict[str, object]:
    """Return a line of a file of questions."""
    gold = {"gold_file": case.golds[0], "gold_sentence": case.sentence} if case.golds else {}
    facts = {"id": case.id, "question": case.question, "language": "en", "doc_language": case.document_language}
    return {**facts, "answerable": bool(case.golds), **gold}
