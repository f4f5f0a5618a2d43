"""JSON Lines: an object a line, however many; a bad line is a line of its own; wordings are kept in order."""

from __future__ import annotations

import datetime as dt
import gzip
import json
from pathlib import Path

import pytest

from corpus import document
from corpus.archive import Archive
from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import jsonl, read_document
from corpus.statement import UNDATED, Draft, Provenance, PublicationDate, Sourced

REVISIONS = Path(__file__).parents[4] / "shared" / "revisions" / "us-state-dept.jsonl"
ROW = {
    "title": "A",
    "date": "2024-03-01",
    "issuer": "OIC",
    "lang": "fr",
    "url": "https://e.org/a",
    "id": 7,
    "body": "Mots.",
}


def read(*rows: object, name: str = "f.jsonl", packed: bool = False) -> list[object]:
    raw = "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows).encode()
    return list(read_document(Document(gzip.compress(raw) if packed else raw, f"/in/{name}", name)))


@pytest.mark.parametrize(("name", "packed"), [("f.jsonl", False), ("f.jsonl.gz", True), ("f.ndjson", False)])
def test_an_object_is_a_statement(name: str, *, packed: bool) -> None:
    (draft,) = read(ROW, name=name, packed=packed)
    assert isinstance(draft, Draft)
    assert (draft.text, draft.title, draft.guid, draft.url) == ("Mots.", "A", "e.org#7", "https://e.org/a")
    assert draft.date == PublicationDate(dt.date(2024, 3, 1), Provenance.GIVEN)
    assert draft.language == Sourced("fr", Provenance.GIVEN)
    assert draft.issuer == Sourced("OIC", Provenance.GIVEN)
    assert draft.source == f"/in/{name}"


def test_items_without_a_name_are_told_apart_by_their_place() -> None:
    found = read({"text": "one"}, "", {"text": "two"}, {"text": "three", "url": "https://e.org/3"})
    assert [one.guid for one in found if isinstance(one, Draft)] == [
        "/in/f.jsonl, line 1",
        "/in/f.jsonl, line 3",
        "https://e.org/3",
    ]


def test_bad_lines_are_lines_and_the_rest_is_kept() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    found = read(
        "{",
        {"title": "no text"},
        "7",
        deep,
        {"text": " … "},
        {**ROW, "date": "1 March"},
        '{"text": "words", "date": "2024-01-01", "date": "2024-01-02"}',
        '{"text": "words", "id": NaN}',
        {"text": "half a character \ud83d"},
        ROW,
    )
    lines = [str(one) for one in found if isinstance(one, SourceError)]
    assert [line.split(": ", 1)[0] for line in lines] == [f"/in/f.jsonl, line {number}" for number in range(1, 9)]
    for line, words in zip(
        lines,
        ["JSON", "no text", "not an object", "too deeply", "no words", "is not a day", "twice", "NaN"],
        strict=True,
    ):
        assert words in line
        assert "\n" not in line
    assert [type(one) for one in found[-2:]] == [Draft, Draft]


def test_a_bare_number_is_no_name_outside_its_file() -> None:
    names = [
        one.guid
        for name in ("a.jsonl", "b.jsonl")
        for one in read({"id": 1, "text": "Words."}, {"id": 1, "text": "Words.", "url": "http://[e"}, name=name)
        if isinstance(one, Draft)
    ]
    assert names == ["/in/a.jsonl#1", "/in/a.jsonl#1", "/in/b.jsonl#1", "/in/b.jsonl#1"]


def test_a_value_of_a_million_lists_is_not_built() -> None:
    (problem,) = read("[" + "[]," * 1_000_001 + "1]")
    assert "has over 1000000 lists and objects" in str(problem)


def test_a_date_may_be_an_instant() -> None:
    (draft,) = read({**ROW, "date": "2024-03-01T10:00:00+03:00"})
    assert isinstance(draft, Draft)
    assert draft.date.day == dt.date(2024, 3, 1)


