"""Document numbers: "A/79/L.9", "S/RES/2735 (2024)", "49/4-POL", "resolution 2735", "القرار 2231"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from index.question.folded import either

_DOCUMENTS = either((
    r"resolutions?", r"decisions?", r"res\.?", r"regulations?", r"directives?", r"règlements?", r"unscr?", r"unga",
    r"prn", r"communiqué", r"press release", r"statement", r"déclaration", r"[وبل]?(?:ال|لل)?قرار(?:ات|ين)?",
    r"[وبل]?اللائحة",
))  # fmt: skip
_BETWEEN = either((
    "unsc", "unga", "un", "u.n.", "security council", "general assembly", "united nations", "no", "eu", r"\(eu\)",
    r"\(cfsp\)", "du", "de la", "des", "de l'", "de", "conseil de sécurité", "onu", "nations unies", "onusienne",
    "assemblée générale", "ue", r"\(ue\)", r"\(pesc\)", "مجلس الأمن", "الأممي", "الدولي", "الأمم المتحدة",
    "الجمعية العامة",
))  # fmt: skip
_MARK = either((r"n ?°", r"no\.", r"number", r"numéro", r"num\.", r"رقم", r"#", ":"))
_NUMBER = r"\d{1,5}(?:/\d{1,4})?(?:-[a-z]{1,5})?"
_ENDS = r"(?![\w%])(?![.,/:-]\d)(?!-\w)"
_YEAR = r"(?: ?\((?:19|20)\d\d\))?"
_LABELLED = re.compile(
    rf"(?<!\w){_DOCUMENTS}(?: {_BETWEEN}){{0,3}} ?(?P<mark>{_MARK} ?)?(?P<number>{_NUMBER}){_ENDS}(?P<end>{_YEAR})"
)
_NEXT = re.compile(rf",? ?(?:and |et |& ?|و ?)?(?P<number>\d{{3,5}}){_ENDS}(?P<end>{_YEAR})")
_MARKED = re.compile(
    rf"(?<!\w)(?:n ?°|no\.) ?(?P<number>\d{{3,6}}|\d{{1,4}}/\d{{1,4}}(?:-[a-z]{{1,5}})?){_ENDS}(?P<end>)"
)
_SYMBOL = re.compile(r"(?<![\w/:.@-])[a-z0-9][a-z0-9.-]{0,15}(?:/[a-z0-9][a-z0-9.-]{0,15}){1,7}(?![\w@])(?!://)")
_SHAPES = tuple(map(re.compile, (
    # United Nations and bodies that number like it: a letter, or words, and at least one number.
    r"[ase](?:/[a-z0-9.-]+){0,6}/(?:\d[\w.-]*|[a-z]{1,4}\.\d[\w.]*|[a-z]{2}-\d+)(?:/[a-z0-9.-]+){0,3}",
    r"[a-z]{2}-\d{1,2}/\d{1,4}",
    r"[a-z]{2,8}(?:[-.]\w{1,6})?(?:/[a-z0-9.-]+){0,5}/(?:\d{1,4}|[a-z]{1,4}\.\d[\w.]*)(?:/[a-z0-9.-]+){0,4}",
    r"\d{1,4}/\d{1,4}-[a-z]{1,5}",
    r"(?:19|20)\d\d/\d{1,4}/[a-z]{2,5}",
    r"(?:19|20)\d\d/\d{3,4}",
)))  # fmt: skip
_WORDY = 2
_PARTS = 3
_FEWEST = 3
_COUNTED = re.compile(
    r" ?(?:ans|jours|mois|jan|fev|mar|apr|avr|ma[iy]|ju[inl]|ao|aug|sep|oct|nov|dec|years|days|months|people|pays|"
    r"countries|times)"
)
_YEAR_AFTER = re.compile(_YEAR)


def _is_symbol(typed: str) -> bool:
    folded = typed.lower()
    shape = next((number for number, one in enumerate(_SHAPES) if one.fullmatch(folded)), None)
    if shape is None:
        return False
    parts = folded.split("/")
    if shape == _WORDY and len(parts) < _PARTS:
        return False  # "Iran/2015"
    if shape == len(_SHAPES) - 1:
        return parts[1] not in {str(int(parts[0]) + 1), str(int(parts[0]) - 1), parts[0]}  # 2020/2021 is two years
    return typed[0].isdigit() or typed[: len(parts[0])].isupper() or len(parts) >= _PARTS


def _symbols(text: str, original: str) -> Iterator[tuple[int, int, int, int]]:
    for match in _SYMBOL.finditer(text):
        end = match.start() + len(match[0].rstrip(".-"))
        if _is_symbol(original[match.start() : end]):
            year = _YEAR_AFTER.match(text, end)
            yield match.start(), end, match.start(), year.end() if year else end


def _numbers(text: str) -> Iterator[tuple[int, int, int, int]]:
    for match in _LABELLED.finditer(text):
        number = match["number"]
        if (not match["mark"] and len(number) < _FEWEST) or _COUNTED.match(text, match.end("number")):
            continue
        if match[0].startswith(("statement", "declaration", "communique", "press")) and not match["mark"]:
            continue
        yield *match.span("number"), match.start(), match.end()
        more: re.Match[str] | None = match
        while more and (more := _NEXT.match(text, more.end())) and not _COUNTED.match(text, more.end("number")):
            yield *more.span("number"), more.start(), more.end()
    for match in _MARKED.finditer(text):
        yield *match.span("number"), match.start(), match.end()


def reference_spans(text: str, typed: str) -> list[tuple[int, int, int, int]]:
    """Return the document numbers in the folded ``text``: start and end of each, then of the words read as one.

    ``typed`` is the same text with its capitals, of the same length. They lie in order and do not overlap.
    """
    found: list[tuple[int, int, int, int]] = []
    for one in sorted([*_symbols(text, typed), *_numbers(text)], key=lambda one: (one[2], -one[3])):
        if not found or one[2] >= found[-1][3]:
            found.append(one)
    return found
