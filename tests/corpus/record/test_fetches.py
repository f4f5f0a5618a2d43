"""What was fetched: an address is remembered with what its server gave, and is no change of the record."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.record.fetches import Validators

URL = "https://h.org/feed?a=1&b=é"


def test_an_address_that_was_never_read_is_not_known(tmp_path: Path) -> None:
    with Archive(tmp_path, create=True) as archive:
        assert (archive.fetches.validators(URL), archive.fetches.seen(URL)) == (None, None)


@pytest.mark.parametrize("validators", [Validators('W/"1"', "Tue, 01 Nov 2022 00:00:00 GMT"), Validators()])
def test_what_its_server_gave_outlives_the_program(tmp_path: Path, validators: Validators) -> None:
    before = dt.datetime.now(dt.UTC)
    with Archive(tmp_path, create=True) as archive:
        archive.fetches.remember(URL, Validators("old"))
        archive.fetches.remember(URL, validators)
        archive.fetches.remember("https://h.org/other", Validators("2"))
    with Archive(tmp_path) as archive:
        assert archive.fetches.validators(URL) == validators
        seen = archive.fetches.seen(URL)
        assert seen is not None
        assert before <= seen <= dt.datetime.now(dt.UTC)
        assert archive.fetches.validators("https://h.org/other") == Validators("2")
        assert (archive.sequence(), archive.damaged()) == (0, [])
