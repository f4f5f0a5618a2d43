"""Days that are written out or are those of an instant: read when they can be read in one way, else not, and told."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.days.dates import Reading, instant_day, settled, written_day
from corpus.statement import UNDATED, Provenance

WRITTEN = [
    ("3 juillet 2018", (2018, 7, 3)),
    ("1er mars 2024", (2024, 3, 1)),
    ("July 3rd, 2018", (2018, 7, 3)),
    ("3. Juli 2018", (2018, 7, 3)),
    ("3 de julio de 2018", (2018, 7, 3)),
    ("3º de março de 2018", (2018, 3, 3)),
    ("1° luglio 2018", (2018, 7, 1)),
    ("5 نوفمبر 2024", (2024, 11, 5)),
    ("٥ نوفمبر ٢٠٢٤م", (2024, 11, 5)),
    ("5\u200f نوفمبر\u200f 2024", (2024, 11, 5)),
    ("الثلاثاء 5 نوفمبر/تشرين الثاني 2024", (2024, 11, 5)),
    ("15/11/2024م", (2024, 11, 15)),
    ("2022-01-26", (2022, 1, 26)),
    ("26.01.2022", (2022, 1, 26)),
    ("09.08.2023", (2023, 8, 9)),
    ("26/01/2022", (2022, 1, 26)),
    ("01/26/2022", (2022, 1, 26)),
    ("08/08/2023", (2023, 8, 8)),
    ("Tue. 5 November 2024", (2024, 11, 5)),
    ("Published: 3 July 2018", (2018, 7, 3)),
    ("Mis en ligne le 3 juillet 2018 à 10h30", (2018, 7, 3)),
    ("10:30 - 5 July 2018", (2018, 7, 5)),
    ("5 novembre 2024 (5 November 2024)", (2024, 11, 5)),
]
NOT_WRITTEN = [
    ("09/08/2023", "can be read in two ways"),
    ("3/7/18", "a year of two digits"),
    ("3 juillet 18", "a year of two digits"),
    ("Monday 5 November 2024", "names a weekday that 2024-11-05 was not"),
    ("Mon, 5 November 2024", "names a weekday that 2024-11-05 was not"),
    ("الإثنين 5 نوفمبر 2024", "names a weekday that 2024-11-05 was not"),
    ("3 July 2018, updated 5 July 2018", "two dates stand there: 2018-07-03, 2018-07-05"),
    ("du 3 au 5 juillet 2018", "'3 au 5 juillet 2018' stands for several days"),
    ("3–5 juillet 2018", "stands for several days"),
    ("3\nand 4 July 2018", "'3 and 4 July 2018' stands for several days"),
    ("30 October – 2 November 2024", "stands for several days"),
    ("18 و 19 نوفمبر 2024", "stands for several days"),
]


@pytest.mark.parametrize(("words", "day"), WRITTEN)
def test_a_written_day_is_read(words: str, day: tuple[int, int, int]) -> None:
    assert written_day(words) == Reading(dt.date(*day))


@pytest.mark.parametrize(("words", "doubt"), NOT_WRITTEN)
def test_a_written_day_that_is_not_sure_is_none_with_a_doubt_of_one_line(words: str, doubt: str) -> None:
    reading = written_day(words)
    assert reading.day is None
    assert doubt in (reading.doubt or "")
    assert "\n" not in (reading.doubt or "")


@pytest.mark.parametrize(
    "words", ["", "soon", "2018", "July 2018", "30 février 2021", "31/02/2021", "2021-02-30", "1.2.3"]
)
def test_no_day_is_read_where_none_is_written(words: str) -> None:
    assert written_day(words).day is None


RIYADH, NEW_YORK = ZoneInfo("Asia/Riyadh"), ZoneInfo("America/New_York")
INSTANTS = [
    ("2024-09-24", None, 24),
    ("2024-09-24", RIYADH, 24),
    ("2024-09-24T12:30", None, 24),
    ("2024-09-24T12:30:00.123456Z", None, 24),
    ("2024-09-24T23:30:00Z", RIYADH, 25),
    ("2024-09-24T23:30:00Z", NEW_YORK, 24),
    ("2024-09-24T23:30:00+02:00", None, 24),
    ("2024-09-24T23:30:00+0200", RIYADH, 25),
    ("2024-09-24 23:30:00 GMT", RIYADH, 25),
    ("Tue, 24 Sep 2024 12:30:00 GMT", None, 24),
    ("Tue, 24 Sep 2024 23:30:00 +0000", RIYADH, 25),
    ("Tue, 24 Sep 2024 23:30:00 -0000", RIYADH, 25),
    ("Tue, 24 Sep 2024 23:30:00 EST", None, 24),
    ("Tue, 24 Sep 2024 23:30:00 EST", NEW_YORK, 25),
    ("Tue, 24 Sep 2024", None, 24),
]


@pytest.mark.parametrize(("words", "zone", "day"), INSTANTS)
def test_the_day_of_an_instant_is_that_of_the_issuer(words: str, zone: ZoneInfo | None, day: int) -> None:
    assert instant_day(words, zone) == Reading(dt.date(2024, 9, day))


@pytest.mark.parametrize("time", ["00:00", "04:59", "20:00", "23:59"])
@pytest.mark.parametrize("form", ["2024-09-24T{}:00Z", "Tue, 24 Sep 2024 {}:00 +0000", "Tue, 24 Sep 2024 {}:00 GMT"])
def test_an_early_or_late_instant_in_utc_is_no_day_without_a_zone(form: str, time: str) -> None:
    reading = instant_day(form.format(time), None)
    assert reading.day is None
    assert "ONRECORD_TIMEZONE" in (reading.doubt or "")


@pytest.mark.parametrize(
    "words",
    ["", "soon", "2024", "2024-13-45", "Tue, 31 Feb 2024 10:00:00 GMT", "1727220600", "2024-09-24 24:00", "x" * 999],
)
def test_an_instant_that_cannot_be_read_is_none_with_a_doubt(words: str) -> None:
    reading = instant_day(words, RIYADH)
    assert reading.day is None
    assert "cannot be read" in (reading.doubt or "")
    assert len(reading.doubt or "") < 150


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60))
def test_any_words_are_read_without_an_error(words: str) -> None:
    for reading in (written_day(words), instant_day(words, None), instant_day(words, RIYADH)):
        assert reading.day is None or isinstance(reading.day, dt.date)


@settings(max_examples=100, deadline=None)
@given(st.datetimes(dt.datetime(1970, 1, 2), dt.datetime(2100, 1, 1)), st.sampled_from([RIYADH, NEW_YORK]))  # noqa: DTZ001 - the strategy takes bare moments
def test_every_instant_falls_on_the_day_of_its_zone(moment: dt.datetime, zone: ZoneInfo) -> None:
    instant = moment.replace(tzinfo=dt.UTC)
    assert instant_day(instant.isoformat(), zone).day == instant.astimezone(zone).date()


TODAY = dt.date(2024, 11, 5)


@pytest.mark.parametrize("source", [Provenance.METADATA, Provenance.PAGE, Provenance.DATELINE])
def test_a_day_to_come_is_taken_only_when_it_is_given(source: Provenance) -> None:
    reading = Reading(dt.date(2024, 11, 7))
    found, doubts = settled(reading, source, today=TODAY)
    assert found is UNDATED
    assert "2024-11-07 is still to come" in doubts[0]
    found, doubts = settled(reading, Provenance.GIVEN, today=TODAY)
    assert (found.day, found.source) == (reading.day, Provenance.GIVEN)
    assert "2024-11-07 is still to come" in doubts[0]


@pytest.mark.parametrize("day", [dt.date(1950, 1, 1), TODAY, dt.date(2024, 11, 6)])
def test_a_day_up_to_tomorrow_is_taken_with_where_it_comes_from(day: dt.date) -> None:
    found, doubts = settled(Reading(day, "so it seems"), Provenance.PAGE, today=TODAY)
    assert (found.day, found.source, doubts) == (day, Provenance.PAGE, ("so it seems",))


def test_no_day_is_undated_and_keeps_its_doubt() -> None:
    assert settled(Reading(None, "two ways"), Provenance.GIVEN) == (UNDATED, ("two ways",))
    assert settled(Reading(None), Provenance.PAGE) == (UNDATED, ())
