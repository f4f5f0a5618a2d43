"""Differences between wordings: nothing that changed is left out, and what is shown can be read."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from bot.commands.differences import differences

WORDS = st.lists(st.sampled_from(["peace", "war", "the", "Council", "and", "أكد", "1,5", "\n", "\n\n"]), max_size=40)


def test_the_same_words_have_no_differences() -> None:
    assert differences("One.\nTwo.\n", "One.\nTwo.\n") == []


def test_a_word_put_in_and_one_taken_out_are_marked() -> None:
    before = "The Council condemns the attack.\nIt met in Jeddah.\n"
    after = "The Council strongly condemns the attacks.\nIt met in Jeddah.\n"
    (part,) = differences(before, after)
    assert part == "The Council{+ strongly+} condemns the [-attack-]{+attacks+}."


def test_far_from_a_change_words_are_left_out() -> None:
    filler = " ".join(f"word{number}" for number in range(60))
    (part,) = differences(f"{filler} old {filler}", f"{filler} new {filler}")
    assert part.startswith("… word")
    assert part.endswith("…")
    assert "[-old-]{+new+}" in part
    assert len(part) < 120


def test_long_parts_are_still_quick() -> None:
    before = " ".join(f"a{number}" for number in range(9000))
    after = " ".join(f"b{number}" for number in range(9000))
    assert len(differences(before, after)) == 1


@given(WORDS, WORDS)
def test_taken_out_and_put_in_words_are_those_of_the_texts(old: list[str], new: list[str]) -> None:
    before, after = " ".join(old), " ".join(new)
    found = differences(before, after)
    assert bool(found) == (before != after)
    for part in found:
        for taken in re.findall(r"\[-(.*?)-\]", part, re.DOTALL):
            assert taken.strip() in before
        for put in re.findall(r"\{\+(.*?)\+\}", part, re.DOTALL):
            assert put.strip() in after
