"""PDFs drawn by hand for the tests: lines of Latin letters, and glyphs whose meaning a ToUnicode map gives."""

from __future__ import annotations

from collections.abc import Sequence

Shown = tuple[float, float, float, str]
"""A line: how far from the left and from the bottom, its size, and its words."""


def assembled(objects: Sequence[bytes], *, extra: str = "") -> bytes:
    """Return a PDF of ``objects``, the first of which is its catalog."""
    out, places = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(
        out + f"trailer\n<< /Size {len(objects) + 1} /Root 1 0 R {extra} >>\nstartxref\n{start}\n%%EOF\n".encode()
    )


def stream(content: bytes, entries: str = "") -> bytes:
    """Return ``content`` as a stream object with ``entries`` in its dictionary."""
    return f"<< /Length {len(content)} {entries} >>\nstream\n".encode() + content + b"\nendstream"


def _literal(words: str) -> bytes:
    return words.encode("cp1252").replace(b"\\", rb"\\").replace(b"(", rb"\(").replace(b")", rb"\)")


def latin(*pages: Sequence[Shown], catalog: str = "", extra: str = "") -> bytes:
    """Return a PDF with the lines of each of ``pages`` in Helvetica."""
    drawn = [
        b"\n".join(
            b"BT /F1 %.2f Tf %.2f %.2f Td (%b) Tj ET" % (size, x, y, _literal(words)) for x, y, size, words in page
        )
        for page in pages
    ]
    return _book(drawn, [b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"],
                 catalog, extra)  # fmt: skip


def mapped(glyphs: Sequence[str], *pages: Sequence[tuple[float, float, float, Sequence[int]]]) -> bytes:
    """Return a PDF whose codes from 1 on mean ``glyphs``; each is half as wide as it is large.

    A line is how far from the left and from the bottom, its size, and its codes as they stand from left to right.
    """
    drawn = [
        b"\n".join(
            b"BT /F1 %.2f Tf %.2f %.2f Td <%b> Tj ET" % (size, x, y, b"".join(b"%04X" % code for code in codes))
            for x, y, size, codes in page
        )
        for page in pages
    ]
    rows = "\n".join(f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in enumerate(glyphs, 1))
    cmap = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Made-UCS def /CMapType 2 def "
        f"1 begincodespacerange <0000> <FFFF> endcodespacerange {len(glyphs)} beginbfchar\n{rows}\nendbfchar "
        "endcmap CMapName currentdict /CMap defineresource pop end end"
    )
    first = 4 + 2 * len(pages)
    fonts = [
        f"<< /Type /Font /Subtype /Type0 /BaseFont /Made /Encoding /Identity-H /DescendantFonts [{first} 0 R] "
        f"/ToUnicode {first + 1} 0 R >>".encode(),
        b"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /Made /DW 500 /W [1 [%b]] /CIDSystemInfo "
        b"<< /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>" % b" ".join([b"500"] * len(glyphs)),
        stream(cmap.encode()),
    ]
    return _book(drawn, fonts, "", "")


def _book(drawn: Sequence[bytes], fonts: Sequence[bytes], catalog: str, extra: str) -> bytes:
    kids = " ".join(f"{4 + 2 * at} 0 R" for at in range(len(drawn)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {len(drawn)} >>".encode(),
        fonts[0],
    ]
    for at, content in enumerate(drawn):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {5 + 2 * at} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>".encode()
        )
        objects.append(stream(content))
    return assembled([*objects, *fonts[1:]], extra=extra)
