"""Real pages with checked facts: how many are read right, and that no date is wrong."""

from __future__ import annotations

import csv
import html as entities
from datetime import date, datetime
from pathlib import Path

import pytest

from corpus.document import Document
from corpus.page.letters import letters
from corpus.readers import html
from corpus.statement import Draft

RAW = Path(__file__).parents[3].parent / "shared" / "raw"
PAGES = Path(__file__).parents[2] / "data" / "pages"


@pytest.fixture(scope="module")
def pages() -> list[tuple[dict[str, str], Draft]]:
    if not (RAW / "manifest.csv").is_file():
        pytest.skip("the pages with checked facts (../shared/raw) are not beside this checkout")
    with (RAW / "manifest.csv").open(encoding="utf-8", newline="") as manifest:
        rows = [row for row in csv.DictReader(manifest) if row["format"] == "html"]
    return [(row, html.read(Document.file(RAW / row["file"]))[0]) for row in rows]


def _gold(written: str) -> date | None:
    if not written:
        return None
    # Some rows have the American order.
    return datetime.strptime(written, "%m/%d/%Y" if "/" in written else "%Y-%m-%d").date()  # noqa: DTZ007 - a day


def _strings(cell: str) -> list[str]:
    return [string for part in cell.split(" || ") if (string := " ".join(part.split()))]


def test_no_date_is_wrong_and_most_are_right(pages: list[tuple[dict[str, str], Draft]]) -> None:
    dated = [(row["file"], _gold(row["expected_date"]), draft.date.day) for row, draft in pages if row["expected_date"]]
    assert [name for name, gold, found in dated if found not in {gold, None}] == []
    assert sum(gold == found for _, gold, found in dated) >= 24


def test_the_articles_are_whole_and_clean(pages: list[tuple[dict[str, str], Draft]]) -> None:
    missing, let_in = [], []
    for row, draft in pages:
        text = " ".join(draft.text.split())
        missing += [(row["file"], one) for one in _strings(row["must_contain"]) if one not in text]
        let_in += [(row["file"], one) for one in _strings(row["must_not_contain"]) if one in text]
    assert missing == []
    assert len(let_in) <= 2, let_in


def test_the_titles_are_right(pages: list[tuple[dict[str, str], Draft]]) -> None:
    # Right: the letters of one are within those of the other; the manifest has the raw title, with the site's name.
    right = 0
    for row, draft in pages:
        gold, found = letters(entities.unescape(row["expected_title"])), letters(draft.title or "")
        right += bool(found) and (found in gold or gold in found)
    assert right >= 27


def test_persian_is_not_taken_for_arabic(pages: list[tuple[dict[str, str], Draft]]) -> None:
    wrong = [row["file"] for row, draft in pages if draft.language.value not in {row["language"], None}]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "title", "day", "first", "last"),
    [
        (
            "supervision-of-bank-risk-taking.html",
            "Supervision of bank risk-taking",
            date(1996, 12, 19),
            "I discovered when I joined the Board of Governors of the Federal Reserve System about six months ago",
            "Let me conclude with the hope that this Congress will",
        ),
        (
            "productivity-and-economic-outlook.html",
            "Productivity and Economic Outlook",
            date(2006, 1, 18),
            "I appreciate the opportunity to speak with you today about productivity and the outlook for the U.S.",
            "I want to take a moment",
        ),
        (
            "recent-economic-developments.html",
            "Recent Economic Developments and Longer-Run Challenges",
            date(2016, 11, 29),
            "Thank you for the opportunity to speak here today.",
            "9. See, for example, Kathryn Holston",
        ),
    ],
)
def test_pages_of_the_federal_reserve(name: str, title: str, day: date, first: str, last: str) -> None:
    (draft,) = html.read(Document.file(PAGES / name))
    assert (draft.title, draft.date.day) == (title, day)
    assert draft.text.index(first) < draft.text.index(last)
    for other in ("Last Update", "Skip to", "Stay Connected", "Accessibility"):
        assert other not in draft.text
