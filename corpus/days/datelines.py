"""The dateline: where and when a text was issued, at its head. "Djeddah, le 5 novembre 2024", "جدة، 5 نوفمبر 2024"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from corpus.days.dates import NOTHING, Reading, written_days
from corpus.days.hijri import hijri_days

_LINES = 12
_HEAD = 1500
_LONGEST_PLACE = 60
_MOST_WORDS, _SMALL_WORDS = 6, 2
_PROSE, _SENTENCE, _HEADING = 150, 80, 40
_DASHES = ("–", "—", "-", "―")
_APART = 2
"""Days by which a sighted Hijri month may begin off the tabular one."""

_WESTERN = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789", "\u200e\u200f\u061c")
_BEFORE = re.compile(
    r"(?:(?P<label>date(?:\s+of\s+(?:issue|release))?|issued|released|for\s+(?:immediate\s+)?release|published|publié\w*|fait(?:\s+à)?|le|on|التاريخ|تاريخ|بتاريخ|في)"
    r"(?!\w)\s*[:،,]?\s*)?"
    r"(?P<place>[^\d\n]*?)"
    r"(?P<mark>\s*[,،(–—-]?\s*\(?\s*(?:(?<!\w)(?:le|on|the|في|بتاريخ|يوم|this|du|dated)(?!\w))?\s*)",
    re.IGNORECASE,
)
# Between the two calendars, or left over where one of them was taken out.
_JOINING = re.compile(
    r"(?:هـ|هجرية?|\s|[/()\[\]=–—-]|الموافق(?:ة)?(?:\s+ل[ـ]?)?|الموفق|correspond\w*\s+(?:au|to)|soit(?:\s+le)?|i\.e\.|(?<!\w)(?:AH|H|CE|م)(?!\w)|[,،])+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s*(?:م(?=\W|$)|CE\b|A\.?D\.?\b)?\s*(?:\([^()\d]{2,40}\)\s*)?(?:$|[.)\]]\s*(?:$|[:–—-])|[:–—|]|-{1,2}(?:\s|$))\s*[–—-]?\s*"
)
_FULL_STOPS = (".", "!", "?", "؟", "…", "»", "”", '"', ":", ";", ",", "،")
# What a meeting, a text or a deadline is called: a day after such a word is that of the thing.
_THINGS = re.compile(
    r"(?<![\w-])(?:summit|session|conference|meeting|assembly|council|committee|resolution|declaration|agreement|day|week|deadline|until|since|before|"
    r"between|from|by|sommet|conférence|réunion|assemblée|conseil|comité|résolution|déclaration|accord|journée|semaine|avant|depuis|jusqu\w*|entre|"
    r"source|adopt\w+|held|tenue?|signed|signée?|forum|workshop|seminar|symposium|congress|visit\w*|attack\w*|earthquake|anniversary|"
    r"election\w*|interview|letter|ref|réf|ceremony|war|massacre|remembering|updated|amended|modified|revised|embargo\w*|expires|"
    r"born|died|after|effective|translation|version|atelier|séminaire|colloque|congrès|visite|attaque|attentat|séisme|"
    r"anniversaire|élections?|entretien|lettre|cérémonie|guerre|décès|modifié\w*|après|vu|"
    r"ندوة|منتدى|ورشة|زيارة|هجوم|زلزال|ذكرى|انتخابات|رسالة|حرب|مجزرة|حفل|بعد|"
    r"القمة|قمة|الدورة|دورة|مؤتمر|المؤتمر|اجتماع|الاجتماع|مجلس|قرار|القرار|إعلان|اتفاق|اليوم|منذ|قبل|حتى|بين|المنعقد\w*|المصدر)(?!\w)",
    re.IGNORECASE,
)
# No name of a place has them; what happened there does.
_RELATING = re.compile(
    r"(?<![\w’'-])(?:in|at|to|on|against|for|with|about|sur|contre|pour|avec|par|à|chez)(?![\w’'-])", re.IGNORECASE
)
_PLACE = re.compile(r"[^\W\d_][\w\s.'’()،,–-]*", re.UNICODE)
_SETS_OFF = re.compile("[,،–—\u0621-\u064a]|\\s-\\s")
_ARABIC = re.compile("[\u0621-\u064a]")


def _is_place(words: str) -> bool:
    """Return whether ``words`` may be what stands before the day in a dateline: a place, maybe an agency after it."""
    place = words.strip(" ,،:(–—-")
    if not place:
        return True
    if len(place) > _LONGEST_PLACE or _THINGS.search(place) or _RELATING.search(place) or not _PLACE.fullmatch(place):
        return False
    small = [word for word in re.findall(r"[\w’']+", place) if word[:1].islower()]
    # Names of places have a few small words: Port of Spain, Ville de Genève, Sharm el-Sheikh.
    return len(place.split()) <= _MOST_WORDS and (len(small) <= _SMALL_WORDS or bool(_ARABIC.search(place)))


def _stands_before(words: str) -> bool:
    """Return whether ``words`` may stand before the day: nothing, a label, or a place and a mark after it."""
    before = _BEFORE.fullmatch(words)
    if before is None or not _is_place(before["place"]):
        return False
    # "Gaza 7 October 2023", "Expires 5 November 2024": in Latin letters a place is set off from its day.
    return not before["place"].strip() or bool(before["mark"].strip() or _SETS_OFF.search(words))


def _begins_text(rest: str) -> bool:
    """Return whether what follows a dateline is the text itself, and not the end of a heading ("...: one year on")."""
    return not rest or (not rest[0].islower() and (len(rest) > _HEADING or rest.endswith(_FULL_STOPS)))


def _within(line: str) -> Reading:
    """Return the day of ``line`` when it is a dateline, or begins with one."""
    hijri = list(hijri_days(line))
    found = [one for one in written_days(line) if not any(one[0] < end and start < one[1] for start, end, _ in hijri)]
    if not found:
        return _hijri_alone(line, hijri)
    start, end, reading = found[0]
    first = min([start, *(one[0] for one in hijri)])
    last = max([end, *(one[1] for one in hijri if one[0] <= end + _LONGEST_PLACE // 2)])
    between = line[first:start] if first < start else line[end:last]
    for one in hijri:
        between = between.replace(line[one[0] : one[1]], "")
    after = _AFTER.match(line[last:])
    if not _stands_before(line[:first]) or (between and not _JOINING.fullmatch(between)):
        return NOTHING
    if after is None or not _begins_text(line[last:][after.end() :]) or (hijri and reading.day is None):
        return NOTHING
    if not line[:first].strip() and line[last:].strip(" .,م"):
        return NOTHING  # a sentence that begins with its day
    if hijri and reading.day and abs((hijri[0][2] - reading.day).days) > _APART:
        return Reading(
            None, f"the Hijri day beside {reading.day.isoformat()} is another one: give the date with --date"
        )
    return reading


def _hijri_alone(line: str, hijri: list[tuple[int, int, date]]) -> Reading:
    if not hijri or len(line) > 2 * _LONGEST_PLACE:
        return NOTHING
    shown = line[hijri[0][0] : hijri[0][1]].strip()
    return Reading(None, f"the date {shown!r} is Hijri alone, which differs by country: give it with --date")


def _head(text: str) -> Iterator[str]:
    """Give the first lines of ``text``, with Western digits, up to the first one of running text."""
    lines = (line.strip(" \u00a0\u202f*_#>").translate(_WESTERN) for line in text[:_HEAD].split("\n"))
    for line in islice(filter(None, lines), _LINES):
        if line.startswith(_DASHES):
            return  # who said the motto above it, and when
        yield line
        if len(line) > _PROSE or (len(line) > _SENTENCE and line.endswith((".", "!", "?", "؟"))):
            return


def dateline(text: str) -> Reading:
    """Return the day in the dateline of the stored text ``text``; none when it has none at its head.

    A day in running text, in a heading that names a meeting or a document, a range of days, or a source at the foot is
    no dateline. Two datelines with different days are none, with a doubt; so is a Hijri day that stands alone, or that
    contradicts the Gregorian one beside it.
    """
    found = [_within(line) for line in _head(text)]
    days = {reading.day for reading in found if reading.day}
    doubt = next((reading.doubt for reading in found if reading.doubt), None)
    if len(days) > 1:
        return Reading(None, "its head has two dates: " + ", ".join(sorted(day.isoformat() for day in days)))
    return Reading(next(iter(days), None), None if days else doubt)
