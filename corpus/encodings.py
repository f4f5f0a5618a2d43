"""From bytes to text: the encoding that is declared, else the one that is found. Nothing is ever replaced by a mark."""

from __future__ import annotations

import codecs
import re
import unicodedata

from corpus.document import Document
from corpus.errors import SourceError

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Python's own ways of writing text, and one that no browser takes: with them, plain words can become others.
_NO_TABLES = frozenset({"utf-7", "unicode-escape", "raw-unicode-escape", "punycode", "idna", "charmap"})
# As browsers read them (WHATWG, Encoding, 4.2): what is declared as Latin-1 was written on Windows.
_ALIASES = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "iso8859-1": "cp1252", "iso_8859-1": "cp1252", "l1": "cp1252", "cp819": "cp1252",
    "iso-8859-9": "cp1254", "x-sjis": "cp932", "gb2312": "gb18030", "gbk": "gb18030",
    "x-mac-roman": "mac_roman", "macintosh": "mac_roman", "unicode": "utf-16", "x-user-defined": "cp1252",
}  # fmt: skip
_MAGIC = (
    (b"%PDF-", "a PDF"), (b"PK\x03\x04", "a zip or an office document"), (b"\xd0\xcf\x11\xe0", "an old office file"),
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"\x1f\x8b", "a gzip file"),
    (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"RIFF", "a sound or a film"), (b"OggS", "a sound or a film"),
    (b"ID3\x03", "a sound"), (b"ID3\x04", "a sound"),
    (b"SQLite format 3", "a database"), (b"{\\rtf", "an RTF text"), (b"7z\xbc\xaf", "a 7z file"),
    (b"Rar!\x1a", "a RAR file"),
)  # fmt: skip
_SAMPLE = 20_000
_CONTROLS = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_FEW_CONTROLS, _MOST_CONTROLS = 8, 0.02
_WIDE_SHARE = 0.7
_CANDIDATES = ("cp1252", "cp1256", "iso8859_6")
_PLAUSIBLE = 0.02
"""The highest cost a letter at which a text is still taken for one that was read with the right table."""
_MISREAD = 0.3
"""The cost a letter from which a text cannot be of the table that it is declared to be of."""
_ARABIC_LETTER = re.compile("[\u0621-\u064a]")
_LETTERS = re.compile(r"[^\W\d_]+")
_ARTICLES = re.compile("(?<![\u0621-\u064a])[وفبك]?ال[\u0621-\u064a]{2}")
_NOT_ARABIC = re.compile("[\u0671-\u06d3]")
_USUAL = frozenset("\n\r\t©®°")
_RARE = frozenset("¦¬±¶¼½¾×÷ÐÞðþýÝÿŠŽšžƒˆ‡†‰")
_WHOLE_SHARE = 0.8
# What reading with the wrong table leaves behind: signs inside words, capitals after small letters.
_BROKEN = re.compile(
    r"[^\W\d_][¡-¿×÷ˆ‰‹›€†‡•ƒ„…](?=[^\W\d_])|[^\W\d_][‚¡¿]|‚(?=[^\W\d_]{2})(?![^‚‘]{0,80}‘)|\d ?Û|[À-ÿ]{3}"
    r"|[a-zà-ÿ][À-Þ]|[à-ÿ][A-ZÀ-Þ]|[A-Za-zÀ-ÿ][\u200c\u200d]|[\u200c\u200d][A-Za-zÀ-ÿ]"
    r"|[\u0621-\u064a][A-Za-zÀ-ÿ]|[A-Za-zÀ-ÿ][\u0621-\u064a]"
)


def _known(name: str | None) -> str | None:
    """Return the codec called ``name``, ``None`` when there is none that decodes text."""
    if not name:
        return None
    plain = name.strip().strip("\"'").lower()
    try:
        codec = codecs.lookup(_ALIASES.get(plain, plain.removeprefix("x-")))
    except (LookupError, ValueError):
        return None
    # Python's list has "codecs" such as hex and bz2 too.
    return codec.name if getattr(codec, "_is_text_encoding", True) and codec.name not in _NO_TABLES else None


def _strictly(raw: bytes, codec: str) -> str | None:
    try:
        text = raw.decode(codec)
    except (UnicodeError, ValueError):
        return None
    return None if "\x00" in text[:_SAMPLE] else text


