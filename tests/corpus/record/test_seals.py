"""Seals: the same row has the same one, another row another one, as it is written and as it lies in the file."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.record.seals import seal, sealed

EASY = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault
VALUES = st.one_of(
    st.none(),
    st.integers(-(2**63), 2**63 - 1),
    st.text(max_size=8),
    st.binary(max_size=8),
    st.dates(),
    st.datetimes(),
)
ROWS = st.dictionaries(st.sampled_from(["id", "key", "title", "value", "at"]), VALUES, max_size=5)


def _as_kept(value: Any) -> Any:
    """Return ``value`` as SQLite keeps it: days and instants are text."""
    if isinstance(value, dt.datetime):
        return f"{value:%Y-%m-%d %H:%M:%S.%f}".rjust(26, "0")
    return f"{value:%Y-%m-%d}".rjust(10, "0") if isinstance(value, dt.date) else value


@EASY
@given(ROWS)
def test_a_seal_is_sixteen_digits_in_any_order_of_the_columns(row: dict[str, Any]) -> None:
    assert re.fullmatch("[0-9a-f]{16}", seal(row))
    assert seal(dict(reversed(row.items()))) == seal(row)
    assert sealed(row) == {**row, "seal": seal(row)}
    assert seal(sealed(row)) == seal(row)


@EASY
@given(ROWS, ROWS)
def test_other_rows_have_other_seals(one: dict[str, Any], other: dict[str, Any]) -> None:
    kept = [{name: (type(_as_kept(value)), _as_kept(value)) for name, value in row.items()} for row in (one, other)]
    assert (seal(one) == seal(other)) == (kept[0] == kept[1])


@EASY
@given(ROWS)
def test_a_row_has_one_seal_as_it_is_written_and_as_it_is_kept(row: dict[str, Any]) -> None:
    assert seal({name: _as_kept(value) for name, value in row.items()}) == seal(row)


def test_values_do_not_run_into_one_another() -> None:
    rows: list[dict[str, Any]] = [
        {"a": "x", "b": "y"},
        {"a": "xy", "b": ""},
        {"a": "", "b": "xy"},
        {"a": "x1:b:y"},
        {"a": "1", "b": None},
        {"a": 1, "b": None},
        {"a": b"1", "b": None},
        {"a": 1.0, "b": None},
        {"a": "None", "b": "-"},
    ]
    assert len({seal(row) for row in rows}) == len(rows)


def test_a_text_beside_its_hash_is_left_to_that() -> None:
    row = {"number": 1, "sha256": "ab", "text": "words"}
    assert seal(row) == seal({**row, "text": "other words"})
    assert seal(row) != seal({**row, "sha256": "ac"})
    assert seal({"text": "words"}) != seal({"text": "other words"})


def test_seals_never_change() -> None:
    # They are on the disk of whoever runs it: another form needs a migration.
    days = {"day": dt.date(2022, 6, 24), "at": dt.datetime.fromisoformat("2022-06-24T01:02:03")}
    row = {"id": "a", **days, "n": 7, "v": b"\x00", "x": None}
    assert seal(row) == "f67a492fe4344332"
