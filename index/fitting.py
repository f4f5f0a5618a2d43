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

NOT_FAR = 0.99
"""The share of them that are not to be called far from the record."""

_RIDGE = 50.0
"""In units of one question: strong, for weights that fit these questions less and others more."""

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


def _lets(probabilities: Floats, labels: Floats, share: float) -> float:
    """Return the threshold, in hundredths, that lets ``share`` of the questions with an answer be answered."""
    return math.floor(float(np.quantile(probabilities[labels > 0], 1 - share)) * 100) / 100


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
    return weights(*measured(searcher, cases))


def weights(features: Floats, labels: Floats) -> dict[str, Any]:
    """Return weights fitted on ``features`` (n, k) and ``labels`` (n,); a figure that is not known counts as the mean.

    :raises EvaluationError: when there are fewer than twenty with an answer, or without one.
    """
    if min(labels.sum(), len(labels) - labels.sum()) < _LEAST:
        raise EvaluationError(
            f"fitting needs {_LEAST} questions with an answer and {_LEAST} without; add more to the file"
        )
    known = ~np.isnan(features)
    mean = np.array(
        [column[there].mean() if there.any() else 0.0 for column, there in zip(features.T, known.T, strict=True)]
    )
    centred = np.where(known, features - mean, 0.0)
    spread = centred.std(axis=0)
    deviation = np.where(spread < _LEAST_SPREAD, 1.0, spread)
    found = logistic(centred / deviation, labels)
    probabilities = 1 / (1 + np.exp(-((centred / deviation) @ found[:-1] + found[-1])))
    return {
        "figures": list(FIGURES),
        "mean": mean.round(4).tolist(),
        "deviation": deviation.round(4).tolist(),
        "weight": found[:-1].round(4).tolist(),
        "bias": round(float(found[-1]), 4),
        "threshold": _lets(probabilities, labels, ANSWERED),
        "far": _lets(probabilities, labels, NOT_FAR),
        "questions": len(labels),
    }
