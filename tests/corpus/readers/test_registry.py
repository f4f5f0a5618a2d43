"""From a file on disk to drafts: each way in which a file can be unfit is one line that names it and the cure."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from corpus import document
from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import SUFFIXES, read_document, registry
from corpus.statement import Draft

WORDS = "The governments said so."
PROSE = [".md", ".markdown", ".txt", ".text", ".MD", ".Txt"]


def read_file(path: Path) -> list[Draft]:
    return [draft for draft in read_document(Document.file(path)) if isinstance(draft, Draft)]


def written(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("suffix", PROSE)
def test_each_kind_is_read_and_named_by_its_absolute_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    path = written(tmp_path, f"f{suffix}", WORDS.encode())
    monkeypatch.chdir(tmp_path)
    (draft,) = read_file(Path(path.name))
    assert (draft.text, draft.source) == (WORDS, str(path))


@pytest.mark.parametrize("name", ["f.md", "f.txt"])
def test_a_byte_order_mark_is_not_text(tmp_path: Path, name: str) -> None:
    (draft,) = read_file(written(tmp_path, name, b"\xef\xbb\xbf" + WORDS.encode()))
    assert draft.text == WORDS


def test_front_matter_may_follow_a_byte_order_mark(tmp_path: Path) -> None:
    content = b"\xef\xbb\xbf---\r\ntitle: A\r\ndate: 2022-06-24\r\n---\r\n\r\nSaid\r\nso.\r\n"
    (draft,) = read_file(written(tmp_path, "f.md", content))
    assert (draft.title, draft.text) == ("A", "Said\nso.\n")


def test_a_file_name_is_never_a_date_nor_a_title(tmp_path: Path) -> None:
    (draft,) = read_file(written(tmp_path, "2022-06-24-on-libya.md", WORDS.encode()))
    assert (draft.date.day, draft.title) == (None, None)


@pytest.mark.parametrize("name", ["a b'\"#%?é.md", "م.txt"])
def test_any_name_in_utf8_will_do(tmp_path: Path, name: str) -> None:
    (draft,) = read_file(written(tmp_path, name, WORDS.encode()))
    assert draft.source == str(tmp_path / name)


UNFIT = [
    ("f.md", b"", "is empty: there is nothing to record"),
    ("f.txt", b" \r\n\t\n", "is empty: there is nothing to record"),
    ("f.txt", b"\xef\xbb\xbf\n", "holds no words: there is nothing to record"),
    ("f.txt", b"\x81\x8d\x8f\xa5 d\x81t\x8e \xf0\xb5\xa4q", "its encoding cannot be told: save it as UTF-8"),
    ("f.txt", b"\x89PNG\r\n\x1a\n and more", "is no text but a picture"),
    ("f.md", b"---\ntitle: [A\n---\n\nSaid so.", "quote values that hold a colon"),
    ("f.md", b"---\ntitle: A\n---\n", "holds no words below its front matter"),
    ("f.docm", b"words", "no reader takes .docm: give one of .atom .csv .docx"),
    ("README", b"words", "no reader takes a file without a suffix"),
    (".md", b"words", "no reader takes a file without a suffix"),
]


@pytest.mark.parametrize(("name", "content", "cure"), UNFIT, ids=[cure[:40] for *_, cure in UNFIT])
def test_an_unfit_file_is_one_line_that_names_it_and_the_cure(
    tmp_path: Path, name: str, content: bytes, cure: str
) -> None:
    path = written(tmp_path, name, content)
    with pytest.raises(SourceError) as caught:
        read_file(path)
    message = str(caught.value)
    assert message.startswith(f"{path}: ")
    assert cure in message
    assert "\n" not in message
    assert caught.value.source == str(path)


def test_a_missing_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"gone\.md: cannot be read \(no such file or directory\): check"):
        read_file(tmp_path / "gone.md")


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_without_permission_is_an_error(tmp_path: Path) -> None:
    path = written(tmp_path, "f.md", WORDS.encode())
    path.chmod(0)
    with pytest.raises(SourceError, match=r"cannot be read \(permission denied\): check that it exists and its perm"):
        read_file(path)


def test_a_file_over_the_limit_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tmp_path, "f.txt", WORDS.encode())
    monkeypatch.setattr(document, "LARGEST", len(WORDS))
    assert read_file(path)
    monkeypatch.setattr(document, "LARGEST", len(WORDS) - 1)
    with pytest.raises(SourceError, match="over the limit of 0 MiB: split it"):
        read_file(path)


def test_a_name_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe9t\xe9.md"))
    try:
        path.write_text(WORDS, encoding="utf-8")
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    with pytest.raises(SourceError, match=r"\\xe9t\\xe9\.md: its name is not UTF-8: rename it$") as caught:
        read_file(path)
    str(caught.value).encode()


ALL = """.md .markdown .txt .text .html .htm .xhtml .pdf .docx .rss .atom .xml .json .jsonl .ndjson .jsonl.gz .ndjson.gz
.csv .tsv .zip"""
PAGE = b"<!DOCTYPE html><html><body><p>Words.</p></body></html>"
ATOM = b'<?xml version="1.0"?>\n<feed xmlns="http://www.w3.org/2005/Atom"></feed>'
JSON_FEED = b'{ "version": "https:\\/\\/jsonfeed.org\\/version\\/1", "items": [] }'
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def packed(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name in names:
            target.writestr(name, b"words")
    return out.getvalue()


def chosen(name: str, content: bytes, media_type: str | None = None, address: str | None = None) -> object:
    document = Document(content, name, name, media_type=media_type, address=address)
    return registry._reader_of(document, nested=False)


def test_every_kind_of_file_has_a_reader() -> None:
    assert set(ALL.split()) == set(SUFFIXES)


@pytest.mark.parametrize(
    ("name", "content", "suffix"),
    [
        ("f.html", b"%PDF-1.7 ...", ".pdf"),
        ("f.jsonl", b"%PDF-1.7 ...", ".pdf"),
        ("f.pdf", packed("word/document.xml"), ".docx"),
        ("f.zip", packed("a.md", "b.md"), ".zip"),
        ("f.xml", PAGE, ".html"),
        ("f.xml", ATOM, ".atom"),
        ("f.txt", PAGE, ".txt"),
        ("f.md", PAGE, ".md"),
        ("f.JSONL.GZ", b"\x1f\x8b", ".jsonl.gz"),
        ("2024.05.csv", b"text", ".csv"),
    ],
)
def test_a_file_is_read_by_its_suffix_unless_it_is_plainly_something_else(
    name: str, content: bytes, suffix: str
) -> None:
    assert chosen(name, content) is SUFFIXES[suffix]


@pytest.mark.parametrize(
    ("media_type", "name", "content", "suffix"),
    [
        ("text/html", "index.php", b"<p>words", ".html"),
        ("application/pdf", "get", b"%PDF-1.4", ".pdf"),
        ("text/html", "get", b"%PDF-1.4", ".pdf"),
        ("application/octet-stream", "get", packed("word/document.xml"), ".docx"),
        (DOCX, "get", packed("word/document.xml"), ".docx"),
        ("application/rss+xml", "feed", b"<rss>", ".rss"),
        ("application/atom+xml", "feed", ATOM, ".atom"),
        ("text/html", "feed", ATOM, ".atom"),
        ("application/rss+xml", "feed", PAGE, ".html"),
        ("text/xml", "feed", b"<rss>", ".xml"),
        ("application/feed+json", "feed", JSON_FEED, ".json"),
        ("application/json", "feed.html", b"[]", ".json"),
        (None, "feed", JSON_FEED, ".json"),
        ("text/csv", "export", b"text\n<html>", ".csv"),
        ("application/x-ndjson", "export", b"{}", ".jsonl"),
        ("application/zip", "export", packed("a.md"), ".zip"),
        ("text/markdown", "README", b"<header>", ".md"),
        ("text/plain", "f.md", b"words", ".md"),
        ("text/plain", "f", b"words", ".txt"),
        (None, "f", PAGE, ".html"),
        ("application/octet-stream", "f.csv", b"text", ".csv"),
    ],
)
def test_what_came_from_the_web_is_read_by_what_it_is_said_and_seen_to_be(
    media_type: str | None, name: str, content: bytes, suffix: str
) -> None:
    assert chosen(name, content, media_type, f"https://example.org/{name}") is SUFFIXES[suffix]


def test_what_nothing_is_known_of_is_refused() -> None:
    with pytest.raises(SourceError, match="no reader takes image/png"):
        read_document(Document(b"\x89PNG", "s", "s", media_type="image/png", address="https://example.org/s"))


def test_slow_libraries_are_loaded_when_they_are_needed(tmp_path: Path) -> None:
    path = written(tmp_path, "f.md", WORDS.encode())
    script = f"""
import sys
from pathlib import Path
from corpus.document import Document
from corpus.readers import read_document
list(read_document(Document.file(Path({str(path)!r}))))
sys.stdout.write(",".join({{"feedparser", "trafilatura", "pypdf", "docx", "lxml", "htmldate"}} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
