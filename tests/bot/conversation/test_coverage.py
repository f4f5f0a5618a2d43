"""What the record covers, in one line, in each language."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.conversation.coverage import Coverage
from bot.conversation.voice import Voice
from corpus.archive import Archive
from corpus.statement import UNDATED, Draft, Provenance, PublicationDate, given
from tests.bot.conversation.making import LANGUAGES, NOBODY, OIC

EN, FR, AR = (Voice(language) for language in LANGUAGES)
FIRST, LAST = date(2019, 3, 12), date(2026, 11, 3)
RECORD = Coverage(412, FIRST, LAST, 7, (("U.S. Department of State", 400), (None, 12)), ())


def lines(coverage: Coverage) -> list[str]:
    """Return the line in each language."""
    return [coverage.line(voice) for voice in (EN, FR, AR)]


def test_it_tells_how_many_from_when_to_when_and_how_many_undated() -> None:
    assert lines(RECORD) == [
        "412 statements, 12 March 2019 to 3 November 2026, 7 without a date.",
        "412 déclarations, du 12 mars 2019 au 3 novembre 2026, dont 7 sans date.",
        "412 بيانًا، من \u206812 مارس 2019\u2069 إلى \u20683 نوفمبر 2026\u2069، 7 منها بلا تاريخ.",
    ]


def test_one_day_is_told_once() -> None:
    assert lines(replace(RECORD, count=2, last=FIRST, undated=0)) == [
        "2 statements, 12 March 2019.",
        "2 déclarations, 12 mars 2019.",
        "بيانان، \u206812 مارس 2019\u2069.",
    ]


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (
            1,
            [
                "1 statement, whose date of issue is unknown.",
                "1 déclaration, dont la date de publication est inconnue.",
                "بيان واحد، تاريخ إصداره غير معروف.",
            ],
        ),
        (
            3,
            [
                "3 statements, whose dates of issue are unknown.",
                "3 déclarations, dont les dates de publication sont inconnues.",
                "3 بيانات، تواريخ إصدارها غير معروفة.",
            ],
        ),
        (0, ["0 statements.", "0 déclaration.", "لا بيانات."]),
    ],
)
def test_a_record_without_dates_says_so(count: int, shown: list[str]) -> None:
    assert lines(Coverage(count, None, None, count, (), ())) == shown


def test_whose_statements_these_are() -> None:
    assert RECORD.who(EN, OIC) == "U.S. Department of State and Organisation of Islamic Cooperation"
    assert RECORD.who(AR, OIC) == "\u2068U.S. Department of State\u2069 و\u2068منظمة التعاون الإسلامي\u2069"
    assert RECORD.who(EN, NOBODY) == "U.S. Department of State"
    assert replace(RECORD, issuers=((None, 412),)).who(EN, NOBODY) is None


@pytest.mark.parametrize(
    ("names", "english", "french", "arabic"),
    [
        ("ABC", "A, B and C", "A, B et C", "\u2068A\u2069 و\u2068B\u2069 و\u2068C\u2069"),
        ("ABCD", "A, B, C and 1 other", "A, B, C et 1 autre", "\u2068A\u2069 و\u2068B\u2069 و\u2068C\u2069 وجهة أخرى"),
        (
            "ABCDEF",
            "A, B, C and 3 others",
            "A, B, C et 3 autres",
            "\u2068A\u2069 و\u2068B\u2069 و\u2068C\u2069 و3 جهات أخرى",
        ),
    ],
)
def test_many_issuers_are_counted(names: str, english: str, french: str, arabic: str) -> None:
    many = replace(RECORD, issuers=tuple((name, 1) for name in names))
    assert [many.who(voice, NOBODY) for voice in (EN, FR, AR)] == [english, french, arabic]


def test_it_is_read_from_the_archive(tmp_path: Path) -> None:
    def dated(day: date | None) -> PublicationDate:
        return PublicationDate(day, Provenance.GIVEN) if day else UNDATED

    drafts = [
        Draft("One.", "1", title="First", date=dated(FIRST), issuer=given("A")),
        Draft("Two.", "2", title="Last", date=dated(LAST), issuer=given("A")),
        Draft("Three.", "3", issuer=given("B")),
        Draft("Four.", "4", title="Undated"),
    ]
    with Archive(tmp_path, create=True) as archive:
        assert Coverage.of(archive) == Coverage(0, None, None, 0, (), ())
        archive.record(drafts)
        coverage = Coverage.of(archive)
    assert (coverage.count, coverage.first, coverage.last, coverage.undated) == (4, FIRST, LAST, 2)
    assert coverage.issuers == (("A", 2), (None, 1), ("B", 1))
    assert [title for _, title in coverage.recent] == ["Last", "First", "Undated"]
