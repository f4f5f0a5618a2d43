"""What a reply says of a statement's other wordings: words that were changed, other languages, a withdrawal."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation import asking, reading
from bot.conversation.coverage import Coverage
from bot.conversation.reply import Callback, Reply
from bot.conversation.voice import Voice
from corpus.archive import Archive
from corpus.record.relating import Version
from corpus.statement import Draft, Revision, Statement, fingerprint
from index.answers.answer import Extract, Former
from tests.bot.conversation import making

JUNE = datetime(2024, 6, 3, 12, tzinfo=UTC)
TEXT = "The Council met. It condemned the attacks on the wells. It will meet again."
FORMER = Former(1, JUNE)
VERSIONS = (Version("ar", "arabicarab", 3), Version("fr", "frenchfren", 1))


def statement(**facts: object) -> Statement:
    return dataclasses.replace(making.statement(TEXT, number=2, title="On the wells", date=making.MAY), **facts)  # type: ignore[arg-type] # any field


def extract(of: Statement, **more: object) -> Extract:
    return dataclasses.replace(making.cut(of, "It condemned the attacks on the wells."), **more)  # type: ignore[arg-type] # any field


def reply(language: str, *extracts: Extract) -> Reply:
    made = asking.answer_reply(making.answer(*extracts), making.OIC, Voice(language))
    making.check(made, making.wordings(*(one.statement for one in extracts)))
    making.check_directions(made, also=[one.statement.title or "" for one in extracts])
    return made


@pytest.mark.parametrize(
    ("language", "line", "buttons"),
    [
        ("en", "These words were changed (first read on 3 June 2024);", ["Earlier wording", "In Arabic", "In French"]),
        ("fr", "Ces mots ont été modifiés (lus pour la première fois le 3 juin 2024)\u202f;",
         ["Formulation antérieure", "En arabe", "En français"]),
        ("ar", "عُدّلت هذه العبارات (قُرئت أول مرة في \u20683 يونيو 2024\u2069)،",
         ["الصياغة السابقة", "بالعربية", "بالفرنسية"]),
    ],
)  # fmt: skip
def test_changed_words_say_so_and_lead_to_the_earlier_ones_and_to_other_languages(
    language: str, line: str, buttons: list[str]
) -> None:
    made = reply(language, extract(statement(), former=FORMER, versions=VERSIONS))
    assert any(found.startswith(line) for found in making.lines(made))
    last = made.buttons[-1]
    assert [button.label for button in last] == buttons
    assert [button.data for button in last if isinstance(button, Callback)] == [
        "t:aaaaaaaaaa:1:0",
        "t:arabicarab:3:0",
        "t:frenchfren:1:0",
    ]


def test_words_that_were_never_changed_say_nothing() -> None:
    made = reply("en", extract(statement()))
    assert "changed" not in made.text
    assert "Earlier wording" not in [label for row in making.labels(made) for label in row]


def test_among_several_statements_the_buttons_say_of_which() -> None:
    other = statement(id="bbbbbbbbbb")
    made = reply("en", extract(statement(), former=FORMER), extract(other, versions=VERSIONS[:1]))
    assert making.labels(made)[-1] == ["Earlier wording 1", "In Arabic 2"]


def test_an_earlier_wording_leads_to_the_latest_and_a_withdrawn_statement_says_so() -> None:
    withdrawn = statement(withdrawn=JUNE)
    earlier = Revision(withdrawn.id, 1, fingerprint("The Council met."), making.SEEN, "The Council met.")
    made = reading.page_reply(withdrawn, earlier, 0, making.OIC, Voice("en"))
    assert "Withdrawn: marked so on 3 June 2024. It is no longer quoted in answers." in making.lines(made)
    assert making.labels(made)[-1] == ["Latest wording"]
    latest = reading.page_reply(withdrawn, withdrawn.revision, 0, making.OIC, Voice("en"))
    assert "Latest wording" not in [label for row in making.labels(latest) for label in row]


def test_what_was_withdrawn_is_not_covered(tmp_path: Path) -> None:
    with Archive(tmp_path, create=True) as archive:
        archive.record([Draft("One.", "/a.txt", "A"), Draft("Two.", "/b.txt", "B")])
        archive.corrections.withdraw(next(one.id for one in archive.statements() if one.title == "A"))
        covered = Coverage.of(archive)
    assert (covered.count, [title for _, title in covered.recent]) == (1, ["B"])
