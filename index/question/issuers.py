"""The issuer that a question asks the words of: "what did the OIC say", "selon X", "ماذا قال X"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache

from index.question.folded import either, folded_pattern
from index.question.languages import LANGUAGES, words
from index.text.folding import fold, is_arabic
from index.text.function_words import FUNCTION_WORDS

_WORD = re.compile(r"\w+(?:\.\w+)+\.?|\w+")
_LONGEST = 10
_SHORTEST_ACRONYM, _SHORTEST_SURNAME = 3, 3
_FEWEST_NAMES, _MOST_NAMES = 2, 5
_PREPARED = 8
_BEFORE = 90
_LITTLE = frozenset((
    "of", "the", "and", "for", "in", "on", "de", "la", "le", "les", "des", "du", "d", "l", "et", "en", "a", "au", "aux",
    "al", "el", "و", "في", "من",
))  # fmt: skip
_ARTICLE, _CLITICS = "ال", "ولبف"
_ROLES = re.compile(
    r"(?<!\w)(?:"
    + either((
        r"secretar\w+", r"minist\w+", r"president\w*", r"spokes\w+", r"porte-parole", r"ambassad\w+", r"director",
        r"directeur", r"directrice", r"chair\w*", r"chief", r"envoye?\w*", r"representati?ve", r"representante?",
        r"premier", r"chancel\w+", r"commission[en]\w+", r"commissaire", r"king", r"roi", r"governor", r"senator",
        r"speaker", r"وزير\w*", r"رئيس\w*", r"الأمين", r"أمين", r"المتحدث\w*", r"سفير\w*", r"مبعوث\w*", r"الناطق\w*",
    ))
    + r")(?!\w)"
)  # fmt: skip
_HONOURS = frozenset(map(fold, (
    "mr", "mrs", "ms", "m", "mme", "dr", "sir", "dame", "monsieur", "madame", "السيد", "السيدة", "الدكتور",
)))  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Names of issuers by their words, and how many words the names with each first word have, most first."""

    names: dict[tuple[str, ...], frozenset[str]]
    counts: dict[str, tuple[int, ...]]


def _bare(word: str) -> str:
    """Return a folded word without points; if Arabic, without its article."""
    plain = word.replace(".", "")
    return plain[len(_ARTICLE) :] if plain.startswith(_ARTICLE) and len(plain) > len(_ARTICLE) + 1 else plain


def _key(name: str) -> tuple[str, ...]:
    return tuple(word for word in (_bare(found[0]) for found in _WORD.finditer(name)) if word and word not in _LITTLE)


def _parts(issuer: str) -> Iterator[str]:
    """Give the names in one: "A / B" has two, "A (B)" as well; the whole comes with them."""
    yield issuer
    for part in re.split(r"\s+[/|–—]\s+", issuer):
        yield part
        if "(" in part:
            yield re.sub(r"\([^()]*\)", " ", part)
            yield from re.findall(r"\(([^()]*)\)", part)


def _person(folded: str) -> tuple[str, ...]:
    """Return the names of a person that an issuer is, or nothing: "Jane Q. Doe, Minister", "Mme Jane Doe"."""
    name, comma, role = folded.partition(",")
    names = [found[0].strip(".") for found in _WORD.finditer(name)]
    honoured = bool(names) and names[0] in _HONOURS
    if honoured:
        names = names[1:]
    known = honoured or (bool(comma) and bool(_ROLES.search(role)) and not _ROLES.search(name))
    return tuple(names) if known and _FEWEST_NAMES <= len(names) <= _MOST_NAMES else ()


def _keys(issuer: str) -> Iterator[tuple[str, ...]]:
    for part in dict.fromkeys(_parts(issuer)):
        folded = fold(part)
        key = _key(folded)
        yield key
        if len(key) >= _SHORTEST_ACRONYM and "," not in part:
            acronym = "".join(word[0] for word in key)
            if not is_arabic(acronym):
                yield (acronym,)
        if names := _person(folded):
            yield _key(" ".join(names))
            yield _key(" ".join(one for one in names if len(one) > 1))
            if names[-2] in _LITTLE:
                yield (f"{names[-2]} {names[-1]}",)  # with its capital: "Le Maire" is a name, "le maire" is not
            elif len(names[-1]) >= _SHORTEST_SURNAME:
                yield _key(names[-1])


