"""The interface's voice in one language: its phrases, days, and foreign words set apart inside Arabic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from babel import Locale
from babel.dates import format_date

from bot.conversation.person import Person
from bot.locales import catalogue
from corpus.languages import recognise
from index.text.folding import is_arabic

LANGUAGES = ("en", "fr", "ar")
_ISOLATE, _END = "\u2068", "\u2069"
_SURE = 0.75


def language_of(person: Person, words: str = "") -> str:
    """Return the interface language for ``person``: that of the ``words`` when it is plain, else their application's."""
    spoken = recognise(words, sure=_SURE) if words.strip() else None
    if spoken in LANGUAGES:
        return spoken
    code = (person.language_code or "").split("-")[0].lower()
    return code if code in LANGUAGES else "en"


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks ``language``: ``en``, ``fr`` or ``ar``."""

    language: str

    def say(self, message: str, **values: object) -> str:
        """Return ``message`` (its English form is its name) in this language, with ``values`` put in."""
        return catalogue(self.language).gettext(message).format(**values)

    def count(self, one: str, many: str, number: int, **values: object) -> str:
        """Return the plural form for ``number``; Arabic has six."""
        return catalogue(self.language).ngettext(one, many, number).format(number=number, **values)

    def day(self, day: date) -> str:
        """Return ``day`` in words, with western digits: 18 November 2024."""
        return self.apart(format_date(day, "d MMMM y", locale=self.language))

    def instant(self, moment: datetime) -> str:
        """Return the hour and minute of ``moment`` in UTC."""
        return self.apart(moment.strftime("%H:%M UTC"))

    def language_name(self, code: str) -> str:
        """Return the name of the language ``code`` in this language; the code itself when CLDR has none."""
        return str(Locale(self.language).languages.get(code, code))

    def led(self, word: str, value: str) -> str:
        """Return ``value`` to begin a line with; in Arabic after ``word``, so that the line takes an Arabic direction."""
        if self.language != "ar" or is_arabic(value[:1]):
            return value
        return f"{self.say(word)}: {self.apart(value)}"

    def apart(self, words: str) -> str:
        """Return ``words`` (a name, a number, a foreign title) so that inside Arabic they keep their own direction."""
        return f"{_ISOLATE}{words}{_END}" if self.language == "ar" else words


def warm_up() -> None:
    """Load what tells languages apart, so that the first question does not wait for it."""
    recognise("Which language is this?")
    for language in LANGUAGES:
        catalogue(language)
