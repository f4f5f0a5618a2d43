r"""How a message begins that goes on from the question before: closed lists of each language, no subjects in them.

All phrases stand in the form of :func:`index.text.folding.fold`, their words as ``\w+`` finds them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from index.text.folding import fold
from index.text.function_words import FUNCTION_WORDS
from index.text.names import LONGEST_NAME, name_key, named, short_form

# Accents and harakat that are characters of their own belong to their word.
_WORD = re.compile(r"\w[\w\u0300-\u036f\u064b-\u065f\u0670]*")
_LONGEST = 8
"""Words after the beginning that a continuation has at most; more of them are a question of their own."""
_SHORTEST_REST = 2
_LONGEST_ARTICLE = 4
"""Letters up to which a word that begins like an article is taken for a word of its own: والد, والي."""

_JOINING = """
and; and also; also; but; ok and; okay and; and then; et; et aussi; mais; et puis; ok et; d accord et; sinon; و; وايضا
"""
# What follows is the subject.
_TOPICAL = """
what about; how about; what of; and what about; and how about; and what of; ok what about; but what about;
qu en est il; et qu en est il; quid; et quid; et quant;
ماذا عن; وماذا عن; ماذا بشان; وماذا بشان; ماذا بخصوص; وماذا بخصوص; ماذا حول; وماذا حول; و ماذا عن; و ماذا بشان;
و ماذا بخصوص; و ماذا حول
"""
# Written with the letter for "and" before them: what a continuation goes on with.
_ATTACHED = "في عن بشان حول بخصوص قبل بعد منذ خلال اخر احدث اول اقدم من الي حتي بين مع"
_PARTITIVE = frozenset({"de", "du", "des", "d", "a", "au", "aux"})
# A message that holds one of these asks by itself.
_ASKING = """
    what who whom whose which when where why how did does do is are was were has have had will would can could should
    say says said que qu qui quand pourquoi comment quel quelle quels quelles combien dit dits disait declare
    ماذا متي اين لماذا كيف هل كم قال قالت يقول تقول صرح صرحت
"""

STRONG = """
about; regarding; concerning; with regard to; as for; as to; on the subject of; on the topic of;
a propos de; a propos du; a propos des; a propos d; au sujet de; au sujet du; au sujet des; au sujet d; concernant;
quant a; quant au; quant aux; en ce qui concerne; بشان; حول; بخصوص; فيما يخص; فيما يتعلق
"""
WEAK = "on; sur; عن"
"""What leads a subject in too, and much else."""

_BEFORE = """
before that; before this; before then; earlier than that; before; avant cela; avant ca; avant; auparavant; plus tot;
قبل ذلك; قبل هذا; قبلها; قبله
"""
_AFTER = """
after that; after this; afterwards; since then; since; after; later; apres cela; apres ca; apres; ensuite; depuis;
depuis lors; par la suite; plus tard; بعد ذلك; بعد هذا; بعدها; بعده; منذ ذلك الحين; منذ ذلك; منذ ذلك الوقت
"""
_LATEST = """
latest; the latest; the latest one; the latest statement; most recent; the most recent; the most recent one; newest;
the newest; newer; more recent; anything newer; anything more recent; something more recent; recently; the last;
the last one; plus recent; plus recente; plus recents; plus recentes; le plus recent; la plus recente; les plus recents;
les plus recentes; quelque chose de plus recent; recemment; le dernier; la derniere; les derniers; les dernieres;
la derniere declaration; احدث; الاحدث; الاخير; الاخيره; الاخر; اخر بيان; احدث بيان; اخر تصريح; احدث تصريح; مؤخرا;
شيء احدث; ما هو احدث; اجدد
"""
_EARLIEST = """
earliest; the earliest; the earliest one; oldest; the oldest; older; anything older; first; the first; the first one;
the first statement; le premier; la premiere; les premiers; les premieres; la premiere declaration; plus ancien;
plus ancienne; plus anciens; plus anciennes; le plus ancien; la plus ancienne; les plus anciens; les plus anciennes;
الاول; الاولي; اول بيان; اول تصريح; اقدم; الاقدم; اقدم بيان
"""
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text, folded: ``text[start:end]``."""

    folded: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Name:
    """A country's name in a text, from word ``first`` up to ``last``."""

    code: str
    first: int
    last: int