@lru_cache(_PREPARED)
def _prepared(issuers: tuple[str, ...] | frozenset[str]) -> _Prepared:
    names: dict[tuple[str, ...], set[str]] = {}
    for issuer in issuers:
        for key in _keys(issuer):
            if 0 < len(key) <= _LONGEST:
                names.setdefault(key, set()).add(issuer)
    frozen = {key: frozenset(found) for key, found in names.items()}
    counts: dict[str, set[int]] = {}
    for key in frozen:
        counts.setdefault(key[0], set()).add(len(key))
    return _Prepared(frozen, {first: tuple(sorted(found, reverse=True)) for first, found in counts.items()})


@cache
def _titles() -> str:
    return rf"(?:{words('titles')} ?){{0,4}}"


@cache
def _before() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){words('speaker_before')} ?{_titles()}[ول]?$")


@cache
def _after() -> re.Pattern[str]:
    return re.compile(rf"[ -]?{words('speaker_after')}(?!\w)")


@cache
def _around() -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    pairs = (pair for language in LANGUAGES for pair in language.speaker_around)
    return tuple(
        (
            re.compile(rf"(?<!\w)(?:{folded_pattern(before)}) ?{_titles()}[ل]?$"),
            re.compile(rf" ?(?:{folded_pattern(after)})(?!\w)" if after else ""),
        )
        for before, after in pairs
    )


def _speaks(text: str, start: int, end: int) -> bool:
    """Return whether the question asks for words of whom ``text[start:end]`` names."""
    head = text[max(start - _BEFORE, 0) : start]
    if _before().search(head) or _after().match(text, end):
        return True
    return any(before.search(head) and after.match(text, end) for before, after in _around())


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that names are known by, and the little word with a capital before it, as in "Le Maire"."""

    start: int
    end: int
    word: str
    little: str = ""

    def spellings(self) -> Iterator[tuple[str, int]]:
        """Give what a name may begin with here, and where: the word, if Arabic also without the letter before it."""
        if self.little:
            yield f"{self.little} {self.word}", self.start - len(self.little) - 1
        yield self.word, self.start
        if self.word[0] in _CLITICS and is_arabic(self.word) and len(self.word) > _SHORTEST_SURNAME:
            yield _bare(self.word[1:]), self.start + 1


def _words(text: str, cased: str) -> list[_Word]:
    kept: list[_Word] = []
    small: re.Match[str] | None = None
    for match in _WORD.finditer(text):
        word = _bare(match[0])
        if word in _LITTLE:
            small = match
        elif word:
            beside = small is not None and match.start() == small.end() + 1
            capital = small is not None and beside and cased[small.start()].isupper() and cased[match.start()].isupper()
            kept.append(_Word(*match.span(), word, small[0] if small and capital else ""))
            small = None
    return kept


def _named(text: str, cased: str, prepared: _Prepared) -> Iterator[tuple[int, int, frozenset[str]]]:
    """Give the names in the folded ``text``, the longest at each place."""
    kept = _words(text, cased)
    after = 0
    for at, one in enumerate(kept):
        if at < after:
            continue
        rest = [other.word for other in kept[at + 1 : at + _LONGEST]]
        for first, start in one.spellings():
            counts = (count for count in prepared.counts.get(first, ()) if count <= len(rest) + 1)
            count = next((count for count in counts if (first, *rest[: count - 1]) in prepared.names), 0)
            # "who" is a word, "WHO" may be a name.
            if count == 1 and first in FUNCTION_WORDS and not cased[start : one.end].isupper():
                continue
            if count:
                after = at + count
                yield start, kept[after - 1].end, prepared.names[first, *rest[: count - 1]]
                break


def read_issuer(text: str, cased: str, issuers: Iterable[str]) -> tuple[str, int, int] | None:
    """Return the one of ``issuers`` whose words the folded ``text`` asks for, and where it is named; else ``None``.

    A name is the whole one, its initials, or of a person the surname; one that fits several issuers names none of them.
    """
    # A tuple or a frozenset is its own key: to make it anew each time would cost more than the search.
    prepared = _prepared(issuers if isinstance(issuers, (tuple, frozenset)) else frozenset(issuers))
    if not prepared.names:
        return None
    found = [one for one in _named(text, cased, prepared) if _speaks(text, one[0], one[1])]
    if len({issuers for _, _, issuers in found}) != 1 or len(found[0][2]) != 1:
        return None
    start, end, (issuer,) = found[0]
    return issuer, start, end
