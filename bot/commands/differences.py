"""What changed between two wordings, word by word, for a terminal: ``[-taken out-]{+put in+}``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_AROUND = 40
"""Code points of unchanged words shown on either side of a change, rounded out to whole words."""

_MOST_TOKENS = 4000
"""Tokens of a changed part that are compared one by one; a part longer than that is shown as taken out and put in."""


def _opcodes(before: Sequence[str], after: Sequence[str]) -> Sequence[tuple[str, int, int, int, int]]:
    return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()


def _changed_parts(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Give the runs of whole lines that differ."""
    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    for kind, first, last, into, until in _opcodes(old, new):
        if kind != "equal":
            yield "".join(old[first:last]), "".join(new[into:until])


def _kept(words: str, *, begins: bool, ends: bool) -> str:
    """Return unchanged ``words``, shortened on the sides where no change stands."""
    if len(words) <= 2 * _AROUND:
        return words
    if begins:
        return f"… {words[words.find(' ', len(words) - _AROUND) + 1 :]}"
    cut = words.rfind(" ", 0, _AROUND) + 1 or _AROUND
    return f"{words[:cut]}…" if ends else f"{words[:cut]}… {words[words.find(' ', len(words) - _AROUND) + 1 :]}"


def _marked(before: str, after: str) -> str:
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    if max(len(old), len(new)) > _MOST_TOKENS:
        return f"[-{before.strip()}-]{{+{after.strip()}+}}"
    codes = _opcodes(old, new)
    parts = []
    for at, (kind, first, last, into, until) in enumerate(codes):
        if kind == "equal":
            words = "".join(old[first:last])
            parts.append(_kept(words, begins=at == 0, ends=at == len(codes) - 1))
            continue
        taken, put = "".join(old[first:last]), "".join(new[into:until])
        parts.append((f"[-{taken}-]" if taken else "") + (f"{{+{put}+}}" if put else ""))
    return "".join(parts).strip("\n")


def differences(before: str, after: str) -> list[str]:
    """Return a text for each part of ``before`` that is different in ``after``, in order; none when they are the same.

    Only white space that changed counts too: a line end put in is a change of the record.
    """
    return [_marked(old, new) for old, new in _changed_parts(before, after)]
