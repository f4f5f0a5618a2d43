"""Sentences: exact spans that leave out nothing but white space, not broken by abbreviations."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import samples
from corpus.document import Document
from corpus.readers import markdown
from corpus.text import stored_text
from index.text.sentences import LONGEST, sentences

STATEMENTS = Path(__file__).resolve().parents[4] / "shared" / "statements"


def cut(text: str, language: str | None) -> list[str]:
    return [text[start:end] for start, end in sentences(text, language)]


def assert_lossless(text: str, language: str | None) -> None:
    at = 0
    for start, end in sentences(text, language):
        assert at <= start < end <= len(text)
        assert not text[at:start].strip(), f"left out: {text[at:start]!r}"
        assert text[start:end] == text[start:end].strip()
        assert end - start <= LONGEST
        assert "\n\n" not in text[start:end]
        at = end
    assert not text[at:].strip(), f"left out: {text[at:]!r}"


# Between | and | stands one sentence.
TABLE = [
    ("fr", "M. Dupont a parlé. | MM. Durand et Martin aussi."),
    ("fr", "Mme. Colonna et Mgr. X ont reçu le Pr. Durand. | Ils sont partis."),
    ("fr", "Le 3 janv. 2024, il est venu. | Il est reparti le 5 févr. 2024."),
    ("fr", "La rés. 2735 a été votée. | L'art. 5 aussi, cf. p. 12."),
    ("fr", "L’O.N.U. a voté. | Elle agit."),
    ("fr", "L'O. N. U. a voté. | Elle agit."),
    ("fr", "J. Le Drian est venu. | Il a parlé."),
    ("fr", "Il a dit : « Nous sommes prêts. » | Puis il est parti."),
    ("fr", "Est-ce vrai ? | Oui ! | Non…"),
    ("ar", "قال د. أحمد إنه سعيد. | ثم ذهب."),
    ("ar", "صرح أ. محمد مع د. علي بذلك. | هل هذا صحيح؟ | نعم."),
    ("en", "On Jan. 5 we met. | On Feb. 6 we left."),
    ("en", "We met in Washington, D.C. | The next day we left."),
    ("en", "The talks began at 5 p.m. on Monday. | They ended at 9 a.m. on Tuesday."),
    ("en", "The U.S. Department of State said so. | The U.S. and the U.K. agreed."),
    ("en", "Mr. Smith, Gen. Jones and Dr. Lee spoke. | They left."),
    ("en", "It rose by 3.5 percent. | It fell, e.g. in May, to No. 7."),
    ("en", "See Res. 2735 and Art. 5. | They apply."),
]


@pytest.mark.parametrize(("language", "marked"), TABLE, ids=[marked[:24] for _, marked in TABLE])
def test_abbreviations_do_not_end_a_sentence(language: str, marked: str) -> None:
    parts = marked.split(" | ")
    assert cut(" ".join(parts), language) == parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("A title\n\nA text. More.", ["A title", "A text.", "More."]),
        ("by M.\n\nDupont spoke.", ["by M.", "Dupont spoke."]),
        ("One.\n \nTwo.", ["One.", "Two."]),
        ("- first point\n- second point\n- third", ["- first point", "- second point", "- third"]),
        ("1. First point.\n2. Second point.", ["1. First point.", "2. Second point."]),
        ("Short\nLines\nStay", ["Short", "Lines", "Stay"]),
        ("\n\n  Indented. \n", ["Indented."]),
        ("", []),
        (" \n\u00a0\n", []),
        ("…", ["…"]),
    ],
)
def test_lines_and_paragraphs(text: str, parts: list[str]) -> None:
    assert cut(text, "en") == parts
    assert_lossless(text, "en")


def test_a_line_wrapped_for_its_width_is_one_sentence() -> None:
    text = "The long line that was wrapped for its\nwidth goes on here."
    assert cut(text, "en") == [text]


def test_offsets_count_code_points() -> None:
    assert cut("😀😀 Yes, they said so. 😀 Ça va.", "fr")[0] == "😀😀 Yes, they said so."


def test_an_overlong_sentence_is_cut_at_a_comma() -> None:
    clause = "and the governments of the region said that they agreed, "
    text = f"They met {clause * 20}then left."
    parts = cut(text, "en")
    assert len(parts) > 2
    assert all(part.endswith(",") for part in parts[:-1])
    assert " ".join(parts) == text


def test_or_else_between_words() -> None:
    text = "word " * 300 + "end."
    assert " ".join(cut(text, "en")) == text
    assert {word for part in cut(text, "en") for word in part.split()} == {"word", "end."}


def test_or_else_anywhere() -> None:
    assert [len(part) for part in cut("a" * (2 * LONGEST + 7), "en")] == [LONGEST, LONGEST, 7]


WORDS = "M. Dupont janv. 3 2024 rés. O.N.U. د. أحمد قال U.S. The the Le l’ D.C. p.m. 1. (a) A. a ٢٠ ... yes"
MARKS = "?!….؟؛،,;:«»\"'()•-—😀ـ\n\u00a0\u202f\u3000\x85\u200f"
PIECES = st.one_of(
    st.sampled_from(WORDS.split()),
    st.sampled_from([*MARKS, "\n\n", "\n \n"]),
    st.sampled_from(["x" * 500, "yes, " * 120, "word " * 120]),
    st.text(max_size=6),
)


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " "])), max_size=40),
    st.sampled_from(["fr", "en", "ar", "ru", "xx", None]),
)
def test_no_text_is_lost_whatever_it_is(pieces: list[tuple[str, str]], language: str | None) -> None:
    assert_lossless(stored_text("".join(piece + space for piece, space in pieces)), language)


def test_no_text_of_the_samples_is_lost() -> None:
    paths = [path for path in sorted(samples.folder().rglob("*.*")) if path.suffix in {".md", ".txt"}]
    assert len(paths) > 50
    for path in paths:
        (draft,) = markdown.read(Document.file(path))
        assert_lossless(draft.text, draft.language.value)


@pytest.mark.skipif(not STATEMENTS.is_dir(), reason="the statements do not lie beside the repository")
def test_no_text_of_the_statements_is_lost() -> None:
    paths = [path for path in sorted(STATEMENTS.rglob("*.*")) if path.suffix in {".md", ".txt"}]
    for path in paths[::20]:
        (draft,) = markdown.read(Document.file(path))
        assert_lossless(draft.text, draft.language.value)
