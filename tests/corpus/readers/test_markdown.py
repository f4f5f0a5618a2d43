"""Markdown: facts from the front matter, as written; the body to the letter; errors of one line with the cure."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import samples
from corpus.document import Document
from corpus.errors import FactError, SourceError
from corpus.readers import markdown
from corpus.statement import UNDATED, UNKNOWN, Draft, Provenance, PublicationDate, Sourced
from corpus.text import stored_text


def read(content: str, source: str) -> list[Draft]:
    return markdown.read(Document(content.encode(errors="surrogatepass"), source, source))


SOURCE = "/texts/f.md"
FULL = """---
title: "Joint statement: Libya"
date: 2022-06-24
issuer: U.S. Department of State
language: en-US
url: https://www.state.gov/x
guid: item-7
licence: public domain
---

The governments said so.

— They meant it.
"""


def one(content: str) -> Draft:
    (draft,) = read(content, SOURCE)
    return draft


def facts(lines: str) -> Draft:
    return one(f"---\n{lines}\n---\n\nThe governments said so.\n")


def test_every_fact_is_taken_as_given() -> None:
    assert one(FULL) == Draft(
        text="The governments said so.\n\n— They meant it.\n",
        source=SOURCE,
        title="Joint statement: Libya",
        date=PublicationDate(dt.date(2022, 6, 24), Provenance.GIVEN),
        issuer=Sourced("U.S. Department of State", Provenance.GIVEN),
        language=Sourced("en", Provenance.GIVEN),
        url="https://www.state.gov/x",
        guid="item-7",
    )


def test_windows_newlines_change_nothing() -> None:
    assert one(FULL.replace("\n", "\r\n")) == one(FULL)


def test_keys_are_taken_in_any_case() -> None:
    assert facts("Title: A\nDATE: 2022-06-24").date.day == dt.date(2022, 6, 24)


@pytest.mark.parametrize(
    "content",
    [
        "Words without facts.\n\n---\n\nMore.\n",
        "---\n---\n\nThe governments said so.\n",
        "---\n# none\n---\n\nSaid so.\n",
    ],
    ids=["no front matter", "an empty one", "only a comment in it"],
)
def test_a_file_without_facts_is_undated_and_untitled(content: str) -> None:
    draft = one(content)
    assert (draft.title, draft.date, draft.issuer, draft.url, draft.guid) == (None, UNDATED, UNKNOWN, None, None)
    assert draft.language == Sourced("en", Provenance.DETECTED)


def test_a_file_without_front_matter_is_all_body() -> None:
    content = "Words.\n\n---\n\nMore words.\n---\nEnd"
    assert one(content).text == content


BODIES = [
    "A line.\n---\nAnother.\n",
    "---\n\nA rule first.\n",
    "A line.\n\n---\n\nAnother.\n\n---\n\n",
    "\n\nTwo blank lines first.\n",
    "   Indented, no newline at the end",
    "title: not a fact\n---\n\nA line.\n",
    "A line.  \n\n\n\nFour newlines.\n\n",
]


@pytest.mark.parametrize("body", BODIES)
def test_the_body_is_all_that_follows_the_first_closing_dashes(body: str) -> None:
    content = f"---\ntitle: A\n---\n\n{body}"
    assert one(content).text == content.removeprefix("---\n").partition("\n---\n\n")[2] == body


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(["word", "---", "", " ", "title: x", "…", "سلام", "> ---"]), max_size=8))
def test_any_body_is_kept_to_the_letter(lines: list[str]) -> None:
    body = "\n".join(["A word", *lines])
    content = f"---\ntitle: A\ndate: 2022-06-24\n---\n\n{body}"
    assert one(content).text == content.removeprefix("---\n").partition("\n---\n\n")[2] == body


def test_the_bodies_of_the_samples_are_kept_to_the_letter() -> None:
    for path in sorted(samples.folder().rglob("*.md")):
        content = path.read_bytes().decode("utf-8")
        body = content.removeprefix("---\n").partition("\n---\n\n")[2]
        assert one(content).text == body == stored_text(body), path.name


@pytest.mark.parametrize("closing", ["---\nSaid so.", "---  \n\nSaid so."])
def test_a_closing_line_may_lack_its_blank_line_or_end_in_spaces(closing: str) -> None:
    draft = one(f"---\ntitle: A\n{closing}")
    assert (draft.title, draft.text) == ("A", "Said so.")


@pytest.mark.parametrize(
    "title", ["No", "yes", "007", "12:30:45", "1_000", "2022-06-24", "1.50", "0x1F", "=", "true", "~ not null", "<<"]
)
def test_a_value_stays_as_it_was_written(title: str) -> None:
    assert facts(f"title: {title}").title == title


@pytest.mark.parametrize("value", ["", "~", "null", '""', "'  '"])
def test_an_empty_value_is_no_value(value: str) -> None:
    draft = facts(f"title: {value}\ndate: {value}\nissuer: {value}\nlanguage: {value}\nurl: {value}")
    assert (draft.title, draft.date, draft.issuer, draft.url) == (None, UNDATED, UNKNOWN, None)
    assert draft.language.source is Provenance.DETECTED


def test_a_title_over_several_lines_becomes_one() -> None:
    assert facts("title: >\n  Joint\u202e statement\n\n  on Libya\t").title == "Joint statement on Libya"


def test_norwegian_is_a_language() -> None:
    assert facts("language: no").language.value == "no"


BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\nb: &b [*a, *a, *a, *a, *a, *a, *a, *a]\ntitle: *b"
WRONG_FACTS = [
    ("title: a: b", "(line 2): quote values that hold a colon"),
    ("title: A\nissuer: 'open", "quote values"),
    ("title: {", "quote values"),
    ("\tdate: 2022-06-24", "quote values"),
    ("title: a\x00b", "quote values"),
    ("title: !!python/object:os.system x", "quote values"),
    ("date: !!timestamp 2022-13-45", "quote values"),
    (BOMB, "quote values"),
    ("[" * 5000, "quote values"),
    ("- title: A\n- date: 2022-06-24", "write it so"),
    ("just words", "write it so"),
    ("date: 2022-13-45", "'2022-13-45' does not exist: correct it"),
    ('date: "2022-13-45"', "'2022-13-45' does not exist: correct it"),
    ("date: 2021-02-30", "'2021-02-30' does not exist"),
    ("date: 09/08/2023", "write it as YYYY-MM-DD"),
    ("date: 2022-06-24T10:00:00Z", "write it as YYYY-MM-DD"),
    ("date: 2022", "write it as YYYY-MM-DD"),
    ("date: [2022-06-24]", "write it as YYYY-MM-DD"),
    ("language: français", "write fr, en, ar"),
    ("language: [fr, en]", "not one line of text"),
    ("title: [a, b]", "write `title: …`"),
    ("issuer:\n  name: OIC", "write `issuer: …`"),
    ("url: [a]", "write `url: …`"),
    ("guid: {a: b}", "write `guid: …`"),
    (f"title: {'x' * 70_000}", "over 64 KiB"),
]


@pytest.mark.parametrize(("lines", "cure"), WRONG_FACTS, ids=[lines[:30] for lines, _ in WRONG_FACTS])
def test_a_wrong_fact_is_one_line_that_names_the_file_and_the_cure(lines: str, cure: str) -> None:
    with pytest.raises(FactError) as caught:
        facts(lines)
    message = str(caught.value)
    assert message.startswith(f"{SOURCE}: ")
    assert cure in message
    assert "\n" not in message
    assert len(message) < 300


@pytest.mark.parametrize("content", ["---\ntitle: A\n", "---\ntitle: A\nWords.\n\n--\n\nMore.", "---\n"])
def test_front_matter_without_an_end_is_an_error(content: str) -> None:
    with pytest.raises(FactError, match=r"has no end: close it with a line of three dashes$"):
        read(content, SOURCE)


@pytest.mark.parametrize("body", ["", "\n", " \n\t\n", "***\n", "…!\n", "\ufeff"])
def test_a_body_without_a_word_is_an_error(body: str) -> None:
    with pytest.raises(SourceError, match="nothing to record"):
        read(f"---\ntitle: A\n---\n\n{body}", SOURCE)
    with pytest.raises(SourceError, match="nothing to record"):
        read(body, SOURCE)


def test_a_key_twice_is_told() -> None:
    with pytest.raises(FactError, match="'date' twice.*line 3"):  # noqa: RUF043 - a pattern
        read("---\ndate: 2024-01-01\nDate: 2024-01-02\n---\n\nWords.", "/in/a.md")


def test_line_ends_of_old_machines_are_understood() -> None:
    (draft,) = read("---\rtitle: Old\r---\r\rFirst.\rSecond.", "/in/a.md")
    assert (draft.title, draft.text) == ("Old", "First.\nSecond.")


@pytest.mark.parametrize(
    ("lines", "date"),
    [
        ("title: A", PublicationDate(dt.date(2024, 11, 5), Provenance.DATELINE)),
        ("date: 2024-11-06", PublicationDate(dt.date(2024, 11, 6), Provenance.GIVEN)),
    ],
)
def test_the_dateline_counts_when_no_date_is_given(lines: str, date: PublicationDate) -> None:
    assert one(f"---\n{lines}\n---\n\nDjeddah, le 5 novembre 2024\n\nLe Conseil a dit.\n").date == date
