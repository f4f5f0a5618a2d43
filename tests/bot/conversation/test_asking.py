"""Asking: what an answer and a silence look like, in each language, for one statement and for several."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.conversation import asking
from bot.conversation.coverage import Coverage
from bot.conversation.reply import Button, Callback, Copy, Link, Reply
from bot.conversation.silence import silence_reply
from bot.conversation.voice import Voice
from corpus.statement import Provenance, PublicationDate, Statement
from index.answers.answer import Answer, Extract
from tests.bot.conversation.making import (
    LANGUAGES,
    MAY,
    NOBODY,
    OIC,
    TEXTS,
    answer,
    check,
    check_directions,
    cut,
    extract,
    labels,
    quoted,
    silence,
    statement,
    wordings,
)

EN, FR, AR = (Voice(language) for language in LANGUAGES)
MALI = statement(
    "We condemn the detention. We support the joint statement. A democratic government is best.\n\nWe stand with Mali.",
    id="Mali000001",
    title="On the Situation in Mali",
    date=MAY,
    issuer="U.S. Department of State",
    url="https://www.state.gov/mali/",
)
UN = statement(
    "Le Secrétaire général se félicite de l'adoption, le 18 novembre 2024, d'une résolution. Elle réaffirme la paix.",
    id="Un00000001",
    language="fr",
)
ARABIC = statement(
    "يرحب الأمين العام بالقرار. ويؤكد أهمية السلام.", id="Ar00000001", language="ar", title="بيان عن السلام"
)
DETENTION, SUPPORT = "We condemn the detention.", "We support the joint statement."
DEMOCRATIC, MALI_STANDS = "A democratic government is best.", "We stand with Mali."
COVERAGE = Coverage(3, date(2021, 5, 26), date(2021, 5, 26), 2, (("U.S. Department of State", 1), (None, 2)), ())


def reply_to(found: Answer, voice: Voice) -> Reply:
    """Return the reply to ``found``, checked."""
    reply = asking.answer_reply(found, OIC, voice) if found.answered else silence_reply(found, COVERAGE, OIC, voice)
    check(reply, wordings(MALI, UN, ARABIC))
    check_directions(reply, also=["بيان عن السلام"])
    return reply


def reply_with(found: Answer, *others: Statement) -> str:
    """Return the text of the English reply to ``found``, which quotes ``others`` too, checked."""
    reply = asking.answer_reply(found, NOBODY, EN)
    check(reply, wordings(MALI, *others))
    return reply.text


def named(button: Button) -> str:
    """Return what a button does."""
    match button:
        case Callback(_, data):
            return data
        case Copy(_, words):
            return words
        case Link(_, url):
            return url


def test_an_answer_of_one_extract_word_for_word() -> None:
    reply = reply_to(answer(cut(MALI, DETENTION)), EN)
    assert reply.text == (
        "U.S. Department of State\n26 May 2021\nOn the Situation in Mali\n\n"
        "We condemn the detention.\n\n1 passage, 1 statement. In English, as issued."
    )
    assert labels(reply) == [["Context"], ["Whole text", "Source"], ["Copy"]]
    assert [[named(button) for button in row] for row in reply.buttons] == [
        ["c:Mali000001:1:0:25"],
        ["t:Mali000001:1:0", "https://www.state.gov/mali/"],
        [DETENTION],
    ]


def test_an_answer_in_arabic_about_an_english_statement() -> None:
    reply = reply_to(answer(cut(MALI, DETENTION)), AR)
    assert reply.text == (
        "الجهة: \u2068U.S. Department of State\u2069\n"
        "تاريخ الإصدار: \u206826 مايو 2021\u2069\n"
        "العنوان: \u2068On the Situation in Mali\u2069\n\n"
        "We condemn the detention.\n\n"
        "المعروض مقطع واحد من بيان واحد. النص بالإنجليزية كما صدر، من دون ترجمة."
    )


def test_an_answer_in_french_about_an_undated_untitled_statement() -> None:
    reply = reply_to(answer(cut(UN, "Elle réaffirme la paix.")), FR)
    assert reply.text.startswith(
        "Organisation de Coopération islamique (OCI)\n"
        "Date de publication inconnue. Le texte mentionne le 18 novembre 2024.\n"
        "Déclaration sans titre, qui commence ainsi"
    )
    assert reply.text.endswith("\n1 passage, 1 déclaration. En français, tel que publié.")


def test_left_out_text_between_extracts_shows() -> None:
    reply = reply_to(answer(cut(MALI, DETENTION), cut(MALI, MALI_STANDS)), EN)
    assert "We condemn the detention.\n[…]\nWe stand with Mali.\n" in reply.text
    assert labels(reply) == [["Context 1", "Context 2"], ["Whole text", "Source"], ["Copy 1", "Copy 2"]]


@pytest.mark.parametrize(("first", "second"), [(DETENTION, SUPPORT), (DEMOCRATIC, MALI_STANDS)])
def test_nothing_is_said_to_be_left_out_where_nothing_is(first: str, second: str) -> None:
    reply = reply_to(answer(cut(MALI, first), cut(MALI, second)), EN)
    assert f"{first}\n\n{second}\n" in reply.text
    assert quoted(reply) == [first, second]


@pytest.mark.parametrize(
    ("text", "words", "shown"),
    [
        ("The Council, meeting in Jeddah, condemned it.", "condemned it.", "[…]\ncondemned it.\n\n"),
        ("The Council, meeting in Jeddah, condemned it.", "The Council", "The Council\n[…]\n\n"),
        ("The Council, meeting in Jeddah, condemned it.", "in Jeddah", "[…]\nin Jeddah\n[…]\n\n"),
        ("It met. It condemned this. It rose.", "It condemned this.", "It condemned this.\n\n"),
        ("It met. It condemned this. It rose.", "It condemned this", "It condemned this\n\n"),
        ("He said “We met.”\u00a0 It rose. «\u00a0Paix\u00a0» Fin", "It rose.", "It rose.\n\n"),
        ("Points:\n peace, \n bread", "peace,", "peace,\n\n"),
        ("Points:\n peace and \n bread", "peace", "peace\n[…]\n\n"),
        ("هل اجتمع المجلس؟ نعم، اجتمع؛ ثم انفض", "نعم، اجتمع؛", "نعم، اجتمع؛\n\n"),
        ("اجتمع المجلس في جدة اليوم.", "المجلس في جدة", "[…]\nالمجلس في جدة\n[…]\n\n"),
    ],
)
def test_a_quote_that_begins_or_ends_inside_a_sentence_says_so(text: str, words: str, shown: str) -> None:
    one = statement(text, title="Title")
    for voice in (EN, FR, AR):
        reply = asking.answer_reply(answer(cut(one, words)), NOBODY, voice)
        check(reply, wordings(one))
        check_directions(reply, also=["Title"])
        assert f"\n\n{shown}" in reply.text
        assert quoted(reply) == [words], "the mark stands outside the quote"


def test_left_out_text_is_marked_once_between_two_extracts() -> None:
    one = statement("We met in Jeddah on Monday and in Cairo on Friday with all.", title="Title")
    monday, friday = cut(one, "in Jeddah on Monday"), cut(one, "in Cairo on Friday")
    text = asking.answer_reply(answer(monday, friday), NOBODY, EN).text
    assert "\n\n[…]\nin Jeddah on Monday\n[…]\nin Cairo on Friday\n[…]\n\n" in text
    text = asking.answer_reply(answer(friday, monday), NOBODY, EN).text
    assert (
        "\n\n[…]\nin Cairo on Friday\n[…]\nEarlier in the same statement:\n[…]\nin Jeddah on Monday\n[…]\n\n"
    ) in text
    text = asking.answer_reply(answer(monday, cut(one, "and in Cairo")), NOBODY, EN).text
    assert "\n\n[…]\nin Jeddah on Monday\n\nand in Cairo\n[…]\n\n" in text, "nothing is left out between them"


def test_each_statement_has_its_own_marks() -> None:
    other = statement("Nous avons siégé à Djeddah lundi.", id="bbbbbbbbbb", title="Titre", issuer="Bureau")
    found = answer(cut(MALI, "condemn the detention"), cut(other, "siégé"))
    assert "[…]\ncondemn the detention\n\n2. Bureau\n" in reply_with(found, other)
    found = answer(cut(MALI, "We condemn"), cut(other, "siégé"))
    assert "\nWe condemn\n[…]\n\n2. Bureau\n" in reply_with(found, other)
    assert "\n\n[…]\nsiégé\n[…]\n\n2 passages" in reply_with(found, other)


def test_a_superseded_wording_is_not_measured_against_the_new_one() -> None:
    newer = statement("Other words now, and many more than there were.", id=MALI.id, title=MALI.title, number=2)
    found = Extract("condemn the", 3, 14, newer, 1, MALI.revision.sha256, 1.0)
    assert "[…]" not in asking.answer_reply(answer(found), NOBODY, EN).text


def test_an_extract_from_before_the_first_one_is_said_to_be() -> None:
    found = answer(cut(MALI, MALI_STANDS), cut(MALI, DETENTION))
    lines = [
        f"{MALI_STANDS}\n{said}\n{DETENTION}\n"
        for said in ("Earlier in the same statement:", "في موضع سابق من البيان نفسه:")
    ]
    assert lines[0] in reply_to(found, EN).text
    assert lines[1] in reply_to(found, AR).text


def test_extracts_of_two_statements_stand_below_their_own_headings() -> None:
    reply = reply_to(answer(cut(MALI, DETENTION), cut(MALI, MALI_STANDS), cut(UN, "Elle réaffirme la paix.")), EN)
    assert quoted(reply) == [DETENTION, MALI_STANDS, "Elle réaffirme la paix."]
    assert reply.text.startswith("1. U.S. Department of State\n")
    assert reply.text.count("U.S. Department of State\n") == 1
    assert "We stand with Mali.\n\n2. Organisation of Islamic Cooperation (OIC)\nDate of issue unknown." in reply.text
    assert reply.text.endswith("3 passages, 2 statements. In English and French, as issued; not translated.")
    assert labels(reply) == [
        ["Context 1", "Context 2", "Context 3"],
        ["Whole text 1", "Whole text 2"],
        ["Source 1"],
        ["Copy 1", "Copy 2", "Copy 3"],
    ]
    assert named(reply.buttons[1][1]) == "t:Un00000001:1:0"


def test_the_number_of_a_source_is_that_of_its_statement_also_in_arabic() -> None:
    found = answer(cut(UN, "Elle réaffirme la paix."), cut(UN, "Le Secrétaire général"), cut(MALI, DETENTION))
    assert labels(reply_to(found, EN))[1:3] == [["Whole text 1", "Whole text 2"], ["Source 2"]]
    arabic = reply_to(found, AR).text
    assert arabic.startswith("البيان 1، منظمة التعاون الإسلامي\n")
    assert "\n\nالبيان 2، الجهة: \u2068U.S. Department of State\u2069\n" in arabic


@pytest.mark.parametrize(
    ("voice", "line"),
    [
        (EN, "2 passages, 2 statements. In English and Arabic, as issued; not translated."),
        (FR, "2 passages, 2 déclarations. En anglais et arabe, tels que publiés\u202f; non traduits."),
        (AR, "المعروض مقطعان من بيانين. النصوص بالإنجليزية والعربية كما صدرت، من دون ترجمة."),
    ],
)
def test_the_last_line_agrees_in_number(voice: Voice, line: str) -> None:
    found = answer(cut(MALI, DETENTION), cut(ARABIC, "ويؤكد أهمية السلام."))
    assert reply_to(found, voice).text.endswith(f"\n{line}")


def test_words_in_the_readers_own_language_are_not_said_to_be_untranslated() -> None:
    assert reply_to(answer(cut(ARABIC, "ويؤكد أهمية السلام.")), AR).text.endswith("النص بالعربية كما صدر.")
    unknown = statement("Words of no known language.", language=None)
    assert asking.answer_reply(answer(extract(unknown, 0, 5)), NOBODY, EN).text.endswith("1 passage, 1 statement.")


def test_a_wording_that_was_superseded_meanwhile_is_marked_as_such() -> None:
    old = cut(MALI, DETENTION)
    newer = statement("Other words now.", id=MALI.id, title=MALI.title, date=MAY, number=2)
    found = Extract(old.quote, old.start, old.end, newer, 1, old.sha256, 1.0)
    reply = asking.answer_reply(answer(found), NOBODY, EN)
    assert "\nAn earlier wording; it has been superseded.\n" in reply.text
    assert reply.quotes[0].revision == 1
    check(reply, wordings(MALI, newer))


def test_a_long_extract_has_no_copy_button() -> None:
    long = statement("w" * 255 + "😀.", title="Title")
    assert labels(asking.answer_reply(answer(extract(long, 0, 257)), NOBODY, EN)) == [["Context"], ["Whole text"]]
    assert labels(asking.answer_reply(answer(extract(long, 0, 255)), NOBODY, EN))[-1] == ["Copy"]


def test_what_does_not_fit_is_left_out_whole_and_not_counted() -> None:
    texts = [statement("😀" * 700, id=f"long00000{n}", title="T" * 400, issuer="I" * 400) for n in range(3)]
    reply = asking.answer_reply(answer(*(extract(one, 0, 700) for one in texts)), NOBODY, EN)
    check(reply, wordings(*texts))
    assert quoted(reply) == ["😀" * 700]
    assert "1 passage, 1 statement." in reply.text
    assert labels(reply) == [["Context"], ["Whole text"]]


def test_a_silence_without_anything_near() -> None:
    reply = reply_to(silence(), EN)
    assert reply.text == (
        "Nothing on record answers this question.\n"
        "Searched: 3 statements, 26 May 2021, 2 without a date.\n"
        "Issued by: U.S. Department of State and Organisation of Islamic Cooperation.\n"
        "This does not mean that nothing was ever said about it: only that nothing was found in this record."
    )
    assert reply.buttons == ()


def test_a_silence_with_one_statement_near() -> None:
    reply = reply_to(silence(cut(UN, "Elle réaffirme la paix."), cut(UN, "Le Secrétaire général")), EN)
    assert (
        "\n\nThe nearest statement, which may be about something else:\n"
        "Organisation of Islamic Cooperation (OIC)\nDate of issue unknown. The text mentions 18 November 2024.\n"
    ) in reply.text
    assert quoted(reply) == []
    assert labels(reply) == [["Show the nearest"]]
    start = UN.revision.text.index("Elle")
    assert named(reply.buttons[0][0]) == f"c:Un00000001:1:{start}:{len(UN.revision.text)}"


def test_a_silence_with_three_statements_near() -> None:
    near = silence(cut(MALI, DETENTION), cut(UN, "Elle réaffirme la paix."), cut(ARABIC, "ويؤكد أهمية السلام."))
    english, french, arabic = (reply_to(near, voice) for voice in (EN, FR, AR))
    assert (
        "\nThe nearest statements, which may be about something else:\n\n1. U.S. Department of State\n" in english.text
    )
    assert "\n\n2. Organisation of Islamic Cooperation (OIC)\n" in english.text
    assert labels(english) == [["Show 1", "Show 2", "Show 3"]]
    assert "\nLes déclarations les plus proches, qui portent peut-être sur autre chose\u00a0:\n\n1. " in french.text
    assert (
        "\nأقرب البيانات، وقد تكون موضوعاتها مختلفة:\n\n"
        "البيان 1، الجهة: \u2068U.S. Department of State\u2069\n"
        "تاريخ الإصدار: \u206826 مايو 2021\u2069\n"
        "العنوان: \u2068On the Situation in Mali\u2069\n\n"
        "البيان 2، منظمة التعاون الإسلامي\n"
    ) in arabic.text
    assert labels(arabic) == [["عرض 1", "عرض 2", "عرض 3"]]


@pytest.mark.parametrize("voice", [EN, FR, AR])
@pytest.mark.parametrize("source", sorted(set(Provenance) - {Provenance.DETECTED}))
def test_every_provenance_reads_in_every_language(voice: Voice, source: Provenance) -> None:
    day = None if source is Provenance.UNKNOWN else date(2024, 3, 1)
    one = statement("Signed on 2 March 2024. Words.", date=PublicationDate(day, source), issuer="الأمم المتحدة")
    reply = asking.answer_reply(answer(cut(one, "Words.")), NOBODY, voice)
    check(reply, wordings(one))
    check_directions(reply, also=["الأمم المتحدة"])


def spans(of: Statement, count: int) -> st.SearchStrategy[list[Extract]]:
    """Return up to ``count`` extracts of ``of``, no longer than the index cuts them."""
    length = len(of.revision.text)

    def made(start: int, size: int) -> Extract:
        return extract(of, start, min(length, start + size))

    one = st.builds(made, st.integers(0, length - 1), st.integers(1, 700))
    visible = one.filter(lambda found: found.quote == found.quote.strip() and bool(found.quote))
    return st.lists(visible, min_size=1, max_size=count)


@given(st.data(), TEXTS, TEXTS, st.text(min_size=0, max_size=400))
@settings(max_examples=60, deadline=None)
def test_every_quote_of_a_reply_about_any_text_is_that_text(
    data: st.DataObject, one: str, other: str, name: str
) -> None:
    name = " ".join(name.split()).encode(errors="ignore").decode()
    first = statement(one, title=name or None, issuer=name[::-1] or None)
    second = statement(other, id="bbbbbbbbbb", language=None)
    found = [*data.draw(spans(first, 2)), *data.draw(spans(second, 1))]
    for language in LANGUAGES:
        reply = asking.answer_reply(answer(*found), OIC, Voice(language))
        check(reply, wordings(first, second))
        assert quoted(reply)[0] == found[0].quote
        check(silence_reply(silence(*found), COVERAGE, OIC, Voice(language)), wordings(first, second))
