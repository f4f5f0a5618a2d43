"""Composing a reply: text piece by piece, with the offsets of marks and quotes kept as it grows."""

from __future__ import annotations

from bot.conversation.measure import units
from bot.conversation.reply import Button, Mark, Quote, Reply, Span


class Composer:
    """Builds one reply. Nothing is measured afterwards or searched for: offsets are taken as pieces are added."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._parts: list[str] = []
        self._length = 0
        self._spans: list[Span] = []
        self._quotes: list[Quote] = []
        self._buttons: list[tuple[Button, ...]] = []

    def add(self, text: str, mark: Mark | None = None, url: str | None = None) -> Composer:
        """Add ``text``, marked when ``mark`` is given; return itself."""
        start = self._length
        self._parts.append(text)
        self._length += len(text)
        if mark is not None and text:
            self._spans.append(Span(mark, start, self._length, url))
        return self

    def line(self, text: str = "", mark: Mark | None = None, url: str | None = None) -> Composer:
        """Add ``text`` and the end of the line; return itself."""
        return self.add(text, mark, url).add("\n")

    def quote(self, words: str, start: int, of: tuple[str, int, str], mark: Mark | None = Mark.QUOTE) -> Composer:
        """Add ``words``, which are the stored text from ``start`` on; ``of`` is its statement, revision and SHA-256."""
        self._quotes.append(Quote(self._length, of[0], of[1], start, start + len(words), of[2]))
        return self.add(words, mark)

    def mark(self, mark: Mark, start: int, end: int) -> Composer:
        """Mark what stands at ``[start:end]`` of the text so far; return itself."""
        self._spans.append(Span(mark, start, end))
        return self

    def buttons(self, *row: Button) -> Composer:
        """Add a row of buttons; an empty row adds nothing; return itself."""
        if row:
            self._buttons.append(row)
        return self

    @property
    def length(self) -> int:
        """Code points so far."""
        return self._length

    @property
    def units(self) -> int:
        """UTF-16 units so far."""
        return sum(map(units, self._parts))

    def reply(self) -> Reply:
        """Return the reply; white space at its end is left out, as Telegram would."""
        text = "".join(self._parts).rstrip()
        spans = tuple(
            Span(span.mark, span.start, min(span.end, len(text)), span.url)
            for span in self._spans
            if span.start < len(text)
        )
        return Reply(text, self._language, spans, tuple(self._quotes), tuple(self._buttons))
