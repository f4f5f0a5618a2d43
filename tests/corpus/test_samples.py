"""The samples that a newcomer's first run reads: how many, where from, and what they speak of."""

from __future__ import annotations

import datetime as dt
import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from corpus import samples

FOLDER = samples.folder()
OIC = FOLDER / "oic" / "2024-resolution-a-79-l9.txt"
US_FOLDER = FOLDER / "us-state-dept"
QUESTIONS = Path(__file__).parents[1] / "data" / "sample-questions.jsonl"
SMALL = 450_000
LONG = 15_000
ANSWERED_KINDS = {"fact", "position", "number", "entity", "date-constrained", "near-duplicate"}
SILENT_KINDS = {"near-topic", "off-topic", "false-premise"}

SUBJECTS = {
    "Ukraine": r"\bUkraine\b",
    "Ethiopia and Tigray": r"\bTigray\b",
    "aid into Syria": r"\bSyria\b.*\bcross-border\b|\bcross-border\b.*\bSyria",
    "Afghanistan": r"\bTaliban\b",
    "Iran's nuclear file": r"\bJCPOA\b",
    "truce in Yemen": r"\btruce in Yemen\b|\bYemen\b.*\btruce\b",
    "Palestinians": r"\bWest Bank\b|\bAbu Akleh\b",
    "Abraham Accords and Negev Forum": r"\bAbraham Accords\b|\bNegev Forum\b",
    "Mali": r"\bMali\b",
    "Rohingya and Burma": r"\bRohingya\b",
    "Lebanon": r"\bLebanese\b",
    "Organisation of Islamic Cooperation": r"\bOrganization of Islamic Cooperation\b",
    "climate": r"\bIPCC\b|\bParis Agreement\b",
    "food security": r"\bfood insecurity\b",
    "press freedom": r"\bfreedom of the press\b|\bjournalis(?:m|ts?)\b",
    "human trafficking": r"\bTrafficking in Persons\b",
    "religious freedom": r"\breligious freedom\b",
    "Sudan": r"\bUNITAMS\b|\bSovereign Council\b",
    "Libya": r"\bLibyan\b",
    "Xinjiang": r"\bUyghurs?\b",
}

# Statements that take up an earlier one: the later file, the earlier file, words of the later that say so.
SEQUELS = [
    (
        "2022-04-21-800-million-in-additional-u-s-security-assistance-for-ukraine.md",
        "2022-04-13-800-million-in-additional-u-s-security-assistance-for-ukraine.md",
        "building on last week’s $800 million package",
    ),
    (
        "2022-05-12-g7-foreign-ministers-statement-on-the-situation-of-women-and-girls-in.md",
        "2022-03-24-joint-statement-on-the-recent-taliban-decision-to-deny-afghan-girls-th.md",
        "Echoing our joint statement, together with Norway, from March 24",
    ),
    (
        "2022-06-24-chairs-statement-roadmap-for-global-food-security-call-to-action.md",
        "2022-05-19-chairs-statement-roadmap-for-global-food-securitycall-to-action.md",
        "The following statement was issued on May 19",
    ),
    (
        "2022-08-02-the-united-states-welcomes-the-extension-of-the-un-brokered-truce-in-y.md",
        "2022-06-02-the-united-states-welcomes-the-truce-extension-in-yemen.md",
        "today’s announcement by the UN on the extension of the truce in Yemen",
    ),
    (
        "2022-05-25-u-s-organization-of-islamic-cooperation-strategic-dialogue.md",
        "2022-05-18-u-s-organization-of-islamic-cooperation-strategic-dialogue.md",
        "concluded two days of successful talks",
    ),
]


class Sample(NamedTuple):
    """A file of the US folder, taken apart: its front matter, and the text after it with newlines as issued."""

    name: str
    facts: dict[str, Any]
    body: str


def take_apart(path: Path) -> Sample:
    """Split a file at the line that closes its front matter."""
    text = path.read_bytes().decode("utf-8")
    assert text.startswith("---\n"), f"{path.name} opens without front matter"
    head, closing, body = text.removeprefix("---\n").partition("\n---\n\n")
    assert closing, f"the front matter of {path.name} is not closed"
    return Sample(path.name, yaml.safe_load(head), body)


US_SAMPLES = [take_apart(path) for path in sorted(US_FOLDER.glob("*.md"))]
BODIES = {f"us-state-dept/{sample.name}": sample.body for sample in US_SAMPLES}
BODIES["oic/" + OIC.name] = OIC.read_bytes().decode("utf-8")
DATES: dict[str, Any] = {f"us-state-dept/{sample.name}": sample.facts.get("date") for sample in US_SAMPLES}
DATES["oic/" + OIC.name] = None
ROWS: list[dict[str, Any]] = [json.loads(line) for line in QUESTIONS.read_text(encoding="utf-8").splitlines()]


