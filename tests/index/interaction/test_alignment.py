"""Which pieces of words belong to which words, and their mean, as a slow and obvious way has it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.interaction.alignment import content_words, pieces_of, pooled
from index.text.analysis import Token

Pairs = list[tuple[int, int]]


@st.composite
def _stretches(draw: st.DrawFn, least: int) -> Pairs:
    """Give stretches in ascending order, none over another, each of at least ``least`` characters."""
    found, at = [], 0
    for gap, length in draw(st.lists(st.tuples(st.integers(0, 3), st.integers(least, 5)), max_size=12)):
        found.append((at + gap, at + gap + length))
        at += gap + length
    return found


@st.composite
def _offsets(draw: st.DrawFn) -> Pairs:
    """Give what a tokenizer says: pieces in ascending order, the ends of the sequence and padding standing nowhere."""
    ends: Pairs = [(0, 0)]
    return [*ends, *draw(_stretches(1)), *ends * draw(st.integers(1, 3))]


def _token(start: int, end: int) -> Token:
    return Token("x" * (end - start), "x" * (end - start), start, end)


def _slowly(words: Pairs, offsets: Pairs, shift: int) -> dict[int, list[int]]:
    """Return the pieces that share a character with each word, by the numbers of both; words without one are left."""
    found = {}
    for number, (start, end) in enumerate(words):
        characters = set(range(start + shift, end + shift))
        mine = [at for at, (first, last) in enumerate(offsets) if characters & set(range(first, last))]
        if mine:
            found[number] = mine
    return found


def _found(words: Pairs, offsets: Pairs, shift: int) -> tuple[list[int], np.ndarray]:
    return pieces_of([_token(*word) for word in words], np.array(offsets, np.int64), shift)


@given(words=_stretches(1), offsets=_offsets(), shift=st.integers(0, 12))
def test_a_word_has_the_pieces_that_share_a_character_with_it(words: Pairs, offsets: Pairs, shift: int) -> None:
    there, rows = _found(words, offsets, shift)
    expected = _slowly(words, offsets, shift)
    assert there == list(expected)
    assert rows.shape == (len(expected), 2)
    assert [list(range(first, last)) for first, last in rows.tolist()] == list(expected.values())


@given(words=_stretches(1), offsets=_offsets(), seed=st.integers(0, 99))
def test_a_word_is_the_mean_of_its_pieces(words: Pairs, offsets: Pairs, seed: int) -> None:
    pieces = np.random.default_rng(seed).standard_normal((len(offsets), 3)).astype(np.float32)
    _, rows = _found(words, offsets, 0)
    expected = [pieces[mine].mean(axis=0) for mine in _slowly(words, offsets, 0).values()]
    found = pooled(pieces, rows)
    assert (found.shape, found.dtype.name) == ((len(expected), 3), "float32")
    np.testing.assert_allclose(found, np.array(expected).reshape(-1, 3), atol=1e-5)


def test_a_word_behind_the_last_piece_was_cut_off() -> None:
    there, rows = _found([(0, 3), (4, 7), (8, 11)], [(0, 0), (0, 3), (3, 5), (0, 0)], 0)
    assert (there, rows.tolist()) == ([0, 1], [[1, 2], [2, 3]])


def test_the_prompt_has_no_words() -> None:
    there, rows = _found([(0, 4)], [(0, 0), (0, 5), (5, 6), (7, 9), (9, 11), (0, 0)], 7)
    assert (there, rows.tolist()) == ([0], [[3, 5]])


def test_without_pieces_there_are_no_words() -> None:
    there, rows = _found([(0, 4)], [(0, 0), (0, 0)], 0)
    assert (there, rows.shape) == ([], (0, 2))
    assert pooled(np.ones((2, 3), np.float32), rows).shape == (0, 3)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("When was the truce in Yemen extended?", ["truce", "Yemen", "extended"]),
        ("La trêve au Yémen", ["trêve", "Yémen"]),
        ("who was it?", ["who", "was", "it"]),
        ("… ?", []),
    ],
)
def test_content_words_carry_a_subject_or_there_are_no_others(text: str, expected: list[str]) -> None:
    found = content_words(text)
    assert [one.word for one in found] == expected
    assert [text[one.start : one.end] for one in found] == expected
