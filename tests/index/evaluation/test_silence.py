"""The area under the curve and the trade of answers for silence, against counting by hand."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.evaluation.silence import curve, separation

# Few distinct values: ties are what goes wrong.
_QUESTIONS = st.lists(st.tuples(st.integers(0, 8).map(lambda at: at / 8), st.booleans()), max_size=25)
_BOTH = _QUESTIONS.filter(lambda found: len({has for _, has in found}) == 2)


def _separation(found: Sequence[tuple[float, bool]], weights: Sequence[float] | None = None) -> tuple[float, float]:
    confidence = np.array([one for one, _ in found], np.float64)
    answerable = np.array([has for _, has in found], np.bool_)
    rows = np.ones((1, len(found))) if weights is None else np.array([weights], np.float64)
    area, silent = separation(confidence, answerable, rows)
    return float(area[0]), float(silent[0])


@given(_BOTH)
def test_the_area_is_the_share_of_pairs_in_the_right_order(found: list[tuple[float, bool]]) -> None:
    pairs = [(a, b) for a, has in found if has for b, other in found if not other]
    expected = sum(1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs) / len(pairs)
    assert _separation(found)[0] == pytest.approx(expected)


@given(_BOTH)
def test_silence_at_nine_in_ten_is_that_of_the_best_threshold(found: list[tuple[float, bool]]) -> None:
    answerable = [one for one, has in found if has]
    others = [one for one, has in found if not has]
    allowed = [at for at in (n / 8 for n in range(9)) if sum(a >= at for a in answerable) >= 0.9 * len(answerable)]
    expected = max((sum(one < at for one in others) / len(others) for at in allowed), default=0.0)
    assert _separation(found)[1] == pytest.approx(expected)


@given(_BOTH.flatmap(lambda found: st.tuples(st.just(found), st.lists(st.integers(0, 3), min_size=25, max_size=25))))
def test_a_weight_is_a_question_that_often(given_: tuple[list[tuple[float, bool]], list[int]]) -> None:
    found, drawn = given_
    repeated = [one for one, times in zip(found, drawn, strict=False) for _ in range(times)]
    expected = _separation(repeated) if repeated else (math.nan, math.nan)
    assert _separation(found, drawn[: len(found)]) == pytest.approx(expected, nan_ok=True)


@given(_BOTH)
def test_the_curve_goes_from_all_answered_to_all_silent(found: list[tuple[float, bool]]) -> None:
    confidence = np.array([one for one, _ in found])
    answerable = np.array([has for _, has in found])
    rows = curve(confidence, answerable)
    assert rows[0, 1:].tolist() == [1.0, 0.0]
    assert rows[-1, 1:].tolist() == [0.0, 1.0]
    for threshold, answered, silent in rows:
        assert answered == pytest.approx(np.mean(confidence[answerable] >= threshold))
        assert silent == pytest.approx(np.mean(confidence[~answerable] < threshold))


@pytest.mark.parametrize("found", [[], [(0.5, True)], [(0.5, False), (0.7, False)]])
def test_one_sort_alone_cannot_be_told_apart(found: list[tuple[float, bool]]) -> None:
    assert _separation(found) == pytest.approx((math.nan, math.nan), nan_ok=True)
