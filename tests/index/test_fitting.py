"""Fitting: weights that part what can be parted, with both classes counting alike."""

from __future__ import annotations

import numpy as np
import pytest

from corpus.archive import Archive
from index.answers.evidence import FIGURES, Scale
from index.answers.search import Searcher
from index.errors import EvaluationError
from index.evaluation import Case
from index.fitting import fitted, logistic, measured
from tests.index.doubles import HashedEncoder


def _probabilities(features: np.ndarray, weights: np.ndarray) -> np.ndarray:
    return np.asarray(1 / (1 + np.exp(-(features @ weights[:-1] + weights[-1]))))


def test_it_parts_what_can_be_parted() -> None:
    rng = np.random.default_rng(6)
    features = rng.standard_normal((200, 3))
    labels = (features[:, 0] - 2 * features[:, 1] > 0.3).astype(np.float64)
    weights = logistic(features, labels)
    assert ((_probabilities(features, weights) > 0.5) == (labels > 0)).mean() > 0.97
    assert weights[0] > 0 > weights[1]
    assert abs(weights[2]) < abs(weights[0]) / 4
    assert -weights[1] / weights[0] == pytest.approx(2, abs=0.4)


def test_both_classes_count_the_same() -> None:
    features = np.concatenate([np.full(95, 1.0), np.full(5, -1.0)])[:, None]
    labels = (features[:, 0] > 0).astype(np.float64)
    (weight, bias) = logistic(features, labels)
    assert weight > 0
    assert bias == pytest.approx(0, abs=1e-6)


def test_what_cannot_be_parted_stays_undecided() -> None:
    features = np.random.default_rng(1).standard_normal((4000, 2))
    labels = np.tile([0.0, 1.0], 2000)
    assert np.abs(_probabilities(features, logistic(features, labels)) - 0.5).max() < 0.2


def _cases(answered: int, unanswered: int) -> list[Case]:
    words = ["Yemen truce", "attack in Mali", "Rohingya assistance", "Negev Forum", "press freedom in Hong Kong"]
    return [
        Case(
            id=str(number),
            question=f"{words[number % 5]} {number}" if number < answered else f"pineapple recipe {number}",
            language="en",
            kind="",
            document_language=None,
            golds=("gold.md",) if number < answered else (),
            sentence=None,
            date=None,
        )
        for number in range(answered + unanswered)
    ]


def test_fitted_weights_have_the_form_of_the_shipped_ones(samples_archive: Archive) -> None:
    searcher = Searcher(samples_archive, HashedEncoder())
    found = fitted(searcher, _cases(22, 20))
    assert found["figures"] == list(FIGURES)
    assert found["questions"] == 42
    scale = Scale.of(found)
    assert 0 <= scale.far <= scale.threshold < 1
    features, labels = measured(searcher, _cases(22, 20))
    assert features.shape == (42, len(FIGURES))
    likely = np.array([scale.weigh(row) for row in features.tolist()])
    assert likely[labels > 0].mean() > likely[labels == 0].mean()
    assert found == fitted(searcher, _cases(22, 20))


def test_a_figure_that_is_the_same_for_every_question_weighs_nothing(samples_archive: Archive) -> None:
    # Nobody asks in Arabic here, and nobody for a number.
    found = fitted(Searcher(samples_archive, HashedEncoder()), _cases(22, 20))
    features, _ = measured(Searcher(samples_archive, HashedEncoder()), _cases(22, 20))
    constant = features.std(axis=0) == 0
    assert constant.any()
    assert not np.array(found["weight"])[constant].any()
    assert all(deviation > 0 for deviation in found["deviation"])


@pytest.mark.parametrize(("answered", "unanswered"), [(19, 40), (40, 19), (0, 0)])
def test_too_few_questions_are_told(samples_archive: Archive, answered: int, unanswered: int) -> None:
    with pytest.raises(EvaluationError, match="20 questions with an answer and 20 without"):
        fitted(Searcher(samples_archive, HashedEncoder()), _cases(answered, unanswered))
