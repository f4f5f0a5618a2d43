"""The way of a question: the same answer every time, of the generation in use, in several threads at once."""

from __future__ import annotations

import dataclasses
import re
import shutil
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from corpus.archive import Archive
from index import build
from index.answers.answer import Answer
from index.answers.evidence import Scale
from index.answers.question import Question
from index.answers.search import Searcher
from index.errors import GenerationError, MissingGenerationError
from index.generation import Generations
from index.snapshot import Snapshot
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, draft, flip, id_of

ALWAYS = dataclasses.replace(Scale.shipped(), threshold=0.0)
NEVER = dataclasses.replace(Scale.shipped(), threshold=1.1)
TRUCE = draft("The truce in Yemen was extended by 60 days.", "/in/truce.md", day="2022-06-02")
TRUCE_FR = draft("La trêve au Yémen a été prolongée de 60 jours.", "/in/treve.md", day="2022-06-03", language="fr")
MALI = draft("The Council condemned the attack in Mali.", "/in/mali.md", day="2021-05-26")
UNDATED = draft("The Yemen truce was a first step, said the ministers.", "/in/undated.md")
QUESTIONS = ["When was the truce in Yemen extended?", "the Council on Mali", "Trêve au Yémen", "مالي", "food security"]


def _without_time(answer: Answer) -> dict[str, Any]:
    return {**answer.as_json(), "took_ms": 0, "confidence": answer.confidence}


def _quotes(answer: Answer) -> list[str]:
    return [one.quote for one in answer.extracts or answer.nearest]


@pytest.mark.parametrize("text", QUESTIONS)
def test_the_same_question_has_the_same_answer(samples_archive: Archive, text: str) -> None:
    searcher = Searcher(samples_archive, HashedEncoder())
    first = _without_time(searcher.answer(Question.of(text)))
    for _ in range(20):
        assert _without_time(searcher.answer(Question.of(text))) == first
    assert _without_time(Searcher(samples_archive, HashedEncoder()).answer(Question.of(text))) == first


def test_a_second_build_gives_the_same_answers(samples_archive: Archive, tmp_path: Path) -> None:
    # A copy of the record with the same ids, indexed anew from nothing.
    (tmp_path / "copy").mkdir()
    for file in samples_archive.folder.glob("archive.sqlite3*"):
        shutil.copy(file, tmp_path / "copy")
    with Archive(tmp_path / "copy") as copy:
        assert copy.count() == samples_archive.count()
        build.build(copy, HashedEncoder())
        ours, theirs = Searcher(copy, HashedEncoder()), Searcher(samples_archive, HashedEncoder())
        for text in QUESTIONS:
            assert _without_time(ours.answer(Question.of(text))) == _without_time(theirs.answer(Question.of(text)))


def test_threads_give_the_answers_that_one_alone_gives(samples_archive: Archive) -> None:
    searcher = Searcher(samples_archive, HashedEncoder())
    alone = [_without_time(searcher.answer(Question.of(text))) for text in QUESTIONS]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(lambda text: _without_time(searcher.answer(Question.of(text))), QUESTIONS * 6))
    assert together == alone * 6


def test_an_answer_or_the_nearest_never_both(filled: Filled, encoder: HashedEncoder) -> None:
    archive = filled(TRUCE, MALI)
    question = Question.of("When was the truce in Yemen extended this year, and by whom was it signed?")
    answered = Searcher(archive, encoder, ALWAYS).answer(question)
    silent = Searcher(archive, encoder, NEVER).answer(question)
    assert answered.answered
    assert answered.extracts
    assert answered.nearest == ()
    assert not silent.answered
    assert silent.extracts == ()
    assert silent.nearest == answered.extracts
    assert answered.question == question.text
    assert answered.took_ms > 0


def test_the_form_of_the_contract(filled: Filled, encoder: HashedEncoder) -> None:
    asked = Question.of("truce", since=date(2022, 1, 1), language="en")
    found = Searcher(filled(TRUCE, MALI), encoder, ALWAYS).answer(asked).as_json()
    assert list(found) == ["question", "answered", "understood", "extracts", "nearest", "took_ms"]
    assert found["understood"] == {"since": "2022-01-01", "language": "en"}
    assert [one["statement_id"] for one in found["extracts"]]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, {"/in/truce.md", "/in/treve.md", "/in/mali.md", "/in/undated.md"}),
        ({"since": date(2022, 6, 3)}, {"/in/treve.md"}),
        ({"until": date(2022, 6, 2)}, {"/in/truce.md", "/in/mali.md"}),
        ({"since": date(2022, 6, 2), "until": date(2022, 6, 2)}, {"/in/truce.md"}),
        ({"language": "fr"}, {"/in/treve.md"}),
        ({"language": "ar"}, set()),
        ({"since": date(2022, 1, 1), "language": "en"}, {"/in/truce.md"}),
    ],
)
def test_filters(filled: Filled, encoder: HashedEncoder, filters: dict[str, Any], expected: set[str]) -> None:
    archive = filled(TRUCE, TRUCE_FR, MALI, UNDATED)
    searcher = Searcher(archive, encoder, ALWAYS)
    question = Question.of("Yemen truce, trêve Yémen", **filters)
    found = searcher.find(question)
    ids = [str(found.snapshot.places.ids[one.statement]) for one in found.ranked]
    assert {archive.statement(name).source for name in ids} == expected
    shown = {one.statement.source for one in searcher.answer(question).extracts}
    assert shown <= expected
    assert bool(shown) == bool(expected)


