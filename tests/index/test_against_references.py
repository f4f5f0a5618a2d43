"""The engines, and an opened generation over them, find what the plain references find: on random and on real data."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Collection, Iterator
from datetime import date
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import intake
from corpus.archive import Archive
from corpus.statement import Draft, Statement
from index import build
from index.answers.question import Question
from index.engines.faiss import VectorIndex
from index.engines.tantivy import WordIndex
from index.generation import Generations
from index.meaning import Extent, Meaning
from index.places import Place, Places
from index.snapshot import Snapshot
from index.text import analysis
from index.text.passages import passages
from index.vectors import embedded_text
from tests.index.conftest import sample_drafts
from tests.index.doubles import HashedEncoder, draft, id_of
from tests.index.references import Okapi, assert_best, inner_products, stored_length

QUESTIONS = Path(__file__).parents[1] / "data" / "sample-questions.jsonl"
SHARED = Path(__file__).parents[3] / "shared" / "statements"
WORDS, MEANING = 1e-5, 2e-6
"""Both engines count in single precision. Inner products of unit vectors are at most 1, scores of words some tens."""

Groups = list[tuple[str, ...]]
Lexemes = dict[int, list[str]]

_KEYS = [*(f"w{number}" for number in range(6)), "~bldn", "~yqn"]
_WORDED = st.lists(
    st.lists(st.sampled_from(_KEYS), max_size=12).flatmap(
        lambda some: st.integers(0, 120).map(lambda more: some + ["w0"] * more)
    ),
    min_size=1,
    max_size=25,
)
_GROUPS = st.lists(st.lists(st.sampled_from([*_KEYS, "never"]), min_size=1, max_size=3).map(tuple), max_size=4)


def test_lengths_are_stored_in_the_values_of_one_byte() -> None:
    kept = sorted({stored_length(length) for length in range(89)})
    assert kept == [*range(41), *range(42, 58, 2), *range(60, 90, 4)]
    assert stored_length(100) == 96
    assert stored_length(2**31 - 1) == 2_013_265_944, "the last of the 256"
    assert all(stored_length(length) <= length < stored_length(length) * 1.125 for length in range(1, 3000))


def test_the_reference_gives_the_numbers_of_a_sum_by_hand() -> None:
    # Two of four hold it: idf ln 2. One of average length (5), once: 2.2 / 2.2; one of 7, twice: 2 x 2.2 / (2 + 1.56).
    okapi = Okapi({0: ["a"] + ["x"] * 4, 1: ["a", "a"] + ["x"] * 5, 2: ["x"] * 4, 3: ["x"] * 4})
    assert okapi.scores([("a",)], range(4)) == pytest.approx({0: 0.693147, 1: 0.856699}, abs=1e-6)
    assert okapi.scores([("a", "never"), ("b",)], [1, 2]) == pytest.approx({1: 0.856699}, abs=1e-6)


@settings(max_examples=8)
@given(worded=_WORDED, more=_WORDED, asked=st.lists(_GROUPS, min_size=3, max_size=6), data=st.data())
def test_words_are_found_as_by_the_formula_also_when_some_were_added_and_others_taken_out(
    tmp_path_factory: pytest.TempPathFactory,
    worded: list[list[str]],
    more: list[list[str]],
    asked: list[Groups],
    data: st.DataObject,
) -> None:
    words, limit = tmp_path_factory.mktemp("one") / "words", data.draw(st.integers(1, 60))
    first, whole = dict(enumerate(worded)), dict(enumerate(worded + more))
    # Not all of them: tantivy drops a file in which nothing lives, and with it what its words count in frequencies.
    dead = data.draw(st.sets(st.integers(1, len(first) - 1))) if len(first) > 1 else set()
    WordIndex.build(words, _rows(first))
    built, of_first = WordIndex.open(words), Okapi(first)
    added = {ordinal: whole[ordinal] for ordinal in whole if ordinal not in first}
    WordIndex.extend(words, _rows(added), np.array(sorted(dead), np.int64))
    extended, of_whole = WordIndex.open(words), Okapi(whole)
    for groups in asked:
        assert_words(built, of_first, groups, limit, first)
        assert_words(extended, of_whole, groups, limit, whole.keys() - dead)
        for group in groups:
            commonest = max(group, key=lambda key: len(of_whole.holding(key)))
            assert extended.idf(group) == pytest.approx(of_whole.idf(commonest))


def _rows(worded: Lexemes) -> Iterator[tuple[int, list[str], date | None, str | None]]:
    return ((ordinal, lexemes, None, "en") for ordinal, lexemes in worded.items())


def assert_words(words: WordIndex, okapi: Okapi, groups: Groups, limit: int, among: Collection[int]) -> None:
    expected = okapi.scores(groups, among)
    assert_best(*words.search(groups, limit), expected, limit, WORDS)
    ordinals = np.array(sorted(among), np.int64)
    plain = [expected.get(int(ordinal), 0.0) for ordinal in ordinals]
    np.testing.assert_allclose(words.scores(groups, ordinals), plain, rtol=WORDS, atol=WORDS)


@settings(max_examples=40)
@given(seed=st.integers(0, 2**32 - 1), size=st.integers(1, 80), limit=st.integers(1, 100), data=st.data())
def test_meaning_is_found_as_by_all_inner_products_over_any_parts_dead_and_filters(
    seed: int, size: int, limit: int, data: st.DataObject
) -> None:
    rng = np.random.default_rng(seed)
    vectors = _unit(rng, size).astype(np.float16)
    vectors[rng.random(size) < 0.2] = vectors[0]  # several passages of one text
    embedded, alive = rng.random(size) < 0.9, rng.random(size) < 0.8
    cuts = sorted({0, size, *data.draw(st.lists(st.integers(0, size), max_size=4))})
    allowed = np.flatnonzero(rng.random(size) < 0.6) if data.draw(st.booleans()) else None
    meaning = Meaning(_places(embedded, alive), [_extent(vectors, embedded, *ends) for ends in pairwise(cuts)])
    there = {int(one): vectors[one] for one in np.flatnonzero(embedded & alive)}
    for query in _unit(rng, 3):
        among = set(range(size)) if allowed is None else set(allowed.tolist())
        expected = inner_products(query, there, among)
        assert_best(*meaning.search(query, limit, allowed), expected, limit, MEANING)
        scores = meaning.scores(query, np.arange(size))
        plain = [inner_products(query, there, {one}).get(one, np.nan) for one in range(size)]
        np.testing.assert_allclose(scores, plain, rtol=0, atol=MEANING)


def _unit(rng: np.random.Generator, count: int) -> npt.NDArray[np.float32]:
    rows = rng.standard_normal((count, 24)).astype(np.float32)
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), np.float32)


def _places(embedded: npt.NDArray[np.bool_], alive: npt.NDArray[np.bool_]) -> Places:
    zeros = np.zeros(len(alive), np.int32)
    names = np.array(["aaaaaaaaaa"]), np.zeros(1, np.int32), np.array(["en"]), np.zeros(1, np.int32)
    return Places(*names, zeros, zeros, zeros, zeros, embedded, alive)


def _extent(vectors: npt.NDArray[np.float16], embedded: npt.NDArray[np.bool_], first: int, last: int) -> Extent:
    mine = first + np.flatnonzero(embedded[first:last])
    return Extent(first, last, VectorIndex.build(vectors[mine], mine, vectors.shape[1]) if len(mine) else None)


class Record:
    """An archive and the generation over it, beside all passages of that generation as the references take them."""

    def __init__(self, archive: Archive, encoder: HashedEncoder, wordless: Collection[str]) -> None:
        self.snapshot = Snapshot.open(Generations(archive.folder))
        self.statements = {one.id: one for one in archive.statements()}
        self.places = [self.snapshot.places[ordinal] for ordinal in range(len(self.snapshot.places))]
        self.texts = [archive.revision(one.statement_id, one.revision).text[one.start : one.end] for one in self.places]
        self.okapi = Okapi({ordinal: self._lexemes(ordinal) for ordinal in range(len(self.places))})
        living = self.among()
        bare = {one.id for one in self.statements.values() if set(one.sources) & set(wordless)}
        embedded = [one for one in living if self.places[one].statement_id not in bare]
        rows = encoder.passages([embedded_text(self._of(one).title, self.texts[one]) for one in embedded])
        self.vectors = dict(zip(embedded, rows.astype(np.float16), strict=True))

    def _of(self, ordinal: int) -> Statement:
        return self.statements[self.places[ordinal].statement_id]

    def _lexemes(self, ordinal: int) -> list[str]:
        statement = self._of(ordinal)
        title = analysis.lexemes(statement.title or "", statement.language.value)
        return analysis.lexemes(self.texts[ordinal], statement.language.value) + title + title

    def among(self, since: date | None = None, until: date | None = None, language: str | None = None) -> set[int]:
        """Return the passages of current wordings, not withdrawn, issued in a range and language."""
        return {
            ordinal
            for ordinal, place in enumerate(self.places)
            if not self._of(ordinal).withdrawn
            and place.revision == self._of(ordinal).revision.number
            and _lies_in(self._of(ordinal).date.day, since, until)
            and language in (None, self._of(ordinal).language.value)
        }


def _lies_in(day: date | None, since: date | None, until: date | None) -> bool:
    if day is None:
        return since is None and until is None
    return (since or date.min) <= day <= (until or date.max)


TO_COME = (
    draft(
        "Le secrétaire général a condamné l'attaque contre Bagdad. Il appelle à une trêve immédiate au Yémen.",
        "/in/fr.md",
        title="Déclaration sur le Yémen",
        day="2022-04-02",
        language="fr",
    ),
    draft(
        "أدان الأمين العام الهجوم على بغداد. ودعا إلى هدنة فورية في اليمن.",
        "/in/ar.md",
        title="بيان بشأن اليمن",
        day="2022-04-02",
        language="ar",
    ),
    draft("The ministers met on the truce in Yemen, and on Baghdad.", "/in/undated.md"),
    draft("بحث الوزراء الهدنة في اليمن.", "/in/undated-ar.md", language="ar"),
)
WITHOUT_VECTORS = "/in/later.md"
FILTERS: list[tuple[date | None, date | None, str | None]] = [
    (None, None, None),
    (date(2022, 4, 1), None, None),
    (None, date(2022, 4, 2), "en"),
    (date(2022, 4, 2), date(2022, 4, 2), "ar"),
    (None, None, "ar"),
    (None, None, "fr"),
    (date(2022, 6, 1), date(2022, 6, 30), None),
    (date(2030, 1, 1), None, None),
]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """Give the shorter samples in an index of four parts; some were withdrawn, some revised, one has no vectors."""
    encoder, samples = HashedEncoder(), [one for one in sample_drafts() if len(one.text) <= 3000]
    with Archive(tmp_path_factory.mktemp("parted") / "data", create=True) as archive:
        archive.record(samples[:40])
        build.build(archive, encoder)
        archive.record([*samples[40:], _revised(samples[0]), _revised(samples[7]), *TO_COME])
        archive.corrections.withdraw(id_of(archive, samples[3].source))
        build.bring_up_to_date(archive, encoder)
        archive.corrections.withdraw(id_of(archive, samples[44].source))
        archive.record([_revised(samples[7], " Again."), draft("A truce holds in Aden.", "/in/aden.md")])
        build.bring_up_to_date(archive, encoder)
        archive.record([draft("A later truce in Yemen.", WITHOUT_VECTORS, day="2022-04-02")])
        build.bring_up_to_date(archive, encoder, embed=False)
        yield Record(archive, encoder, [WITHOUT_VECTORS])


def _revised(one: Draft, more: str = "") -> Draft:
    return dataclasses.replace(one, text=f"{one.text}\n\nCorrected: the ministers met in Baghdad.{more}")


def test_the_generation_holds_the_passages_of_the_record_in_parts(record: Record) -> None:
    assert len(record.snapshot.living) == 4
    assert 0 < record.snapshot.places.alive.sum() < len(record.places), "some are dead"
    assert 0 < len(record.snapshot.vectors) < record.snapshot.places.alive.sum(), "some have no vector"
    assert {record.places[ordinal] for ordinal in record.among()} == {
        Place(one.id, one.revision.number, span.start, span.end)
        for one in record.statements.values()
        for span in passages(one.revision.text, one.language.value)
        if not one.withdrawn
    }


@pytest.mark.parametrize(("since", "until", "language"), FILTERS)
def test_a_generation_finds_what_the_references_find_through_every_filter(
    record: Record, encoder: HashedEncoder, since: date | None, until: date | None, language: str | None
) -> None:
    snapshot, among = record.snapshot, record.among(since, until, language)
    allowed = snapshot.places.allowed(since, until, language)
    asked = [json.loads(line)["question"] for line in QUESTIONS.read_text(encoding="utf-8").splitlines()][::6]
    for text in [*asked, "Yemen truce Baghdad", "الهدنة في اليمن", "la trêve à Bagdad", "Corrected"]:
        vector, groups = encoder.query(text), [term.keys for term in Question.of(text).terms]
        meant = inner_products(vector, record.vectors, among)
        worded = record.okapi.scores(groups, among)
        for limit in (3, 1000):
            assert_best(*snapshot.vectors.search(vector, limit, allowed), meant, limit, MEANING)
            found = snapshot.words.search(groups, limit, since=since, until=until, language=language)
            assert_best(*found, worded, limit, WORDS)


@pytest.mark.skipif(not SHARED.is_dir(), reason="needs the statements of ../shared, which are not part of the project")
def test_words_of_real_statements_in_three_languages_are_found_as_by_the_formula(tmp_path: Path) -> None:
    folders = [sorted(folder.rglob("*.md")) for folder in sorted(SHARED.iterdir())]
    files = [file for some in folders for file in some[:: 1 + len(some) // 80]]
    found = [one for file in files for one in intake.read(file, intake.Given())]
    drafts = [one for one in found if isinstance(one, Draft)]
    assert {one.language.value for one in drafts} >= {"en", "fr", "ar"}
    worded: Lexemes = {}
    for one in drafts:
        for span in passages(one.text[:3000], one.language.value):
            worded[len(worded)] = analysis.lexemes(one.text[span.start : span.end], one.language.value)
    assert max(map(len, worded.values())) > 41, "lengths that are rounded are among them"
    WordIndex.build(tmp_path / "words", _rows(worded))
    words, okapi = WordIndex.open(tmp_path / "words"), Okapi(worded)
    for one in drafts[::5]:
        groups = [term.keys for term in Question.of(one.title or one.text[:80]).terms]
        assert_best(*words.search(groups, 200), okapi.scores(groups, worded), 200, WORDS)
