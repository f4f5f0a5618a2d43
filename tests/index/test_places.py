"""Where passages lie, and which of them the filters let through."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from corpus.archive import Archive
from index.errors import GenerationError
from index.places import Place, Places
from index.text.passages import passages
from tests.index.doubles import draft, flip

TEXT = "First sentence here. Second one. Third one. Fourth begins another passage. Fifth."


@pytest.fixture
def recorded(archive: Archive) -> Archive:
    archive.record(
        [
            draft(TEXT, "/in/a", day="2020-03-01", language="en"),
            draft("Une phrase.", "/in/b", day="2021-06-15", language="fr"),
            draft("Undated words.", "/in/c", language="en"),
        ]
    )
    return archive


def _places(archive: Archive) -> Places:
    found = list(archive.statements())
    return Places.build(found, [passages(one.revision.text, one.language.value) for one in found])


def test_every_place_is_a_slice_of_its_statement_s_text(recorded: Archive) -> None:
    places = _places(recorded)
    assert len(places) == 4
    texts = {one.id: one.revision.text for one in recorded.statements()}
    slices = [texts[place.statement_id][place.start : place.end] for place in map(places.__getitem__, range(4))]
    assert sorted(slices) == [
        "First sentence here. Second one. Third one.",
        "Fourth begins another passage. Fifth.",
        "Undated words.",
        "Une phrase.",
    ]


def _let_through(recorded: Archive, since: date | None, until: date | None, language: str | None) -> set[str]:
    places = _places(recorded)
    sources = {one.id: one.source for one in recorded.statements()}
    allowed = places.allowed(since, until, language)
    assert allowed is not None
    assert allowed.dtype == np.int64
    return {sources[places[int(ordinal)].statement_id] for ordinal in allowed}


@pytest.mark.parametrize(
    ("since", "until", "language", "expected"),
    [
        (date(2020, 3, 1), None, None, {"/in/a", "/in/b"}),
        (date(2020, 3, 2), None, None, {"/in/b"}),
        (None, date(2020, 3, 1), None, {"/in/a"}),
        (None, date(2020, 2, 29), None, set()),
        (date(2020, 3, 1), date(2021, 6, 15), None, {"/in/a", "/in/b"}),
        (None, None, "en", {"/in/a", "/in/c"}),
        (date(2000, 1, 1), None, "en", {"/in/a"}),
        (None, None, "ar", set()),
        (date(2021, 1, 1), date(2020, 1, 1), None, set()),
    ],
)
def test_filters(
    recorded: Archive, since: date | None, until: date | None, language: str | None, expected: set[str]
) -> None:
    assert _let_through(recorded, since, until, language) == expected


def test_without_a_filter_nothing_is_held_back(recorded: Archive) -> None:
    assert _places(recorded).allowed(None, None, None) is None


def test_they_are_the_same_after_saving(recorded: Archive, tmp_path: Path) -> None:
    places = _places(recorded)
    places.save(tmp_path / "passages.npz")
    opened = Places.open(tmp_path / "passages.npz")
    assert [opened[ordinal] for ordinal in range(4)] == [places[ordinal] for ordinal in range(4)]
    assert isinstance(opened[0], Place)
    np.testing.assert_array_equal(opened.days, places.days)
    np.testing.assert_array_equal(opened.languages, places.languages)
    np.testing.assert_array_equal(opened.embedded, places.embedded)


def test_joined_they_are_those_of_each_in_order(recorded: Archive) -> None:
    one, other = _places(recorded), _places(recorded).without_vectors(np.array([1]))
    joined = Places.joined([one, other, one])
    assert len(joined) == 12
    assert [joined[ordinal] for ordinal in range(12)] == [one[ordinal] for ordinal in range(4)] * 3
    assert np.flatnonzero(~joined.embedded).tolist() == [5]
    assert len(Places.joined([])) == 0


def test_the_dead_are_never_let_through(recorded: Archive) -> None:
    whole = _places(recorded)
    some = whole.without(np.array([0, 3]))
    assert (len(some), int(some.alive.sum()), bool(whole.alive.all())) == (4, 2, True)
    everything = some.allowed(None, date.max, None), some.allowed(None, None, "en"), some.allowed(None, None, "fr")
    assert not {0, 3} & {int(ordinal) for found in everything if found is not None for ordinal in found}
    assert sorted(some.ordinals_of([str(name) for name in some.ids]).tolist()) == [1, 2]


def test_the_passages_of_statements_are_found_by_their_ids(recorded: Archive) -> None:
    places = _places(recorded)
    for row, name in enumerate(places.ids):
        assert places.ordinals_of([str(name)]).tolist() == np.flatnonzero(places.of == row).tolist()
    assert places.ordinals_of([]).tolist() == places.ordinals_of(["never-seen"]).tolist() == []


@pytest.mark.parametrize("damage", ["cut", "gone", "flipped"])
def test_a_damaged_file_is_told(recorded: Archive, tmp_path: Path, damage: str) -> None:
    file = tmp_path / "passages.npz"
    _places(recorded).save(file)
    if damage == "cut":
        file.write_bytes(file.read_bytes()[:-100])
    elif damage == "gone":
        file.unlink()
    else:
        flip(file, at=int(file.read_bytes().index(b"NUMPY")))
    with pytest.raises(GenerationError, match=r"passages\.npz: cannot be read.*rebuild"):
        Places.open(file)
