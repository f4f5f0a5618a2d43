"""Memory: one turn a talk, for ten minutes, never more talks than it may hold, and nothing of it to be seen."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.memory import MINUTES, Memory, Turn

ADA, BEN = b"ada", b"ben"


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now


def test_each_talk_has_its_own_last_turn() -> None:
    memory = Memory(Clock())
    memory.keep(ADA, Turn("Mali?"))
    memory.keep(BEN, Turn("Sudan?"))
    memory.keep(ADA, Turn("Niger?", date(2024, 3, 1)))
    assert memory.recall(ADA) == Turn("Niger?", date(2024, 3, 1))
    assert memory.recall(BEN) == Turn("Sudan?")
    assert memory.recall(b"someone else") is None
    assert len(memory) == 2


def test_who_cannot_be_told_from_others_is_not_remembered() -> None:
    memory = Memory(Clock())
    memory.keep(None, Turn("Mali?"))
    assert memory.recall(None) is None
    assert len(memory) == 0


def test_it_is_forgotten_after_some_minutes() -> None:
    clock = Clock()
    memory = Memory(clock)
    memory.keep(ADA, Turn("Mali?"))
    clock.now += MINUTES * 60 - 1
    assert memory.recall(ADA)
    memory.keep(BEN, Turn("Sudan?"))
    clock.now += 1
    assert memory.recall(ADA) is None
    assert len(memory) == 1, "what is old is dropped, not only hidden"
    assert memory.recall(BEN)


def test_a_new_turn_is_remembered_for_its_own_time() -> None:
    clock = Clock()
    memory = Memory(clock)
    memory.keep(ADA, Turn("Mali?"))
    clock.now += MINUTES * 60 - 1
    memory.keep(ADA, Turn("Niger?"))
    clock.now += MINUTES * 60 - 1
    assert memory.recall(ADA) == Turn("Niger?")


def test_the_oldest_talk_makes_room() -> None:
    memory = Memory(Clock(), talks=2)
    for talk in (ADA, BEN, ADA, b"eve"):
        memory.keep(talk, Turn("Mali?"))
    assert memory.recall(BEN) is None
    assert memory.recall(ADA)
    assert memory.recall(b"eve")


@given(st.lists(st.tuples(st.binary(max_size=2), st.floats(0, 900)), max_size=40))
def test_it_never_holds_more_than_it_may_nor_what_is_old(kept: list[tuple[bytes, float]]) -> None:
    clock = Clock()
    memory = Memory(clock, talks=3)
    last: dict[bytes, float] = {}
    for talk, wait in kept:
        clock.now += wait
        memory.keep(talk, Turn(repr(talk)))
        last[talk] = clock.now
        assert len(memory) <= 3
        for one, at in last.items():
            if found := memory.recall(one):
                assert found.question == repr(one)
                assert clock.now - at < MINUTES * 60


def test_a_turn_does_not_show_what_was_asked() -> None:
    memory = Memory(Clock())
    memory.keep(ADA, Turn("the secret question", date(2024, 3, 1)))
    for shown in (repr(Turn("the secret question", date(2024, 3, 1))), repr(memory), str(memory)):
        assert "secret" not in shown
        assert "2024" not in shown
