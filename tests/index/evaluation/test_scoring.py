"""Figures that count outcomes right, by group, with their intervals."""

from __future__ import annotations

import dataclasses
import json

import pytest

from index.evaluation import as_json, figures, table
from index.evaluation.scoring import SHARES
from index.evaluation.wording import MEANINGS
from tests.index.evaluation.making import CASE, NO_ANSWER, OUTCOMES, outcome


def test_figures_count_what_happened() -> None:
    found = figures(OUTCOMES)
    expected = {
        "questions": 7,
        "hit@1": 1 / 4,
        "hit@3": 2 / 4,
        "s1": 1 / 4,
        "s3": 2 / 4,
        "ranked hit@1": 2 / 4,
        "ranked hit@3": 3 / 4,
        "ranked hit@5": 3 / 4,
        "ranked mrr": (1 + 1 / 2 + 1) / 4,
        "ranked s1": 2 / 4,
        "ranked s3": 3 / 4,
        "date right": 1 / 2,
        "silence precision": 2 / 3,
        "silence recall": 2 / 3,
        "answered of answerable": 3 / 4,
        # Of the twelve pairs, the one without an answer is below in 4 + 3.5 + 1, a tie counting half.
        "silence auc": 8.5 / 12,
        # All four must be answered to answer nine in ten: from 0.3 on.
        "silent at 90 %": 1 / 3,
        "p50 ms": 10.0,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected)
    assert found["p95 ms"] == pytest.approx(17.0)


def test_what_nothing_counts_for_has_no_figure() -> None:
    found = figures([outcome(NO_ANSWER, answered=True)])
    assert (found["hit@1"], found["date right"], found["silence precision"]) == (None, None, None)
    assert found["silence recall"] == 0
    assert figures([])["p50 ms"] is None


def test_the_table_has_a_row_for_each_group() -> None:
    across = outcome(dataclasses.replace(CASE, language="fr", kind="number"), answered=True, rank=1, shown=(True,))
    rows = dict(table([*OUTCOMES, across]))
    counts = {name: found["questions"] for name, found in rows.items()}
    assert counts == {
        "all": 8,
        "en": 7,
        "fr": 1,
        "same language": 4,
        "across languages": 1,
        "fact": 4,
        "number": 1,
        "off-topic": 3,
    }
    assert rows["across languages"]["hit@1"] == 1
    assert as_json(table(OUTCOMES))[0]["group"] == "all"


def test_a_rank_beyond_the_fifth_counts_for_the_mean_reciprocal_rank_alone() -> None:
    found = figures([outcome(rank=6), outcome(rank=5)])
    assert (found["ranked hit@3"], found["ranked hit@5"]) == (0.0, 0.5)
    assert found["ranked mrr"] == pytest.approx((1 / 6 + 1 / 5) / 2)


def test_every_share_has_an_interval_around_it_a_meaning_and_is_json() -> None:
    (_, facts), *_ = rows = table(OUTCOMES)
    assert list(MEANINGS) == list(SHARES)
    for name in SHARES:
        low, value, high = facts[f"{name} low"], facts[name], facts[f"{name} high"]
        assert low is not None, name
        assert value is not None, name
        assert high is not None, name
        assert 0 <= low <= value <= high <= 1, name
    assert json.loads(json.dumps(as_json(rows)))[0]["hit@1 high"] == facts["hit@1 high"]
    assert table(OUTCOMES) == rows, "the draws are the same every time"


def test_where_all_are_right_the_interval_has_no_width() -> None:
    ((_, facts), *_) = table([outcome(rank=1, answered=True, shown=(True,))] * 9)
    assert (facts["hit@1 low"], facts["hit@1"], facts["hit@1 high"]) == (1.0, 1.0, 1.0)
    assert (facts["silence recall low"], facts["silence auc"], facts["silence auc high"]) == (None, None, None)


def test_precision_of_silence_needs_questions_of_both_sorts() -> None:
    rows = dict(table(OUTCOMES))
    assert rows["all"]["silence precision"] == pytest.approx(2 / 3)
    assert rows["off-topic"]["silence precision"] is None
    assert rows["same language"]["silence precision"] is None


def test_a_kind_without_answers_is_told_apart_from_all_that_have_one() -> None:
    near = dataclasses.replace(NO_ANSWER, kind="near-topic")
    rows = dict(table([*OUTCOMES, outcome(near, confidence=0.95)]))
    assert rows["off-topic"]["silence auc"] == pytest.approx(8.5 / 12)
    assert rows["near-topic"]["silence auc"] == 0.0
    assert rows["near-topic"]["silent at 90 % high"] == 0.0
    assert rows["near-topic"]["hit@1"] is None
