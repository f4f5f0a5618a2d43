"""The package that a DOCX is: a zip of XML parts, opened with limits."""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree

from corpus.errors import SourceError

LARGEST = 256 * 1024 * 1024
"""The most bytes that all parts of a package may have once unpacked."""
LARGEST_PART = 24 * 1024 * 1024
"""The most bytes that a part with words may have; the longest books have half of it."""
MOST_PARTS = 10_000

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = "EncryptedPackage".encode("utf-16-le")
_DAMAGED = "is damaged or cut off: open it in a word processor and save it anew, or fetch it anew"
# What zipfile raises on damaged or locked members.
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError, KeyError)


def local(name: object) -> str:
    """Return a name without its namespace, of which DOCX has two families; empty for comments and the like."""
    return name.rsplit("}", 1)[-1] if isinstance(name, str) else ""


def attribute(element: etree._Element, name: str) -> str | None:
    """Return the attribute of ``element`` that is called ``name`` in whatever namespace."""
    return next((str(value) for key, value in element.attrib.items() if local(key) == name), None)


class Package:
    """The parts of one DOCX.

    :raises SourceError: when it is none, is locked, is damaged, or would unpack to too much.
    """

    def __init__(self, raw: bytes, source: str) -> None:
        self.source = source
        if raw.startswith(_OLE):
            if _LOCKED in raw:
                raise SourceError(source, "is locked with a password: save it without one and add that")
            raise SourceError(source, "is a Word file of the old kind (.doc), whatever its name: save it as .docx")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(raw))
            sizes = [one.file_size for one in self._zip.infolist()]
        except _BROKEN:
            raise SourceError(source, f"is no Word file (.docx), or it {_DAMAGED}") from None
        if len(sizes) > MOST_PARTS or sum(sizes) > LARGEST:
            raise SourceError(source, f"would unpack to over {LARGEST // 2**20} MiB or {MOST_PARTS} parts: split it")

    def part(self, name: str) -> etree._Element | None:
        """Return the root of the part ``name``; ``None`` when there is no such part.

        :raises SourceError: when it is too large, no XML, or XML that declares entities.
        """
        if name not in self._zip.NameToInfo:
            return None
        try:
            with self._zip.open(name) as stream:
                raw = stream.read(LARGEST_PART + 1)
        except _BROKEN as error:
            if isinstance(error, RuntimeError) and "password" in str(error):
                raise SourceError(self.source, "is locked with a password: save it without one and add that") from None
            raise SourceError(self.source, f"{_DAMAGED} (its part {name} cannot be unpacked)") from None
        if len(raw) > LARGEST_PART:
            raise SourceError(self.source, f"its part {name} is over {LARGEST_PART // 2**20} MiB: split it")
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
        try:
            root = etree.fromstring(raw, parser)
        except (etree.XMLSyntaxError, ValueError):
            raise SourceError(self.source, f"{_DAMAGED} (its part {name} is no XML)") from None
        if root.getroottree().docinfo.doctype:
            raise SourceError(self.source, f"its part {name} declares entities, as no Word file does: save it anew")
        return root

    def related(self, name: str, kind: str) -> str | None:
        """Return the name of the part that the part ``name`` (empty: the package) calls its ``kind``."""
        folder, base = posixpath.split(name)
        for relation in self._relations(posixpath.join(folder, "_rels", f"{base}.rels")):
            if (attribute(relation, "Type") or "").rsplit("/", 1)[-1] == kind:
                target = attribute(relation, "Target") or ""
                return posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        return None

    def _relations(self, name: str) -> Iterator[etree._Element]:
        root = self.part(name)
        yield from root if root is not None else ()
