"""What a page draws: its characters, each with the place it stands at."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pypdf.generic import ArrayObject, ContentStream, DictionaryObject, NameObject, PdfObject
from pypdf.generic._font import Font

from corpus.pdf.glyphs import UPRIGHT, Glyph, Matrix, matrix, moved, numbers, product

MOST_GLYPHS = 200_000
"""The most characters that are taken of one page; the densest pages of print have a tenth of it."""
_SHOWS = re.compile(rb"T[jJ]|Do|['\"]")
_MOST_FORMS, _DEEPEST = 500, 12
_SMALLEST, _ASLANT = 0.5, 0.1
_SPACE = 0x20


class TooMuchError(ValueError):
    """A page draws more than any page of words does."""


@dataclass(frozen=True, slots=True)
class _State:
    """The graphics state as far as it moves text (ISO 32000-1, 8.4 and 9.3)."""

    ctm: Matrix
    font: Font | None = None
    size: float = 1.0
    spacing: float = 0.0
    word_spacing: float = 0.0
    scale: float = 1.0
    leading: float = 0.0
    rise: float = 0.0


@dataclass(frozen=True, slots=True)
class _Span:
    """Marked content: ``text`` replaces what is drawn in it, and an artifact of pagination is not drawn at all."""

    is_artifact: bool = False
    text: str | None = None
    start: int = 0


def _found(holder: object, *names: object) -> DictionaryObject | None:
    """Return the dictionary that is reached by ``names`` from ``holder``, through references."""
    for name in names:
        entry = holder.get(name) if isinstance(holder, DictionaryObject) else None
        holder = entry.get_object() if isinstance(entry, PdfObject) else None
    return holder if isinstance(holder, DictionaryObject) else None


def _codes(raw: bytes, font: Font) -> list[tuple[str, str, bool]]:
    """Return the codes in ``raw`` as their name among the widths, their text, and whether each is the byte of space."""
    if isinstance(font.encoding, str):
        return [(code, str(font.character_map.get(code, code)), False) for code in raw.decode(font.encoding, "replace")]
    plain = ((byte, font.encoding.get(byte, chr(byte))) for byte in raw)
    return [(chr(byte), str(font.character_map.get(text, text)), byte == _SPACE) for byte, text in plain]


class Canvas:
    """Draws content streams and keeps the upright characters that they draw, in the order of drawing.

    ``owner`` is the pypdf reader that the streams belong to. ``glyphs`` holds what was drawn.
    """

    def __init__(self, owner: object) -> None:
        self.glyphs: list[Glyph] = []
        self.owner = owner
        self.forms = 0
        self._fonts: dict[int, tuple[DictionaryObject, Font | None]] = {}

    def draw(self, stream: PdfObject, resources: DictionaryObject, at: Matrix, depth: int = 0) -> None:
        """Draw ``stream`` with ``resources`` and the matrix ``at``.

        :raises TooMuchError: when it draws more than :data:`MOST_GLYPHS` characters, or forms without end.
        """
        content = ContentStream(stream, self.owner, "bytes")
        if not _SHOWS.search(content.get_data()):
            return
        sheet = _Sheet(self, resources, _State(at), depth)
        for operands, operator in content.operations:
            handler = _HANDLERS.get(operator)
            if handler is not None:
                handler(sheet, operator, operands)

    def font(self, entry: DictionaryObject | None) -> Font | None:
        """Return the font that ``entry`` describes; ``None`` when its codes do not stand for letters."""
        if entry is None:
            return None
        if id(entry) not in self._fonts:
            font = Font.from_font_resource(entry)
            self._fonts[id(entry)] = (entry, font if font.interpretable else None)
        return self._fonts[id(entry)][1]


@dataclass(slots=True)
class _Sheet:
    """One content stream being drawn."""

    canvas: Canvas
    resources: DictionaryObject
    state: _State
    depth: int
    text: Matrix = UPRIGHT
    line: Matrix = UPRIGHT
    kept: list[_State] = field(default_factory=list)
    spans: list[_Span] = field(default_factory=list)

    def save(self, _operator: bytes, _operands: Sequence[object]) -> None:
        if len(self.kept) > MOST_GLYPHS:
            raise TooMuchError
        self.kept.append(self.state)

    def restore(self, _operator: bytes, _operands: Sequence[object]) -> None:
        self.state = self.kept.pop() if self.kept else self.state

    def turn(self, _operator: bytes, operands: Sequence[object]) -> None:
        self.state = replace(self.state, ctm=product(matrix(operands), self.state.ctm))

    def place(self, operator: bytes, operands: Sequence[object]) -> None:
        self.text = self.line = UPRIGHT if operator == b"BT" else matrix(operands)

    def move(self, operator: bytes, operands: Sequence[object]) -> None:
        right, up = [*numbers(operands), 0.0, 0.0][:2]
        if operator == b"TD":
            self.state = replace(self.state, leading=-up)
        self.text = self.line = moved(right, up, self.line)

    def next_line(self, operator: bytes, operands: Sequence[object]) -> None:
        if operator == b'"' and len(operands) > 2:  # noqa: PLR2004 - two spacings and the text
            word_spacing, spacing = numbers(operands[:2])
            self.state = replace(self.state, word_spacing=word_spacing, spacing=spacing)
        self.text = self.line = moved(0.0, -self.state.leading, self.line)
        if operator != b"T*":
            self.show(operator, operands[-1:])

    def set_font(self, _operator: bytes, operands: Sequence[object]) -> None:
        name, size = [*operands, None, None][:2]
        font = self.canvas.font(_found(self.resources, "/Font", name))
        self.state = replace(self.state, font=font, size=numbers([size])[0])

    def set_number(self, operator: bytes, operands: Sequence[object]) -> None:
        value = [*numbers(operands), 0.0][0]
        match operator:
            case b"Tc":
                self.state = replace(self.state, spacing=value)
            case b"Tw":
                self.state = replace(self.state, word_spacing=value)
            case b"Tz":
                self.state = replace(self.state, scale=value / 100)
            case b"TL":
                self.state = replace(self.state, leading=value)
            case _:
                self.state = replace(self.state, rise=value)

    def show(self, _operator: bytes, operands: Sequence[object]) -> None:
        parts = operands[0] if operands and isinstance(operands[0], list) else operands
        state = self.state
        for part in parts:
            if isinstance(part, (int, float)):
                self.text = moved(-float(part) / 1000 * state.size * state.scale, 0.0, self.text)
            elif isinstance(part, (bytes, str)) and not isinstance(part, NameObject) and state.font is not None:
                self.write(part if isinstance(part, bytes) else part.encode("latin-1", "replace"), state.font)

    def write(self, raw: bytes, font: Font) -> None:
        state, is_hidden = self.state, any(span.is_artifact for span in self.spans)
        for code, words, is_space in _codes(raw, font):
            advance = font.get_text_width(code) / 1000 * state.size + state.spacing
            advance = (advance + (state.word_spacing if is_space else 0.0)) * state.scale
            if not is_hidden:
                self.add(words, advance)
            self.text = moved(advance, 0.0, self.text)

    def add(self, words: str, advance: float) -> None:
        state = self.state
        a, b, c, d, e, f = product(moved(0.0, state.rise, self.text), state.ctm)
        size = abs(d) * abs(state.size)
        if size < _SMALLEST or abs(b) > abs(a) * _ASLANT or abs(c) > abs(d):  # a speck, or it stands sideways
            return
        if not words.strip() and not advance:
            return
        if len(self.canvas.glyphs) >= MOST_GLYPHS:
            raise TooMuchError
        inked = max(advance - state.spacing * state.scale, 0.0) if words.strip() else advance
        left, right = sorted((e, e + a * inked))
        self.canvas.glyphs.append(Glyph(words, left, right, f, size))

    def begin(self, _operator: bytes, operands: Sequence[object]) -> None:
        tag, properties = [*operands, None, None][:2]
        if isinstance(properties, NameObject):
            properties = _found(self.resources, "/Properties", properties)
        given = properties if isinstance(properties, Mapping) else {}
        words = given.get("/ActualText")
        if isinstance(words, bytes):
            words = words.decode("utf-16" if words.startswith((b"\xfe\xff", b"\xff\xfe")) else "latin-1", "replace")
        is_artifact = tag == "/Artifact" and given.get("/Type") == "/Pagination"
        self.spans.append(_Span(is_artifact, words if isinstance(words, str) else None, len(self.canvas.glyphs)))

    def end(self, _operator: bytes, _operands: Sequence[object]) -> None:
        span, glyphs = self.spans.pop() if self.spans else _Span(), self.canvas.glyphs
        drawn = glyphs[span.start :] if span.text is not None else []
        if drawn and max(one.base for one in drawn) - min(one.base for one in drawn) < drawn[0].size / 2:
            left, right = min(one.left for one in drawn), max(one.right for one in drawn)
            glyphs[span.start :] = [Glyph(span.text or "", left, right, drawn[0].base, drawn[0].size)]

    def draw_form(self, _operator: bytes, operands: Sequence[object]) -> None:
        form = _found(self.resources, "/XObject", *operands[:1]) if operands else None
        if form is None or form.get("/Subtype") != "/Form" or any(span.is_artifact for span in self.spans):
            return
        self.canvas.forms += 1
        if self.canvas.forms > _MOST_FORMS or self.depth > _DEEPEST:
            raise TooMuchError
        own = form.get("/Matrix")
        placed = product(matrix(own), self.state.ctm) if isinstance(own, ArrayObject) else self.state.ctm
        self.canvas.draw(form, _found(form, "/Resources") or self.resources, placed, self.depth + 1)


_HANDLERS = {
    b"q": _Sheet.save, b"Q": _Sheet.restore, b"cm": _Sheet.turn, b"BT": _Sheet.place, b"Tm": _Sheet.place,
    b"Td": _Sheet.move, b"TD": _Sheet.move, b"T*": _Sheet.next_line, b"'": _Sheet.next_line, b'"': _Sheet.next_line,
    b"Tj": _Sheet.show, b"TJ": _Sheet.show, b"Tf": _Sheet.set_font, b"Tc": _Sheet.set_number, b"Tw": _Sheet.set_number,
    b"Tz": _Sheet.set_number, b"TL": _Sheet.set_number, b"Ts": _Sheet.set_number, b"BMC": _Sheet.begin,
    b"BDC": _Sheet.begin, b"EMC": _Sheet.end, b"Do": _Sheet.draw_form,
}  # fmt: skip