def words_of(text: str) -> list[Word]:
    """Return the words of ``text``."""
    return [Word(fold(match[0]), *match.span()) for match in _WORD.finditer(text)]


@cache
def _asked_words() -> frozenset[str]:
    return frozenset(_ASKING.split())


@cache
def phrases(list_: str) -> frozenset[tuple[str, ...]]:
    """Return the phrases of a list, each as its words."""
    return frozenset(tuple(phrase.split()) for phrase in list_.split(";") if phrase.strip())


def matching(words: list[Word], at: int, list_: str) -> int:
    """Return how many words the longest phrase of ``list_`` has that stands at ``at``; 0 for none."""
    found = phrases(list_)
    for length in range(min(max(map(len, found)), len(words) - at), 0, -1):
        if tuple(word.folded for word in words[at : at + length]) in found:
            return length
    return 0


def countries(text: str) -> list[Name]:
    """Return the countries that ``text`` names, in order, by the numbers of their words."""
    words = words_of(text)
    keys = [name_key(word.folded) for word in words]
    found: list[Name] = []
    at = 0
    while at < len(keys):
        short = short_form(text[words[at].start : words[at].end], words[at].folded)
        name = (short, 1) if short else named(keys[: at + LONGEST_NAME + 1], at)
        if name and not name[0].startswith("@month"):
            found.append(Name(name[0], at, at + name[1]))
            at += name[1]
        else:
            at += 1
    return found


def has_subject(text: str) -> bool:
    """Return whether there is a word in ``text`` that is not a function word."""
    return any(word.folded not in FUNCTION_WORDS and len(word.folded) > 1 for word in words_of(text))


def turn_of(text: str) -> str | None:
    """Return what ``text`` says of what was spoken of, and nothing else: ``before`` or ``after`` that.

    Or ``latest`` or ``earliest`` of that; ``None`` when it says anything else.
    """
    said = tuple(word.folded for word in words_of(text))
    lists = {"before": _BEFORE, "after": _AFTER, "latest": _LATEST, "earliest": _EARLIEST}
    return next((turn for turn, list_ in lists.items() if said in phrases(list_)), None)


def year_of(text: str) -> str | None:
    """Return the year that ``text`` is, in western digits, when it is nothing else."""
    said = [word.folded for word in words_of(text)]
    return said[0] if len(said) == 1 and _YEAR.fullmatch(said[0]) else None


@dataclass(frozen=True, slots=True)
class Continuation:
    """What a message goes on with: ``rest``, as typed. ``topical`` when its beginning says that this is the subject."""

    rest: str
    topical: bool = False


def continuation(message: str) -> Continuation | None:
    """Return what ``message`` goes on with when it begins like a continuation and is no question of its own."""
    words = words_of(message)
    if not words:
        return None
    found = _begun(message, words)
    if found is None:
        return None
    rest = words_of(found.rest)
    if not 0 < len(rest) <= _LONGEST or not _asked_words().isdisjoint(word.folded for word in rest):
        return None
    return found


def _begun(message: str, words: list[Word]) -> Continuation | None:
    if length := matching(words, 0, _TOPICAL):
        if length < len(words) and words[length].folded in _PARTITIVE:
            length += 1
        return Continuation(_from(message, words, length), topical=True)
    if length := matching(words, 0, _JOINING):
        return Continuation(_from(message, words, length))
    if _is_joined_in_arabic(words[0].folded):
        return Continuation(_trimmed(message[words[0].start + 1 :]))
    # "On the situation in Mali" may be a title that somebody pastes; with a question mark it asks on.
    if message.rstrip().endswith(("?", "؟")) and (matching(words, 0, STRONG) or matching(words, 0, WEAK)):
        return Continuation(_trimmed(message))
    return None


def _is_joined_in_arabic(first: str) -> bool:
    rest = first[1:]
    if first[:1] != "و" or len(rest) < _SHORTEST_REST:
        return False
    # واشنطن and وزير begin with that letter and not with "and".
    return (
        rest in _ATTACHED.split() or (rest.startswith("ال") and len(rest) > _LONGEST_ARTICLE) or bool(countries(rest))
    )


def _from(message: str, words: list[Word], at: int) -> str:
    return _trimmed(message[words[at].start :]) if at < len(words) else ""


def _trimmed(text: str) -> str:
    return text.strip(" \t\n\u00a0\u202f?؟!.…,،;؛")
