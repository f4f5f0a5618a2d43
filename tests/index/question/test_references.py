"""Document numbers as they are typed, and what only looks like one."""

from __future__ import annotations

from datetime import date

import pytest

from index.question.understanding import understand

TODAY = date(2022, 9, 1)
READ = [
    ("what is A/79/L.9", ["A/79/L.9"]),
    ("S/RES/2735 (2024)", ["S/RES/2735"]),
    ("A/RES/ES-10/23 and ES-10/23", ["A/RES/ES-10/23", "ES-10/23"]),
    ("lettre S/2024/123, page 2", ["S/2024/123"]),
    ("S/PV.9234.", ["S/PV.9234"]),
    ("A/HRC/RES/49/4", ["A/HRC/RES/49/4"]),
    ("a/hrc/res/49/4", ["a/hrc/res/49/4"]),
    ("OIC/CFM-48/2022/POL/RES/FINAL", ["OIC/CFM-48/2022/POL/RES/FINAL"]),
    ("No. 1/49-POL", ["1/49-POL"]),
    ("resolution 49/4-POL on Palestine", ["49/4-POL"]),
    ("regulation (EU) 2020/1998", ["2020/1998"]),
    ("2014/145/CFSP", ["2014/145/CFSP"]),
    ("resolution 2735", ["2735"]),
    ("Security Council Resolution 2334 (2016)", ["2334"]),
    ("résolution du Conseil de sécurité n° 2735", ["2735"]),
    ("résolutions 2254, 2334 et 2735", ["2254", "2334", "2735"]),
    ("la décision n° 12", ["12"]),
    ("UNSCR 1701", ["1701"]),
    ("communiqué n°2735", ["2735"]),
    ("PRN: 2021/123", ["2021/123"]),
    ("القرار 2231", ["2231"]),
    ("القرار رقم ٥", ["٥"]),
    ("بالقرار الأممي 1701", ["1701"]),
    ("قرار مجلس الأمن رقم 2735", ["2735"]),
]
OTHER = [
    "24/7, 9/11 and 1/2",
    "and/or, km/h, w/o",
    "5G/4G and G7/G20",
    "F-16/F-35",
    "Iran/2015",
    "2020/2021 and 2020/21",
    "covid-19/grippe",
    "resolution of 3 March 2022",
    "résolution 3 mars 2022",
    "resolution 5 years ago",
    "decision in 2021",
    "communiqué 2021",
    "statement 2021",
    "2735 soldiers",
    "https://example.org/S/RES/2735/a-79",
    "www.example.org/A/79/L.9",
    "mail@example.org/2021",
    "n° 10",
    "COVID-19",
    "C5+1",
    "article 7",
]


@pytest.mark.parametrize(("question", "expected"), READ)
def test_numbers_are_read_as_typed(question: str, expected: list[str]) -> None:
    found = understand(question, TODAY)
    assert list(found.references) == expected
    assert found.periods == ()


@pytest.mark.parametrize("question", OTHER)
def test_what_looks_like_one_is_none(question: str) -> None:
    assert understand(question, TODAY).references == ()


def test_the_words_beside_a_number_are_its_cue() -> None:
    question = "What of Security Council resolution 2334 (2016)?"
    (cue,) = understand(question, TODAY).cues
    assert (cue.kind, question[cue.start : cue.end]) == ("reference", "resolution 2334 (2016)")
