"""Composing: offsets are those of the pieces as they are added; lengths are in the units that Telegram counts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.composing import Composer
from bot.conversation.measure import clipped, reach, reach_back, units
from bot.conversation.reply import Callback, Mark, Quote, Span

TEXT = st.text(alphabet="a😀é \nس", max_size=60)


def test_marks_and_quotes_keep_their_offsets() -> None:
    composer = Composer("en").line("😀 head", Mark.BOLD).quote("stored words", 7, ("id", 2, "hash")).line()
    at = composer.length
    reply = composer.add("link", Mark.LINK, "https://example.org/").mark(Mark.ITALIC, at, at + 2).reply()
    assert reply.text == "😀 head\nstored words\nlink"
    assert reply.spans == (
        Span(Mark.BOLD, 0, 6),
        Span(Mark.QUOTE, 7, 19),
        Span(Mark.LINK, 20, 24, "https://example.org/"),
        Span(Mark.ITALIC, 20, 22),
    )
    assert reply.quotes == (Quote(7, "id", 2, 7, 19, "hash"),)
    assert reply.language == "en"
    assert not reply.in_place


def test_a_quote_inside_a_line_is_carried_without_a_mark() -> None:
    reply = Composer("en").add("“").quote("words", 0, ("id", 1, "hash"), mark=None).line("”").reply()
    assert reply.text == "“words”"
    assert reply.spans == ()
    assert reply.quotes[0].at == 1


def test_white_space_at_the_end_goes_and_spans_with_it() -> None:
    reply = Composer("en").add("words  ", Mark.BOLD).line().add(" ", Mark.ITALIC).reply()
    assert reply.text == "words"
    assert reply.spans == (Span(Mark.BOLD, 0, 5),)


def test_an_empty_row_of_buttons_and_an_empty_mark_add_nothing() -> None:
    button = Callback("Next", "t:1")
    reply = Composer("en").add("", Mark.BOLD).add("words").buttons().buttons(button).reply()
    assert reply.buttons == ((button,),)
    assert reply.spans == ()


def test_lengths() -> None:
    composer = Composer("en").add("a😀").add("é")
    assert (composer.length, composer.units) == (3, 4)


@given(TEXT)
def test_units_are_those_of_utf_16(text: str) -> None:
    assert units(text) == len(text.encode("utf-16-le")) // 2


@given(TEXT, st.integers(0, 60), st.integers(0, 80))
def test_reach_is_as_far_as_fits_and_no_further(text: str, start: int, most: int) -> None:
    start = min(start, len(text))
    end = reach(text, start, most)
    assert units(text[start:end]) <= most
    assert end == len(text) or units(text[start : end + 1]) > most
    first = reach_back(text, start, most)
    assert units(text[first:start]) <= most
    assert first == 0 or units(text[first - 1 : start]) > most


def test_a_clipped_title_keeps_whole_words_on_one_line() -> None:
    assert clipped("A short\n title ", 20) == "A short title"
    assert clipped("one two three", 8) == "one two […]"
    assert clipped("one two three", 7) == "one two […]"
    assert clipped("one two three", 6) == "one […]"
    assert clipped("x" * 30, 10) == "x" * 10 + " […]"
    assert clipped("😀" * 30, 11) == "😀" * 5 + " […]"
