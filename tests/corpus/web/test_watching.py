"""Watching: what is new is recorded once, what has not changed is not asked for again, and trouble stops nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from corpus.archive import Archive
from corpus.errors import ArchiveError, SourceError
from corpus.record.recording import Outcome
from corpus.statement import Provenance
from corpus.web.fetch import Fetcher
from corpus.web.watching import Watcher
from tests.corpus.web import webserver
from tests.corpus.web.webserver import Server, page, status, tagged

WORDS = "The Council reaffirmed its support for the people of the country and called for a lasting ceasefire. " * 6
ARTICLE = """<!doctype html><html lang="en"><head><title>On the page</title></head><body><nav>Home</nav>
<article><h1>On the page</h1><p>{words}</p><p>{words}</p></article></body></html>"""
FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>News</title><link>{address}</link>{items}
</channel></rss>"""
SUMMARY = """<item><guid>{number}</guid><title>Item {number}</title><link>{address}/items/{number}</link>
<pubDate>Mon, 03 Jun 2024 12:00:00 +0300</pubDate><description>In short.</description></item>"""
ADDED, REVISED = Outcome.ADDED, Outcome.REVISED


@pytest.fixture
def server() -> Iterator[Server]:
    with webserver.serving() as running:
        yield running


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive(tmp_path / "data", create=True) as opened:
        yield opened


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(allow_private=True, pause=0, tries=1, sleep=lambda _: None) as opened:
        yield opened


def article(number: int) -> bytes:
    return ARTICLE.format(words=f"{number}. {WORDS}").encode()


def feed(server: Server, *numbers: int, tag: str) -> None:
    items = "".join(SUMMARY.format(number=number, address=server.address) for number in numbers)
    server.answers["/feed"] = tagged(FEED.format(address=server.address, items=items).encode(), tag)


def test_the_pages_behind_a_feed_are_read_once(
    server: Server, archive: Archive, fetcher: Fetcher, told: list[str]
) -> None:
    feed(server, 1, 2, tag='"a"')
    server.answers |= {f"/items/{number}": page(article(number)) for number in (1, 2, 3)}
    watcher = Watcher([f"{server.address}/feed"], archive, fetcher, tell=lambda one: told.append(str(one)))
    assert watcher.round() == [ADDED, ADDED]
    statement = next(one for one in archive.statements() if one.title == "Item 1")
    assert statement.date.source is Provenance.GIVEN
    assert statement.url == f"{server.address}/items/1"
    assert statement.revision.text.startswith("1. The Council") or "1. The Council" in statement.revision.text
    server.asked.clear()
    assert watcher.round() == []
    assert server.paths() == ["/feed"]
    feed(server, 1, 2, 3, tag='"b"')
    assert watcher.round() == [ADDED]
    assert server.paths() == ["/feed", "/feed", "/items/3"]
    assert told == []
    assert archive.count() == 3


def test_a_page_that_changes_is_a_new_wording(server: Server, archive: Archive, fetcher: Fetcher) -> None:
    server.answers["/a"] = tagged(article(1), '"1"')
    watcher = Watcher([f"{server.address}/a"], archive, fetcher, tell=lambda _: None)
    assert watcher.round() == [ADDED]
    server.answers["/a"] = tagged(article(2), '"2"')
    assert watcher.round() == [REVISED]
    (statement,) = archive.statements()
    assert len(archive.revisions(statement.id)) == 2


