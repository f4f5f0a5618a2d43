"""Days: what a source gives is a day that exists or an error; what a text mentions is written in it."""

from __future__ import annotations

import datetime as dt
import unicodedata
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.days.dates import given_day, mentioned_days, month_names
from corpus.errors import FactError
from corpus.statement import UNDATED, Provenance

_MONTHS = {
    "English": "January February March April May June July August September October November December",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Egyptian": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "Levantine": "كانون_الثاني شباط آذار نيسان أيار حزيران تموز آب أيلول تشرين_الأول تشرين_الثاني كانون_الأول",
    "Algerian": "جانفي فيفري مارس أفريل ماي جوان جويلية أوت سبتمبر أكتوبر نوفمبر ديسمبر",
}
TRADITIONS = {people: [name.replace("_", " ") for name in names.split()] for people, names in _MONTHS.items()}


@pytest.mark.parametrize("value", [None, "", "  ", "\n"])
def test_no_date_given_is_undated(value: object) -> None:
    assert given_day(value, "f.md") is UNDATED


@pytest.mark.parametrize("value", ["2024-11-18", " 2024-11-18\n", dt.date(2024, 11, 18)])
def test_a_day_is_taken(value: object) -> None:
    found = given_day(value, "f.md")
    assert (found.day, found.source) == (dt.date(2024, 11, 18), Provenance.GIVEN)


def test_the_leap_day_exists_in_leap_years_only() -> None:
    assert given_day("2024-02-29", "f.md").day == dt.date(2024, 2, 29)
    with pytest.raises(FactError):
        given_day("2023-02-29", "f.md")


@pytest.mark.parametrize(
    "value",
    [
        "2022-13-45",
        "2021-02-30",
        "0000-01-01",
        "2024-11-18T23:30:00Z",
        "2024-11-18 23:30",
        dt.datetime(2024, 11, 18, 23, 30, tzinfo=dt.UTC),
        "09/08/2023",
        "18.11.2024",
        "20241118",
        20241118,
        "2024-W47-1",
        "2024-11",
        "2024-1-8",
        "18 novembre 2024",
        "soon",
        True,
        ["2024-11-18"],
        {"day": 18},
    ],
    ids=str,
)
def test_anything_else_is_an_error_that_names_the_source_and_the_cure(value: object) -> None:
    with pytest.raises(FactError) as caught:
        given_day(value, "texts/f.md")
    message = str(caught.value)
    assert message.startswith("texts/f.md: ")
    assert str(value) in message
    assert "leave it out" in message
    assert "\n" not in message


@settings(max_examples=50, deadline=None)
@given(st.dates(min_value=dt.date(1, 1, 1)))
def test_every_day_that_exists_can_be_given(day: dt.date) -> None:
    assert given_day(day.isoformat(), "f.md").day == day


@pytest.mark.parametrize("names", TRADITIONS.values(), ids=TRADITIONS.keys())
def test_the_twelve_months_of_each_tradition(names: list[str]) -> None:
    for number, name in enumerate(names, start=1):
        assert mentioned_days(f"({name}) 5 {name} 2019.") == (dt.date(2019, number, 5),)


def test_the_months_of_morocco() -> None:
    assert mentioned_days("5 غشت 2019، 6 دجنبر 2020") == (dt.date(2019, 8, 5), dt.date(2020, 12, 6))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("à New York, le 18 novembre 2024, dit", (2024, 11, 18)),
        ("le 1er mars 2022", (2022, 3, 1)),
        ("le 1 er mars 2022", (2022, 3, 1)),
        ("3 janv. 2024", (2024, 1, 3)),
        ("LE 4 AOÛT 2020", (2020, 8, 4)),
        ("on March 24, 2020,", (2020, 3, 24)),
        ("March 24 2020", (2020, 3, 24)),
        ("July 4th, 2021", (2021, 7, 4)),
        ("the 3rd of June 2021", (2021, 6, 3)),
        ("Sept. 11, 2001", (2001, 9, 11)),
        ("9\u00a0décembre\u00a02020", (2020, 12, 9)),
        ("في ١٨ نوفمبر ٢٠٢٤ في", (2024, 11, 18)),
        ("18\nnovembre 2024", (2024, 11, 18)),
    ],
)
def test_days_written_out(text: str, day: tuple[int, int, int]) -> None:
    assert mentioned_days(text) == (dt.date(*day),)


def test_each_day_once_in_order_of_appearance() -> None:
    text = "le 3 mai 2021 puis le 2 mai 2021, May 3, 2021 and 1 May 2022"
    assert mentioned_days(text) == (dt.date(2021, 5, 3), dt.date(2021, 5, 2), dt.date(2022, 5, 1))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "30 février 2021",
        "31 April 2021",
        "0 mai 2021",
        "novembre 2024",
        "le 18 novembre",
        "en 2024",
        "118 novembre 2024",
        "18 novembre 20245",
        "18 novembres 2024",
        "2024-11-18",
        "the march 2024",
        "12 avrıl 2024",
        "12 AVRİL 2024",
        "5 mai 0000",
        "source d20 mai 2021",
    ],
)
def test_no_day_where_none_is_written(text: str) -> None:
    assert mentioned_days(text) == ()


def _plain(text: str) -> str:
    western = "".join(str(unicodedata.digit(c)) if c.isdigit() else c for c in text)
    return unicodedata.normalize("NFC", western).casefold()


PIECES = st.one_of(
    st.sampled_from([*chain(*TRADITIONS.values()), "sept.", "Jan", "AVRİL", "of", ",", "er", "th"]),
    st.integers(0, 40).map(str),
    st.integers(0, 9999).map(lambda year: f"{year:04}"),
    st.sampled_from(["١٨", "٢٠٢٤", "2024", "1", "18", "31", "\n", "-", "."]),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECES, max_size=12), st.sampled_from([" ", "", "\u00a0"]))
def test_nothing_is_invented(pieces: list[str], space: str) -> None:
    text = _plain(space.join(pieces))
    for day in mentioned_days(space.join(pieces)):
        spelt = [name for name, number in month_names().items() if number == day.month and name in text]
        assert spelt
        assert str(day.day) in text
        assert f"{day.year:04}" in text


@settings(max_examples=60, deadline=None)
@given(st.dates(min_value=dt.date(1000, 1, 1)), st.sampled_from(list(TRADITIONS)))
def test_every_day_written_out_is_found(day: dt.date, tradition: str) -> None:
    written = f"{day.day} {TRADITIONS[tradition][day.month - 1]} {day.year}"
    assert mentioned_days(f"«{written}»") == (day,)
