"""Two runs side by side: what was planted is found, and chance is told as the binomial has it."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.errors import EvaluationError
from index.evaluation import Outcome
from index.evaluation.comparison import Aspect, compare, sign_test
from tests.index.evaluation.making import NO_ANSWER, OUTCOMES, numbered, outcome, run_of

BEFORE = numbered(OUTCOMES)


def _changes(now: Sequence[Outcome]) -> dict[str, Aspect]:
    return {one.name: one for one in compare(run_of(BEFORE), run_of(now), "before.json").aspects}


def test_the_sign_test_is_exact() -> None:
    # Two-sided: twice the tail of the binomial with one half, at most 1.
    assert sign_test(0, 0) == 1.0
    assert sign_test(1, 1) == 1.0
    assert sign_test(5, 0) == 2 / 32
    assert sign_test(8, 2) == 2 * (1 + 10 + 45) / 1024
    assert sign_test(2, 8) == sign_test(8, 2)
    assert sign_test(3000, 0) == pytest.approx(0.0)


@given(st.integers(0, 60), st.integers(0, 60))
def test_the_sign_test_is_a_probability_that_falls_with_the_difference(better: int, worse: int) -> None:
    found = sign_test(better, worse)
    assert 0 < found <= 1
    assert sign_test(max(better, worse) + 1, min(better, worse)) <= found


def test_a_run_beside_itself_has_no_changes() -> None:
    aspects = _changes(BEFORE).values()
    assert [(one.better, one.worse, one.probability) for one in aspects] == [((), (), 1.0)] * 4
    assert [one.same for one in aspects] == [4, 4, 7, 4]


def test_what_got_better_or_worse_is_found_and_counted() -> None:
    now = list(BEFORE)
    now[1] = dataclasses.replace(now[1], rank=1, shown=(True, False), quoted=(False, False))
    now[2] = dataclasses.replace(now[2], answered=True, shown=(False, True), quoted=(False, True))
    now[0] = dataclasses.replace(now[0], answered=False, shown=(), quoted=(), rank=4)
    now[4] = dataclasses.replace(now[4], answered=True, shown=(False,))
    found = _changes(now)
    shown = found["first gold statement among those shown"]
    assert [(one.id, one.before, one.now) for one in shown.better] == [
        ("q1", "place 2", "place 1"),
        ("q2", "not there", "place 2"),
    ]
    assert [(one.id, one.before, one.now) for one in shown.worse] == [("q0", "place 1", "not there")]
    assert (shown.same, shown.probability) == (1, 1.0)
    assert shown.better[0].question == "When was 1?"
    quoted = found["gold sentence in an extract shown"].as_json()
    assert (quoted["better"], quoted["worse"], quoted["same"], quoted["p"]) == (["q2"], ["q0", "q1"], 1, 1.0)
    rightly = found["answered or silent rightly"].as_json()
    assert (rightly["better"], rightly["worse"], rightly["same"]) == (["q2"], ["q0", "q4"], 4)
    ranking = found["gold statement in the ranking"].as_json()
    assert (ranking["better"], ranking["worse"]) == (["q1"], ["q0"])


def test_another_archive_or_index_is_said() -> None:
    before, now = run_of(BEFORE), dataclasses.replace(run_of(BEFORE), sequence=8, recipe="other")
    first, second = compare(before, now, "before.json").circumstances
    assert "at 7 and is at 8" in first
    assert "hashed, now by other" in second
    assert compare(before, before, "before.json").circumstances == ()


@pytest.mark.parametrize(
    ("now", "same"),
    [
        (BEFORE[:-1], 6),
        ([*BEFORE, outcome(dataclasses.replace(NO_ANSWER, id="more"))], 7),
        ([dataclasses.replace(BEFORE[0], case=dataclasses.replace(BEFORE[0].case, question="?")), *BEFORE[1:]], 6),
        (numbered(BEFORE[::-1]), 1),
    ],
)
def test_a_run_of_other_questions_is_refused(now: list[Outcome], same: int) -> None:
    with pytest.raises(EvaluationError, match=rf"^before\.json: is a run of other questions: .* {same} are the same"):
        compare(run_of(BEFORE), run_of(now), "before.json")


def test_a_run_comes_back_as_it_was_saved(tmp_path: Path) -> None:
    run = run_of(BEFORE)
    run.save(tmp_path / "run.json")
    assert type(run).load(tmp_path / "run.json") == run