def test_about_sixty_us_statements_and_one_of_the_oic() -> None:
    assert 58 <= len(US_SAMPLES) <= 64
    assert [path.name for path in OIC.parent.iterdir()] == [OIC.name]


def test_nothing_else_lies_where_statements_are_read() -> None:
    # A README in Markdown would be read as a statement.
    statements = {path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.*") if path.suffix in {".md", ".txt"}}
    assert statements == set(BODIES)


def test_samples_are_small() -> None:
    assert sum(path.stat().st_size for path in [OIC, *US_FOLDER.iterdir()]) < SMALL
    assert sum(len(sample.body) > LONG for sample in US_SAMPLES) <= 3


@pytest.mark.parametrize("sample", US_SAMPLES, ids=lambda sample: sample.name)
def test_front_matter_says_what_a_reader_needs(sample: Sample) -> None:
    facts = sample.facts
    assert str(facts["title"]).strip()
    assert isinstance(facts["date"], str)
    assert dt.date(2021, 5, 1) <= dt.date.fromisoformat(facts["date"]) <= dt.date(2022, 8, 31)
    assert facts["issuer"] == "U.S. Department of State"
    assert facts["language"] == "en"
    assert str(facts["url"]).startswith("https://www.state.gov/")
    assert "public domain" in facts["licence"]
    assert "source_repo" in facts


@pytest.mark.parametrize("sample", US_SAMPLES, ids=lambda sample: sample.name)
def test_text_has_no_encoding_faults_and_no_telephone_numbers(sample: Sample) -> None:
    assert len(sample.body) > 500
    assert not re.search("\N{REPLACEMENT CHARACTER}|Ã|â€|[\x00-\x08\x0b-\x1f]", sample.body)
    assert not re.search(r"\b\d{3}[-. ]\d{3}[-. ]\d{4}\b", sample.body)


def test_oic_statement_carries_no_metadata() -> None:
    text = BODIES["oic/" + OIC.name]
    assert not text.startswith("---")
    assert "\n---\n" not in text
    assert text.startswith("Le Secrétariat général de l'Organisation de Coopération islamique (OCI)")
    assert "le 18 novembre 2024" in text


@pytest.mark.parametrize("pattern", SUBJECTS.values(), ids=SUBJECTS.keys())
def test_each_subject_has_two_statements_at_least(pattern: str) -> None:
    speaking = [
        sample.name for sample in US_SAMPLES if re.search(pattern, f"{sample.facts['title']}\n{sample.body}", re.DOTALL)
    ]
    assert len(speaking) >= 2, f"only {speaking} speak of it"


def test_a_dozen_subjects_at_least() -> None:
    assert len(SUBJECTS) >= 12


@pytest.mark.parametrize(("later", "earlier", "words"), SEQUELS, ids=[later[:28] for later, _, _ in SEQUELS])
def test_some_statements_take_up_earlier_ones(later: str, earlier: str, words: str) -> None:
    assert words in BODIES[f"us-state-dept/{later}"]
    assert DATES[f"us-state-dept/{earlier}"] < DATES[f"us-state-dept/{later}"]


def test_no_two_samples_hold_the_same_text() -> None:
    ordered = sorted(BODIES.values())
    assert all(one != other for one, other in pairwise(ordered))


def test_questions_are_balanced_by_language() -> None:
    assert len({row["id"] for row in ROWS}) == len({row["question"] for row in ROWS}) == len(ROWS) == 48
    for language in ("fr", "en", "ar"):
        asked = [row for row in ROWS if row["language"] == language]
        assert sum(row["answerable"] for row in asked) == 12
        assert sum(not row["answerable"] for row in asked) == 4
        assert sum((row["gold_file"] or "").startswith("oic/") for row in asked) == 1


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["id"]))
def test_each_question_points_at_words_of_a_sample_or_at_nothing(row: dict[str, Any]) -> None:
    if not row["answerable"]:
        assert row["kind"] in SILENT_KINDS
        assert (row["gold_file"], row["gold_sentence"], row["date"], row["also_in"]) == (None, None, None, [])
        return
    assert row["kind"] in ANSWERED_KINDS
    assert row["corpus"] == "samples"
    assert row["gold_sentence"] in BODIES[row["gold_file"]]
    assert len(row["gold_sentence"]) <= 700
    assert row["date"] == DATES[row["gold_file"]]
    assert row["doc_language"] == ("fr" if row["gold_file"].startswith("oic/") else "en")
    assert set(row["also_in"]) <= set(BODIES) - {row["gold_file"]}
