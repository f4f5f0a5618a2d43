"""The front desk, on an archive of real statements and a searcher that finds what the test says."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.conversation.front_desk import FrontDesk
from bot.conversation.person import Person
from bot.conversation.reply import Callback, Reply
from bot.conversation.voice import Voice
from bot.errors import MisquoteError
from corpus import samples
from corpus.archive import FILE, Archive
from corpus.document import Document
from corpus.readers import markdown
from corpus.statement import Draft, Statement
from index.answers.answer import Answer
from index.text.sentences import sentences
from tests.bot.conversation.making import (
    LANGUAGES,
    OIC,
    Found,
    answer,
    check,
    check_directions,
    extract,
    quoted,
    silence,
)

SAMPLES = Path(samples.__file__).parent
FILES = (
    "oic/2024-resolution-a-79-l9.txt",
    "us-state-dept/2021-05-26-on-the-situation-in-mali.md",
    "us-state-dept/2021-05-26-u-s-assistance-for-the-palestinian-people.md",
)
PEOPLE = [Person(language) for language in LANGUAGES]
QUESTIONS = {
    "en": "What does the United States say about Mali?",
    "fr": "Que dit l'OCI sur la paix au Moyen-Orient ?",
    "ar": "ماذا تقول منظمة التعاون الإسلامي عن السلام؟",
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path, create=True) as made:
        made.record(draft for name in FILES for draft in markdown.read(Document.file(SAMPLES / name)))
        yield made


def about(archive: Archive, word: str) -> Statement:
    """Return the statement of ``archive`` that has ``word`` in its text."""
    return next(one for one in archive.statements() if word in one.revision.text)


def found_in(archive: Archive) -> Answer:
    """Return an answer from two statements: two extracts of one, one of another."""
    mali, un = about(archive, "Mali"), about(archive, "A/79/L.9")
    first, third, *_ = sentences(mali.revision.text, "en")[1::2]
    last = sentences(un.revision.text, "fr")[-1]
    return answer(extract(mali, *first), extract(mali, *third), extract(un, *last))


def desk(archive: Archive, found: Answer | None) -> FrontDesk:
    """Return a front desk whose searcher finds ``found``; ``None`` for a record that is not indexed yet."""
    searcher = Found(found) if found else None
    return FrontDesk(archive, lambda: searcher, OIC)


def check_all(reply: Reply, archive: Archive) -> None:
    """Check ``reply`` against every wording in ``archive``."""
    texts = {
        (one.id, revision.number): revision.text
        for one in archive.statements()
        for revision in archive.revisions(one.id)
    }
    check(reply, texts)
    check_directions(reply)


@pytest.mark.parametrize("person", PEOPLE)
def test_every_reply_keeps_to_the_limits_and_to_one_direction(archive: Archive, person: Person) -> None:
    found = found_in(archive)
    near = silence(*found.extracts)
    front = desk(archive, found)
    replies = [
        front.start(person),
        front.help(person),
        front.ask(person, "2021"),
        desk(archive, near).ask(person, "2021"),
        desk(archive, silence()).ask(person, "2021"),
        desk(archive, None).ask(person, "2021"),
        front.ask(person, "😀"),
        front.ask(person, "x " * 5000),
        front.busy(person),
        front.failed(person),
        *(front.other(person, kind) for kind in ("photo", "sticker", "voice", "document", "video", "location", "x")),
    ]
    for reply in list(replies):
        for button in (button for row in reply.buttons for button in row):
            if isinstance(button, Callback):
                pressed = front.press(person, button.data, None)
                assert pressed is not None
                replies.append(pressed)
    replies += [front.late(person, reply, datetime(2024, 3, 1, 3, 12, tzinfo=UTC)) for reply in list(replies)]
    for reply in replies:
        assert reply.language == person.language_code
        check_all(reply, archive)
        front.verify(reply)


@pytest.mark.parametrize("asked", LANGUAGES)
@pytest.mark.parametrize("code", [*LANGUAGES, "de", None])
def test_a_reply_is_in_the_language_of_the_question(archive: Archive, asked: str, code: str | None) -> None:
    assert desk(archive, found_in(archive)).ask(Person(code), QUESTIONS[asked]).language == asked


@pytest.mark.parametrize(("code", "language"), [("ar", "ar"), ("fr-CA", "fr"), ("de", "en"), (None, "en")])
def test_a_question_in_no_plain_language_is_answered_in_that_of_the_application(
    archive: Archive, code: str | None, language: str
) -> None:
    front = desk(archive, found_in(archive))
    assert front.ask(Person(code), "Mali 2021").language == language
    assert front.start(Person(code)).language == language
    assert front.other(Person(code), "photo").language == language


def test_an_answer_is_quoted_and_a_silence_is_not(archive: Archive) -> None:
    found = found_in(archive)
    assert quoted(desk(archive, found).ask(Person("en"), QUESTIONS["en"])) == [one.quote for one in found.extracts]
    silent = desk(archive, silence(*found.extracts)).ask(Person("en"), QUESTIONS["en"])
    assert silent.text.startswith("Nothing on record answers this question.\nSearched: 3 statements, 26 May 2021")
    assert quoted(silent) == []


@pytest.mark.parametrize("question", ["", "   ", "😀😀", "?!…", "—", "«»", "___", "\u200f", "👩🏽‍🚀"])
def test_what_holds_no_word_is_not_searched(archive: Archive, question: str) -> None:
    searcher = Found(found_in(archive))
    reply = FrontDesk(archive, lambda: searcher, OIC).ask(Person("en"), question)
    assert reply.text == "I need words: type a question."
    assert searcher.asked == []


def test_ten_thousand_characters_are_not_a_question(archive: Archive) -> None:
    searcher = Found(found_in(archive))
    reply = FrontDesk(archive, lambda: searcher, OIC).ask(Person(None), "Pourquoi la paix ? " * 527)
    assert reply.text.startswith("C’est plus long qu’une question.")
    assert "1000" in reply.text
    assert searcher.asked == []


def test_a_record_that_is_not_there_yet_is_told_of(archive: Archive) -> None:
    assert desk(archive, None).ask(Person("en"), QUESTIONS["en"]).text.startswith("The record is being prepared")


def test_an_empty_record_is_told_of(tmp_path: Path) -> None:
    with Archive(tmp_path, create=True) as empty:
        reply = desk(empty, None).ask(Person("en"), QUESTIONS["en"])
    assert reply.text.startswith("The record is still empty")


@pytest.mark.parametrize(
    ("kind", "words"),
    [("photo", "pictures"), ("voice", "recordings"), ("sticker", "sticker"), ("document", "files"), ("video", "words")],
)
def test_what_is_not_words_gets_a_line_of_its_own(archive: Archive, kind: str, words: str) -> None:
    assert words in desk(archive, None).other(Person("en"), kind).text


@pytest.mark.parametrize(
    "data",
    [
        "",
        "x",
        "c1:5c441e623e:1242:1488",
        "c:unknown000:1:0:10",
        "t:unknown000:1:0",
        "q:unknown000",
        "c:{id}:2:0:10",
        "c:{id}:1:10:10",
        "c:{id}:1:0:999999999",
        "t:{id}:1:99",
        "t:{id}:0:0",
        "p:{id}:1:",
        "s_{id}_1_0_5\n",
        "c:{id}:1:0:5' OR 1",
    ],
)
def test_a_button_that_is_not_known_gives_nothing(archive: Archive, data: str) -> None:
    mali = about(archive, "Mali")
    assert desk(archive, found_in(archive)).press(Person("en"), data.format(id=mali.id), None) is None


def test_a_link_to_a_passage_opens_it(archive: Archive) -> None:
    mali = about(archive, "Mali")
    by_link = desk(archive, None).press(Person("en"), f"s_{mali.id}_1_0_33", None)
    by_button = desk(archive, None).press(Person("en"), f"c:{mali.id}:1:0:33", None)
    assert by_link == by_button
    assert by_link is not None
    assert quoted(by_link)[0].startswith(mali.revision.text[:33])


def test_a_press_is_answered_in_the_language_of_the_question_it_belongs_to(archive: Archive) -> None:
    mali = about(archive, "Mali")
    for language, question in QUESTIONS.items():
        reply = desk(archive, None).press(Person("en"), f"t:{mali.id}:1:0", question)
        assert reply is not None
        assert reply.language == language


def test_an_example_is_asked_in_the_readers_own_language(archive: Archive) -> None:
    searcher = Found(found_in(archive))
    mali = about(archive, "Mali")
    reply = FrontDesk(archive, lambda: searcher, OIC).press(Person("ar"), f"q:{mali.id}", "/start")
    assert reply is not None
    assert reply.language == "ar"
    assert [one.text for one in searcher.asked] == [mali.title]


def test_the_whole_text_opens_below_and_is_turned_in_place(archive: Archive) -> None:
    archive.record([Draft("word " * 2000, "long.txt", title="Long")])
    long = next(one for one in archive.statements() if one.title == "Long")
    front = desk(archive, None)
    opened = front.press(Person("en"), f"t:{long.id}:1:0", None)
    assert opened is not None
    assert not opened.in_place
    following = next(button for button in opened.buttons[0] if isinstance(button, Callback))
    turned = front.press(Person("en"), following.data, None)
    assert turned is not None
    assert turned.in_place
    assert re.search(r"Page 2 of \d+", turned.text)


def test_an_old_link_opens_the_old_words_marked_as_superseded(archive: Archive) -> None:
    archive.record([Draft("The first words. They stay.", "changing.txt", title="Changing")])
    old = next(one for one in archive.statements() if one.title == "Changing")
    archive.record([Draft("Quite other words.", "changing.txt", title="Changing")])
    front = desk(archive, None)
    for data in (f"c:{old.id}:1:0:16", f"s_{old.id}_1_0_16", f"t:{old.id}:1:0"):
        reply = front.press(Person("en"), data, None)
        assert reply is not None
        assert quoted(reply) == ["The first words. They stay."]
        assert "An earlier wording, first read on " in reply.text
        front.verify(reply)
    now = front.press(Person("en"), f"t:{old.id}:2:0", None)
    assert now is not None
    assert quoted(now) == ["Quite other words."]
    assert "superseded" not in now.text


def test_a_late_answer_says_when_it_was_asked_and_still_quotes(archive: Archive) -> None:
    front = desk(archive, found_in(archive))
    reply = front.ask(Person("en"), QUESTIONS["fr"])
    late = front.late(Person("en"), reply, datetime(2024, 3, 1, 3, 12, tzinfo=UTC))
    assert late.text == f"Question posée à 03:12 UTC, réponse tardive.\n\n{reply.text}"
    assert quoted(late) == quoted(reply)
    front.verify(late)


def test_words_altered_in_the_archive_are_not_sent(archive: Archive) -> None:
    front = desk(archive, found_in(archive))
    reply = front.ask(Person("en"), QUESTIONS["en"])
    front.verify(reply)
    mali = about(archive, "Mali")
    with closing(sqlite3.connect(archive.folder / FILE)) as other, other:
        other.execute(
            "UPDATE revisions SET text = replace(text, 'coup d’etat', 'coup d’état') WHERE statement_id = ?", (mali.id,)
        )
        changed = other.execute("SELECT changes()").fetchone()[0]
    assert changed == 1
    with pytest.raises(MisquoteError, match=f"statement {mali.id}, revision 1: its text is not the one that was cut"):
        front.verify(reply)


def test_words_altered_in_the_archive_with_their_hash_are_not_sent(archive: Archive) -> None:
    front = desk(archive, found_in(archive))
    reply = front.ask(Person("en"), QUESTIONS["en"])
    with closing(sqlite3.connect(archive.folder / FILE)) as other, other:
        other.execute("UPDATE revisions SET text = text || ' Not so.', sha256 = 'another'")
    with pytest.raises(MisquoteError):
        front.verify(reply)


def test_a_reply_whose_words_were_altered_is_not_sent(archive: Archive) -> None:
    front = desk(archive, found_in(archive))
    reply = front.ask(Person("en"), QUESTIONS["en"])
    for quote in reply.quotes:
        at = quote.at + 3
        altered = replace(reply, text=f"{reply.text[:at]}#{reply.text[at + 1 :]}")
        with pytest.raises(MisquoteError, match="does not hold its words"):
            front.verify(altered)
    moved = replace(reply, text=f" {reply.text}")
    with pytest.raises(MisquoteError):
        front.verify(moved)


def test_a_quote_of_nothing_or_of_a_statement_that_is_gone_is_not_sent(archive: Archive) -> None:
    front = desk(archive, found_in(archive))
    reply = front.ask(Person("en"), QUESTIONS["en"])
    first = reply.quotes[0]
    with pytest.raises(MisquoteError, match="does not hold its words"):
        front.verify(replace(reply, quotes=(replace(first, end=first.start),)))
    with pytest.raises(MisquoteError, match="is not in the archive"):
        front.verify(replace(reply, quotes=(replace(first, statement_id="gone000000"),)))
    with pytest.raises(MisquoteError, match="is not in the archive"):
        front.verify(replace(reply, quotes=(replace(first, revision=2),)))


def test_new_statements_are_covered_at_once(archive: Archive) -> None:
    front = desk(archive, None)
    assert "3 statements" in front.start(Person("en")).text
    archive.record([Draft("One more.", "more.txt")])
    assert "4 statements" in front.start(Person("en")).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_menu_and_the_profile_fit_and_read(archive: Archive, language: str) -> None:
    front = desk(archive, None)
    commands = front.commands(language)
    assert [name for name, _ in commands] == ["start", "help"]
    description, short = front.description(language), front.short_description(language)
    assert len(description) <= 512
    assert len(short) <= 120
    for text in (description, short, *(what for _, what in commands)):
        check_directions(Reply(text, language))


def test_the_description_in_arabic_is_led_in_when_the_institution_has_no_arabic_name(archive: Archive) -> None:
    front = FrontDesk(archive, lambda: None, OIC.model_copy(update={"ar": None}))
    assert front.description("ar").startswith("الجهة: \u2068Organisation of Islamic Cooperation\u2069\n\n")


@pytest.mark.parametrize(("language", "words"), [("fr", "Pourquoi ?"), ("en", "Why?"), ("ar", "لماذا؟")])
def test_what_has_no_subject_gets_a_friendly_line_and_quotes_nothing(
    archive: Archive, language: str, words: str
) -> None:
    reply = desk(archive, found_in(archive)).ask(Person(language), words)
    voice = Voice(language)
    ask = voice.say("Ask me about a subject: a person, a place, a decision.")
    assert reply.quotes == ()
    assert reply.text == voice.say("Good day. {ask}", ask=ask)


@pytest.mark.parametrize(
    ("words", "language"), [("Bonjour !", "fr"), ("thank you", "en"), ("صباح الخير", "ar"), ("ça va ?", "fr")]
)
def test_small_talk_is_answered_in_its_own_language_and_not_searched(
    archive: Archive, words: str, language: str
) -> None:
    searcher = Found(found_in(archive))
    for code in LANGUAGES:
        reply = FrontDesk(archive, lambda: searcher, OIC).ask(Person(code), words)
        assert reply.language == language
        check_all(reply, archive)
    assert searcher.asked == []
