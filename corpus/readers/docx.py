"""DOCX: the words of a Word file, tracked changes as accepted, notes and tables in blocks of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lxml import etree

from corpus.days.datelines import dateline
from corpus.days.dates import settled
from corpus.document import Document
from corpus.docx.body import Block, Body
from corpus.docx.package import Package, attribute, local
from corpus.errors import SourceError
from corpus.readers.claims import language_borne_out, title_at_head
from corpus.statement import Draft, Provenance
from corpus.text import is_blank, stored_text

_TITLES = frozenset({"title", "heading 1"})
_NEAR_HEAD = 5


def read(document: Document) -> list[Draft]:
    """Return the one statement that ``document`` is.

    A first paragraph in the style of a title is its title, and no part of its text.

    :raises SourceError: when it cannot be read, is no DOCX, is locked or damaged, or holds no words.
    """
    package = Package(document.raw(), document.source)
    main = package.related("", "officeDocument") or "word/document.xml"
    root = package.part(main)
    if root is None:
        raise SourceError(document.source, "is a zip without a Word document in it: save it as .docx")
    body = Body()
    blocks = list(body.blocks(root))
    styles = _styles(package, main)
    title, blocks = _titled(blocks, styles)
    notes = _notes(package, main, body.notes)
    text = stored_text("\n\n".join(block.text for block in [*blocks, *notes])).strip()
    if is_blank(text):
        raise SourceError(document.source, "holds no words (pictures only?): there is nothing to record")
    core = _core(package)
    date, doubts = settled(dateline(text), Provenance.DATELINE)
    return [
        Draft(
            text=text,
            source=document.source,
            title=title or title_at_head(core.get("title"), text),
            date=date,
            language=language_borne_out(core.get("language"), text, document.source),
            doubts=doubts,
        )
    ]


def _titled(blocks: Sequence[Block], styles: Mapping[str, str]) -> tuple[str | None, list[Block]]:
    for at, block in enumerate(blocks[:_NEAR_HEAD]):
        if block.style and styles.get(block.style, block.style).casefold() in _TITLES:
            title = " ".join(stored_text(block.text).split())
            # Below a letterhead it stays where it is.
            return title or None, list(blocks[1:] if at == 0 and len(blocks) > 1 else blocks)
    return None, list(blocks)


def _styles(package: Package, main: str) -> dict[str, str]:
    """Return the name of each style by its id: ids are in the language of the program, names are not."""
    name = package.related(main, "styles")
    root = package.part(name) if name else None
    found: dict[str, str] = {}
    for style in root if root is not None else ():
        for child in style:
            if local(child.tag) == "name":
                found[attribute(style, "styleId") or ""] = attribute(child, "val") or ""
    return found


def _notes(package: Package, main: str, called: Sequence[tuple[str, str]]) -> list[Block]:
    """Return the notes that the text calls, each a block, numbered as the text calls them."""
    written = {kind: _written(package, main, kind) for kind in ("footnote", "endnote")}
    found = []
    for number, (kind, key) in enumerate(dict.fromkeys(called), 1):
        if (note := written[kind].get(key)) is not None:
            words = " ".join(" ".join(block.text.split("\n")) for block in Body().blocks(note))
            found.append(Block(f"{number}. {words}"))
    return [note for note in found if not is_blank(note.text.split(". ", 1)[1])]


def _written(package: Package, main: str, kind: str) -> dict[str, etree._Element]:
    name = package.related(main, f"{kind}s")
    root = package.part(name) if name else None
    return {attribute(note, "id") or "": note for note in root} if root is not None else {}


def _core(package: Package) -> dict[str, str]:
    name = package.related("", "core-properties") or "docProps/core.xml"
    root = package.part(name)
    return {local(one.tag): str(one.text or "") for one in root} if root is not None else {}
