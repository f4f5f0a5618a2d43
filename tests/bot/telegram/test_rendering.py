"""A reply as Telegram takes it: entities cover what they should, limits hold, and no quote would be shown changed."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.reply import Button, Callback, Copy, Link, Mark, Quote, Reply, Span
from bot.errors import MisquoteError, RenderingError
from bot.telegram.rendering import render, utf16_length

SAMPLES = ["é", "e\u0301", "👩‍🚀", "🇫🇷", "𝄢", "القدس", "ل\u0650", "\u2068", "Ⅷ", " ", "\n", "<2%", "a", "𓂀", "\u200f"]
TEXTS = st.lists(st.sampled_from(SAMPLES) | st.characters(codec="utf-8"), min_size=1, max_size=60).map("".join)


def units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


@st.composite
def marked(draw: st.DrawFn) -> Reply:
    """Build a reply with any text and any spans in it."""
    text = draw(TEXTS.filter(str.strip))
    ends = st.tuples(st.integers(0, len(text)), st.integers(0, len(text))).filter(lambda pair: pair[0] != pair[1])
    spans = []
    for mark, pair in draw(st.lists(st.tuples(st.sampled_from(Mark), ends), max_size=8)):
        url = "https://example.org/" if mark is Mark.LINK else None
        spans.append(Span(mark, min(pair), max(pair), url))
    return Reply(text, "en", tuple(spans))


@given(marked())
def test_every_entity_covers_its_span_in_utf16(reply: Reply) -> None:
    rendered = render(reply)
    raw = rendered.text.encode("utf-16-le")
    shown = [
        (entity.type, raw[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le"), entity.url)
        for entity in rendered.entities
    ]
    meant = [(span.mark.value, reply.text[span.start : span.end], span.url) for span in reply.spans]
    assert sorted(shown, key=repr) == sorted(meant, key=repr)
    assert rendered.text == reply.text


@given(marked())
def test_entities_come_in_reading_order_the_enclosing_one_first(reply: Reply) -> None:
    places = [(entity.offset, -entity.length) for entity in render(reply).entities]
    assert places == sorted(places)


@given(TEXTS)
def test_length_is_counted_in_utf16(text: str) -> None:
    assert utf16_length(text) == units(text)


def test_a_blockquote_comes_before_a_bold_of_the_same_extent() -> None:
    reply = Reply("said", "en", (Span(Mark.BOLD, 0, 4), Span(Mark.QUOTE, 0, 4)))
    assert [entity.type for entity in render(reply).entities] == ["blockquote", "bold"]


@pytest.mark.parametrize("text", ["a" * 4096, "𝄢" * 2048])
def test_a_text_may_be_as_long_as_telegram_takes_and_no_longer(text: str) -> None:
    assert render(Reply(text, "en")).text == text
    with pytest.raises(RenderingError, match="4097"):
        render(Reply(text + "b", "en"))


def test_a_hundred_spans_and_no_more() -> None:
    spans = tuple(Span(Mark.BOLD, at, at + 1) for at in range(101))
    assert len(render(Reply("x" * 200, "en", spans[:100])).entities) == 100
    with pytest.raises(RenderingError, match="101 marked spans"):
        render(Reply("x" * 200, "en", spans))


@pytest.mark.parametrize(
    "span",
    [Span(Mark.BOLD, 0, 9), Span(Mark.BOLD, -1, 2), Span(Mark.BOLD, 2, 2), Span(Mark.BOLD, 3, 2)],
)
def test_a_span_outside_its_text_is_refused(span: Span) -> None:
    with pytest.raises(RenderingError, match="is not within"):
        render(Reply("eight ch", "en", (span,)))


@pytest.mark.parametrize("span", [Span(Mark.LINK, 0, 2), Span(Mark.BOLD, 0, 2, "https://example.org/")])
def test_links_and_only_links_have_an_address(span: Span) -> None:
    with pytest.raises(RenderingError, match="have an address"):
        render(Reply("text", "en", (span,)))


@pytest.mark.parametrize("text", ["", "  \n", "half \ud83d of a pair"])
def test_a_text_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(RenderingError, match="the text of a reply"):
        render(Reply(text, "en"))


def test_the_three_kinds_of_buttons() -> None:
    rows: tuple[tuple[Button, ...], ...] = (
        (Callback("More", "c:1"), Link("Source", "https://example.org/a")),
        (),
        (Copy("Copy", "l'OCI réitère"),),
    )
    markup = render(Reply("text", "en", buttons=rows)).markup
    assert markup is not None
    assert markup.to_dict() == {
        "inline_keyboard": [
            [{"text": "More", "callback_data": "c:1"}, {"text": "Source", "url": "https://example.org/a"}],
            [{"text": "Copy", "copy_text": {"text": "l'OCI réitère"}}],
        ]
    }


def test_no_buttons_no_keyboard() -> None:
    assert render(Reply("text", "en")).markup is None
    assert render(Reply("text", "en", buttons=((),))).markup is None


@pytest.mark.parametrize(
    ("fits", "too_much"),
    [
        (Callback("ok", "é" * 32), Callback("ok", "é" * 32 + "a")),
        (Copy("ok", "𝄢" * 128), Copy("ok", "𝄢" * 128 + "a")),
        (Callback("ok", "a"), Callback("ok", "")),
        (Copy("ok", "a"), Copy("ok", "")),
        (Link("ok", "https://example.org"), Link("ok", "javascript:alert(1)")),
        (Callback("ok", "a"), Callback(" ", "a")),
    ],
)
def test_a_button_is_measured_as_telegram_measures_it(fits: Button, too_much: Button) -> None:
    assert render(Reply("text", "en", buttons=((fits,),))).markup
    with pytest.raises(RenderingError):
        render(Reply("text", "en", buttons=((too_much,),)))


@pytest.mark.parametrize(("in_a_row", "rows"), [(9, 1), (8, 13)])
def test_too_many_buttons_are_refused(in_a_row: int, rows: int) -> None:
    with pytest.raises(RenderingError, match="buttons"):
        render(Reply("text", "en", buttons=((Callback("b", "d"),) * in_a_row,) * rows))


def quoting(before: str, quote: str, after: str) -> Reply:
    where = Quote(len(before), "s123456789", 2, 50, 50 + len(quote), "0" * 64)
    return Reply(before + quote + after, "en", quotes=(where,))


KEPT = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Zl", "Zp"), exclude_characters="\u030a\u0333\u033f")
)


@given(KEPT.filter(lambda text: text.strip() == text != ""))
def test_a_quote_that_is_shown_as_it_is_passes(quote: str) -> None:
    for before, after in (("", ""), ("Title\n", "\nend"), ("Title\n", "")):
        assert render(quoting(before, quote, after)).text == before + quote + after


@given(KEPT, KEPT, st.sampled_from("\x00\t\x1f\r\u2028\u2029\u202a\u202e\u030a\u0333\u033f"))
def test_a_quote_that_telegram_would_change_is_refused(before: str, after: str, changed: str) -> None:
    with pytest.raises(MisquoteError, match="s123456789, revision 2"):
        render(quoting("Title\n", f"x{before}{changed}{after}x", "\nend"))


@pytest.mark.parametrize(
    ("parts", "is_shown"),
    [
        (("", " said", "."), False),
        (("", "said\n", ""), False),
        (("\n ", " said", "."), False),
        (("Title:", " said ", "."), True),
        (("Title:", "said\u00a0", ""), False),
        (("Title\n", "line\nline", "\n"), True),
        (("Title\n", "a\u200f\u200eb", "."), False),
        (("Title\n", "a\u200f", "\u200eb"), False),
        (("Title\n", "a\u200f", "\r\u2028\u200eb"), False),
        (("Title\u200f", "\u200ea", "."), True),
        (("Title\n", "a\u200fb", "."), True),
        (("T\tt\r\n", "said", "\t."), True),
        (("Title\n", "A\u030angstrom", "."), False),
        (("Title\n", "Ångström", "."), True),
    ],
)
def test_a_quote_is_looked_at_where_it_stands(parts: tuple[str, str, str], *, is_shown: bool) -> None:
    if is_shown:
        assert render(quoting(*parts)).text == "".join(parts)
    else:
        with pytest.raises(MisquoteError):
            render(quoting(*parts))


@pytest.mark.parametrize(("at", "start", "end"), [(0, 0, 9), (-1, 0, 2), (2, 5, 5), (2, 5, 4)])
def test_a_quote_outside_its_reply_is_refused(at: int, start: int, end: int) -> None:
    where: dict[str, Any] = {"statement_id": "s1", "revision": 1, "sha256": "0" * 64}
    with pytest.raises(MisquoteError, match="outside"):
        render(Reply("eight ch", "en", quotes=(Quote(at, start=start, end=end, **where),)))


def test_no_refusal_repeats_the_words() -> None:
    with pytest.raises(MisquoteError) as misquote:
        render(quoting("Title\n", "zanzibar\t", "\nend"))
    assert "zanzibar" not in str(misquote.value)
    with pytest.raises(RenderingError) as rendering:
        render(Reply("zanzibar" * 1000, "en"))
    assert "zanzibar" not in str(rendering.value)
