"""Lexemes: what a text is found under, and the terms of a question, which must meet."""

from __future__ import annotations

from itertools import pairwise
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus import samples
from corpus.document import Document
from corpus.readers import markdown
from index.text.analysis import arabic_stem, lexemes, stem, terms, tokens
from index.text.function_words import FUNCTION_WORDS
from index.text.sentences import sentences

ARABIC = """أعربت الأمانة العامة لمنظمة التعاون الإسلامي عن إدانتها الشديدة للعدوان الإسرائيلي على قطاع غزة.
ودعت المنظمة المجتمع الدولي إلى تحمل مسؤولياته لوقف إطلاق النار فوراً، وضمان وصول المساعدات الإنسانية إلى السكان.
واستقبل الأمين العام، حسين إبراهيم طه، في ١٨ نوفمبر ٢٠٢٤ وزراء خارجية تونس والسودان ولبنان والولايات المتحدة.
وقال د. أحمد إنّ ١٬٢٠٠ أسرة عادت للبنان، وإن القرار رقم 2735 لم يُنفَّذ بعد."""


def _sample_sentences() -> list[tuple[str, str]]:
    found = [(ARABIC[start:end], "ar") for start, end in sentences(ARABIC, "ar")]
    paths = sorted(samples.folder().rglob("*.md"))[::7] + sorted(samples.folder().rglob("*.txt"))
    for path in paths:
        (draft,) = markdown.read(Document.file(path))
        language = draft.language.value or ""
        found += [(draft.text[start:end], language) for start, end in sentences(draft.text, language)]
    return found


SENTENCES = _sample_sentences()


def folded(text: str) -> list[str]:
    return [token.folded for token in tokens(text)]


def keys(question: str) -> list[tuple[str, ...]]:
    return [term.keys for term in terms(question)]


def test_there_are_sentences_in_each_language() -> None:
    assert {language for _, language in SENTENCES} == {"fr", "en", "ar"}
    assert len(SENTENCES) > 100


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("L’O.N.U. a voté", ["l", "onu", "a", "vote"]),
        ("the U.S.-led talks", ["the", "us", "led", "talks"]),
        ("État_major, 3e", ["etat", "major", "3", "e"]),
        ("السَّلامُ عليكم", ["السلام", "عليكم"]),
        ("ـ السـلام ـــ", ["السلام"]),
        ("😀 — … !", []),
        ("", []),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    assert folded(text) == words


@pytest.mark.parametrize(
    "written",
    ["1,200", "1 200", "1.200", "1\u00a0200", "1\u202f200", "1200", "١٢٠٠", "١٬٢٠٠", "١ ٢٠٠", "۱۲۰۰", "１２００"],
)
def test_a_number_is_one_however_it_is_written(written: str) -> None:
    assert folded(f"{written} tents") == ["1200", "tents"]
    assert keys(written) == [("1200",)]
    assert "1200" in lexemes(f"({written})", "en")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("1.5", ["1.5"]),
        ("1,5", ["1.5"]),
        ("١٫٥", ["1.5"]),
        ("1 200,75", ["1200.75"]),
        ("1,200,000", ["1200000"]),
        ("3.14159", ["3.14159"]),
        ("March 24 2020", ["24", "2020"]),
        ("March 24, 2020", ["24", "2020"]),
        ("2334 2016", ["2334", "2016"]),
        ("in 2020 150 people", ["2020", "150"]),
        ("24.12.2020", ["24.12", "2020"]),
        ("1 2 3", ["1", "2", "3"]),
        ("A/79/L9", ["79", "9"]),
        ("5%", ["5"]),
    ],
)
def test_numbers(text: str, numbers: list[str]) -> None:
    assert [word for word in folded(text) if word[0].isdigit()] == numbers


def test_other_numbers_are_other_lexemes() -> None:
    assert len({tuple(folded(text)) for text in ("1.5", "15", "1,500", "150", "1.05")}) == 5


@settings(max_examples=100, deadline=None)
@given(st.one_of(st.text(max_size=40), st.text(st.sampled_from("aÉ.' 12,ـ\u0651سلام-\u00a0"), max_size=40)))
def test_tokens_are_slices_in_order_and_any_text_has_lexemes(text: str) -> None:
    found = list(tokens(text))
    assert all(text[token.start : token.end] == token.word and token.folded for token in found)
    assert all(before.end <= after.start for before, after in pairwise(found))
    for language in ("fr", "en", "ar", None):
        assert all(lexemes(text, language))
    assert all(term.keys and all(term.keys) for term in terms(text))