def test_a_wording_that_cannot_be_read_is_told_and_the_others_are_kept() -> None:
    found = read({"versions": [{"body": "One."}, {"body": ""}, {"body": "Three."}]})
    assert [type(one) for one in found] == [Draft, SourceError, Draft]
    assert str(found[1]).startswith("/in/f.jsonl, line 1, wording 2: ")
    assert {one.guid for one in found if isinstance(one, Draft)} == {"/in/f.jsonl, line 1"}


def test_a_line_over_the_limit_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    from corpus.readers import lines  # noqa: PLC0415 - only to lower its limit

    monkeypatch.setattr(lines, "LARGEST", 200)
    found = read({"text": "x" * 1000}, {"text": "short"})
    assert [type(one) for one in found] == [SourceError, Draft]
    assert document.LARGEST > 200


def test_a_gzip_that_is_cut_off_keeps_what_came(tmp_path: Path) -> None:
    raw = gzip.compress(
        b"".join(json.dumps({"text": f"words {number}" * 40}).encode() + b"\n" for number in range(3000))
    )
    path = tmp_path / "f.jsonl.gz"
    path.write_bytes(raw[: len(raw) // 2])
    found: list[object] = []
    with pytest.raises(SourceError, match="is cut off or broken"):
        found.extend(jsonl.read(Document.file(path)))
    assert 0 < len(found) < 3000


def test_an_empty_file_is_an_error() -> None:
    with pytest.raises(SourceError, match="is empty"):
        read(" ", "")


@pytest.mark.parametrize(("value", "count"), [([ROW, {"text": "b"}], 2), (ROW, 1), ([], 0)])
def test_a_json_document_is_one_or_a_list_of_them(value: object, count: int) -> None:
    assert len(read(json.dumps(value), name="f.json")) == count


def test_published_is_an_instant() -> None:
    (first, second) = read(
        {**ROW, "date": None, "published": "2024-03-01T10:00:00+03:00"}, {"text": "x", "published": "soon"}
    )
    assert isinstance(first, Draft)
    assert first.date.day == dt.date(2024, 3, 1)
    assert isinstance(second, Draft)
    assert second.date is UNDATED
    assert "cannot be read" in second.doubts[0]


def test_a_release_with_its_wordings_keeps_each(tmp_path: Path) -> None:
    release = {"guid": "g", "url": "https://e.org/g", "versions": [
        {"title": "T", "published": "Fri, 01 Mar 2024 10:00:00 +0000", "body": "The first wording."},
        {"title": "T2", "published": "Fri, 01 Mar 2024 10:00:00 +0000", "body": "The second wording."},
    ]}  # fmt: skip
    with Archive(tmp_path, create=True) as archive:
        archive.record([one for one in read(release) if isinstance(one, Draft)])
        (statement,) = archive.statements()
        assert (statement.title, statement.revision.text) == ("T2", "The second wording.")
        assert [one.text for one in archive.revisions(statement.id)] == ["The first wording.", "The second wording."]


def test_every_wording_of_real_releases_is_kept_and_the_latest_is_the_latest(tmp_path: Path) -> None:
    if not REVISIONS.exists():
        pytest.skip("the releases with their wordings are not beside this checkout")
    releases = {
        row["guid"]: row["versions"] for row in map(json.loads, REVISIONS.read_text(encoding="utf-8").splitlines())
    }
    with Archive(tmp_path, create=True) as archive:
        drafts = [one for one in read_document(Document.file(REVISIONS)) if isinstance(one, Draft)]
        archive.record(drafts)
        by_guid: dict[str, list[str]] = {}
        for draft in drafts:
            by_guid.setdefault(draft.guid or "", []).append(draft.text)
        assert set(by_guid) == set(releases)
        kept = {tuple(one.text for one in archive.revisions(statement.id)) for statement in archive.statements()}
        for guid, texts in by_guid.items():
            assert len(texts) == len(releases[guid])
            wordings = tuple(text for at, text in enumerate(texts) if at == 0 or texts[at - 1] != text)
            assert wordings in kept
        assert archive.count() == len(releases)
