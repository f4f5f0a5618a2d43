"""Passages that hold the document number that is asked for stand before all others."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers import holding
from index.answers.holding import WORTH, holds
from index.answers.question import Question
from index.answers.ranking import rank
from index.answers.search import Searcher
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, Stack, draft


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("It recalled resolution 2334 of the Council.", "2334"),
        ("It recalled resolution 2334 (2016).", "2334"),
        ("It recalled resolution 2334.", "2334"),
        ("Le Conseil rappelle sa résolution n° 2334, adoptée hier.", "2334"),
        ("يشير إلى القرار ٢٣٣٤ للمجلس", "2334"),
        ("See document S/2020/15, annex.", "S/2020/15"),
        ("See document s / 2020 / 15, annex.", "S/2020/15"),
        ("S/2020/15", "s/2020/15"),
        ("Decision (CFSP) 2020/1999 of the Council", "2020/1999"),
    ],
)
def test_a_text_holds_a_number_whatever_its_spaces_and_case(text: str, reference: str) -> None:
    assert holds(text, reference)


@pytest.mark.parametrize(
    ("text", "reference"),
    [
        ("It recalled resolution 12334 of the Council.", "2334"),
        ("It recalled resolution 23345.", "2334"),
        ("A sum of 2334.50 was paid.", "2334"),
        ("A sum of 1.2334 was paid.", "2334"),
        ("See document S/2020/150.", "S/2020/15"),
        ("See document S/2020/15/2.", "S/2020/15"),
        ("See document A/S/2020/15.", "S/2020/15"),
        ("Nothing of the kind.", "2334"),
        ("", "2334"),
    ],
)
def test_a_longer_number_or_symbol_is_another(text: str, reference: str) -> None:
    assert not holds(text, reference)


@given(number=st.integers(100, 99999), other=st.integers(100, 99999))
def test_a_number_is_held_by_itself_only(number: int, other: int) -> None:
    assert holds(f"the resolution {other} of the council", str(number)) == (number == other)


STACK = Stack(
    draft("The Council met."),
    draft("It adopted resolution 2334 in the evening."),
    draft("It adopted something in the evening.", title="Resolution 2334 (2016)"),
    draft("It adopted resolution 2335 in the evening."),
)


def test_what_holds_it_is_worth_more_and_half_as_much_in_the_title() -> None:
    found = STACK.candidates(standing=[1, 0, 0, 0], extra=[0.5, 0, 0, 0.25])
    weighed = holding.weighed(["2334"], found, STACK.places, STACK.wording)
    np.testing.assert_allclose(weighed.extra, [0.5, WORTH, WORTH / 2, 0.25])
    np.testing.assert_allclose(found.extra, [0.5, 0, 0, 0.25], err_msg="what was given stays")
    assert [one.statement for one in rank(weighed, STACK.places)] == [1, 2, 0, 3]


def test_one_of_several_numbers_is_enough() -> None:
    found = STACK.candidates(standing=[0, 0, 0, 0])
    weighed = holding.weighed(["9999", "2335"], found, STACK.places, STACK.wording)
    np.testing.assert_allclose(weighed.extra, [0, 0, 0, WORTH])


def test_only_the_best_passages_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(holding, "LOOKED_AT", 2)
    found = STACK.candidates(standing=[3, 0, 2, 1])
    weighed = holding.weighed(["2334"], found, STACK.places, STACK.wording)
    np.testing.assert_allclose(weighed.extra, [0, 0, WORTH / 2, 0])


def test_nothing_found_holds_nothing() -> None:
    none = Stack()
    assert len(holding.weighed(["2334"], none.candidates(standing=[]), none.places, none.wording)) == 0


def test_a_question_with_a_number_is_answered_by_what_holds_it(filled: Filled, encoder: HashedEncoder) -> None:
    many = [
        draft(f"What resolution {number} says about settlements is what it says.", f"/in/{number}.md")
        for number in range(2300, 2330)
    ]
    the_one = draft("Israel was called upon to stop by 2334, it was told on the day.", "/in/2334.md")
    archive = filled(*many, the_one)
    question = Question.of("What does resolution 2334 say about settlements?")
    assert question.references == ("2334",)
    found = Searcher(archive, encoder).find(question)
    best = found.snapshot.places[int(found.candidates.ordinals[found.ranked[0].rows[0]])]
    assert archive.statement(best.statement_id).source == the_one.source
    literal = Searcher(archive, encoder).find(Question.of(question.text, literal=True))
    assert not literal.candidates.extra.any()
    assert found.candidates.extra.max() == WORTH
