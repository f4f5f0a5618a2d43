"""Passages: the sentences in rows of up to three, each in exactly one, within the limit of length."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import samples
from corpus.document import Document
from corpus.readers import markdown
from index.text.passages import SENTENCES, passages
from index.text.sentences import LONGEST, sentences

STATEMENTS = Path(__file__).resolve().parents[4] / "shared" / "statements"


def assert_partition(text: str, language: str | None) -> None:
    left = sentences(text, language)
    for start, end in passages(text, language):
        inside = [sentence for sentence in left if sentence.start >= start and sentence.end <= end]
        assert inside
        assert inside == left[: len(inside)]
        assert (inside[0].start, inside[-1].end) == (start, end)
        assert len(inside) <= SENTENCES
        assert end - start <= LONGEST
        left = left[len(inside) :]
        # As many as fit: the next sentence would have been one too many or too long.
        assert not left or len(inside) == SENTENCES or left[0].end - start > LONGEST
    assert left == []


def test_three_sentences_each() -> None:
    text = "One. Two. Three. Four. Five. Six. Seven."
    assert [text[a:b] for a, b in passages(text, "en")] == ["One. Two. Three.", "Four. Five. Six.", "Seven."]


def test_a_passage_never_goes_over_the_limit() -> None:
    sentence = f"The word {'again ' * 40}is here."
    text = f"{sentence} {sentence} Short."
    assert [text[a:b] for a, b in passages(text, "en")] == [sentence, f"{sentence} Short."]


def test_a_passage_may_go_over_a_paragraph_end_and_holds_it_as_it_is() -> None:
    text = "A title\n\nA text.\n\n\nMore."
    assert [text[a:b] for a, b in passages(text, "en")] == [text]


@pytest.mark.parametrize("text", ["", " \n\n "])
def test_nothing_has_no_passage(text: str) -> None:
    assert passages(text, "en") == []


LENGTHS = st.lists(st.integers(1, 700), max_size=12)


@settings(max_examples=100, deadline=None)
@given(LENGTHS, st.sampled_from([" ", "\n", "\n\n"]), st.sampled_from(["fr", "en", "ar", None]))
def test_passages_partition_the_sentences(lengths: list[int], space: str, language: str | None) -> None:
    text = space.join(f"S{'ay ' * (length // 3)}so." for length in lengths)
    assert_partition(text, language)


def test_they_partition_those_of_the_samples() -> None:
    for path in sorted(samples.folder().rglob("*.*")):
        if path.suffix in {".md", ".txt"}:
            (draft,) = markdown.read(Document.file(path))
            assert_partition(draft.text, draft.language.value)


@pytest.mark.skipif(not STATEMENTS.is_dir(), reason="the statements do not lie beside the repository")
def test_they_partition_those_of_the_statements() -> None:
    paths = [path for path in sorted(STATEMENTS.rglob("*.*")) if path.suffix in {".md", ".txt"}]
    for path in paths[::20]:
        (draft,) = markdown.read(Document.file(path))
        assert_partition(draft.text, draft.language.value)