def _wide(raw: bytes) -> str | None:
    """Return the text of UTF-16 without a mark at its head: most second bytes of Latin or Arabic text are 0 or 6."""
    sample = raw[:_SAMPLE]
    half = max(len(sample) // 2, 1)
    for codec, zeros in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        common = zeros.count(b"\x00") + zeros.count(b"\x06")
        if common >= half * _WIDE_SHARE and (text := _strictly(raw, codec)) is not None:
            return text
    return None


def _cost(text: str) -> float:
    """Return how unlikely it is that ``text`` was read with the right table, per letter; lower is better."""
    sample = text[:_SAMPLE]
    letters = sum(map(len, _LETTERS.findall(sample))) or 1
    foreign = sum(unicodedata.category(sign) in {"Cc", "Co", "Cn", "Sk", "So"} for sign in sample if sign not in _USUAL)
    rare = sum(sign in _RARE or bool(_NOT_ARABIC.match(sign)) for sign in sample)
    return (8 * len(_BROKEN.findall(sample)) + 4 * foreign + 2 * rare) / letters + _arabic_cost(sample)


def _arabic_cost(sample: str) -> float:
    """Return what speaks against the Arabic letters in ``sample``: scattered in words they are misread accents."""
    words = [word for word in _LETTERS.findall(sample) if _ARABIC_LETTER.search(word)]
    if not words:
        return 0.0
    whole = sum(all(map(_ARABIC_LETTER.match, word)) for word in words)
    scattered = whole < len(words) * _WHOLE_SHARE or sum(map(len, words)) < 2 * len(words)
    return 1.0 if scattered else 0.0


def _found(raw: bytes) -> str | None:
    """Return ``raw`` as read with the table under which it looks most like French, English or Arabic.

    ``None`` when it looks like none of them under any: a text read with the wrong table would be a misquote.
    """
    # One sign of no currency in a long text is the euro of Latin-9.
    read = [text for codec in _CANDIDATES if (text := _strictly(raw, codec)) is not None and "¤" not in text]
    # Two tables of Arabic share some letters: the one under which its articles are whole.
    best = min(read, key=lambda text: (_cost(text), -len(_ARTICLES.findall(text[:_SAMPLE]))), default=None)
    return best if best is not None and _cost(best) <= _PLAUSIBLE else None


def _refuse_known(raw: bytes, source: str) -> None:
    for magic, kind in _MAGIC:
        if raw.startswith(magic):
            raise SourceError(source, f"is no text but {kind}: name it so (its suffix), or save it as text")


def _refuse_binary(raw: bytes, source: str) -> None:
    sample = raw[:_SAMPLE]
    if len(_CONTROLS.findall(sample)) > max(_FEW_CONTROLS, len(sample) * _MOST_CONTROLS):
        raise SourceError(source, "is no text (its bytes are not those of letters): save it as text in UTF-8")


def _marked(raw: bytes, codec: str, source: str) -> str:
    text = _strictly(raw, codec)
    if text is None:
        wide = codec.removesuffix("-sig").upper()
        raise SourceError(source, f"is marked as {wide} at its head, and its bytes are not: save it as UTF-8 again")
    return text


def _as_declared(raw: bytes, codec: str) -> str | None:
    """Return ``raw`` read as it is declared, ``None`` when its bytes are plainly of another encoding.

    Servers declare one table for all they send. Letters outside ASCII that are whole in UTF-8 are UTF-8, text without
    a zero byte is no UTF-16, and what is Arabic under its own table only is Arabic.
    """
    text = _strictly(raw, codec)
    is_utf8 = _strictly(raw, "utf-8") is not None
    if text is None or codec == "utf-8":
        return text
    if codec.startswith(("utf-16", "utf-32")):
        # Without a mark, "UTF-16" does not say which byte comes first.
        return None if codec in {"utf-16", "utf-32"} or (is_utf8 and b"\x00" not in raw) else text
    if is_utf8 and not raw.isascii():
        return None
    return None if codec == "cp1252" and _cost(text) > _MISREAD and _found(raw) is not None else text


def decoded(document: Document, declared: str | None = None) -> str:
    """Return the text of ``document``; ``declared`` is the encoding that the text itself names, if it names one.

    A mark at its head decides, else what whoever sent it declared, else what the text declares, when its bytes are of
    that encoding; else UTF-8, UTF-16, or the table under which it reads as French, English or Arabic best.

    :raises SourceError: when it cannot be read, is no text, or is of no encoding that is known.
    """
    raw = document.raw()
    for mark, wide in _BOMS:
        if raw.startswith(mark):
            return _marked(raw, wide, document.source)
    _refuse_known(raw, document.source)
    for name in (document.charset, declared):
        codec = _known(name)
        if codec and (text := _as_declared(raw, codec)) is not None:
            if not codec.startswith("utf-"):
                _refuse_binary(raw, document.source)
            return text
    if (text := _wide(raw)) is not None:
        return text
    _refuse_binary(raw, document.source)
    try:
        return raw.decode()  # a stray NUL in it becomes a space when it is stored
    except UnicodeDecodeError:
        text = _found(raw)
    if text is None:
        raise SourceError(document.source, "its encoding cannot be told: save it as UTF-8, for instance with iconv")
    return text