def test_a_new_generation_is_used_from_the_next_question_on(
    filled: Filled, archive: Archive, encoder: HashedEncoder
) -> None:
    filled(MALI)
    searcher = Searcher(archive, encoder)
    question = Question.of("When was the truce in Yemen extended?")
    assert _quotes(searcher.answer(question)) == [MALI.text]
    archive.record([TRUCE])
    assert _quotes(searcher.answer(question)) == [MALI.text], "the record moved on, the index did not yet"
    build.build(archive, encoder)
    searcher.catch_up()
    assert _quotes(searcher.answer(question))[0] == TRUCE.text


def test_a_question_under_way_keeps_its_generation(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(MALI)
    searcher = Searcher(archive, encoder)
    question = Question.of("When was the truce in Yemen extended?")
    found = searcher.find(question)
    archive.record([TRUCE])
    for _ in range(3):  # its folder is cleared away
        build.build(archive, encoder)
    assert not found.snapshot.folder.exists()
    assert [one.quote for one in searcher.extracts(found)] == [MALI.text]


def test_revised_words_are_quoted_from_the_revision_that_was_searched(
    filled: Filled, archive: Archive, encoder: HashedEncoder
) -> None:
    filled(TRUCE)
    searcher = Searcher(archive, encoder)
    question = Question.of("When was the truce in Yemen extended?")
    corrected = dataclasses.replace(TRUCE, text="Correction: the truce in Yemen was extended by two months.")
    archive.record([corrected])
    old = searcher.answer(question)
    (one,) = old.extracts or old.nearest
    first, second = archive.revisions(id_of(archive, TRUCE.source))
    assert (one.quote, one.revision, one.sha256) == (TRUCE.text, 1, first.sha256)
    build.build(archive, encoder)
    searcher.catch_up()
    new = searcher.answer(question)
    (one,) = new.extracts or new.nearest
    assert (one.quote, one.revision, one.sha256) == (corrected.text, 2, second.sha256)


def test_without_an_index_it_says_so(archive: Archive, encoder: HashedEncoder) -> None:
    with pytest.raises(MissingGenerationError, match="rebuild"):
        Searcher(archive, encoder)


def test_a_damaged_new_generation_is_told_and_the_old_one_still_answers(
    filled: Filled, archive: Archive, encoder: HashedEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    filled(MALI)
    searcher = Searcher(archive, encoder)
    build.build(archive, encoder)
    folder = Generations(archive.folder).current()
    flip(folder / "parts/000002/vectors.faiss")
    searcher.catch_up()
    for _ in range(2):
        assert _quotes(searcher.answer(Question.of("Mali"))) == [MALI.text]
    (line,) = caplog.messages  # once, not at every question
    assert re.search(r"vectors\.faiss.*rebuild.*still answering", line)
    with pytest.raises(GenerationError, match=r"vectors\.faiss.*rebuild"):
        Searcher(archive, encoder)
    build.build(archive, encoder)
    assert _quotes(searcher.answer(Question.of("Mali"))) == [MALI.text]


def test_a_generation_of_another_model_is_refused(
    filled: Filled, archive: Archive, encoder: HashedEncoder, caplog: pytest.LogCaptureFixture
) -> None:
    filled(MALI)
    searcher = Searcher(archive, encoder)
    build.build(archive, HashedEncoder("other"))
    searcher.catch_up()
    assert _quotes(searcher.answer(Question.of("Mali"))) == [MALI.text]
    assert "another model or version" in caplog.text
    with pytest.raises(GenerationError, match="another model or version"):
        Searcher(archive, encoder)


def test_several_threads_open_a_new_generation_once(
    filled: Filled, archive: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(MALI)
    searcher = Searcher(archive, encoder)
    earlier = searcher.snapshot().folder
    build.build(archive, encoder)
    opened: list[int] = []
    open_snapshot = Snapshot.open

    def counted(*arguments: Any) -> Snapshot:
        opened.append(threading.get_ident())
        return open_snapshot(*arguments)

    monkeypatch.setattr(Snapshot, "open", counted)
    with ThreadPoolExecutor(4) as pool:
        folders = set(pool.map(lambda _: searcher.snapshot().folder, range(16)))
    searcher.catch_up()
    assert len(opened) == 1
    assert folders <= {earlier, searcher.snapshot().folder}
    assert searcher.snapshot().folder == Generations(archive.folder).current() != earlier


def test_questions_are_answered_while_a_new_generation_is_opened(
    filled: Filled, archive: Archive, encoder: HashedEncoder, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(MALI)
    searcher = Searcher(archive, encoder)
    archive.record([TRUCE])
    build.bring_up_to_date(archive, encoder)
    may_open, open_snapshot = threading.Event(), Snapshot.open

    def slowly(*arguments: Any) -> Snapshot:
        assert may_open.wait(60)
        return open_snapshot(*arguments)

    monkeypatch.setattr(Snapshot, "open", slowly)
    question = Question.of("When was the truce in Yemen extended?")
    with ThreadPoolExecutor(4) as pool:
        for quotes in pool.map(lambda _: _quotes(searcher.answer(question)), range(8)):
            assert quotes == [MALI.text]
    may_open.set()
    searcher.catch_up()
    assert _quotes(searcher.answer(question))[0] == TRUCE.text


def test_no_question_fails_while_the_record_grows(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(MALI, *(draft(f"Matter number {number}.", f"/in/{number}.md") for number in range(30)))
    searcher = Searcher(archive, encoder)
    done = threading.Event()

    def ask() -> int:
        asked = 0
        while not done.is_set():
            assert MALI.text in _quotes(searcher.answer(Question.of("the attack in Mali")))
            asked += 1
        return asked

    with ThreadPoolExecutor(3) as pool:
        asking = [pool.submit(ask) for _ in range(3)]
        try:
            for number in range(12):
                archive.record([draft(f"Another matter, {number}.", f"/in/{number}.md")])
                (build.build if number % 5 == 4 else build.bring_up_to_date)(archive, encoder)
        finally:
            done.set()
        assert all(one.result() for one in asking)
    searcher.catch_up()
    assert searcher.snapshot().manifest.sequence == archive.sequence()


def test_what_was_withdrawn_since_is_not_quoted(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(MALI, TRUCE)
    searcher = Searcher(archive, encoder, ALWAYS)
    archive.corrections.withdraw(id_of(archive, MALI.source))
    assert MALI.text not in _quotes(searcher.answer(Question.of("the attack in Mali")))


@pytest.mark.parametrize("text", ["", "???", "a", "\u0000", "word " * 2000, "د", "'\"\\*(", "١٢٣", "🇲🇱"])
def test_odd_questions_are_answered_or_met_with_silence(samples_archive: Archive, text: str) -> None:
    answer = Searcher(samples_archive, HashedEncoder()).answer(Question.of(text))
    assert isinstance(answer.answered, bool)
    assert len(answer.extracts) <= 3


def test_without_its_pointer_what_is_in_memory_still_answers(
    filled: Filled, archive: Archive, encoder: HashedEncoder
) -> None:
    filled(MALI)
    searcher = Searcher(archive, encoder)
    shutil.rmtree(Generations(archive.folder).folder)
    for _ in range(2):
        assert _quotes(searcher.answer(Question.of("Mali"))) == [MALI.text]
    build.build(archive, encoder)
    searcher.catch_up()
    assert _quotes(searcher.answer(Question.of("Mali"))) == [MALI.text]
    assert searcher.snapshot().folder.is_dir()


@pytest.mark.parametrize("words", ["Good morning", "how are you?", "merci beaucoup", "ما هذا؟"])
def test_a_greeting_is_never_answered(filled: Filled, archive: Archive, encoder: HashedEncoder, words: str) -> None:
    filled(MALI, draft("Good morning, how are you? Merci beaucoup. ما هذا؟", "/in/greeting.md"))
    answer = Searcher(archive, encoder).answer(Question.of(words))
    assert answer.extracts == ()


@pytest.mark.parametrize("words", ["", "   ", "🕊️", "?!…"])
def test_without_a_word_nothing_is_near(filled: Filled, archive: Archive, encoder: HashedEncoder, words: str) -> None:
    filled(MALI)
    answer = Searcher(archive, encoder).answer(Question.of(words))
    assert (answer.answered, answer.extracts, answer.nearest) == (False, (), ())


def test_an_index_of_another_archive_is_told(filled: Filled, archive: Archive, encoder: HashedEncoder) -> None:
    filled(MALI)
    searcher = Searcher(archive, encoder)
    with sqlite3.connect(archive.database.path) as connection:
        for table in ("sources", "revisions", "statements"):
            connection.execute(f"DELETE FROM {table}")  # noqa: S608 - the names are above
    connection.close()
    with pytest.raises(GenerationError, match="does not belong to this archive.*rebuild"):  # noqa: RUF043 - a pattern
        searcher.answer(Question.of("Mali"))
