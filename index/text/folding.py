"""Folding: the form in which two spellings of a word are the same. Never shown, never quoted."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_HAMZA = str.maketrans(
    {"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ة": "ه", "ؤ": "و", "ئ": "ي", "ی": "ي", "ک": "ك", "ـ": None}
)
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "ß": "ss", "ı": "i", "ø": "o", "ł": "l", "đ": "d"})
_WORD_CACHE = 200_000


@lru_cache(_WORD_CACHE)
def fold(word: str) -> str:
    """Return ``word`` without case, accents, ligatures, harakat and tatweel, Arabic letters in their plain form.

    Arabic-Indic digits become western ones. Words stay in memory, for they come again; texts are for :func:`fold_text`.
    """
    return fold_text(word)


def fold_text(text: str) -> str:
    """Return ``text`` folded as :func:`fold` does a word; nothing of it stays in memory, also if somebody typed it."""
    # Alef with hamza would lose only the hamza when decomposed; the table does the same for ؤ and ئ, which must not.
    composed = unicodedata.normalize("NFKC", text).casefold().translate(_LIGATURES).translate(_HAMZA)
    marks_out = "".join(c for c in unicodedata.normalize("NFD", composed) if not unicodedata.combining(c))
    return "".join(str(unicodedata.digit(c)) if c.isdigit() and not c.isascii() else c for c in marks_out)


def is_arabic(word: str) -> bool:
    """Return whether ``word`` is written in Arabic letters."""
    return any("\u0620" <= c <= "\u06d3" or "\ufb50" <= c <= "\ufefc" for c in word)


_SKELETON = str.maketrans(
    {
        **dict.fromkeys("bpبپ", "b"),
        **dict.fromkeys("fvفڤ", "f"),
        **dict.fromkeys("tتطث", "t"),
        **dict.fromkeys("dدضذظ", "d"),
        **dict.fromkeys("szxسصشز", "s"),
        **dict.fromkeys("kqgjcكقخغجگ", "k"),
        **dict.fromkeys("lل", "l"),
        **dict.fromkeys("mم", "m"),
        **dict.fromkeys("nن", "n"),
        **dict.fromkeys("rر", "r"),
    }
)
_CLASSES = frozenset("bftdsklmnr")
_SHORTEST_SKELETON = 3


@lru_cache(_WORD_CACHE)
def skeleton(folded: str) -> str | None:
    """Return the consonants of a folded name in classes that Arabic and Latin spellings share, or ``None`` if under 3.

    Blinken and بلينكن are both ``blnkn``; vowels, h, w, y and their Arabic kin are left out.
    """
    # ch and sh are one sound, as ش is; th and dh are one letter, as ث and ذ are; ph is f.
    word = folded.replace("ch", "s").replace("sh", "s").replace("ph", "f")
    classes = [c for c in word.translate(_SKELETON) if c in _CLASSES]
    kept = [c for before, c in zip(["", *classes], classes, strict=False) if c != before]
    return "".join(kept) if len(kept) >= _SHORTEST_SKELETON else None
