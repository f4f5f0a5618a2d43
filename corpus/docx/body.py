"""The words of a DOCX in reading order: a block a paragraph or table, with tracked changes as accepted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from lxml import etree

from corpus.docx.package import attribute, local

_DROPPED = frozenset({
    "pPr", "rPr", "sdtPr", "sdtEndPr", "tblPr", "tblGrid", "trPr", "tcPr", "sectPr", "del", "moveFrom", "delText",
    "delInstrText", "instrText", "rt", "annotationRef", "commentReference", "footnoteRef", "endnoteRef", "softHyphen",
})  # fmt: skip
_SAID = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_OFF = frozenset({"0", "false", "off", "none"})
_PRIVATE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a table with a line a row; ``style`` is the id of its style, when it has one."""

    text: str
    style: str | None = None


@dataclass(slots=True)
class Body:
    """Reads the blocks of a part. ``notes`` grows by the kind and id of each note called, in order."""

    notes: list[tuple[str, str]] = field(default_factory=list)
    _fields: list[bool] = field(default_factory=list)
    _boxes: list[etree._Element] = field(default_factory=list)
    _carried: str = ""

    def blocks(self, container: Iterable[etree._Element]) -> Iterator[Block]:
        """Give the blocks in ``container`` that hold words."""
        for child in container:
            match local(child.tag):
                case "p":
                    yield from self._paragraph(child)
                case "tbl":
                    yield from self._table(child)
                case "AlternateContent":
                    yield from self.blocks(_chosen(child))
                case name if name not in _DROPPED:
                    yield from self.blocks(child)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Block]:
        # What a field does is said in one paragraph; one that never says it must not swallow the rest.
        self._fields = [False] * len(self._fields)
        text = self._carried + "".join(self._said(paragraph))
        self._carried = ""
        boxes, self._boxes = self._boxes, []
        if _at(paragraph, "pPr", "rPr", "del") is not None:
            self._carried = text  # the end of the paragraph was deleted: it goes on in the next one
        elif lines := [line for line in (" ".join(one.split(" ")).strip() for one in text.split("\n")) if line]:
            style = _at(paragraph, "pPr", "pStyle")
            yield Block("\n".join(lines), attribute(style, "val") if style is not None else None)
        for box in boxes:
            yield from self.blocks(box)

    def _said(self, element: etree._Element) -> Iterator[str]:
        for child in element:
            name = local(child.tag)
            if name == "fldChar":
                self._turn(attribute(child, "fldCharType"))
            elif name == "txbxContent":
                self._boxes.append(child)
            elif name == "AlternateContent":
                yield from self._said(_chosen(child))
            elif name in {"footnoteReference", "endnoteReference"}:
                self.notes.append((name.removesuffix("Reference"), attribute(child, "id") or ""))
            elif name not in _DROPPED and not (name == "r" and _is_on(_at(child, "rPr", "vanish"))):
                yield from self._words(child, name)

    def _words(self, element: etree._Element, name: str) -> Iterator[str]:
        if any(self._fields):  # between the beginning of a field and its result stand its instructions
            for _ in self._said(element):
                continue
        elif name == "t":
            yield (element.text or "").replace("\u00ad", "")
        elif name == "sym":
            code = int(attribute(element, "char") or "0", 16) if _is_hexadecimal(attribute(element, "char")) else 0
            yield chr(code) if code and code not in _PRIVATE else " "
        elif name in _SAID:
            yield _SAID[name]
        else:
            yield from self._said(element)

    def _turn(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _table(self, table: etree._Element) -> Iterator[Block]:
        rows = [self._cells(row) for row in _rows(table)]
        if all(len(row) <= 1 for row in rows):  # a table that only places what stands in it
            yield from (block for row in rows for cell in row for block in cell)
            return
        lines = [" | ".join(words for cell in row if (words := _on_one_line(cell))) for row in rows]
        if words := "\n".join(line for line in lines if line):
            yield Block(words)

    def _cells(self, row: etree._Element) -> list[list[Block]]:
        return [list(self.blocks(cell)) for cell in _within(row, "tc")]


def _on_one_line(blocks: Iterable[Block]) -> str:
    return " ".join(" ".join(block.text.split("\n")) for block in blocks)


def _rows(table: etree._Element) -> list[etree._Element]:
    return [row for row in _within(table, "tr") if _at(row, "trPr", "del") is None]


def _within(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Give the children called ``name``, also those that a content control or a tracked change wraps."""
    for child in element:
        if local(child.tag) == name:
            yield child
        elif local(child.tag) in {"sdt", "sdtContent", "ins", "moveTo", "customXml"}:
            yield from _within(child, name)


def _chosen(alternatives: etree._Element) -> etree._Element:
    """Return the first of the ways in which one thing is written, each for other programs."""
    return next((child for child in alternatives if local(child.tag) in {"Choice", "Fallback"}), alternatives)


def _at(element: etree._Element, *names: str) -> etree._Element | None:
    found: etree._Element | None = element
    for name in names:
        if found is None:
            return None
        found = next((child for child in found if local(child.tag) == name), None)
    return found


def _is_on(switch: etree._Element | None) -> bool:
    return switch is not None and (attribute(switch, "val") or "on").lower() not in _OFF


def _is_hexadecimal(code: str | None) -> bool:
    return bool(code) and len(code or "") <= 5 and all(one in "0123456789abcdefABCDEF" for one in code or "")  # noqa: PLR2004
