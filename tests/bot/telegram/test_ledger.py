"""The offset never passes an update that was not answered, and nothing is taken twice."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from bot.telegram.ledger import Ledger


def test_nothing_seen_nothing_to_ask_for() -> None:
    ledger = Ledger()
    assert ledger.offset is None
    assert ledger.is_settled
    assert ledger.take([]) == set()
    assert ledger.offset is None


def test_the_offset_waits_for_the_oldest() -> None:
    ledger = Ledger()
    assert ledger.take([5, 6, 7]) == {5, 6, 7}
    ledger.finish(6)
    ledger.finish(7)
    assert ledger.offset == 5
    assert ledger.take([5, 6, 7, 8]) == {8}
    ledger.finish(5)
    assert ledger.offset == 8
    ledger.finish(8)
    assert ledger.offset == 9


def test_it_knows_what_telegram_knows() -> None:
    ledger = Ledger()
    ledger.take([5])
    ledger.finish(5)
    assert not ledger.is_settled
    ledger.confirm(6)
    assert ledger.is_settled


def test_numbers_that_start_anew_after_a_quiet_week() -> None:
    ledger = Ledger()
    ledger.take([900])
    ledger.finish(900)
    ledger.confirm(901)
    assert ledger.take([17]) == {17}
    assert ledger.offset == 17
    ledger.finish(17)
    assert ledger.offset == 18


@given(st.integers(0, 2**32), st.integers(1, 60))
def test_against_a_server_that_serves_what_is_not_confirmed(seed: int, updates: int) -> None:
    chance = random.Random(seed)  # noqa: S311  # not a secret
    waiting, ledger, in_hand = list(range(100, 100 + updates)), Ledger(), set[int]()
    answered: list[int] = []
    while waiting:
        offset = ledger.offset
        dropped = [number for number in waiting if number < (offset or 0)]
        assert set(dropped) <= set(answered)
        waiting = [number for number in waiting if number >= (offset or 0)]
        ledger.confirm(offset)
        in_hand |= ledger.take(waiting[: chance.randint(1, 10)])
        for number in chance.sample(sorted(in_hand), chance.randint(0, len(in_hand))):
            in_hand.remove(number)
            answered.append(number)
            ledger.finish(number)
    assert sorted(answered) == list(range(100, 100 + updates))
