"""What makes two statements kin: marks that versions in several languages share, and sketches of nearly equal texts.

Sketches are MinHash signatures in bands (Broder, "On the resemblance and containment of documents", 1997; bands as in
Leskovec, Rajaraman and Ullman, "Mining of Massive Datasets", 3.4). They are kept on disk, so how they are computed is
written out here and does not change with a library's version.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable
from pathlib import PurePath
from urllib.parse import parse_qsl, urlencode, urlsplit

import numpy as np

_WORD = re.compile(r"\w+")
_SHINGLE = 5
_LEAST_WORDS = 20
_BANDS, _ROWS = 16, 4
_PRIME = np.uint64((1 << 61) - 1)
_LOW = np.uint64(0xFFFFFFFF)

NEAR = 60
"""Percent of shared word sequences from which two texts are near-duplicates."""

_NAMES = (
    "en|fr|ar|es|de|pt|it|ru|zh|tr|fa|ur|id|ms|nl|eng|fra|fre|ara|spa|"
    "english|french|arabic|spanish|francais|français|anglais|arabe|العربية|عربي"
)
# A region may follow: fr-FR, ar_SA.
_SEGMENT = re.compile(rf"(?:{_NAMES})(?:[-_][a-z]{{2}})?", re.IGNORECASE)
_SUFFIXED = re.compile(rf"(?<=\w)[-_.](?:{_NAMES})(?=\.\w{{2,5}}$|$)", re.IGNORECASE)
_KEYS = frozenset({"lang", "lan", "language", "locale", "hl", "lng"})
_FRONT_PAGES = frozenset({"", "index", "default", "home", "accueil"})


def _neutral_path(path: str) -> str:
    kept = [part for part in path.split("/") if not _SEGMENT.fullmatch(part)]
    name, before = kept[-1] if kept else "", None
    while name != before:  # "notice-fr.en"
        name, before = _SUFFIXED.sub("", name), name
    return "/".join([*kept[:-1], name])


def neutral(address: str) -> str | None:
    """Return ``address`` (of a page or a file) without what names a language in it: versions then have the same.

    ``None`` when too little is left to tell one statement from another, a page at the root of its site, and when it is
    no address at all.
    """
    try:
        parts = urlsplit(address) if "://" in address else None
    except ValueError:  # "http://[": a feed may hold anything
        return None
    if parts is None:
        found = _neutral_path(PurePath(address).as_posix())
        return found if PurePath(found).stem.lower() not in _FRONT_PAGES else None
    host = parts.netloc.lower().removeprefix("www.")
    first, _, rest = host.partition(".")
    host = rest if "." in rest and _SEGMENT.fullmatch(first) else host
    query = urlencode([(key, value) for key, value in parse_qsl(parts.query) if key.lower() not in _KEYS])
    path = _neutral_path(parts.path).rstrip("/")
    if not query and PurePath(path).stem.lower() in _FRONT_PAGES:
        return None
    return f"{host}{path}?{query}" if query else f"{host}{path}"


def marks_of(guid: str | None, source: str, url: str | None, versions: Iterable[str]) -> tuple[str, ...]:
    """Return what the versions of one statement in other languages share with it, sorted.

    That is its guid, its addresses without what names a language, and what the source itself declares (``versions``).
    Two statements in *different* languages with a mark in common are versions of one statement.
    """
    found = {f"guid {guid}"} if guid else set()
    for address in (url, source):
        # A collection (a feed, a table) is the source of many statements; they are told apart by guid.
        if address and not (guid and address == source) and (left := neutral(address)) is not None:
            found.add(f"address {left}")
    for name in versions:
        left = neutral(name) if "://" in name else None
        # Many a site declares its front pages as the versions of every page.
        if left is not None or "://" not in name:
            found.add(f"declared {name}")
        if left is not None:
            found.add(f"address {left}")
    return tuple(sorted(found))


def _shingles(text: str) -> set[bytes]:
    words = _WORD.findall(text.casefold())
    if len(words) < _LEAST_WORDS:
        return set()
    return {" ".join(words[at : at + _SHINGLE]).encode() for at in range(len(words) - _SHINGLE + 1)}


def _multipliers(count: int) -> tuple[np.ndarray[tuple[int], np.dtype[np.uint64]], ...]:
    # The numbers of SplitMix64 (Steele, Lea and Flood 2014), the same on every machine.
    state, found = 0x9E3779B97F4A7C15, []
    for _ in range(2 * count):
        state = (state + 0x9E3779B97F4A7C15) % 2**64
        mixed = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB % 2**64
        found.append((mixed ^ (mixed >> 31)) % 2**29 | 1)
    return np.array(found[:count], np.uint64), np.array(found[count:], np.uint64)


_TIMES, _PLUS = _multipliers(_BANDS * _ROWS)


def sketch(text: str) -> tuple[int, ...]:
    """Return the bands of ``text``, 63-bit numbers in ascending order; texts of nearly the same words share some.

    Of texts that have 80 % of their word sequences in common, all but one in five thousand share a band; of 30 %, one
    in eight do. A text under twenty words has none.
    """
    shingles = _shingles(text)
    if not shingles:
        return ()
    hashes = np.array([zlib.crc32(shingle) for shingle in shingles], np.uint64)
    least = np.full(_BANDS * _ROWS, _LOW, np.uint64)
    for row in range(_BANDS * _ROWS):
        # Below 2^32 times below 2^29: it stays within 64 bits.
        least[row] = ((hashes * _TIMES[row] + _PLUS[row]) % _PRIME & _LOW).min()
    bands = set()
    for band in range(_BANDS):
        part = least[band * _ROWS : (band + 1) * _ROWS].tobytes()
        bands.add((zlib.crc32(part) << 31 | zlib.adler32(part) & 0x7FFFFF00 | band) % 2**63)
    return tuple(sorted(bands))


def likeness(one: str, other: str) -> int:
    """Return how many percent of the word sequences of two texts they have in common (Jaccard), 0 to 100."""
    first, second = _shingles(one), _shingles(other)
    return 100 * len(first & second) // len(first | second) if first and second else 0
