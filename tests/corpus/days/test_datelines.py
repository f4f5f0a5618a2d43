"""Datelines: the day a text was issued stands at its head, with its place; any other day in it is none of issue."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.days.datelines import dateline
from corpus.days.hijri import hijri_days, tabular

STATEMENTS = Path(__file__).parents[4] / "shared" / "statements"
FIFTH = dt.date(2024, 11, 5)
BODY = "\n\nThe General Secretariat followed the events of 7 October 2023 with concern, and said so again."

DATELINES = [
    "Djeddah, le 5 novembre 2024",
    "Djeddah, le mardi 5 novembre 2024",
    "Jeddah, 5 November 2024",
    "JEDDAH (UNA) – 5 November 2024 – The General Secretariat of the Organisation condemned the attack.",
    "WASHINGTON, Nov. 5, 2024 — The Secretary met his counterpart.",
    "WASHINGTON, Nov. 5, 2024 (AGENCY) — The Secretary met his counterpart.",
    "WASHINGTON (Nov. 5, 2024) — The Secretary met his counterpart.",
    "Jeddah, Kingdom of Saudi Arabia, 5 November 2024",
    "New York, 5th November 2024",
    "Date: 5 November 2024",
    "FOR IMMEDIATE RELEASE: November 5, 2024",
    "Fait à Djeddah, le 5 novembre 2024",
    "Saint-Denis-de-la-Réunion, le 5 novembre 2024",
    "United Nations Headquarters - New York 5 November 2024",
    "الرياض 5 نوفمبر 2024",
    "5 November 2024",
    "Port of Spain, 5 November 2024.",
    "جدة، 5 نوفمبر 2024",
    "جدة، ٥ نوفمبر ٢٠٢٤م",
    "جدة (يونا) - 5 نوفمبر 2024م - أدانت الأمانة العامة الهجوم.",
    "جدة في 3 جمادى الأولى 1446هـ (5 نوفمبر 2024م)",
    "03 جمادى الأولى 1446هـ الموافق 05 نوفمبر 2024م",
    "3 Jumada al-Ula 1446 AH / 5 November 2024",
    "3 Joumada I 1446H correspondant au 5 novembre 2024",
]
NO_DATELINES = [
    "On 5 November 2024, the Council met in Jeddah.",
    "5 November 2024 was a day of mourning.",
    "Le 5 novembre 2024 le Conseil s'est réuni.",
    "The Council met in Jeddah, 5 November 2024, and said what follows.",
    "Sommet de Bakou, 5 novembre 2024",
    "Extraordinary Summit, Riyadh, 5 November 2024",
    "Baku, 5-6 November 2024",
    "Résolution adoptée à Djeddah, le 5 novembre 2024",
    "source ONU, le 5 novembre 2024",
    "القمة العربية، الرياض، 5 نوفمبر 2024",
    "– Secretary of State, November 5, 2024",
    "Updated: 5 November 2024",
    "Embargo: 5 November 2024",
    "Entry into force: 5 November 2024",
    "Expires 5 November 2024",
    "Elections: 5 November 2024",
    "Gaza, 5 November 2024: one year on",
    "Gaza 5 November 2024 - a dark day",
    "Attack in Gaza, 5 November 2024",
    "Visite à Djeddah, le 5 novembre 2024",
    "Workshop, Jeddah, 5 November 2024",
    "هجوم غزة، 5 نوفمبر 2024",
    "ندوة، جدة، 5 نوفمبر 2024",
    "Baku, 4 and 5 November 2024",
    "Bakou, du 4 au 5 novembre 2024",
    "باكو، 4 و5 نوفمبر 2024",
    "Jeddah, November 2024",
    "Jeddah, 2024",
]


@pytest.mark.parametrize("head", DATELINES)
def test_a_dateline_is_the_day_of_issue(head: str) -> None:
    assert dateline(head + BODY).day == FIFTH
    assert dateline("The Organisation follows events\n\n" + head + BODY).day == FIFTH


@pytest.mark.parametrize("head", NO_DATELINES)
def test_another_day_is_none(head: str) -> None:
    assert dateline(head + BODY).day is None


@pytest.mark.parametrize(
    ("head", "doubt"),
    [
        ("Paris, le 09/08/2023", "can be read in two ways"),
        ("Genève, le lundi 5 novembre 2024", "names a weekday that 2024-11-05 was not"),
        ("الرياض، 3 جمادى الأولى 1446هـ", "is Hijri alone"),
        ("13 جمادى الأولى 1446هـ الموافق 05 نوفمبر 2024م", "the Hijri day beside 2024-11-05 is another one"),
        ("Paris, le 4 mai 2023\nParis, le 5 mai 2023", "its head has two dates"),
    ],
)
def test_a_day_that_is_not_sure_is_none_with_a_doubt(head: str, doubt: str) -> None:
    reading = dateline(head + BODY)
    assert reading.day is None
    assert doubt in (reading.doubt or "")
    assert "\n" not in (reading.doubt or "")


def test_a_day_at_the_foot_or_in_the_running_text_is_none() -> None:
    assert dateline(BODY * 10 + "\n\nDjeddah, le 5 novembre 2024").day is None


@given(st.text(max_size=400))
def test_any_text_is_read_without_an_error(text: str) -> None:
    dateline(text)


def test_hijri_days_are_those_of_the_tabular_calendar() -> None:
    assert tabular(1446, 5, 3) == FIFTH
    assert tabular(1445, 9, 1) == dt.date(2024, 3, 11)
    assert [day for *_, day in hijri_days("1 رمضان 1445هـ; 1 Muharram 1446 AH; 40 Safar 1446")] == [
        dt.date(2024, 3, 11),
        dt.date(2024, 7, 8),
    ]


def test_no_dateline_of_a_real_statement_is_another_day_than_its_source_gives() -> None:
    if not STATEMENTS.is_dir():
        pytest.skip("the statements for development are not beside this checkout")
    found: Counter[str] = Counter()
    for path in sorted(STATEMENTS.glob("*/*")):
        text = path.read_text(encoding="utf-8")
        matter = re.match(r"---\n(.*?)\n---\n", text, re.DOTALL)
        given_day = re.search(r"^date: ['\"]?(\d{4}-\d\d-\d\d)", matter[1], re.MULTILINE) if matter else None
        day = dateline(text[matter.end() :] if matter else text).day
        if day is not None:
            found["right" if given_day and day.isoformat() == given_day[1] else f"wrong: {path.name} {day}"] += 1
    assert set(found) == {"right"}
