"""The silence decision: a probability between 0 and 1 that moves the way its weights say."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.archive import Archive
from index.answers.evidence import FIGURES, Scale
from index.answers.question import Question
from index.answers.search import Searcher
from tests.index.doubles import HashedEncoder

PLAIN = Scale(mean=(1.0, 0.0), deviation=(2.0, 1.0), weight=(3.0, -1.0), bias=0.5, threshold=0.5, far=0.2)


def test_it_is_the_logistic_of_the_weighted_figures() -> None:
    total = 0.5 + 3 * (2 - 1) / 2 - 0.25
    assert PLAIN.weigh([2.0, 0.25]) == pytest.approx(1 / (1 + math.exp(-total)))


@given(st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=2))
def test_it_stays_between_0_and_1(figures: list[float]) -> None:
    assert 0 <= PLAIN.weigh(figures) <= 1


@given(st.floats(-5, 5), st.floats(0.001, 5))
def test_more_of_what_speaks_for_an_answer_is_never_less_likely(figure: float, more: float) -> None:
    assert PLAIN.weigh([figure + more, 0]) >= PLAIN.weigh([figure, 0])
    assert PLAIN.weigh([0, figure + more]) <= PLAIN.weigh([0, figure])


def test_a_figure_that_is_not_known_speaks_neither_for_nor_against() -> None:
    assert PLAIN.weigh([math.nan, 0.25]) == pytest.approx(PLAIN.weigh([1.0, 0.25]))


@pytest.mark.parametrize("text", ["Yemen truce", "la trêve", "Rohingya", "Negev Forum"])
def test_a_few_words_that_are_all_there_are_looked_up(samples_archive: Archive, text: str) -> None:
    searcher = Searcher(samples_archive, HashedEncoder(), dataclasses.replace(Scale.shipped(), threshold=1.0))
    question = Question.of(text)
    assert (searcher.confidence(question, searcher.find(question)) == 1.0) == (text != "la trêve")


@pytest.mark.parametrize("text", ["what is there to be told of Yemen", "Yemen on 3 May 2031"])
def test_a_sentence_and_a_day_are_no_lookup(samples_archive: Archive, text: str) -> None:
    searcher = Searcher(samples_archive, HashedEncoder())
    question = Question.of(text)
    assert searcher.confidence(question, searcher.find(question)) < 1


def test_what_is_far_from_the_record_says_so(samples_archive: Archive) -> None:
    scale = dataclasses.replace(Scale.shipped(), threshold=0.9999, far=0.9998)
    answer = Searcher(samples_archive, HashedEncoder(), scale).answer(Question.of("how do I bake bread with olives"))
    assert answer.far
    assert not answer.answered
    near = Searcher(samples_archive, HashedEncoder(), dataclasses.replace(scale, far=0.0))
    assert not near.answer(Question.of("how do I bake bread with olives")).far


def test_figures_that_are_too_few_are_refused() -> None:
    with pytest.raises(ValueError, match="longer"):
        PLAIN.weigh([1.0])


def test_the_shipped_weights_are_of_the_figures() -> None:
    shipped = Scale.shipped()
    assert len(shipped.mean) == len(shipped.deviation) == len(shipped.weight) == len(FIGURES)
    assert min(shipped.deviation) > 0
    assert 0 < shipped.far < shipped.threshold < 1
    assert all(map(math.isfinite, (*shipped.mean, *shipped.weight, shipped.bias)))


@pytest.mark.parametrize(
    "text",
    ["When was the truce in Yemen extended?", "combien d'argent pour les Rohingyas ?", "ماذا قيل عن اليمن؟", "x2"],
)
def test_every_question_has_finite_figures(samples_archive: Archive, text: str) -> None:
    searcher = Searcher(samples_archive, HashedEncoder())
    question = Question.of(text)
    found = searcher.find(question)
    figures = searcher.figures(question, found)
    assert figures is not None
    assert figures.shape == (len(FIGURES),)
    # This encoder has no words in context, so nothing is known of the weakest match.
    assert np.isnan(figures).tolist() == [name == "weakest" for name in FIGURES]
    assert 0 <= searcher.confidence(question, found) <= 1


@pytest.mark.parametrize("text", ["???", "", "👍"])
def test_a_question_that_says_nothing_has_no_evidence(samples_archive: Archive, text: str) -> None:
    searcher = Searcher(samples_archive, HashedEncoder(), dataclasses.replace(Scale.shipped(), threshold=0.01))
    question = Question.of(text)
    found = searcher.find(question)
    assert searcher.figures(question, found) is None
    assert searcher.confidence(question, found) == 0
    assert not searcher.answer(question).answered
