"""Lexemes: the words of a text and of a question as every lexical engine sees them, in French, English and Arabic.

A text gives one key a word: its stem in the text's language; Arabic words give two (as written, and without clitics,
article and endings), names a third that Latin and Arabic spellings share. A question, whose language may not be that
of the text, gives for each word the alternatives under which a text may hold it.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import Stemmer

from index.text.folding import fold, is_arabic, skeleton
from index.text.function_words import FUNCTION_WORDS, SOCIAL_WORDS
from index.text.names import name_key, named, short_form

_WITHOUT_SUBJECT = FUNCTION_WORDS | SOCIAL_WORDS
VERSION = "w4"
"""Names this way of making lexemes; an index made another way is built anew."""

_TOKEN = re.compile(
    r"(?P<acronym>(?:[^\W\d_]\.){2,})"
    # Groups of three after at most three digits: "24 2020" and "2334 2016" are two numbers each.
    r"|(?P<number>(?:\d{1,3}(?:[.,\u00a0\u202f\u066b\u066c ]\d{3})+(?!\d)|\d+)(?:[.,\u066b]\d+)?)"
    r"|(?P<word>[^\W\d_]+(?:[\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed]+[^\W\d_]*)*)"
)
_FRACTION = re.compile(r"\D(\d{1,2}|\d{4,})$")
_STEMMED = ("en", "fr")
_PREFIXES = ("وبال", "وال", "بال", "فال", "كال", "ولل", "لل", "ال", "و", "ب", "ل", "ف", "ك")
_SUFFIXES = ("هما", "تين", "ها", "ات", "ان", "ون", "ين", "يه", "هم", "ه", "ي")
_LEAST_STEM = 3
_LEAST_NAME = 4
_CACHE = 400_000
_local = threading.local()  # a snowball stemmer holds state: one a thread


@dataclass(frozen=True, slots=True)
class Token:
    """A word as written, its folded form, and where it stands: ``text[start:end]``."""

    word: str
    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Term:
    """A word or name of a question: ``word`` as typed, ``keys`` the lexemes under which a text may hold it."""

    word: str
    keys: tuple[str, ...]


def _number(written: str) -> str:
    """Return a number without separators of thousands; a decimal part of other than three digits keeps a point."""
    folded = fold(written)
    if match := _FRACTION.search(folded):
        return re.sub(r"\D", "", folded[: match.start()]) + "." + match[1]
    return re.sub(r"\D", "", folded)


def tokens(text: str) -> Iterator[Token]:
    """Give the words and numbers of ``text`` in order. Letters with points between them ("O.N.U.") are one word.

    Tatweel on its own is an ornament, not a word.
    """
    for match in _TOKEN.finditer(text):
        written = match[0]
        if match["number"]:
            yield Token(written, _number(written), match.start(), match.end())
        elif match["acronym"]:
            yield Token(written, fold(written.replace(".", "")), match.start(), match.end())
        elif folded := fold(written):
            yield Token(written, folded, match.start(), match.end())


def words(text: str) -> list[Token]:
    """Return the words and numbers of ``text`` in order, but for single letters: "Côte d'Ivoire" is two words."""
    return [token for token in tokens(text) if len(token.folded) > 1 or token.folded.isdigit()]


@lru_cache(_CACHE)
def stem(word: str, language: str) -> str:
    """Return the snowball stem of a Latin ``word`` in ``language`` (``en`` or ``fr``), folded; O.N.U. is ONU."""
    stemmers = getattr(_local, "stemmers", None)
    if stemmers is None:
        stemmers = _local.stemmers = {code: Stemmer.Stemmer(code) for code in _STEMMED}
    return fold(stemmers[language].stemWord(word.casefold().replace(".", "")))


@lru_cache(_CACHE)
def arabic_stem(folded: str) -> str:
    """Return a folded Arabic word without clitics, article and endings: at least three letters stay."""
    word = folded
    for prefix in _PREFIXES:
        if word.startswith(prefix) and len(word) - len(prefix) >= _LEAST_STEM:
            word = word[len(prefix) :]
            break
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _LEAST_STEM:
            return word[: -len(suffix)]
    return word


@lru_cache(_CACHE)
def _keys_in_text(word: str, folded: str, language: str) -> tuple[str, ...]:
    if folded[0].isdigit():
        return (folded,)
    if is_arabic(folded):
        found = [folded, arabic_stem(folded)]
        bones = skeleton(name_key(folded))
    else:
        found = [stem(word, language)]
        bones = skeleton(folded) if word[0].isupper() and len(folded) >= _LEAST_NAME else None
    if bones:
        found.append(f"~{bones}")
    return tuple(dict.fromkeys(found))


def lexemes(text: str, language: str | None) -> list[str]:
    """Return the lexemes of a stored text in order. ``language`` is its ISO 639-1 code, or ``None``."""
    stemming = language if language in _STEMMED else "en"
    found: list[str] = []
    read = words(text)
    keys = [name_key(token.folded) for token in read]
    for at, token in enumerate(read):
        found.extend(_keys_in_text(token.word, token.folded, stemming))
        name = named(keys, at)
        if name:
            found.append(name[0])
        elif short := short_form(token.word.replace(".", ""), token.folded):
            found.append(short)
    return found


def _alternatives(token: Token) -> tuple[str, ...]:
    if token.folded[0].isdigit():
        return (token.folded,)
    if is_arabic(token.folded):
        return _keys_in_text(token.word, token.folded, "en")
    found = [stem(token.word, code) for code in _STEMMED]
    if token.word[0].isupper() and len(token.folded) >= _LEAST_NAME and (bones := skeleton(token.folded)):
        found.append(f"~{bones}")
    return tuple(dict.fromkeys(found))


def terms(question: str) -> list[Term]:
    """Return the words and names of a question that carry its subject, each once, in order.

    Function words and greetings are left out, unless there is nothing else. A country's name of several words is one
    term.
    """
    read = words(question)
    keys = [name_key(token.folded) for token in read]
    found: dict[tuple[str, ...], Term] = {}
    at = 0
    while at < len(read):
        token, name = read[at], named(keys, at)
        if name:
            term = Term(" ".join(word.word for word in read[at : at + name[1]]), (name[0],))
        elif short := short_form(token.word.replace(".", ""), token.folded):
            term = Term(token.word, (short,))
        else:
            term = Term(token.word, _alternatives(token))
        if name or token.folded not in _WITHOUT_SUBJECT or term.keys[0].startswith("@"):
            found.setdefault(term.keys, term)
        at += name[1] if name else 1
    if found:
        return list(found.values())
    return [Term(token.word, _alternatives(token)) for token in read]
