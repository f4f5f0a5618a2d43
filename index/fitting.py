"""Fitting the silence decision: a logistic regression on the figures of :mod:`index.answers.evidence`.

Plain Newton steps with a small ridge (Hastie, Tibshirani and Friedman, The Elements of Statistical Learning, 4.4.1).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from index.answers.evidence import FIGURES
from index.answers.question import Question
from index.answers.search import Searcher
from index.errors import EvaluationError
from index.evaluation import Case

ANSWERED = 0.95
"""The share of questions with an answer that are to get one: a wrong silence still shows the nearest statements."""

_RIDGE = 1.0
_STEPS = 50
_LEAST = 20
_LEAST_SPREAD = 1e-3
"""A figure that varies by less is the same for every question: it is left as it is, and weighs nothing."""

Floats = npt.NDArray[np.float64]


def logistic(features: Floats, labels: Floats) -> Floats:
    """Return the weights, shape (k + 1,), bias last, that fit ``labels`` (n,) of 0 and 1 from ``features`` (n, k).

    Both classes count the same, however many there are of each.
    """
    rows = np.hstack([features, np.ones((len(features), 1))])
    share = labels.mean()
    balance = np.where(labels > 0, 0.5 / share, 0.5 / (1 - share))
    ridge = np.eye(rows.shape[1]) * _RIDGE
    ridge[-1, -1] = 1e-6
    weights = np.zeros(rows.shape[1])
    for _ in range(_STEPS):
        probability = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        gradient = rows.T @ (balance * (probability - labels)) + ridge @ weights
        curvature = (rows * (balance * probability * (1 - probability))[:, None]).T @ rows + ridge
        weights = weights - np.linalg.solve(curvature, gradient)
    return np.asarray(weights, np.float64)


def _threshold(probabilities: Floats, labels: Floats) -> float:
    """Return the threshold, in hundredths, that lets :data:`ANSWERED` of the questions with an answer be answered."""
    return math.floor(float(np.quantile(probabilities[labels > 0], 1 - ANSWERED)) * 100) / 100


def measured(searcher: Searcher, cases: Sequence[Case]) -> tuple[Floats, Floats]:
    """Return the figures (n, k) of the cases for which anything was found, and 1 for those that have an answer (n,)."""
    rows, labels, issuers = [], [], searcher.issuers()
    for case in cases:
        question = Question.of(case.question, issuers=issuers)
        found = searcher.figures(question, searcher.find(question))
        if found is not None:
            rows.append(found)
            labels.append(float(bool(case.golds)))
    return np.array(rows, np.float64), np.array(labels, np.float64)


def fitted(searcher: Searcher, cases: Sequence[Case]) -> dict[str, Any]:
    """Return weights fitted on ``cases``, in the form of ``evidence.json``.

    :raises EvaluationError: when there are fewer than twenty cases with an answer, or without one.
    """
    features, labels = measured(searcher, cases)
    if min(labels.sum(), len(labels) - labels.sum()) < _LEAST:
        raise EvaluationError(
            f"fitting needs {_LEAST} questions with an answer and {_LEAST} without; add more to the file"
        )
    mean, spread = features.mean(axis=0), features.std(axis=0)
    deviation = np.where(spread < _LEAST_SPREAD, 1.0, spread)
    weights = logistic((features - mean) / deviation, labels)
    probabilities = 1 / (1 + np.exp(-(((features - mean) / deviation) @ weights[:-1] + weights[-1])))
    return {
        "figures": list(FIGURES),
        "mean": mean.round(4).tolist(),
        "deviation": deviation.round(4).tolist(),
        "weight": weights[:-1].round(4).tolist(),
        "bias": round(float(weights[-1]), 4),
        "threshold": _threshold(probabilities, labels),
        "questions": len(labels),
    }
