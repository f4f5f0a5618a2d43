"""Asked for the latest or the earliest, statements that are about it come by their day; all others follow."""

from __future__ import annotations

import pytest

from index.answers import extract
from index.answers.question import Question
from index.answers.ranking import NEAR_ENOUGH, Ranked, ordered, rank
from index.answers.search import Searcher
from index.question.understanding import Order
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, Stack, draft

DATED = Stack(
    draft("The first.", day="2020-05-01"),
    draft("The undated."),
    draft("The second.", day="2021-05-01"),
    draft("The third.", day="2022-05-01"),
    draft("The newest, of something else.", day="2023-05-01"),
)


def _ranked(standing: list[float]) -> list[Ranked]:
    return rank(DATED.candidates(standing=standing), DATED.places)


def _ordered(standing: list[float], order: Order | None) -> list[int]:
    found = DATED.candidates(standing=standing)
    return [one.statement for one in ordered(rank(found, DATED.places), found, DATED.places, order)]


@pytest.mark.parametrize(
    ("order", "expected"),
    [(None, [0, 1, 2, 3, 4]), (Order.LATEST, [3, 2, 0, 1, 4]), (Order.EARLIEST, [0, 2, 3, 1, 4])],
)
def test_by_the_day_and_the_undated_behind(order: Order | None, expected: list[int]) -> None:
    assert _ordered([9.0, 8.9, 8.8, 8.7, 2.0], order) == expected


def test_what_is_not_near_enough_stays_behind_as_it_was() -> None:
    best = 9.0
    apart = best - (best - (_ranked([best, -5, -5, -5, -5])[0].score * NEAR_ENOUGH)) - 0.5
    assert _ordered([best, -5, -4, 8.9, apart], Order.LATEST)[:2] == [3, 0]
    assert _ordered([best, -5, -4, 8.9, apart], Order.LATEST)[2:] == [4, 2, 1]


def test_below_zero_what_is_near_the_best_is_about_it_too() -> None:
    assert _ordered([-10.0, -30.0, -10.5, -11.0, -30.5], Order.LATEST) == [3, 2, 0, 1, 4]


def test_on_the_same_day_the_better_stands_first() -> None:
    same = Stack(*(draft(f"Statement {number}.", day="2022-05-01") for number in range(3)))
    found = same.candidates(standing=[8.0, 9.0, 8.5])
    for order in Order:
        assert [one.statement for one in ordered(rank(found, same.places), found, same.places, order)] == [1, 2, 0]


def test_nothing_is_in_no_order() -> None:
    none = Stack()
    assert ordered([], none.candidates(standing=[]), none.places, Order.LATEST) == []


MALI = [
    draft("The Council spoke of the talks in Mali.", "/in/1.md", day="2019-03-02"),
    draft("The Council spoke of the talks in Mali again.", "/in/2.md", day="2022-06-02"),
    draft("The Council spoke of the talks in Mali, and so on.", "/in/3.md", day="2020-06-02"),
    draft("Fish is caught at sea by boats from many harbours.", "/in/4.md", day="2024-06-02"),
]


@pytest.mark.parametrize(
    ("text", "order", "first"),
    [
        ("What is the latest statement on the talks in Mali?", "latest", "2022-06-02"),
        ("What is the first statement on the talks in Mali?", "earliest", "2019-03-02"),
    ],
)
def test_a_question_for_the_latest_or_earliest_is_answered_with_it(
    filled: Filled, encoder: HashedEncoder, text: str, order: str, first: str
) -> None:
    searcher = Searcher(filled(*MALI), encoder)
    answer = searcher.answer(Question.of(text))
    assert answer.understood.order == order
    shown = answer.extracts or answer.nearest
    assert str(shown[0].date.day) == first
    days = [str(one.date.day) for one in shown]
    assert days == sorted(days, reverse=order == "latest")
    assert "2024-06-02" not in days
    assert searcher.find(Question.of(text)).in_order
    assert not searcher.find(Question.of(text, literal=True)).in_order


def test_in_order_the_first_is_quoted_whatever_its_score() -> None:
    found = DATED.candidates(standing=[9.0, -20.0, -20.0, 7.2, -20.0])
    ranked = ordered(rank(found, DATED.places), found, DATED.places, Order.LATEST)
    quotes = [one.quote for one in extract.cut(found, ranked, DATED.places, DATED.wording, in_order=True)]
    assert quotes == ["The third.", "The first."]