@pytest.mark.parametrize(
    ("dotted", "plain"), [("O.N.U.", "ONU"), ("O.C.I.", "OCI"), ("U.S.", "US"), ("U.N.", "UN"), ("J.C.P.O.A.", "JCPOA")]
)
def test_an_acronym_is_one_with_points_and_without(dotted: str, plain: str) -> None:
    assert keys(dotted) == keys(plain)
    for language in ("fr", "en", "ar", None):
        assert lexemes(dotted, language) == lexemes(plain, language)


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("fr", "condamne", "condamné"),
        ("fr", "réfugiés", "Réfugié"),
        ("en", "refugees", "Refugee"),
        ("en", "attacks", "attacked"),
    ],
)
def test_forms_of_a_word_have_one_stem(language: str, one: str, other: str) -> None:
    assert stem(one, language) == stem(other, language)


@pytest.mark.parametrize(
    ("one", "other"), [("والمساعدات", "مساعدات"), ("اللاجيين", "واللاجيين"), ("بالسلام", "سلام"), ("للسلام", "السلام")]
)
def test_arabic_is_stemmed_of_clitics_article_and_endings(one: str, other: str) -> None:
    assert arabic_stem(one) == arabic_stem(other)


@pytest.mark.parametrize("word", ["من", "ولد", "بلد", "الم", "هم", "ا"])
def test_at_least_three_letters_stay(word: str) -> None:
    assert arabic_stem(word) == word


def test_threads_have_stemmers_of_their_own() -> None:
    words = [f"{word}{ending}" for word in ("attack", "negotiat", "condemn") for ending in ("ed", "ing", "s", "ions")]
    expected = [stem.__wrapped__(word, "en") for word in words]
    wrong: list[list[str]] = []

    def stemming() -> None:
        for _ in range(50):
            found = [stem.__wrapped__(word, "en") for word in words]
            if found != expected:
                wrong.append(found)

    threads = [Thread(target=stemming) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert wrong == []


@pytest.mark.parametrize(("latin", "arabic"), [("Blinken", "بلينكن"), ("Macron", "ماكرون"), ("Guterres", "غوتيريش")])
def test_a_person_is_found_across_the_scripts(latin: str, arabic: str) -> None:
    (asked,) = keys(latin)
    assert set(asked) & set(lexemes(f"وقال {arabic} ذلك", "ar"))
    (asked,) = keys(arabic)
    assert set(asked) & set(lexemes(f"{latin} said so", "en"))


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("Que dit l'OCI sur les réfugiés ?", ["OCI", "réfugiés"]),
        ("What did the Secretary say about refugees?", ["Secretary", "refugees"]),
        ("ماذا قالت المنظمة عن اللاجئين؟", ["المنظمة", "اللاجئين"]),
        ("Gaza, Gaza et GAZA", ["Gaza"]),
        ("résolution 2735", ["résolution", "2735"]),
        ("May and 5", ["May", "5"]),
    ],
)
def test_terms_leave_function_words_out_and_come_once(question: str, words: list[str]) -> None:
    assert [term.word for term in terms(question)] == words


@pytest.mark.parametrize("question", ["que dit le", "What is it?", "ما هو", "The Who"])
def test_unless_there_is_nothing_else(question: str) -> None:
    assert [term.word for term in terms(question)] == question.removesuffix("?").split()


@pytest.mark.parametrize("nothing", ["", " ", "?!", "😀", "ـ"])
def test_a_question_without_a_word_has_no_terms(nothing: str) -> None:
    assert terms(nothing) == []


FUNCTIONAL = sorted(word for word in FUNCTION_WORDS if len(word) > 1)
CARRYING = ["Gaza", "OCI", "2735", "réfugiés", "سلام", "U.N.", "Tunisie", "وتونس"]


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from(FUNCTIONAL), st.sampled_from(CARRYING)), min_size=1, max_size=6),
    st.sampled_from([" ؟ ", ", ", "? "]),
)
def test_a_question_with_a_word_has_a_term(words: list[str], space: str) -> None:
    found = [term.word for term in terms(space.join(words))]
    assert found
    if carrying := [word for word in words if word in CARRYING]:
        assert set(found) <= set(carrying)


def test_function_words_are_in_folded_form() -> None:
    assert all(folded(word) == [word] for word in FUNCTION_WORDS)


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SENTENCES))
def test_every_word_of_a_sentence_finds_it(sample: tuple[str, str]) -> None:
    sentence, language = sample
    found = set(lexemes(sentence, language))
    for token in tokens(sentence):
        for term in terms(token.word):
            assert found & set(term.keys), f"{token.word!r} of {sentence!r} is asked for as {term.keys}"


@settings(max_examples=100, deadline=None)
@given(st.sampled_from(SENTENCES))
def test_every_term_of_a_sentence_asked_as_a_question_finds_it(sample: tuple[str, str]) -> None:
    sentence, language = sample
    found = set(lexemes(sentence, language))
    for term in terms(sentence):
        assert found & set(term.keys), f"{term.word!r} of {sentence!r} is asked for as {term.keys}"
