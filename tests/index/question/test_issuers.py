"""Whose words a question asks for: named as who speaks, and by one name only."""

from __future__ import annotations

from datetime import date

import pytest

from index.question.understanding import understand

TODAY = date(2022, 9, 1)
OIC = "Organisation of Islamic Cooperation"
OIC_ARABIC = "منظمة التعاون الإسلامي"
STATE = "U.S. Department of State"
PERSON = "Antony J. Blinken, Secretary of State"
MINISTER = "Bruno Le Maire, ministre de l’Économie"
FRANCE = "Gouvernement français / Présidence de la République"
COUNTRY = "Yemen"
HEALTH = "World Health Organization (WHO)"
ISSUERS = frozenset([OIC, OIC_ARABIC, STATE, PERSON, MINISTER, FRANCE, COUNTRY, HEALTH, "Mme Jeanne Dupont"])

SPEAKING = [
    ("What did the OIC say about Gaza?", OIC, "OIC"),
    ("what has the Organisation of Islamic Cooperation said on Gaza", OIC, "Organisation of Islamic Cooperation"),
    ("OIC statement on Al-Aqsa", OIC, "OIC"),
    ("latest OIC statement", OIC, "OIC"),
    ("OIC latest statement on Gaza", OIC, "OIC"),
    ("has the OIC ever condemned it", OIC, "OIC"),
    ("the OIC's position on Sudan", OIC, "OIC"),
    ("Statement by the U.S. Department of State on Iran", STATE, "U.S. Department of State"),
    ("what did the US Department of State announce", STATE, "US Department of State"),
    ("What did Secretary Blinken say about Iran?", PERSON, "Blinken"),
    ("According to Antony Blinken, what next?", PERSON, "Antony Blinken"),
    ("How did Yemen respond to the attack?", COUNTRY, "Yemen"),
    ("déclaration de l’OIC du 3 mars", OIC, "OIC"),
    ("Que dit Blinken du climat ?", PERSON, "Blinken"),
    ("d'après BLINKEN, que faire ?", PERSON, "BLINKEN"),
    ("Quand Blinken a-t-il déclaré cela ?", PERSON, "Blinken"),
    ("selon Bruno Le Maire", MINISTER, "Bruno Le Maire"),
    ("selon Le Maire, quelle dette ?", MINISTER, "Le Maire"),
    ("communiqué de la présidence de la Republique", FRANCE, "présidence de la Republique"),
    ("Qu'a dit Mme Dupont ?", "Mme Jeanne Dupont", "Dupont"),
    ("selon Jeanne Dupont", "Mme Jeanne Dupont", "Jeanne Dupont"),
    ("ماذا قالت منظمة التعاون الاسلامي عن القدس؟", OIC_ARABIC, "منظمة التعاون الاسلامي"),
    ("بيان لمنظمة التعاون الإسلامي بشأن غزة", OIC_ARABIC, "منظمة التعاون الإسلامي"),
    ("بحسب منظمة التعاون الإسلامي", OIC_ARABIC, "منظمة التعاون الإسلامي"),
    ("what did the World Health Organization say", HEALTH, "World Health Organization"),
]
SPOKEN_OF = [
    "What is the OIC?",
    "who leads the Organisation of Islamic Cooperation",
    "the war in Yemen",
    "position on Yemen",
    "What did they say about Yemen?",
    "aide humanitaire au Yemen",
    "Blinken in Paris",
    "Yemen news",
    "Yemen statements",
    "Blinken et Lavrov à Genève",
    "What did the OIC and Yemen say?",
    "what the OIC said and what Yemen said",
    "que dit le maire de Paris ?",
    "who said what?",
    "what did who say",
    "what did Antony say",
    "what did the State say",
    "ما هي منظمة التعاون الإسلامي؟",
    "الحرب في اليمن",
    "bonjour",
]


@pytest.mark.parametrize(("question", "issuer", "words"), SPEAKING)
def test_who_speaks_is_read(question: str, issuer: str, words: str) -> None:
    found = understand(question, TODAY, ISSUERS)
    assert found.issuer == issuer
    assert [question[cue.start : cue.end] for cue in found.cues if cue.kind == "issuer"] == [words]


@pytest.mark.parametrize("question", SPOKEN_OF)
def test_what_is_spoken_of_is_no_issuer(question: str) -> None:
    assert understand(question, TODAY, ISSUERS).issuer is None


def test_a_name_that_fits_two_is_none() -> None:
    two = [PERSON, "Mary Blinken, Minister of Trade"]
    assert understand("what did Blinken say", TODAY, two).issuer is None
    assert understand("what did Mary Blinken say", TODAY, two).issuer == two[1]


def test_any_collection_of_issuers_will_do_and_none() -> None:
    question = "what did the OIC say"
    assert understand(question, TODAY).issuer is None
    for issuers in ([OIC], (OIC,), {OIC}, frozenset([OIC])):
        assert understand(question, TODAY, issuers).issuer == OIC


def test_names_are_prepared_once_for_each_set() -> None:
    from index.question import issuers as room  # noqa: PLC0415 - its cache is looked at, and nothing else

    many = frozenset(f"Office number{number} of Affairs" for number in range(500))
    before = room._prepared.cache_info()
    for _ in range(5):
        understand("what did the Office number7 of Affairs say", TODAY, many)
    after = room._prepared.cache_info()
    assert (after.misses - before.misses, after.hits - before.hits) == (1, 4)
