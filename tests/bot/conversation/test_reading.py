"""Reading on: the text around an extract, whole texts in pages, wordings that were superseded."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import reading
from bot.conversation.measure import units
from bot.conversation.reply import Callback, Mark
from bot.conversation.voice import Voice
from corpus.statement import Revision, fingerprint
from tests.bot.conversation.making import (
    LANGUAGES,
    MAY,
    NOBODY,
    TEXTS,
    check,
    check_directions,
    labels,
    quoted,
    statement,
    wordings,
)

EN, FR, AR = (Voice(language) for language in LANGUAGES)
PARAGRAPH = "A sentence of the statement, of some length. " * 12


def numbered(count: int) -> str:
    """Return a text of ``count`` paragraphs, each of which tells its number."""
    return "\n\n".join(f"Paragraph {number}. {PARAGRAPH}".strip() for number in range(count))


@given(TEXTS)
@settings(max_examples=80, deadline=None)
def test_pages_hold_the_whole_text_in_order(text: str) -> None:
    spans = reading.pages(text)
    at = 0
    for start, end in spans:
        assert at <= start < end
        assert not text[at:start].strip()
        assert units(text[start:end]) <= reading.PAGE
        assert text[start:end] == text[start:end].strip()
        at = end
    assert not text[at:].strip()


def test_pages_are_cut_at_paragraphs_else_between_words() -> None:
    text = numbered(20)
    spans = reading.pages(text)
    assert len(spans) > 3
    assert all(text[start:].startswith("Paragraph ") for start, _ in spans)
    words = "word " * 2000
    assert all(words[start:end].endswith("word") for start, end in reading.pages(words))
    assert reading.pages("short") == [(0, 5)]
    assert reading.pages(" \n ") == []


def test_the_whole_text_is_turned_page_by_page() -> None:
    one = statement(numbered(15), id="Pages00001", title="Title", date=MAY, url="https://example.org/")
    count = len(reading.pages(one.revision.text))
    first, second, last = (reading.page_reply(one, one.revision, at, NOBODY, EN) for at in (0, 1, count - 1))
    assert first.text.endswith(f"Page 1 of {count}")
    assert labels(first) == [["Next", "Source"]]
    assert labels(second) == [["Previous", "Next", "Source"]]
    assert labels(last) == [["Previous", "Source"]]
    turned = [button.data for button in second.buttons[0] if isinstance(button, Callback)]
    assert turned == ["p:Pages00001:1:0", "p:Pages00001:1:2"]
    assert reading.page_reply(one, one.revision, 1, NOBODY, AR).text.endswith(f"الصفحة 2 من {count}")
    with pytest.raises(ValueError, match="no such page"):
        reading.page_reply(one, one.revision, count, NOBODY, EN)


def test_a_short_text_is_not_numbered() -> None:
    one = statement("Words.", title="Title", date=MAY)
    reply = reading.page_reply(one, one.revision, 0, NOBODY, EN)
    assert reply.text == "Issuer not named\n26 May 2021\nTitle\n\nWords."
    assert reply.buttons == ()


def test_the_context_shows_the_extract_in_bold_among_whole_paragraphs() -> None:
    text = numbered(12)
    one = statement(text, title="Title", date=MAY)
    start = text.index("Paragraph 6.")
    reply = reading.context_reply(one, one.revision, start, start + 12, NOBODY, EN)
    check(reply, wordings(one))
    (shown,) = quoted(reply)
    assert shown.startswith("Paragraph 5.")
    assert "Paragraph 6." in shown
    assert "\n\n[…]\nParagraph 5." in reply.text
    assert reply.text.endswith("\n[…]")
    bold = [reply.text[span.start : span.end] for span in reply.spans if span.mark is Mark.BOLD]
    assert bold == ["Issuer not named", "Paragraph 6."]
    assert labels(reply) == [["Whole text"]]


def test_the_context_of_a_short_text_is_all_of_it() -> None:
    one = statement("Before. The extract. After.\n", title="Title")
    reply = reading.context_reply(one, one.revision, 8, 20, NOBODY, EN)
    assert quoted(reply) == ["Before. The extract. After."]
    assert "[…]" not in reply.text


def test_the_context_does_not_begin_or_end_inside_a_word() -> None:
    text = "word " * 1000
    one = statement(text, title="Title")
    reply = reading.context_reply(one, one.revision, 2500, 2504, NOBODY, EN)
    (shown,) = quoted(reply)
    assert shown.split(" ") == ["word"] * len(shown.split(" "))
    assert 1700 < len(shown) < 1900


def test_an_overlong_extract_is_cut_between_words_and_says_so() -> None:
    one = statement("word " * 2000, title="Title")
    reply = reading.context_reply(one, one.revision, 0, 10_000, NOBODY, EN)
    check(reply, wordings(one))
    assert reply.text.endswith("word\n[…]")


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 3), (0, 100), (6, 8)])
def test_a_passage_that_is_not_there_is_refused(start: int, end: int) -> None:
    one = statement("Words.  More words.")
    with pytest.raises(ValueError, match="no such passage"):
        reading.context_reply(one, one.revision, start, end, NOBODY, EN)


@pytest.mark.parametrize(
    ("voice", "line"),
    [
        (EN, "An earlier wording, first read on 2 February 2024; it has been superseded."),
        (FR, "Formulation antérieure, lue pour la première fois le 2 février 2024\u202f; elle a été remplacée depuis."),
        (AR, "صياغة سابقة، قُرئت أول مرة في \u20682 فبراير 2024\u2069، وقد حلّت محلها صياغة أحدث."),
    ],
)
def test_a_superseded_wording_is_shown_as_it_was_and_marked(voice: Voice, line: str) -> None:
    text = "The old words of 1 March 2020. The end."
    old = Revision("Revised001", 1, fingerprint(text), datetime(2024, 2, 2, tzinfo=UTC), text)
    now = statement("New words.", id="Revised001", number=2)
    for reply in (
        reading.context_reply(now, old, 0, 13, NOBODY, voice),
        reading.page_reply(now, old, 0, NOBODY, voice),
    ):
        assert f"\n{line}\n" in reply.text
        assert "2020" in reply.text.split("\n")[1]
        assert "New words" not in reply.text
        assert {(quote.revision, quote.sha256) for quote in reply.quotes} == {(1, old.sha256)}
        check(reply, {("Revised001", 1): text})
        check_directions(reply)


def test_the_latest_wording_is_not_marked() -> None:
    now = statement("New words.", number=2)
    assert "superseded" not in reading.page_reply(now, now.revision, 0, NOBODY, EN).text


@given(TEXTS, st.data())
@settings(max_examples=80, deadline=None)
def test_every_page_and_context_of_any_text_is_that_text(text: str, data: st.DataObject) -> None:
    one = statement(text, language=None)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    for language in LANGUAGES:
        voice = Voice(language)
        for number in range(len(reading.pages(text))):
            check(reading.page_reply(one, one.revision, number, NOBODY, voice), wordings(one))
        if text[start:end].strip():
            reply = reading.context_reply(one, one.revision, start, end, NOBODY, voice)
            check(reply, wordings(one))
            bold = next(span for span in reversed(reply.spans) if span.mark is Mark.BOLD)
            assert text[start:end].strip().startswith(reply.text[bold.start : bold.end])
