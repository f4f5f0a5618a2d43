"""Also said on: other statements with the quoted words are named by their day, and can be opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.conversation import asking, elsewhere
from bot.conversation.elsewhere import Elsewhere
from bot.conversation.reply import Reply
from bot.conversation.voice import Voice
from corpus.archive import Archive
from corpus.statement import Draft, Provenance, PublicationDate
from tests.bot.conversation.making import (
    LANGUAGES,
    MAY,
    OIC,
    answer,
    check,
    check_directions,
    cut,
    labels,
    quoted,
    statement,
    wordings,
)

ONE = statement("We condemn it. We stand firm.", id="One0000001", title="One", date=MAY)
OTHER = statement("Nous condamnons. Fin.", id="Other00001", title="Other", language="fr")
MARCH = Elsewhere("March00001", 1, date(2022, 3, 3))
FIRST = Elsewhere("First00001", 2, date(2023, 3, 1))
UNDATED = Elsewhere("Undated001", 1, None)
ALL = {one.statement_id: one for one in (MARCH, FIRST, UNDATED)}


def reply_about(*also: Elsewhere, language: str = "en") -> Reply:
    """Return the reply with one quote of ``ONE``, which stands in ``also`` too, and one of ``OTHER``; checked."""
    first = replace(cut(ONE, "We condemn it."), also=tuple(one.statement_id for one in also))
    made = asking.answer_reply(answer(first, cut(OTHER, "Fin.")), OIC, Voice(language), others=ALL)
    check(made, wordings(ONE, OTHER))
    check_directions(made, also=["One", "Other"])
    assert quoted(made) == ["We condemn it.", "Fin."]
    return made


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            [
                "Also in a statement of 3 March 2022.",
                "Also in 2 other statements, the latest of 1 March 2023.",
                "Also in 1 undated statement.",
                "Also in 2 other statements, the latest of 1 March 2023. Also in 1 undated statement.",
            ],
        ),
        (
            "fr",
            [
                "Aussi dans une déclaration du 3 mars 2022.",
                "Aussi dans 2 autres déclarations, la plus récente du 1er mars 2023.",
                "Aussi dans 1 déclaration sans date connue.",
                (
                    "Aussi dans 2 autres déclarations, la plus récente du 1er mars 2023. "
                    "Aussi dans 1 déclaration sans date connue."
                ),
            ],
        ),
        (
            "ar",
            [
                "ورد أيضًا في بيان بتاريخ \u20683 مارس 2022\u2069.",
                "ورد أيضًا في بيانين آخرين، أحدثهما بتاريخ \u20681 مارس 2023\u2069.",
                "ورد أيضًا في بيان بلا تاريخ معروف.",
                "ورد أيضًا في بيانين آخرين، أحدثهما بتاريخ \u20681 مارس 2023\u2069. ورد أيضًا في بيان بلا تاريخ معروف.",
            ],
        ),
    ],
)
def test_the_line_names_the_day_or_says_that_there_is_none(language: str, lines: list[str]) -> None:
    cases = ([MARCH], [MARCH, FIRST], [UNDATED], [UNDATED, MARCH, FIRST])
    for also, line in zip(cases, lines, strict=True):
        text = reply_about(*also, language=language).text
        assert f"We condemn it.\n[…]\n{line}\n" in text or f"We condemn it.\n{line}\n" in text
        assert text.index(line) < text.index("Fin."), "it stands with the statement whose words they are"


def test_nothing_is_said_where_the_words_stand_nowhere_else() -> None:
    assert "Also" not in reply_about().text
    assert not any("Also" in label for row in labels(reply_about()) for label in row)


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("en", ["Also: 1 Mar 2023", "Also: 3 Mar 2022"]),
        ("fr", ["Aussi\u00a0: 1er mars 2023", "Aussi\u00a0: 3 mars 2022"]),
        ("ar", ["أيضًا: \u20681 مارس 2023\u2069", "أيضًا: \u20683 مارس 2022\u2069"]),
    ],
)
def test_the_two_latest_can_be_opened(language: str, shown: list[str]) -> None:
    reply = reply_about(UNDATED, MARCH, FIRST, language=language)
    assert labels(reply)[-1] == shown
    assert [getattr(button, "data", None) for button in reply.buttons[-1]] == ["t:First00001:2:0", "t:March00001:1:0"]


def test_an_undated_one_can_be_opened_too() -> None:
    assert labels(reply_about(UNDATED))[-1] == ["Also: undated"]


def test_what_is_quoted_itself_is_not_named_as_elsewhere() -> None:
    first = replace(cut(ONE, "We condemn it."), also=(OTHER.id,))
    others = {OTHER.id: Elsewhere(OTHER.id, 1, None)}
    reply = asking.answer_reply(answer(first, cut(OTHER, "Fin.")), OIC, Voice("en"), others=others)
    assert "Also" not in reply.text


def test_extracts_of_one_statement_share_the_line() -> None:
    first, second = (
        replace(cut(ONE, words), also=(MARCH.statement_id,)) for words in ("We condemn it.", "We stand firm.")
    )
    for language in LANGUAGES:
        reply = asking.answer_reply(answer(first, second), OIC, Voice(language), others=ALL)
        line = elsewhere.line([MARCH], Voice(language))
        assert reply.text.count(line) == 1
        assert reply.text.index(line) > reply.text.index("We stand firm.")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path, create=True) as made:
        made.record(
            [
                Draft("We condemn it.", "dated.txt", date=PublicationDate(date(2022, 3, 3), Provenance.GIVEN)),
                Draft("We condemn it too.", "undated.txt"),
            ]
        )
        yield made


def test_the_archive_knows_their_days(archive: Archive) -> None:
    dated, undated = sorted(archive.statements(), key=lambda one: one.date.day is None)
    extract = replace(cut(ONE, "We condemn it."), also=(undated.id, dated.id, "gone000000", "no id"))
    found = elsewhere.known(archive, [extract, extract])
    assert found == {
        dated.id: Elsewhere(dated.id, 1, date(2022, 3, 3)),
        undated.id: Elsewhere(undated.id, 1, None),
    }
    assert [one.statement_id for one in elsewhere.of([extract], [extract], found)] == [dated.id, undated.id]
