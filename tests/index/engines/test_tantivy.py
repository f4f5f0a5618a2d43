"""Search by words equals BM25 by its formula; filters, ties and alternatives."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from index.engines.tantivy import Group, WordIndex
from index.errors import GenerationError
from tests.index.references import Okapi

Passage = tuple[int, list[str], date | None, str | None]


def _passages() -> list[Passage]:
    """Give passages of up to forty lexemes, names among them, of some days and languages."""
    rng = np.random.default_rng(11)
    words = [f"w{number}" for number in range(40)] + ["~blnkn", "~bldn"]
    frequency = 1 / np.arange(1, len(words) + 1)
    found: list[Passage] = []
    for ordinal in range(300):
        chosen = rng.choice(words, size=int(rng.integers(1, 41)), p=frequency / frequency.sum()).tolist()
        day = date(2020, 1, 1 + ordinal % 28) if ordinal % 3 else None
        found.append((ordinal, chosen, day, ("fr", "en", "ar", None)[ordinal % 4]))
    return found


PASSAGES = _passages()
ALL = np.arange(len(PASSAGES))
GROUPS: list[list[Group]] = [
    [("w3",)],
    [("w0",), ("w25",), ("w39",)],
    [("w7", "w30", "w12")],
    [("w1", "~blnkn")],
    [("~blnkn",), ("w2", "w9"), ("never",)],
    [("never", "w5"), ("w5",)],
]


OKAPI = Okapi({ordinal: lexemes for ordinal, lexemes, _, _ in PASSAGES})


@pytest.fixture(scope="module")
def words(tmp_path_factory: pytest.TempPathFactory) -> WordIndex:
    folder = tmp_path_factory.mktemp("index") / "words"
    WordIndex.build(folder, PASSAGES)
    return WordIndex.open(folder)


@pytest.mark.parametrize("groups", GROUPS)
def test_scores_are_bm25_of_the_best_alternative_of_each_word(words: WordIndex, groups: list[Group]) -> None:
    expected = np.array([OKAPI.score(groups, ordinal) for ordinal in ALL.tolist()])
    np.testing.assert_allclose(words.scores(groups, ALL), expected, rtol=1e-5)
    found, scores = words.search(groups, len(PASSAGES))
    assert set(found.tolist()) == set(np.flatnonzero(expected > 0).tolist())
    np.testing.assert_allclose(scores, expected[found], rtol=1e-5)
    assert (np.diff(scores) <= 0).all()


@pytest.mark.parametrize("groups", GROUPS)
def test_scores_of_chosen_passages_are_those_of_the_search(words: WordIndex, groups: list[Group]) -> None:
    found, scores = words.search(groups, 50)
    order = np.random.default_rng(1).permutation(len(found))
    np.testing.assert_array_equal(words.scores(groups, found[order]), scores[order])


def test_the_idf_of_a_word_is_that_of_its_most_frequent_form(words: WordIndex) -> None:
    for group, commonest in ((("w39",), "w39"), (("w39", "w0"), "w0"), (("never",), "never")):
        assert words.idf(group) == pytest.approx(OKAPI.idf(commonest))


def test_a_limit_takes_the_best(words: WordIndex) -> None:
    whole, _ = words.search(GROUPS[1], len(PASSAGES))
    some, _ = words.search(GROUPS[1], 7)
    assert some.tolist() == whole[:7].tolist()


def _held(since: date | None, until: date | None, language: str | None) -> set[int]:
    return {
        ordinal
        for ordinal, lexemes, day, code in PASSAGES
        if "w0" in lexemes
        and (since is None or (day is not None and day >= since))
        and (until is None or (day is not None and day <= until))
        and language in (None, code)
    }


@pytest.mark.parametrize("language", [None, "fr", "ar", "xx"])
@pytest.mark.parametrize(
    ("since", "until"),
    [
        (None, None),
        (date(2020, 1, 10), None),
        (None, date(2020, 1, 10)),
        (date(2020, 1, 10), date(2020, 1, 10)),
        (date(2020, 1, 5), date(2020, 1, 20)),
        (date(2021, 1, 1), None),
        (date(2020, 1, 20), date(2020, 1, 5)),
        (date.min, date.max),
    ],
)
def test_filters_leave_the_scores_alone(
    words: WordIndex, since: date | None, until: date | None, language: str | None
) -> None:
    groups: list[Group] = [("w0",)]
    found, scores = words.search(groups, len(PASSAGES), since=since, until=until, language=language)
    assert set(found.tolist()) == _held(since, until, language)
    np.testing.assert_array_equal(scores, words.scores(groups, found))
    if since or until:
        assert all(PASSAGES[ordinal][2] is not None for ordinal in found)


def test_ties_come_in_the_order_of_the_record(tmp_path: Path) -> None:
    WordIndex.build(tmp_path / "words", [(ordinal, ["same", "words"], None, "en") for ordinal in range(50)])
    found, scores = WordIndex.open(tmp_path / "words").search([("same",)], 50)
    assert found.tolist() == list(range(50))
    assert len(set(scores.tolist())) == 1


def test_nothing_asked_or_nothing_held_is_nothing_found(words: WordIndex) -> None:
    for groups in ([], [("never",)], [("never", "~nvr")]):
        found, scores = words.search(groups, 10)
        assert (found.shape, scores.shape) == ((0,), (0,))
        assert not words.scores(groups, ALL).any()
    assert words.scores(GROUPS[0], np.empty(0, np.int64)).shape == (0,)


def test_an_empty_index_answers_too(tmp_path: Path) -> None:
    WordIndex.build(tmp_path / "words", [])
    opened = WordIndex.open(tmp_path / "words")
    assert len(opened) == 0
    assert len(opened.search([("w",)], 5)[0]) == 0
    assert opened.idf(("w",)) >= 0


def test_the_same_record_gives_the_same_scores(words: WordIndex, tmp_path: Path) -> None:
    WordIndex.build(tmp_path / "again", PASSAGES)
    again = WordIndex.open(tmp_path / "again")
    for groups in GROUPS:
        for one, other in zip(words.search(groups, 60), again.search(groups, 60), strict=True):
            np.testing.assert_array_equal(one, other)


def test_a_folder_that_cannot_be_written_is_told_as_that(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Locked:
        @staticmethod
        def open(path: str) -> None:
            raise ValueError(f"Failed to acquire Lockfile of {path}: Read-only file system")

    monkeypatch.setattr("index.engines.tantivy.tantivy.Index", Locked)
    with pytest.raises(GenerationError, match=r"words: cannot be opened .*Read-only.*must be writable"):
        WordIndex.open(tmp_path / "words")


@pytest.mark.parametrize("is_there", [True, False])
def test_a_folder_without_an_index_is_refused(tmp_path: Path, is_there: bool) -> None:  # noqa: FBT001 - a parameter
    folder = tmp_path / "words"
    if is_there:
        folder.mkdir()
    with pytest.raises(GenerationError, match=r"words: cannot be read.*rebuild"):
        WordIndex.open(folder)
