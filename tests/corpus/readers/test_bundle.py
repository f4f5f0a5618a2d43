"""Zips: each member is read in memory; what is wrong with one is a line, and bombs go off nowhere."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from corpus import document
from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import bundle, read_document
from corpus.statement import Draft


def packed(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as target:
        for name, content in members.items():
            target.writestr(name, content)
    return out.getvalue()


def read(raw: bytes) -> list[object]:
    return list(read_document(Document(raw, "/in/all.zip", "all.zip")))


def test_each_member_that_can_be_read_is() -> None:
    rows = b'{"text": "three"}\n{"text": "four"}\n'
    found = read(
        packed({"b/two.txt": b"Two.", "one.md": b"One.", "c.jsonl": rows, "x.exe": b"MZ", "__MACOSX/one.md": b"?"})
    )
    assert [(one.source, one.text) for one in found if isinstance(one, Draft)] == [
        ("/in/all.zip/b/two.txt", "Two."),
        ("/in/all.zip/c.jsonl", "three"),
        ("/in/all.zip/c.jsonl", "four"),
        ("/in/all.zip/one.md", "One."),
    ]


def test_names_that_would_leave_the_folder_go_nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = read(packed({"../../evil.txt": b"Words.", "/abs.txt": b"More."}))
    assert [one.source for one in found if isinstance(one, Draft)] == ["/in/all.zip//abs.txt"]
    assert list(tmp_path.iterdir()) == []


def test_a_bad_member_is_a_line_and_the_rest_is_kept() -> None:
    found = read(packed({"a.txt": b"", "b.zip": packed({"c.txt": b"x"}), "d.txt": b"Words."}))
    assert [type(one) for one in found] == [SourceError, SourceError, Draft]
    assert "is a zip within a zip" in str(found[1])


def test_a_bomb_is_told_by_what_comes_out(monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = packed({"a.txt": b"a" * 8_000_000, "b.txt": b"Words."})
    found = read(bomb)
    assert [type(one) for one in found] == [SourceError, Draft]
    monkeypatch.setattr(bundle, "LARGEST", 1_000_000)
    assert "is over the limit" in str(read(bomb)[0])
    monkeypatch.setattr(bundle, "LARGEST_TOTAL", 3)
    assert "4 GiB unpacked" in str(read(packed({"a.txt": b"Words.", "b.txt": b"Words."}))[1])
    assert document.LARGEST > 1_000_000


def test_a_flipped_byte_in_a_member_is_told() -> None:
    raw = bytearray(packed({"a.txt": b"The council met. " * 50}, zipfile.ZIP_STORED))
    raw[60] ^= 1
    (problem,) = read(bytes(raw))
    assert isinstance(problem, SourceError)
    assert "cannot be unpacked" in str(problem)


def test_a_name_that_is_there_twice_is_read_once() -> None:
    found = read(packed({"a.txt": b"One.", "b.txt": b"Two."}, zipfile.ZIP_STORED).replace(b"b.txt", b"a.txt"))
    assert [type(one) for one in found] == [Draft, SourceError]
    assert "is there twice" in str(found[1])


def test_an_encrypted_member_is_told() -> None:
    raw = bytearray(packed({"a.txt": b"Words."}, zipfile.ZIP_STORED))
    raw[6] |= 1
    raw[raw.rindex(b"PK\x01\x02") + 8] |= 1
    assert "is encrypted" in str(read(bytes(raw))[0])


def test_a_rare_packing_is_told() -> None:
    # Its header alone can ask for four gigabytes.
    assert "is packed in a way" in str(read(packed({"a.txt": b"Words."}, zipfile.ZIP_LZMA))[0])


def test_a_list_of_members_too_long_to_be_held_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "_LARGEST_LIST", 100)
    with pytest.raises(SourceError, match="holds more than 200000 files"):
        read(packed({f"{number}.txt": b"words" for number in range(3)}))


def test_a_name_with_a_line_end_stays_on_one_line() -> None:
    (problem,) = read(packed({"a\n\u202eb.txt": b""}))
    assert "\n" not in str(problem)
    assert "\u202e" not in str(problem)


@pytest.mark.parametrize(
    ("raw", "line"),
    [
        (b"no zip at all", "is no zip"),
        (packed({"a.txt": b"words"})[:-30], "is no zip"),
        (packed({"a.exe": b"words"}), "holds no file that can be read"),
    ],
)
def test_what_is_no_zip_is_refused(raw: bytes, line: str) -> None:
    with pytest.raises(SourceError, match=line):
        read(raw)


def test_more_members_than_anybody_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "MOST_MEMBERS", 2)
    with pytest.raises(SourceError, match="holds 3 files, over the limit of 2"):
        read(packed({f"{number}.txt": b"words" for number in range(3)}))
