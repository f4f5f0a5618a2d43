"""What the server does to a text, and where the entities are afterwards."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.simulator.detection import with_detected
from bot.simulator.errors import RefusedError
from bot.simulator.text import chunks, clean, clean_message, utf16_length, utf16_slice

# What is changed, what must not be, and what has two UTF-16 units.
ALPHABET = "ab é\u0627\n\t\x00\r\u2028\u202b\u202e\u030a\u0333\u033f\u200e\u200f\u200c\u2068\u2069\U0001f44d\U00010348"
TEXTS = st.text(alphabet=ALPHABET, max_size=40)


def bold(offset: int, length: int) -> dict[str, Any]:
    return {"type": "bold", "offset": offset, "length": length}


def same_marks(text: str) -> str:
    """Direction marks look at their neighbours, which a slice does not have: take them for equal."""
    return text.translate(dict.fromkeys((0x200C, 0x200E, 0x200F), "x"))


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[tuple[int, int]]]:
    """Return a text with a letter at both ends, and spans of it in code points."""
    text = "a" + draw(TEXTS) + "b"
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] != pair[1])
    return text, [(min(pair), max(pair)) for pair in draw(st.lists(ends, max_size=4))]


@given(marked())
def test_entities_stay_on_their_characters(given_text: tuple[str, list[tuple[int, int]]]) -> None:
    text, spans = given_text
    entities = [bold(utf16_length(text[:start]), utf16_length(text[start:end])) for start, end in spans]
    shown, moved = clean(text, entities)
    covered = sorted(same_marks(utf16_slice(shown, entity["offset"], entity["length"])) for entity in moved)
    # A letter on each side keeps the slice alone from being trimmed.
    alone = [same_marks(clean(f"a{text[start:end]}b")[0][1:-1]) for start, end in spans]
    assert covered == sorted(piece for piece in alone if piece)


@given(TEXTS)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    whole = [bold(0, utf16_length(text))] if text else []
    shown, moved = clean(text, whole)
    assert clean(shown, moved) == (shown, moved)
    assert moved == ([bold(0, utf16_length(shown))] if shown else [])


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\x00c\x1fd", "a b c d"),
        ("a\r\nb", "a\nb"),
        ("a\u2028b\u2029c\u202ad\u202be\u202cf\u202dg\u202eh", "abcdefgh"),
        ("a\u030a b\u0333 c\u033f", "a b c"),
        ("\u00e5 \u0301", "\u00e5 \u0301"),
        ("x\u200e\u200f\u200ey", "x\u200c\u200c\u200ey"),
        ("x\u200ey\u200fz", "x\u200ey\u200fz"),
        ("\u2068OCI\u2069 \u00a0", "\u2068OCI\u2069 \u00a0"),
        (" \n\t a b \n ", "a b"),
    ],
)
def test_what_the_server_changes(text: str, shown: str) -> None:
    assert clean(text)[0] == shown


def test_trimming_moves_and_cuts_entities() -> None:
    assert clean("  ab  ", [bold(0, 3), bold(3, 3), bold(0, 2)]) == ("ab", [bold(0, 1), bold(1, 1)])


@pytest.mark.parametrize(
    ("entity", "problem"),
    [
        (bold(2, 1), "begins in the middle"),
        (bold(0, 2), "ends in the middle"),
        (bold(3, 3), "ends after the end of the text at 5"),
        (bold(-1, 2), "offset must be 0 or more"),
        (bold(0, 0), "length 1 or more"),
        ({"type": "loud", "offset": 0, "length": 1}, "unknown type"),
        ({"type": "text_link", "offset": 0, "length": 1}, '"url" is missing'),
    ],
)
def test_an_entity_that_fits_no_characters_is_refused(entity: dict[str, Any], problem: str) -> None:
    with pytest.raises(RefusedError, match=problem) as told:
        clean("a\U0001f44dbc", [entity])
    assert told.value.code == 400


@pytest.mark.parametrize(
    ("kind", "offset", "length", "refused"),
    [
        ("blockquote", 2, 2, True),
        ("expandable_blockquote", 4, 4, True),
        ("text_link", 4, 4, True),
        ("text_link", 1, 3, False),
        ("bold", 4, 4, False),
        ("blockquote", 5, 2, False),
    ],
)
def test_what_telegram_would_silently_drop_is_refused(kind: str, offset: int, length: int, *, refused: bool) -> None:
    quote = {"type": "blockquote", "offset": 0, "length": 5}
    other = {"type": kind, "offset": offset, "length": length, "url": "https://example.org/"}
    if refused:
        with pytest.raises(RefusedError, match="silently drop"):
            clean("abcdefghij", [quote, other])
    else:
        assert len(clean("abcdefghij", [quote, other])[1]) == 2


def test_the_limit_counts_utf16_units_after_cleaning() -> None:
    assert utf16_length(clean_message(" \r" + "\U0001f44d" * 2048, [])[0]) == 4096
    with pytest.raises(RefusedError, match="message is too long"):
        clean_message("a" + "\U0001f44d" * 2048, [])
    with pytest.raises(RefusedError, match="message text is empty"):
        clean_message("\u2028 \t\n", [])
    with pytest.raises(RefusedError, match="101 entities"):
        clean_message("a" * 101, [bold(each, 1) for each in range(101)])


@given(st.text(alphabet="ab\U0001f44d", max_size=30), st.integers(2, 9))
def test_a_pasted_text_is_cut_between_characters(text: str, limit: int) -> None:
    pieces = chunks(text, limit)
    assert "".join(pieces) == text
    assert max(map(utf16_length, pieces)) <= limit


def found(text: str, *entities: dict[str, Any]) -> list[tuple[str, str]]:
    shown = with_detected(text, entities)
    return [(each["type"], utf16_slice(text, each["offset"], each["length"])) for each in shown]


def test_the_server_finds_links_mentions_hashtags_and_commands() -> None:
    text = (
        "\U0001f44d /start@try_bot https://oic-oci.org/x?y=(1). oci.org, #ONU2024 @onrecord a@b.org 1/2 #12 e.g. 3.14"
    )
    assert found(text) == [
        ("bot_command", "/start@try_bot"),
        ("url", "https://oic-oci.org/x?y=(1"),
        ("url", "oci.org"),
        ("hashtag", "#ONU2024"),
        ("mention", "@onrecord"),
        ("email", "a@b.org"),
    ]


def test_nothing_is_found_inside_a_link_or_across_the_edge_of_a_quote() -> None:
    text = "see https://example.org/page"
    link = {"type": "text_link", "offset": 0, "length": 28, "url": "https://example.org/"}
    assert found(text, link) == [("text_link", text)]
    assert found(text, {"type": "blockquote", "offset": 0, "length": 10}) == [("blockquote", text[:10])]
    assert ("url", "https://example.org/page") in found(text, {"type": "blockquote", "offset": 0, "length": 28})
