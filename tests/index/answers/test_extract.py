"""Every extract is an exact slice of the record: this is the promise that everything else stands on."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from corpus import intake
from corpus.archive import Archive
from corpus.statement import Draft, Statement, fingerprint
from index.answers import extract
from index.answers.answer import Answer, Extract
from index.answers.extract import widened
from index.answers.question import Question
from index.answers.ranking import rank
from index.answers.search import Searcher
from index.places import Places
from index.text.passages import passages
from index.text.sentences import sentences
from index.text.span import Span
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, candidates_of, draft, id_of

ROOT = Path(__file__).parents[3]
STATEMENTS = ROOT.parent / "shared" / "statements"
QUESTIONS = [
    json.loads(line)["question"]
    for line in (ROOT / "tests" / "data" / "sample-questions.jsonl").read_text(encoding="utf-8").splitlines()
]
LONG = " ".join(
    f"Sentence number {number} of a long statement speaks of matter {number * 7 % 10}." for number in range(60)
)


def _shown(answer: Answer) -> tuple[Extract, ...]:
    assert not (answer.extracts and answer.nearest)
    return answer.extracts or answer.nearest


def _assert_exact(archive: Archive, shown: tuple[Extract, ...]) -> None:
    assert len(shown) <= 3
    for one in shown:
        revision = archive.revision(one.statement.id, one.revision)
        assert one.quote == revision.text[one.start : one.end]
        assert one.sha256 == revision.sha256 == fingerprint(revision.text)
        assert 0 < len(one.quote) <= 700
        assert one.quote == one.quote.strip()
        assert one.statement.id not in one.also
        assert len(set(one.also)) == len(one.also)
        for other in one.also:
            assert one.quote in archive.statement(other).revision.text
    for one, another in itertools.combinations(shown, 2):
        is_apart = one.end <= another.start or another.end <= one.start
        assert is_apart or one.statement.id != another.statement.id
        assert one.quote != another.quote


def test_every_extract_is_a_slice_of_the_record(samples_archive: Archive) -> None:
    searcher = Searcher(samples_archive, HashedEncoder())
    shown = [_shown(searcher.answer(Question.of(text))) for text in QUESTIONS]
    assert len(shown) > 40
    for extracts in shown:
        assert extracts
        _assert_exact(samples_archive, extracts)


def test_sentences_stay_whole(samples_archive: Archive) -> None:
    searcher = Searcher(samples_archive, HashedEncoder())
    for text in QUESTIONS[::4]:
        for one in _shown(searcher.answer(Question.of(text))):
            spans = sentences(one.statement.revision.text, one.statement.language.value)
            assert one.start in {span.start for span in spans}
            assert one.end in {span.end for span in spans}


def _alone(text: str, language: str | None = "en") -> Places:
    statement = _as_statement(draft(text, language=language or "en"))
    return Places.build([statement], [passages(text, language)])


def _as_statement(given: Draft) -> Statement:
    from datetime import UTC, datetime  # noqa: PLC0415 - a statement that no archive has seen

    from corpus.statement import Revision  # noqa: PLC0415

    revision = Revision("0123456789", 1, fingerprint(given.text), datetime.now(UTC), given.text)
    return Statement("0123456789", given.title, given.date, given.issuer, given.language, None, ("/x",), revision)


def test_it_widens_to_both_sides_by_whole_sentences() -> None:
    places = _alone(LONG)
    middle = len(places) // 2
    span = widened(places, middle, LONG, "en", [])
    assert span.start < places[middle].start
    assert span.end > places[middle].end
    assert 600 < span.length <= 700
    assert LONG[span.start : span.end].startswith("Sentence number")
    assert LONG[span.start : span.end].endswith(".")


def test_at_either_end_it_widens_to_the_other_side() -> None:
    places = _alone(LONG)
    first, last = widened(places, 0, LONG, "en", []), widened(places, len(places) - 1, LONG, "en", [])
    assert first.start == 0
    assert last.end == len(LONG)
    assert min(first.length, last.length) > 600


def test_a_short_statement_is_quoted_whole() -> None:
    text = "One sentence. And another.\n\nA second paragraph, which ends it."
    assert widened(_alone(text), 0, text, "en", []) == Span(0, len(text))


def test_it_never_grows_into_what_is_quoted() -> None:
    places = _alone(LONG)
    for taken in ([Span(0, 400)], [Span(0, 100), Span(1500, 1900)]):
        for ordinal in range(len(places)):
            place = places[ordinal]
            if any(place.start < other.end and other.start < place.end for other in taken):
                continue
            span = widened(places, ordinal, LONG, "en", taken)
            assert not any(span.start < other.end and other.start < span.end for other in taken)
            assert span.start <= place.start < place.end <= span.end


def test_it_stays_in_its_statement() -> None:
    given = [_as_statement(draft("Alone here.")), _as_statement(draft("Alone there."))]
    places = Places.build(given, [[Span(0, 11)], [Span(0, 12)]])
    assert widened(places, 0, "Alone here.", "en", []) == Span(0, 11)
    assert widened(places, 1, "Alone there.", "en", []) == Span(0, 12)


def _real_statements() -> Iterator[Draft]:
    yield from (one for one in intake.read(STATEMENTS, intake.Given()) if isinstance(one, Draft))


@pytest.mark.skipif(not STATEMENTS.is_dir(), reason="the statements of ../shared/statements are not beside the code")
def test_widened_passages_of_real_statements_keep_the_promise() -> None:
    count = 0
    for given in _real_statements():
        text, language = given.text, given.language.value
        spans = passages(text, language)
        places = Places.build([_as_statement(given)], [spans])
        # Every statement, a passage in eight of each: its neighbours come along with it.
        for ordinal, passage in list(enumerate(spans))[::8]:
            span = widened(places, ordinal, text, language, [])
            quote = text[span.start : span.end]
            assert span.start <= passage.start < passage.end <= span.end
            assert len(quote) <= 700
            assert quote == quote.strip()
            count += 1
    assert count > 5000


def _ask(archive: Archive, text: str) -> tuple[Extract, ...]:
    shown = _shown(Searcher(archive, HashedEncoder()).answer(Question.of(text)))
    _assert_exact(archive, shown)
    return shown


def test_the_same_words_in_two_statements_are_shown_once(filled: Filled) -> None:
    text = "The Council condemned the attack in Mali and called for restraint."
    archive = filled(
        draft(text, "/in/one.md", day="2021-01-01"),
        draft(text, "/in/two.md", day="2021-02-01"),
        draft("The ministers discussed tourism.", "/in/three.md"),
    )
    first, *others = _ask(archive, "Who condemned the attack in Mali?")
    assert first.quote == text
    assert {first.statement.id, *first.also} == {id_of(archive, "/in/one.md"), id_of(archive, "/in/two.md")}
    assert all(one.quote != text for one in others)


def test_two_long_statements_of_the_same_words_are_not_quoted_beside_each_other(filled: Filled) -> None:
    archive = filled(draft(LONG, "/in/one.md", day="2021-01-01"), draft(LONG, "/in/two.md", day="2021-02-01"))
    shown = _ask(archive, "sentence 20 on matter 0")
    spans = [(one.start, one.end) for one in shown]
    for one, other in itertools.combinations(spans, 2):
        assert one[1] <= other[0] or other[1] <= one[0], "the same words of the twin are shown again"
    assert all(one.also for one in shown)


def test_words_that_a_statement_says_twice_are_no_other_statement(filled: Filled) -> None:
    refrain = "We condemn the attack " + "and the violence that followed it " * 12 + "in Mali."
    between = "\n\n".join(f"On matter {number} " + "as on the others " * 20 + "we agree." for number in range(4))
    archive = filled(draft(f"{refrain}\n\n{between}\n\n{refrain}", "/in/one.md"))
    shown = _ask(archive, "condemn the attack and the violence in Mali")
    assert shown[0].quote == refrain, "its neighbours are too long to be quoted with it"
    assert shown[0].also == ()


def test_extracts_of_a_statement_stay_together_best_statement_first(samples_archive: Archive) -> None:
    searcher = Searcher(samples_archive, HashedEncoder())
    for text in QUESTIONS:
        question = Question.of(text)
        found = searcher.find(question)
        ids = [str(found.snapshot.places.ids[one.statement]) for one in found.ranked]
        shown = [one.statement.id for one in searcher.extracts(found)]
        assert [name for name, _ in itertools.groupby(shown)] == sorted(set(shown), key=ids.index)
        assert all(shown.count(name) <= extract.A_STATEMENT + 1 for name in shown)


def _cut(standing: list[float], texts: list[str]) -> tuple[Extract, ...]:
    """Cut from one statement a text, each with one passage of that standing and no word in common."""
    given = [dataclasses.replace(_as_statement(draft(text)), id=f"{at:010}") for at, text in enumerate(texts)]
    places = Places.build(given, [[Span(0, len(text))] for text in texts])
    found = candidates_of(np.arange(len(texts)), standing=np.array(standing))

    def wording(statement_id: str, _: int) -> tuple[Statement, str, str]:
        one = given[int(statement_id)]
        return one, one.revision.text, one.revision.sha256

    return extract.cut(found, rank(found, places), places, wording)


@pytest.mark.parametrize("best", [4.0, 0.0, -2.0])
def test_the_best_is_shown_however_far_it_is(best: float) -> None:
    assert [one.quote for one in _cut([best - 5, best], ["Far away.", "Nearest."])] == ["Nearest."]


def test_at_most_three_are_shown() -> None:
    texts = [f"Statement {number}." for number in range(6)]
    assert [one.quote for one in _cut([3.0, 3.1, 3.2, 3.3, 3.4, 3.5], texts)] == texts[:2:-1]


def test_what_is_far_below_the_best_is_not_shown() -> None:
    texts = ["The answer.", "Nearly.", "Something else."]
    assert [one.quote for one in _cut([6.0, 6.0 * extract.NEAR_THE_BEST + 0.1, 2.0], texts)] == texts[:2]


def test_nothing_found_is_nothing_cut() -> None:
    assert _cut([], []) == ()


def test_the_form_of_the_contract(filled: Filled) -> None:
    archive = filled(draft("The truce was extended.", "/in/truce.md", title="Truce", day="2022-06-02"))
    (one,) = _ask(archive, "truce")
    assert one.as_json() == {
        "quote": "The truce was extended.",
        "start": 0,
        "end": 23,
        "statement_id": one.statement.id,
        "revision": 1,
        "sha256": fingerprint("The truce was extended."),
        "title": "Truce",
        "date": "2022-06-02",
        "date_source": "given",
        "issuer": None,
        "language": "en",
        "url": None,
        "source": "/in/truce.md",
        "also": [],
        "score": round(one.score, 4),
    }


def test_an_undated_statement_has_no_date(filled: Filled) -> None:
    (one,) = _ask(filled(draft("The truce of 3 May 2020 was extended.")), "truce")
    assert (one.as_json()["date"], one.as_json()["date_source"]) == (None, "unknown")
