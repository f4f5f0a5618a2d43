"""The end of an article: notes on the page are left out, the last sentence of a statement never is."""

from __future__ import annotations

from datetime import date

import pytest

from corpus.document import Document
from corpus.page.modification import is_note
from corpus.readers import html

HEADLINE = "<h1>The Council on the situation</h1>"
FIRST = (
    "The Council met in extraordinary session to consider the situation and expressed its deep concern at the loss "
    "of life among civilians in the area, and asked for talks under the auspices of the United Nations."
)
LAST = [
    "The Council will be kept updated.",
    "Cette position sera actualisée au prochain sommet.",
    "The Secretary-General reviewed the guard of honour.",
    "He asked for the modified plan by 3 May 2024.",
    "سيتم تحديث القائمة في الدورة المقبلة.",
]
NOTES = [
    "Last updated: 3 May 2024",
    "This page was last updated on 3 May 2024.",
    "Mis à jour le 3 mai 2024",
    "Zuletzt aktualisiert am 3. Mai 2024",
    "آخر تحديث: 3 مايو 2024",
    "© 2024 The Institution. All rights reserved.",
    "All rights reserved",
    "جميع الحقوق محفوظة",
]


def read(body: str) -> tuple[str, date | None]:
    page = f"<html lang=en><head><title>The Council on the situation</title></head><body>{body}</body></html>"
    (draft,) = html.read(Document(page.encode(), "/in/page.html", "page.html"))
    return draft.text, draft.date.day


@pytest.mark.parametrize("last", LAST)
def test_a_last_sentence_that_tells_of_a_change_is_kept(last: str) -> None:
    assert read(f"<div>{HEADLINE}<p>{FIRST}</p><p>{FIRST[:-1]} again.</p><p>{last}</p></div>")[0].endswith(last)
    assert not is_note(last)


@pytest.mark.parametrize("note", NOTES)
def test_a_note_on_the_page_is_left_out(note: str) -> None:
    text, day = read(f"<div>{HEADLINE}<p>{FIRST}</p><p>{FIRST[:-1]} again.</p><p>{note}</p></div>")
    assert text.endswith("again.")
    assert day is None
    assert is_note(note)


def test_a_date_above_the_headline_counts_where_it_stands_in_the_part_of_the_headline() -> None:
    shown = f"<div><span>05 November 2024</span>{HEADLINE}<p>{FIRST}</p><p>{FIRST}</p></div>"
    assert read(f"<div>Home</div>{shown}")[1] == date(2024, 11, 5)
    assert read(f"<div>05 November 2024</div><div>{HEADLINE}<p>{FIRST}</p><p>{FIRST}</p></div>")[1] is None
