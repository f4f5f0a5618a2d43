"""How well a day of issue agrees with the days that a question names: the narrower and the nearer, the better."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.agreement import agreement
from index.question.understanding import Period

DAY = date(2020, 10, 14)
DAYS = st.dates(date(2019, 1, 1), date(2022, 12, 31))


def _period(since: date | None, until: date | None) -> Period:
    return Period(since, until, strict=False)


def _agreement(day: date | None, *periods: Period) -> float:
    return float(agreement(np.array([day.toordinal() if day else 0], np.int32), periods)[0])


@pytest.mark.parametrize(
    ("days", "expected"),
    [(0, 1.0), (1, 0.8), (2, 0.6), (7, 0.6), (8, 0.4), (20, 0.4), (21, 0.0), (365, 0.0)],
)
def test_around_a_named_day_the_nearer_the_better(days: int, expected: float) -> None:
    for sign in (1, -1):
        assert _agreement(DAY + sign * timedelta(days), _period(DAY, DAY)) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        (date(2020, 10, 12), date(2020, 10, 18), 0.9),
        (date(2020, 10, 1), date(2020, 10, 31), 0.8),
        (date(2020, 1, 1), date(2020, 12, 31), 0.4),
        (date(2015, 1, 1), date(2020, 12, 31), 0.2),
        (date(2015, 1, 1), None, 0.2),
        (None, date(2020, 10, 14), 0.2),
    ],
)
def test_within_a_named_period_the_narrower_the_better(since: date | None, until: date | None, expected: float) -> None:
    period = _period(since, until)
    assert _agreement(DAY, period) == pytest.approx(expected)
    for end in (since, until):
        assert end is None or _agreement(end, period) == pytest.approx(expected), "both ends are in it"
    assert since is None or _agreement(since - timedelta(1), period) == 0
    assert until is None or _agreement(until + timedelta(1), period) == 0


def test_the_undated_agree_with_nothing() -> None:
    assert _agreement(None, _period(DAY, DAY), _period(None, DAY), _period(date(1, 1, 1), date(1, 1, 1))) == 0


def test_without_a_period_nothing_agrees() -> None:
    assert _agreement(DAY) == 0
    assert _agreement(DAY, _period(None, None)) == 0
    assert agreement(np.empty(0, np.int32), [_period(DAY, DAY)]).shape == (0,)


@given(days=st.lists(DAYS, max_size=5), periods=st.lists(st.tuples(DAYS, st.integers(0, 400)), max_size=4))
def test_of_several_periods_the_best_counts_for_each_day(days: list[date], periods: list[tuple[date, int]]) -> None:
    named = [_period(first, first + timedelta(length)) for first, length in periods]
    found = agreement(np.array([day.toordinal() for day in days], np.int32), named)
    assert (found.shape, found.dtype.name) == ((len(days),), "float32")
    for day, value in zip(days, found.tolist(), strict=True):
        assert value == pytest.approx(max((_agreement(day, one) for one in named), default=0))
        assert 0 <= value <= 1
