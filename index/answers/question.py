"""What is asked: the question's words and the filters put on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from corpus.text import stored_text
from index.text.analysis import Term, terms
from index.text.folding import fold
from index.text.function_words import FUNCTION_WORDS, POLITE_WORDS

_WITHOUT_SUBJECT = FUNCTION_WORDS | POLITE_WORDS

LONGEST = 1000
"""Code points of a question that are read; the encoder would cut it near there anyway."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked, its terms, and filters: days of issue (both ends included) and a statement's language.

    ``reader`` is the language that whoever asks reads best: of versions of one statement, that one is quoted.
    """

    text: str
    terms: tuple[Term, ...]
    since: date | None = None
    until: date | None = None
    language: str | None = None
    reader: str | None = None

    @classmethod
    def of(
        cls,
        text: str,
        *,
        since: date | None = None,
        until: date | None = None,
        language: str | None = None,
        reader: str | None = None,
    ) -> Question:
        """Return the question ``text`` with its terms read."""
        # Half a surrogate pair, from an argument that was not UTF-8, is no character and stops the tokenizer.
        kept = " ".join(stored_text(text).split())[:LONGEST]
        return cls(kept, tuple(terms(kept)), since, until, language, reader)

    @property
    def is_filtered(self) -> bool:
        """Whether it looks at a part of the record only."""
        return (self.since, self.until, self.language) != (None, None, None)

    @property
    def says_something(self) -> bool:
        """Whether there is a word or a number in it at all."""
        return bool(self.terms)

    @property
    def has_subject(self) -> bool:
        """Whether it holds more than function words and greetings."""
        return any(fold(term.word) not in _WITHOUT_SUBJECT for term in self.terms)