def test_what_is_not_on_record_yet_is_asked_for_again(
    server: Server, archive: Archive, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.answers["/a"] = tagged(article(1), '"1"')
    watcher = Watcher([f"{server.address}/a"], archive, fetcher, tell=lambda _: None)

    def full(_drafts: object) -> list[Outcome]:
        raise ArchiveError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(Archive, "record", lambda _self, drafts: full(drafts))
        with pytest.raises(ArchiveError):
            watcher.round()
    assert watcher.round() == [ADDED]


def test_a_page_that_is_down_keeps_the_feed_to_be_read_again(
    server: Server, archive: Archive, fetcher: Fetcher, told: list[str]
) -> None:
    feed(server, 1, 2, tag='"a"')
    server.answers |= {"/items/1": page(article(1)), "/items/2": status(404)}
    now = 0.0
    places = [f"{server.address}/feed"]
    watcher = Watcher(places, archive, fetcher, tell=lambda one: told.append(str(one)), every=10, clock=lambda: now)
    assert watcher.round() == [ADDED]
    assert "there is no such page" in told[0]
    server.answers["/items/2"] = page(article(2))
    now = 10
    assert watcher.round() == []  # such a page rests as a place does that fails
    assert len(told) == 1
    now = 20
    assert watcher.round() == [ADDED]
    server.asked.clear()
    now = 30
    assert watcher.round() == []
    assert server.paths() == ["/feed"]


def test_a_feed_that_leads_to_itself_or_to_another_feed_ends(
    server: Server, archive: Archive, fetcher: Fetcher, told: list[str]
) -> None:
    def leading(to: str) -> webserver.Answer:
        item = f"<item><guid>{to}</guid><title>On</title><link>{server.address}{to}</link></item>"
        return tagged(FEED.format(address=server.address, items=item).encode(), '"f"')

    server.answers |= {"/feed": leading("/feed"), "/first": leading("/second"), "/second": leading("/items/1")}
    server.answers["/items/1"] = page(article(1))
    places = [f"{server.address}{path}" for path in ("/feed", "/first", "/second")]
    watcher = Watcher(places, archive, fetcher, tell=lambda one: told.append(str(one)))
    # What was only passed by is not taken for read: the second feed gives its item when its turn comes.
    assert watcher.round() == [ADDED]
    assert [path for path in server.paths() if path == "/feed"] == ["/feed", "/feed"]
    assert [line.partition(": ")[0] for line in told] == [f"{server.address}/feed", f"{server.address}/second"]
    assert all("watch it by itself" in line for line in told)


@pytest.mark.parametrize("number", [404, 410])
def test_a_page_that_was_read_and_is_gone_may_be_withdrawn(
    server: Server, archive: Archive, fetcher: Fetcher, told: list[str], number: int
) -> None:
    server.answers["/a"] = page(article(1))
    watcher = Watcher([f"{server.address}/a"], archive, fetcher, tell=lambda one: told.append(str(one)))
    assert watcher.round() == [ADDED]
    server.answers["/a"] = status(number)
    assert watcher.round() == []
    assert "was read before and is gone" in told[0]
    assert "`onrecord withdraw ID`" in told[0]
    assert [one.withdrawn for one in archive.statements()] == [None]


def test_a_place_that_fails_rests_longer_each_time_and_stops_no_other(
    server: Server, archive: Archive, fetcher: Fetcher, told: list[str]
) -> None:
    now = 0.0
    server.answers |= {"/down": status(404), "/up": page(article(1))}
    places = [f"{server.address}/down", f"{server.address}/up"]
    watcher = Watcher(places, archive, fetcher, tell=lambda one: told.append(str(one)), every=10, clock=lambda: now)
    looked = []
    for _ in range(12):
        server.asked.clear()
        watcher.round()
        looked.append("/down" in server.paths())
        assert "/up" in server.paths()
        now += 10
    assert looked == [True, False, True, False, False, False, True, False, False, False, False, False]
    assert len(told) == 3


def test_a_folder_is_read_again_where_it_changed(
    archive: Archive, fetcher: Fetcher, tmp_path: Path, told: list[str]
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("The first words.", encoding="utf-8")
    (folder / "b.txt").write_text("", encoding="utf-8")
    watcher = Watcher([str(folder)], archive, fetcher, tell=lambda one: told.append(str(one)))
    assert watcher.round() == [ADDED]
    assert len(told) == 1
    assert watcher.round() == []
    assert len(told) == 1
    (folder / "a.txt").write_text("The first words, corrected.", encoding="utf-8")
    os.utime(folder / "a.txt", (1, 1))
    (folder / "c.txt").write_text("Others.", encoding="utf-8")
    assert watcher.round() == [REVISED, ADDED]


def test_a_file_that_is_not_on_record_yet_is_read_again(
    archive: Archive, fetcher: Fetcher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text("Words.", encoding="utf-8")
    watcher = Watcher([str(tmp_path / "a.txt")], archive, fetcher, tell=lambda _: None)

    def full(_self: Archive, drafts: list[object]) -> list[Outcome]:
        raise ArchiveError(f"no room for {len(drafts)}")

    with monkeypatch.context() as patched:
        patched.setattr(Archive, "record", full)
        with pytest.raises(ArchiveError):
            watcher.round()
    assert watcher.round() == [ADDED]


def test_a_folder_that_is_gone_is_a_line_and_rests(archive: Archive, fetcher: Fetcher, told: list[str]) -> None:
    def tell(problem: SourceError) -> None:
        told.append(str(problem))

    watcher = Watcher(["/nowhere/at/all"], archive, fetcher, tell=tell, every=10, clock=lambda: 0.0)
    assert watcher.round() == watcher.round() == []
    assert len(told) == 1
    assert "cannot be read" in told[0]


def test_a_round_that_is_stopped_ends_after_the_page_at_hand_and_loses_nothing(
    server: Server, archive: Archive, fetcher: Fetcher
) -> None:
    feed(server, 1, 2, 3, tag='"a"')
    server.answers |= {f"/items/{number}": page(article(number)) for number in (1, 2, 3)}
    url = f"{server.address}/feed"
    watcher = Watcher([url], archive, fetcher, tell=lambda _: None, is_stopped=lambda: archive.count() > 0)
    assert watcher.round() == [ADDED]
    assert Watcher([url], archive, fetcher, tell=lambda _: None).round() == [ADDED, ADDED]


def test_a_page_corrected_behind_a_feed_that_does_not_change_is_read_again(
    server: Server, archive: Archive, fetcher: Fetcher, monkeypatch: pytest.MonkeyPatch
) -> None:
    feed(server, 1, tag='"a"')
    server.answers["/items/1"] = tagged(article(1), '"1"')
    url = f"{server.address}/feed"
    watcher = Watcher([url], archive, fetcher, tell=lambda _: None)
    assert watcher.round() == [ADDED]
    server.answers["/items/1"] = tagged(article(2), '"2"')
    assert watcher.round() == []  # a page is left alone for a day
    monkeypatch.setattr("corpus.web.watching._AGAIN", timedelta(0))
    server.asked.clear()
    assert watcher.round() == [REVISED]
    assert server.asked[-2][1]["If-None-Match"] == '"a"'
    # Another process knows nothing of the items, and asks for the whole feed once.
    server.answers["/items/1"] = tagged(article(3), '"3"')
    assert Watcher([url], archive, fetcher, tell=lambda _: None).round() == [REVISED]
