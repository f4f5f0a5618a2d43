"""Versions and earlier wordings: the reader's language is quoted, the others offered; a change of words is told."""

from __future__ import annotations

import dataclasses

import pytest

from index import build
from index.answers.answer import Extract
from index.answers.evidence import Scale
from index.answers.question import Question
from index.answers.search import Searcher
from tests.index.conftest import Filled
from tests.index.doubles import HashedEncoder, draft

ALWAYS = dataclasses.replace(Scale.shipped(), threshold=0.0)
ENGLISH = draft("The truce in Yemen was extended by 60 days.", "https://e.org/en/truce", day="2022-06-02")
FRENCH = draft("La trêve au Yémen a été prolongée.", "https://e.org/fr/truce", day="2022-06-02", language="fr")
ARABIC = draft("مُدِّدت الهدنة في اليمن ستين يوماً.", "https://e.org/ar/truce", day="2022-06-02", language="ar")
OTHER = draft("The Council condemned the attack in Mali.", "https://e.org/en/mali", day="2021-05-26")


def asked(searcher: Searcher, text: str, reader: str | None, **filters: str) -> list[Extract]:
    return list(searcher.answer(Question.of(text, reader=reader, **filters)).extracts)  # type: ignore[arg-type] # language only


@pytest.mark.parametrize(("reader", "expected"), [("fr", "fr"), ("ar", "ar"), ("en", "en"), ("de", "en"), (None, "en")])
def test_the_version_in_the_readers_language_is_quoted_and_the_others_are_offered(
    filled: Filled, encoder: HashedEncoder, reader: str | None, expected: str
) -> None:
    searcher = Searcher(filled(ENGLISH, FRENCH, ARABIC, OTHER), encoder, ALWAYS)
    found = asked(searcher, "When was the truce in Yemen extended?", reader)
    assert found[0].statement.language.value == expected
    assert {version.language for version in found[0].versions} == {"fr", "en", "ar"} - {expected}
    # One statement is shown once, in one language.
    truces = [one for one in found if "truce" in one.statement.source]
    assert len({one.statement.id for one in truces}) == 1


def test_a_filter_on_the_language_stands_before_what_the_reader_reads(filled: Filled, encoder: HashedEncoder) -> None:
    searcher = Searcher(filled(ENGLISH, FRENCH, ARABIC), encoder, ALWAYS)
    found = asked(searcher, "truce in Yemen", "fr", language="ar")
    assert [one.statement.language.value for one in found] == ["ar"]


def test_words_that_were_changed_say_so_and_others_do_not(filled: Filled, encoder: HashedEncoder) -> None:
    before = dataclasses.replace(
        OTHER, text="It met.\n\nThe Council condemned the attack in Mali.\n\nIt will meet in May."
    )
    after = dataclasses.replace(before, text=before.text.replace("attack", "attacks"))
    archive = filled(before)
    archive.record([after])
    build.build(archive, encoder)
    (found,) = asked(Searcher(archive, encoder, ALWAYS), "What did the Council condemn in Mali?", "en")
    (statement,) = archive.statements()
    assert found.former is not None
    assert (found.former.revision, found.former.replaced) == (1, statement.revision.seen)
    archive.record([dataclasses.replace(after, text=after.text.replace("May", "June"))])
    build.build(archive, encoder)
    searcher = Searcher(archive, encoder, ALWAYS)
    passage = dataclasses.replace(found, quote="It met.", revision=3, statement=next(iter(archive.statements())))
    assert searcher._former(passage) is None
    assert searcher._former(dataclasses.replace(passage, quote="condemned the attacks")) == found.former


def test_a_statement_withdrawn_a_moment_ago_is_not_quoted(filled: Filled, encoder: HashedEncoder) -> None:
    archive = filled(ENGLISH, OTHER)
    searcher = Searcher(archive, encoder, ALWAYS)
    (first, *_) = asked(searcher, "truce in Yemen", "en")
    archive.corrections.withdraw(first.statement.id)
    assert first.statement.id not in [one.statement.id for one in asked(searcher, "truce in Yemen", "en")]
