"""Days of the Hijri calendar as institutions write them beside the Gregorian ones.

They are never turned into a day of issue: countries begin their months by sighting, a day or two apart. They serve to
check the Gregorian day that stands beside them, by the tabular calendar (Reingold and Dershowitz, "Calendrical
Calculations", 6.1).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache

_EPOCH = date(622, 7, 19)
"""The first day of the tabular calendar, in the proleptic Gregorian one."""

_L, _AL = r"[’'ʿ`‘]?", r"(?:[ae]l|ath|ad|eth|er|ar|as)?[-\s]?"
# Spellings differ by country and language; each pattern is one month.
_MONTHS = (
    r"محرم|مُحرَّم|m(?:o)?u[hḥ]arram",
    r"صفر|safar",
    rf"ربيع\s+ال[أا]ول|rab[iî]{_L}\s*(?:{_AL}\s*(?:awwal|awal|oula)|i\b|1)",
    rf"ربيع\s+(?:الثاني|الآخر)|rab[iî]{_L}\s*(?:{_AL}\s*(?:thani|akhir|akhar|tani)|ii\b|2)",
    rf"جمادى\s+ال[أا]ولى|j(?:o)?umad[aā]\s*(?:{_AL}\s*(?:[uoa]wwal|[uo]+la|ula|awla|ulá)|i\b|1)",
    rf"جمادى\s+(?:الثانية|الآخرة)|j(?:o)?umad[aā]\s*(?:{_AL}\s*(?:thani\w*|akhir\w*|tani\w*)|ii\b|2)",
    r"رجب|rajab|radjab",
    rf"شعبان|(?:sh|ch)a{_L}[aâ]?b[aâ]ne?",
    r"رمضان|rama[dḍ][aâ]n",
    r"شو[اّ]+ل|(?:sh|ch)aw+[aâ]l",
    rf"ذ[وي]\s+القعدة|[dt]h?(?:o)?u(?:l)?[-\s]*{_AL}\s*[qk][aiâ]{_L}[ad]+ah?",
    rf"ذ[وي]\s+الحجة|[dt]h?(?:o)?u(?:l)?[-\s]*{_AL}\s*[hḥ]ij+ah?",
)
_ERA = r"(?:\s?(?:هـ|ه|هجري\w*|a\.?h\.?|h\.?|hég\w*|hijr\w*))?(?![\w])"
_FIRST, _LAST = 1300, 1600


@cache
def _pattern() -> re.Pattern[str]:
    months = "|".join(f"(?P<m{number}>{names})" for number, names in enumerate(_MONTHS, 1))
    return re.compile(
        rf"(?<!\w)(?P<day>\d{{1,2}})\s*(?:من\s+|de\s+)?(?:{months})[,،]?\s*(?P<year>1[345]\d\d){_ERA}", re.IGNORECASE
    )


def tabular(year: int, month: int, day: int) -> date:
    """Return the day of the tabular Hijri calendar as a Gregorian one; a sighted month may begin two days off it.

    :raises ValueError: when there is no such month or day.
    """
    if not (1 <= month <= 12 and 1 <= day <= 30 and _FIRST <= year <= _LAST):  # noqa: PLR2004 - a year has twelve months
        msg = f"{year}-{month}-{day} is no day of the Hijri calendar"
        raise ValueError(msg)
    days = day - 1 + (59 * (month - 1) + 1) // 2 + 354 * (year - 1) + (3 + 11 * year) // 30
    return _EPOCH + timedelta(days=days)


def hijri_days(words: str) -> Iterator[tuple[int, int, date]]:
    """Give each Hijri day written in ``words`` (Western digits) as its start, end and tabular Gregorian day."""
    for match in _pattern().finditer(words):
        month = next(number for number in range(1, len(_MONTHS) + 1) if match[f"m{number}"])
        try:
            yield match.start(), match.end(), tabular(int(match["year"]), month, int(match["day"]))
        except ValueError:
            continue
