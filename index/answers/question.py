"""What is asked: the question's words, what was read in them, and the filters put on it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from corpus.text import stored_text
from index.question.understanding import Order, Period, Understanding, understand, without
from index.text.analysis import Term, terms, tokens
from index.text.folding import fold
from index.text.function_words import FUNCTION_WORDS, POLITE_WORDS, STATEMENT_WORDS

_WITHOUT_SUBJECT = FUNCTION_WORDS | POLITE_WORDS

_OF_ANYTHING = _WITHOUT_SUBJECT | STATEMENT_WORDS

_NOT_SEARCHED = ("period", "order")
"""Words read as these are not searched for: "October" and "latest" stand in texts that are of another day."""

LONGEST = 1000
"""Code points of a question that are read; the encoder would cut it near there anyway."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as asked, the terms to search for, the words ``sought`` near, and what was read in its words.

    ``since`` and ``until``, days of issue with both ends included, ``issuer`` and ``language`` of a statement are
    filters. ``periods`` are preferred, ``order`` is by the day of issue, statements that hold one of ``references``
    stand first. ``reader`` is the language that whoever asks reads best: of versions of one statement, that one is
    quoted.
    """

    text: str
    terms: tuple[Term, ...]
    sought: str
    since: date | None = None
    until: date | None = None
    language: str | None = None
    reader: str | None = None
    issuer: str | None = None
    order: Order | None = None
    periods: tuple[Period, ...] = ()
    references: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        text: str,
        *,
        since: date | None = None,
        until: date | None = None,
        language: str | None = None,
        reader: str | None = None,
        today: date | None = None,
        issuers: Collection[str] = (),
        literal: bool = False,
    ) -> Question:
        """Return the question ``text`` with its terms, and what is read in it.

        :param since: with ``until``, days that were chosen: they stand before those that the words name.
        :param today: what "last week" is counted from; by default the day it is here.
        :param issuers: the issuers of the record, as recorded.
        :param literal: read nothing in the words.
        """
        # Half a surrogate pair, from an argument that was not UTF-8, is no character and stops the tokenizer.
        kept = " ".join(stored_text(text).split())[:LONGEST]
        day = today or date.today()  # noqa: DTZ011 - the day where this runs
        read = Understanding() if literal else understand(kept, day, issuers)
        searched = without(kept, read.cues, _NOT_SEARCHED)
        words = terms(searched) or terms(kept)
        chosen = since is not None or until is not None
        # The latest of 2021, whatever it is about: there is nothing else to prefer it for.
        any_of = read.order is not None and _is_of_anything(words)
        strict = next((period for period in read.periods if period.strict or any_of), None)
        if strict is not None and not chosen:
            since, until = strict.since, strict.until
        return cls(
            kept,
            tuple(words) if any_of or read.order is None else tuple(_of_subject(words)),
            _without_statement_words(searched) if read.order is not None and not any_of else kept,
            since=since,
            until=until,
            language=language,
            reader=reader,
            issuer=read.issuer,
            order=read.order,
            periods=() if chosen or strict is not None else read.periods,
            references=read.references,
        )

    @property
    def is_filtered(self) -> bool:
        """Whether it looks at a part of the record only."""
        return (self.since, self.until, self.language, self.issuer) != (None, None, None, None)

    @property
    def is_narrowed(self) -> bool:
        """Whether days, an issuer, a language or an order were asked for, so that little found says little."""
        return self.is_filtered or self.order is not None

    @property
    def says_something(self) -> bool:
        """Whether there is a word or a number in it at all."""
        return bool(self.terms)

    @property
    def asks_for_any(self) -> bool:
        """Whether the latest or the first statement is asked for, whatever it is about."""
        return self.order is not None and _is_of_anything(self.terms)

    @property
    def has_subject(self) -> bool:
        """Whether it holds more than function words and greetings."""
        return self.asks_for_any or any(fold(term.word) not in _WITHOUT_SUBJECT for term in self.terms)


def _is_of_anything(terms_read: Sequence[Term]) -> bool:
    return all(fold(term.word) in _OF_ANYTHING for term in terms_read)


def _of_subject(terms_read: Sequence[Term]) -> list[Term]:
    return [term for term in terms_read if fold(term.word) not in _OF_ANYTHING]


def _without_statement_words(text: str) -> str:
    """Return ``text`` without words for statements: "the latest statement on Sudan" is about Sudan, no statement."""
    kept, last = [], 0
    for token in tokens(text):
        if token.folded in STATEMENT_WORDS:
            kept.append(text[last : token.start])
            last = token.end
    return " ".join("".join([*kept, text[last:]]).split())
