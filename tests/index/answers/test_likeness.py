"""Near-duplicates: nearly the same words and the very same numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.answers.likeness import says_the_same

TOLD = "The Minister thanked the Secretary for the 300 tents that were sent to the camps of the north in spring."


@pytest.mark.parametrize(
    "other",
    [
        TOLD,
        TOLD.upper(),
        "The Minister thanked the Secretary for the 300 tents which were sent to the camps of the north in spring.",
        "The Minister thanked the Secretary for the 300 tents that were sent to the camps of the north, in spring",
    ],
)
def test_the_same_in_nearly_the_same_words(other: str) -> None:
    assert says_the_same(TOLD, other)


@pytest.mark.parametrize(
    "other",
    [
        TOLD.replace("300", "350"),
        TOLD.replace("300 ", ""),
        "The Minister thanked the Secretary for the 300 tents.",
        "The President asked the Secretary why the 300 tents had never come to the towns of the south this year.",
        "",
    ],
)
def test_another_number_or_other_words_are_something_else(other: str) -> None:
    assert not says_the_same(TOLD, other)


def test_few_words_are_the_same_only_when_all_are() -> None:
    assert says_the_same("We condemn it.", "WE CONDEMN IT")
    assert not says_the_same("We condemn it.", "We condone it.")


def test_arabic_is_compared_as_it_is_searched() -> None:
    assert says_the_same("أدانت المنظمةُ الاعتداءَ على المسجد الأقصى", "ادانت المنظمة الاعتداء على المسجد الاقصى")


@given(st.text(max_size=60), st.text(max_size=60))
def test_it_is_symmetric_and_reflexive(one: str, other: str) -> None:
    assert says_the_same(one, one)
    assert says_the_same(one, other) == says_the_same(other, one)
