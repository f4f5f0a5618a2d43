"""Silence: what is off topic gets a line on what the record is about, and nothing near."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.conversation.coverage import Coverage
from bot.conversation.silence import silence_reply
from bot.conversation.voice import Voice
from bot.settings import Institution
from tests.bot.conversation.making import (
    LANGUAGES,
    NOBODY,
    OIC,
    check,
    check_directions,
    cut,
    silence,
    statement,
    wordings,
)

COVERAGE = Coverage(2, date(2021, 5, 26), date(2024, 11, 18), 0, ((None, 2),), ())
ONE = statement("We condemn it. We stand firm.", title="One")
FAR = replace(silence(cut(ONE, "We condemn it.")), far=True)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (
            "en",
            (
                "That is not something this record speaks of.\n"
                "I know only the official statements of Organisation of Islamic Cooperation.\n"
                "On record: 2 statements, 26 May 2021 to 18 November 2024.\n"
                "Ask me about a subject: a person, a place, a decision."
            ),
        ),
        (
            "fr",
            (
                "Ce dossier ne parle pas de cela.\n"
                "Je ne connais que des déclarations officielles. Source\u00a0: Organisation de Coopération islamique.\n"
                "Au dossier\u00a0: 2 déclarations, du 26 mai 2021 au 18 novembre 2024.\n"
                "Interrogez-moi sur un sujet\u00a0: une personne, un lieu, une décision."
            ),
        ),
        (
            "ar",
            (
                "هذا ليس مما يتناوله هذا السجل.\n"
                "لا أعرف سوى البيانات الرسمية الصادرة عن \u2068منظمة التعاون الإسلامي\u2069.\n"
                "في السجل: بيانان، من \u206826 مايو 2021\u2069 إلى \u206818 نوفمبر 2024\u2069.\n"
                "اسألني عن موضوع: شخص أو مكان أو قرار."
            ),
        ),
    ],
)
def test_what_is_off_topic_is_told_what_the_record_is_about(language: str, text: str) -> None:
    reply = silence_reply(FAR, COVERAGE, OIC, Voice(language))
    assert reply.text == text
    assert reply.buttons == ()
    check(reply, {})
    check_directions(reply)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("institution", [OIC, NOBODY])
def test_nothing_near_is_shown_of_what_is_far(language: str, institution: Institution) -> None:
    voice = Voice(language)
    far = silence_reply(FAR, COVERAGE, institution, voice)
    near = silence_reply(replace(FAR, far=False), COVERAGE, institution, voice)
    assert "One" not in far.text
    assert "One" in near.text
    assert voice.say("Nothing on record answers this question.") not in far.text
    for reply in (far, near):
        check(reply, wordings(ONE))
