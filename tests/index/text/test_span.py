"""A span is a slice, and trimming one leaves white space out and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.text.span import Span, trimmed


def test_a_span_is_a_slice() -> None:
    span = Span(3, 8)
    assert (span.length, "an exact span"[span.start : span.end]) == (5, "exact")
    assert span == (3, 8)


@pytest.mark.parametrize(
    ("text", "start", "end", "span"),
    [
        (" a b ", 0, 5, Span(1, 4)),
        ("ab", 0, 2, Span(0, 2)),
        ("\u00a0\u202f«\u3000»\n", 0, 6, Span(2, 5)),
        ("\u200ea\u200e", 0, 3, Span(0, 3)),
        (" \n\u00a0", 0, 3, None),
        ("abc", 1, 1, None),
        ("", 0, 0, None),
    ],
)
def test_white_space_at_both_ends_is_left_out(text: str, start: int, end: int, span: Span | None) -> None:
    assert trimmed(text, start, end) == span


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab \n\u00a0é"), max_size=20), st.data())
def test_the_slice_is_the_stripped_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    span = trimmed(text, start, end)
    assert (text[span.start : span.end] if span else "") == text[start:end].strip()
    assert span is None or start <= span.start < span.end <= end
