"""Small statements, extracts and answers made by hand, and what must hold of every reply whatever made it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from bot.conversation.reply import Callback, Copy, Link, Mark, Reply
from bot.settings import Institution, Names
from bot.telegram.rendering import render
from corpus.statement import UNDATED, UNKNOWN, Provenance, PublicationDate, Revision, Sourced, Statement, fingerprint
from corpus.text import is_blank, stored_text
from index.answers.answer import Answer, Extract, Understood
from index.answers.question import Question
from index.answers.search import Searcher
from index.text.folding import is_arabic

LANGUAGES = ("en", "fr", "ar")
SEEN = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
NOBODY = Institution()
OIC = Institution(
    en=Names(name="Organisation of Islamic Cooperation", short="OIC"),
    fr=Names(name="Organisation de Coopération islamique", short="OCI"),
    ar=Names(name="منظمة التعاون الإسلامي", short="OIC"),
)
MAY = PublicationDate(date(2021, 5, 26), Provenance.GIVEN)
TELEGRAM_UNITS = 4096
LATE_UNITS = 80
"""What the first line of a late answer may take."""

_ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")

_CHARACTERS = st.one_of(
    st.sampled_from("aéЖ😀👩🏽‍🚀سلامبيان .\n،؟«»\u00a0\u200f\u2066\u2069\u202f12"), st.characters(codec="utf-8")
)
_PIECES = st.one_of(
    st.lists(_CHARACTERS, min_size=1, max_size=30).map("".join),
    st.builds(
        str.__mul__,
        st.sampled_from(["😀", "mot ", "كلمة ", "One sentence. ", "ligne\n", "x", "\n\n"]),
        st.integers(1, 900),
    ),
)
TEXTS = st.lists(_PIECES, min_size=1, max_size=8).map("".join).map(stored_text).filter(lambda text: not is_blank(text))
"""Stored texts of any characters, short and long."""


def statement(
    text: str,
    *,
    id: str = "aaaaaaaaaa",  # noqa: A002 - the field's own name
    title: str | None = None,
    date: PublicationDate = UNDATED,
    issuer: str | None = None,
    language: str | None = "en",
    url: str | None = None,
    number: int = 1,
) -> Statement:
    """Return a statement whose latest wording, ``number``, is ``text``."""
    return Statement(
        id=id,
        title=title,
        date=date,
        issuer=Sourced(issuer, Provenance.GIVEN) if issuer else UNKNOWN,
        language=Sourced(language, Provenance.GIVEN) if language else UNKNOWN,
        url=url,
        sources=("statements/one.txt",),
        revision=Revision(id, number, fingerprint(text), SEEN, text),
    )


def extract(of: Statement, start: int, end: int) -> Extract:
    """Return ``[start:end]`` of the latest wording."""
    wording = of.revision
    return Extract(wording.text[start:end], start, end, of, wording.number, wording.sha256, 1.0)


def cut(of: Statement, words: str) -> Extract:
    """Return the extract that is ``words``, which stand in the text once."""
    assert of.revision.text.count(words) == 1
    start = of.revision.text.index(words)
    return extract(of, start, start + len(words))


def answer(*extracts: Extract) -> Answer:
    """Return an answer with ``extracts``."""
    return Answer(
        "a question", answered=True, understood=Understood(), extracts=extracts, nearest=(), confidence=0.9, took_ms=1
    )


def silence(*nearest: Extract) -> Answer:
    """Return a silence with ``nearest``."""
    return Answer(
        "a question", answered=False, understood=Understood(), extracts=(), nearest=nearest, confidence=0.1, took_ms=1
    )


class Found(Searcher):
    """A searcher that finds what it is given, and remembers what it was asked."""

    def __init__(self, found: Answer) -> None:
        self.found = found
        self.asked: list[Question] = []

    def answer(self, question: Question) -> Answer:
        """Return what was given."""
        self.asked.append(question)
        return self.found


def wordings(*of: Statement) -> dict[tuple[str, int], str]:
    """Return the latest text of each statement by its id and revision."""
    return {(one.id, one.revision.number): one.revision.text for one in of}


def quoted(reply: Reply) -> list[str]:
    """Return what stands in block quotes."""
    return [reply.text[span.start : span.end] for span in reply.spans if span.mark is Mark.QUOTE]


def lines(reply: Reply) -> list[str]:
    """Return the lines of the interface: those that are not in a block quote."""
    found, at = [], 0
    blocks = [(span.start, span.end) for span in reply.spans if span.mark is Mark.QUOTE]
    for line in reply.text.split("\n"):
        if not any(start <= at < end for start, end in blocks):
            found.append(line)
        at += len(line) + 1
    return found


def labels(reply: Reply) -> list[list[str]]:
    """Return the labels of the buttons, row by row."""
    return [[button.label for button in row] for row in reply.buttons]


def check(reply: Reply, texts: Mapping[tuple[str, int], str]) -> None:
    """Check what holds of every reply: quotes that are the record's, Telegram's limits, and where quotes are."""
    for quote in reply.quotes:
        text = texts[quote.statement_id, quote.revision]
        shown = reply.text[quote.at : quote.at + quote.end - quote.start]
        assert shown
        assert shown == text[quote.start : quote.end]
        assert quote.sha256 == fingerprint(text)
    carried = {(quote.at, quote.at + quote.end - quote.start) for quote in reply.quotes}
    assert {(span.start, span.end) for span in reply.spans if span.mark is Mark.QUOTE} <= carried
    assert len(reply.text.encode("utf-16-le")) // 2 <= TELEGRAM_UNITS - LATE_UNITS
    for button in (button for row in reply.buttons for button in row):
        match button:
            case Callback(_, data):
                assert 1 <= len(data.encode()) <= 64
            case Copy(_, words):
                assert 1 <= len(words.encode("utf-16-le")) // 2 <= 256
            case Link(_, url):
                assert url.startswith(("https://", "http://"))
    render(reply)  # refuses what Telegram would alter or not take


def check_directions(reply: Reply, also: Iterable[str] = ()) -> None:
    """Check that lines of the interface keep one direction; those in ``also`` are names on lines of their own."""
    for line in lines(reply):
        if line in {"", "[…]", *also}:
            continue
        outside = _ISOLATED.sub("", line)
        if reply.language == "ar":
            assert is_arabic(line[0]), line
            assert not _LATIN.search(outside), line
        else:
            assert not is_arabic(outside), line
