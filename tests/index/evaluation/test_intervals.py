"""The bootstrap: against what is known, and whether its intervals hold the truth as often as they say."""

from __future__ import annotations

import numpy as np
import pytest

from index.evaluation.intervals import RESAMPLES, Interval, percentile, resamples, shares


def _interval(values: list[float]) -> Interval | None:
    return percentile(shares(resamples(len(values)), np.array(values)[:, None])[:, 0])


def test_a_resample_draws_as_many_as_there_are() -> None:
    drawn = resamples(30)
    assert drawn.shape == (RESAMPLES, 30)
    assert (drawn.sum(axis=1) == 30).all()
    # Each is drawn once on average, and with a chance of (29/30)^30 not at all.
    assert drawn.mean(axis=0) == pytest.approx(1.0, abs=0.1)
    assert (drawn == 0).mean() == pytest.approx((29 / 30) ** 30, abs=0.01)
    assert resamples(0).shape == (RESAMPLES, 0)


def test_all_right_or_all_wrong_leaves_no_doubt() -> None:
    assert _interval([1.0] * 20) == (1.0, 1.0)
    assert _interval([0.0] * 20) == (0.0, 0.0)


def test_half_right_is_as_uncertain_upward_as_downward() -> None:
    found = _interval([1.0, 0.0] * 50)
    assert found is not None
    # Of a hundred questions, 1.96 times the standard error of a share of one half.
    assert found == pytest.approx((0.5 - 0.098, 0.5 + 0.098), abs=0.015)
    assert found[0] + found[1] == pytest.approx(1.0, abs=0.021)


def test_more_questions_make_it_surer() -> None:
    few, many = _interval([1.0, 0.0] * 10), _interval([1.0, 0.0] * 160)
    assert few is not None
    assert many is not None
    assert (few[1] - few[0]) / (many[1] - many[0]) == pytest.approx(4.0, rel=0.25)


@pytest.mark.parametrize("truth", [0.3, 0.7])
def test_it_holds_the_truth_about_as_often_as_it_says(truth: float) -> None:
    drawn = np.random.default_rng(7).random((150, 400)) < truth  # questions, samples of them
    estimates = shares(resamples(150), drawn.astype(np.float64))
    ends = [percentile(column) for column in estimates.T]
    held = [one is not None and one[0] <= truth <= one[1] for one in ends]
    assert 0.91 <= np.mean(held) <= 0.98


def test_what_does_not_count_is_left_out() -> None:
    values = np.array([[1.0, np.nan], [0.0, np.nan], [np.nan, np.nan]])
    found = shares(np.ones((1, 3)), values)
    assert found[0, 0] == 0.5
    assert np.isnan(found[0, 1])
    assert percentile(np.array([np.nan, np.nan])) is None
    assert percentile(np.array([np.nan, 0.5])) == (0.5, 0.5)
