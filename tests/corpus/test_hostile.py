"""Hostile input, with real files: bounded memory and time, one line a problem, and the rest is kept."""

from __future__ import annotations

import gzip
import json
import os
import socket
import subprocess
import tracemalloc
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus.errors import SourceError
from corpus.intake import Given, read
from corpus.statement import Draft
from corpus.text import is_blank, stored_text
from tests.fuzz.reading import on_one_line

TINY_FILES = 2_000
BOMB = 160
"""MiB that a bomb unpacks to: more than it may take."""
ONE_LINE = 5_000_000
MOST_MEMORY = 128 * 2**20
"""Bytes that reading something hostile may take; each of the bombs here is larger."""
WORDS = "The governments said so."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Make a folder with one good file, which must be read whatever else is in it."""
    path = tmp_path / "in"
    path.mkdir()
    (path / "good.md").write_text(WORDS, encoding="utf-8")
    return path


def found_in(path: Path) -> tuple[list[Draft], list[str]]:
    drafts, lines = [], []
    for one in read(path, Given()):
        if isinstance(one, SourceError):
            lines.append(str(one))
        else:
            drafts.append(one)
    for line in lines:
        assert on_one_line(line), repr(line)
    for draft in drafts:
        assert not is_blank(draft.text)
        assert stored_text(draft.text) == draft.text
    return drafts, lines


def only_good(path: Path) -> list[str]:
    drafts, lines = found_in(path)
    assert [draft.text for draft in drafts] == [WORDS]
    return lines


@pytest.fixture
def little_memory() -> Iterator[None]:
    """Fail when more memory was taken than :data:`MOST_MEMORY`."""
    tracemalloc.start()
    yield
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < MOST_MEMORY


def test_links_that_go_round_or_out_are_passed_over(folder: Path) -> None:
    outside = folder.parent / "secret.md"
    outside.write_text("Secret words.", encoding="utf-8")
    (folder / "out.md").symlink_to(outside)
    (folder / "up").symlink_to(folder.parent)
    (folder / "round").symlink_to(folder)
    (folder / "a.md").symlink_to(folder / "b.md")
    (folder / "b.md").symlink_to(folder / "a.md")
    assert only_good(folder) == []


def test_pipes_sockets_and_devices_are_never_opened(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    os.mkfifo(folder / "pipe.md")
    monkeypatch.chdir(folder)  # the name of a socket is short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket.md")
        assert only_good(folder) == []
        for name in ("pipe.md", "socket.md", "/dev/zero"):
            drafts, lines = found_in(Path(name))
            assert (drafts, len(lines)) == ([], 1)
            assert "is neither a file nor a folder" in lines[0]


def test_a_file_that_became_a_pipe_is_not_waited_for(folder: Path) -> None:
    (folder / "z.md").write_text(WORDS, encoding="utf-8")
    results = read(folder, Given())
    assert isinstance(next(results), Draft)
    (folder / "z.md").unlink()
    os.mkfifo(folder / "z.md")
    assert [str(one) for one in results] in ([], [f"{folder}/z.md: is not a file: give a file or a folder"])


def test_a_file_that_vanishes_is_one_line(folder: Path) -> None:
    for name in ("y.md", "z.md"):
        (folder / name).write_text(WORDS, encoding="utf-8")
    results = read(folder, Given())
    assert isinstance(next(results), Draft)
    (folder / "y.md").unlink()
    left = list(results)
    assert isinstance(left[0], SourceError)
    assert "y.md: cannot be read (no such file or directory)" in str(left[0])
    assert isinstance(left[1], Draft)


@pytest.mark.parametrize(
    "name", [b"a\nb.md", b"\xe2\x80\xaeml.exe.md", b"\x1b[31mred.md", b"\xe9t\xe9.md", b"\xd8\x9c.md"]
)
def test_any_name_of_a_file_stays_on_one_line(folder: Path, name: bytes) -> None:
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_bytes(b"")
    except OSError:
        pytest.skip("this file system does not take the name")
    (line,) = only_good(folder)
    assert line.startswith(str(folder))


def test_a_name_of_a_folder_that_is_not_utf8_is_told_a_file_at_a_time(folder: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(folder) + b"/\xff"))
    try:
        odd.mkdir()
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    (odd / "a.md").write_text(WORDS, encoding="utf-8")
    (line,) = only_good(folder)
    assert "its name is not UTF-8" in line


def dig(folder: Path, depth: int) -> None:
    here = os.open(folder, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=here)
        below = os.open("d", os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    with os.fdopen(os.open("deep.md", os.O_WRONLY | os.O_CREAT, dir_fd=here), "wb") as file:
        file.write(b"Words from the deep.")
    os.close(here)


@pytest.mark.parametrize(("depth", "told"), [(1200, []), (3000, ["cannot be looked into (file name too long)"])])
def test_a_tree_deeper_than_the_stack_is_read_as_far_as_a_path_goes(folder: Path, depth: int, told: list[str]) -> None:
    dig(folder, depth)
    try:
        drafts, lines = found_in(folder)
    finally:
        # Python's own way of taking it away is recursive.
        subprocess.run(["rm", "-rf", str(folder / "d")], check=True)
    assert len(drafts) + len(told) == 2
    assert [words in line for words, line in zip(told, lines, strict=True)] == [True] * len(told)


@pytest.mark.usefixtures("little_memory")
def test_many_tiny_files_are_read_one_at_a_time(folder: Path) -> None:
    for number in range(TINY_FILES):
        (folder / f"{number:06}.txt").write_text(f"Words {number}.", encoding="utf-8")
    assert sum(isinstance(one, Draft) for one in read(folder, Given())) == TINY_FILES + 1


def test_a_nul_is_a_space_and_a_binary_is_refused(folder: Path) -> None:
    (folder / "a.txt").write_bytes(b"One\x00two.")
    (folder / "b.txt").write_bytes(bytes(range(32)) * 100)
    drafts, lines = found_in(folder)
    assert [draft.text for draft in drafts] == ["One two.", WORDS]
    assert len(lines) == 1


@pytest.mark.parametrize("suffix", ["md", "txt", "csv", "jsonl", "json", "rss"])
def test_a_very_long_line_is_read_or_told(folder: Path, suffix: str) -> None:
    line = "word " * (ONE_LINE // 5)
    whole = {
        "csv": f"text\n{line}\n",
        "jsonl": json.dumps({"text": line}),
        "json": json.dumps([{"text": line}]),
        "rss": f"<rss version='2.0'><channel><item><description>{line}</description></item></channel></rss>",
    }
    (folder / f"long.{suffix}").write_text(whole.get(suffix, line), encoding="utf-8")
    drafts, lines = found_in(folder)
    assert lines == []
    assert sorted(len(draft.text.strip()) for draft in drafts) == [len(WORDS), ONE_LINE - 1]


@pytest.mark.parametrize("deep", ["[" * 500_000, '{"a":' * 200_000, "[" * 500_000 + "]" * 500_000])
@pytest.mark.parametrize("suffix", ["json", "jsonl"])
def test_deeply_nested_json_is_one_line(folder: Path, suffix: str, deep: str) -> None:
    (folder / f"deep.{suffix}").write_text(deep, encoding="utf-8")
    (line,) = only_good(folder)
    assert f"deep.{suffix}" in line


def test_deeply_nested_markup_is_bounded(folder: Path) -> None:
    body = "<div>" * 100_000 + "Words." + "</div>" * 100_000
    feed = f"<rss version='2.0'><channel><item><description><![CDATA[{body}]]></description></item></channel></rss>"
    (folder / "deep.rss").write_text(feed, encoding="utf-8")
    drafts, lines = found_in(folder)
    assert len(drafts) + len(lines) == 2


@pytest.mark.usefixtures("little_memory")
def test_a_gzip_bomb_is_passed_over_a_line_at_a_time(folder: Path) -> None:
    with gzip.open(folder / "bomb.jsonl.gz", "wb", compresslevel=1) as out:
        for _ in range(BOMB):
            out.write(bytes(2**20))
        out.write(b"\n" + json.dumps({"text": "After the bomb."}).encode())
    drafts, lines = found_in(folder)
    assert [draft.text for draft in drafts] == ["After the bomb.", WORDS]
    assert [line.removeprefix(str(folder)) for line in lines] == [
        "/bomb.jsonl.gz, line 1: is over the limit of 32 MiB: split it"
    ]


@pytest.mark.usefixtures("little_memory")
def test_a_zip_bomb_is_told(folder: Path) -> None:
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as out:
        for name in ("a.txt", "b.txt"):
            with out.open(name, "w") as member:
                for _ in range(BOMB):
                    member.write(b" " * 2**20)
        out.writestr("c.txt", b"After the bomb.")
    drafts, lines = found_in(folder)
    assert [draft.text for draft in drafts] == ["After the bomb.", WORDS]
    assert ["over the limit" in line for line in lines] == [True, True]


@pytest.mark.parametrize("suffix", ["rss", "xml", "atom"])
def test_an_external_entity_is_never_opened(folder: Path, suffix: str) -> None:
    secret = folder.parent / "secret"
    secret.write_text("Secret words.", encoding="utf-8")
    feed = f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY x SYSTEM "file://{secret}">]>
    <rss version="2.0"><channel><item><guid>a</guid><description>&x;</description></item></channel></rss>"""
    (folder / f"f.{suffix}").write_text(feed, encoding="utf-8")
    (line,) = only_good(folder)
    assert "declares entities of its own" in line
    assert "Secret" not in line
