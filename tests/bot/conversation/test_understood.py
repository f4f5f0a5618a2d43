"""What was understood, said in one line of each language, with days as that language writes them."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.reply import Reply
from bot.conversation.understood import summary
from bot.conversation.voice import Voice
from index.answers.answer import Understood
from tests.bot.conversation.making import LANGUAGES, check_directions

ALL = Understood(
    since="2020-10-01", until="2020-10-31", order="latest", issuer="Department of State", reference="A/79/L.9"
)


@pytest.mark.parametrize(
    ("since", "until", "english", "french", "arabic"),
    [
        ("2020-10-01", "2020-10-31", "October 2020", "octobre 2020", "أكتوبر 2020"),
        ("2020-02-01", "2020-02-29", "February 2020", "février 2020", "فبراير 2020"),
        ("2020-01-01", "2020-12-31", "2020", "2020", "2020"),
        ("2019-01-01", "2021-12-31", "2019–2021", "2019–2021", "2019–2021"),
        ("2020-03-01", "2020-05-31", "March – May 2020", "mars – mai 2020", "مارس – مايو 2020"),
        (
            "2020-11-01",
            "2021-02-28",
            "November 2020 – February 2021",
            "novembre 2020 – février 2021",
            "نوفمبر 2020 – فبراير 2021",
        ),
        ("2022-03-01", "2022-03-01", "1 March 2022", "1er mars 2022", "1 مارس 2022"),
        (
            "2022-03-03",
            "2022-04-05",
            "3 March 2022 to 5 April 2022",
            "du 3 mars 2022 au 5 avril 2022",
            "من 3 مارس 2022 إلى 5 أبريل 2022",
        ),
        ("2021-02-01", "2021-02-27", "1 February 2021 to 27 February 2021", None, None),
        ("2022-03-03", None, "since 3 March 2022", "depuis le 3 mars 2022", "منذ 3 مارس 2022"),
        (None, "2022-03-03", "until 3 March 2022", "jusqu’au 3 mars 2022", "حتى 3 مارس 2022"),
    ],
)
def test_days_are_named_as_each_language_names_them(
    since: str | None, until: str | None, english: str, french: str | None, arabic: str | None
) -> None:
    for language, line in zip(LANGUAGES, (english, french, arabic), strict=True):
        said = summary(Understood(since=since, until=until), Voice(language)) or ""
        plain = said.replace("\u2068", "").replace("\u2069", "").replace("\u2009", " ")
        assert line is None or plain == line


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "October 2020 · most recent first · issuer: Department of State · reference A/79/L.9"),
        (
            "fr",
            "octobre 2020 · les plus récentes d’abord · source\u00a0: Department of State · référence A/79/L.9",
        ),
        (
            "ar",
            (
                "\u2068أكتوبر 2020\u2069 · الأحدث أولًا · الجهة: \u2068Department of State\u2069 · "
                "المرجع \u2068A/79/L.9\u2069"
            ),
        ),
    ],
)
def test_all_that_was_understood_stands_in_one_line(language: str, line: str) -> None:
    assert summary(ALL, Voice(language)) == line


@pytest.mark.parametrize(
    ("order", "lines"),
    [
        ("latest", ("most recent first", "les plus récentes d’abord", "الأحدث أولًا")),
        ("earliest", ("earliest first", "les plus anciennes d’abord", "الأقدم أولًا")),
    ],
)
def test_the_order_alone(order: str, lines: tuple[str, ...]) -> None:
    assert tuple(summary(Understood(order=order), Voice(language)) for language in LANGUAGES) == lines


def test_a_language_asked_for() -> None:
    assert summary(Understood(language="fr"), Voice("en")) == "statements in French"
    assert summary(Understood(language="fr"), Voice("fr")) == "déclarations en français"
    assert summary(Understood(language="fr"), Voice("ar")) == "بيانات بالفرنسية"


def test_nothing_understood_is_nothing_said() -> None:
    for language in LANGUAGES:
        assert summary(Understood(), Voice(language)) is None


_DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))


@given(_DAYS, st.integers(0, 800), st.sampled_from(LANGUAGES), st.sampled_from(["الأمم المتحدة", "UN", "L’ONU"]))
def test_any_span_reads_in_one_direction(first: date, days: int, language: str, issuer: str) -> None:
    last = first + timedelta(days=days)
    voice = Voice(language)
    line = summary(Understood(since=first.isoformat(), until=last.isoformat(), issuer=issuer), voice)
    assert line
    text = voice.say("Understood: {parts}", parts=line)
    check_directions(Reply(text, language))
    assert str(first.year) in text
    assert str(last.year) in text
