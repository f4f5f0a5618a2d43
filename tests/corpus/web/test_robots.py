"""What a site's robots.txt allows: kept to, bounded, and not kept for ever."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corpus.errors import FetchError
from corpus.web.fetch import Fetcher
from corpus.web.robots import Answer, Robots
from tests.corpus.web import webserver
from tests.corpus.web.webserver import Server, elsewhere, page, status

SITE = "https://site.example"
RULES = b"""User-agent: OnRecord
Disallow: /secret
Crawl-delay: 7

User-agent: *
Disallow: /
"""


def robots(*answers: Answer) -> tuple[Robots, list[str], list[float]]:
    """Return robots that are answered in turn, the addresses they ask, and the clock, as a list of one."""
    asked: list[str] = []
    clock = [0.0]

    def ask(url: str) -> Answer:
        asked.append(url)
        return answers[min(len(asked), len(answers)) - 1]

    return Robots(ask, lambda: clock[0]), asked, clock


def test_the_group_with_our_name_counts() -> None:
    rules, asked, _ = robots(Answer(200, RULES))
    assert rules.check(SITE, f"{SITE}/news") == 7
    with pytest.raises(FetchError, match="save the page and add the file"):
        rules.check(SITE, f"{SITE}/secret/a")
    assert asked == [f"{SITE}/robots.txt"]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410])
def test_a_site_without_one_allows_everything(status: int) -> None:
    rules, _, _ = robots(Answer(status, b"User-agent: *\nDisallow: /"))
    assert rules.check(SITE, f"{SITE}/news") is None


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_site_that_cannot_say_is_asked_again_next_time(status: int) -> None:
    rules, asked, _ = robots(Answer(status, b""), Answer(404, b""))
    with pytest.raises(FetchError, match=rf"HTTP {status}\): try again later"):
        rules.check(SITE, f"{SITE}/news")
    assert rules.check(SITE, f"{SITE}/news") is None
    assert len(asked) == 2


def test_what_a_site_said_holds_for_a_day() -> None:
    rules, asked, clock = robots(Answer(200, b""), Answer(200, b"User-agent: *\nDisallow: /"))
    rules.check(SITE, f"{SITE}/a")
    clock[0] = 86_399
    rules.check(SITE, f"{SITE}/a")
    assert len(asked) == 1
    clock[0] = 86_400
    with pytest.raises(FetchError, match="does not allow it"):
        rules.check(SITE, f"{SITE}/a")


def test_sites_are_told_apart() -> None:
    rules, asked, _ = robots(Answer(200, b"User-agent: *\nDisallow: /"), Answer(404, b""))
    with pytest.raises(FetchError):
        rules.check(SITE, f"{SITE}/a")
    rules.check(f"{SITE}:8443", f"{SITE}:8443/a")
    assert asked == [f"{SITE}/robots.txt", f"{SITE}:8443/robots.txt"]


@pytest.mark.parametrize(("said", "delay"), [("600", 30), ("0.5", 0.5), ("nan", None), ("-5", None), ("soon", None)])
def test_a_delay_is_bounded(said: str, delay: float | None) -> None:
    rules, _, _ = robots(Answer(200, f"User-agent: *\nCrawl-delay: {said}\nDisallow: /secret".encode()))
    assert rules.check(SITE, f"{SITE}/a") == delay


@pytest.mark.parametrize(
    "body",
    [
        b"\x00\x01\x02Disallow: /",
        b"<!doctype html><html><body>Not found</body></html>",
        b"\xff\xfeD\x00",
        b"Disallow",
        b"#" * 600_000 + b"\nUser-agent: *\nDisallow: /",
    ],
)
def test_what_is_no_robots_txt_forbids_nothing(body: bytes) -> None:
    rules, _, _ = robots(Answer(200, body))
    assert rules.check(SITE, f"{SITE}/a") is None


@pytest.fixture
def server() -> Iterator[Server]:
    with webserver.serving() as running:
        yield running


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    with Fetcher(allow_private=True, pause=0, tries=2, sleep=lambda _: None) as opened:
        yield opened


def test_robots_txt_is_kept_to_and_read_once(server: Server, fetcher: Fetcher) -> None:
    rules = b"User-agent: *\nDisallow: /private\nDisallow: /*.pdf$\nAllow: /\n"
    server.answers |= {"/robots.txt": page(rules), "/a": page(), "/private/b": page(), "/c.pdf": page()}
    fetcher.fetch(f"{server.address}/a")
    for path in ("/private/b", "/c.pdf"):
        with pytest.raises(FetchError, match=r"robots\.txt does not allow it"):
            fetcher.fetch(f"{server.address}{path}")
    assert [path for path, _ in server.asked] == ["/robots.txt", "/a"]


def test_a_redirect_to_what_is_not_allowed_is_not_followed(server: Server, fetcher: Fetcher) -> None:
    server.answers |= {"/robots.txt": page(b"User-agent: *\nDisallow: /b"), "/a": elsewhere("/b"), "/b": page()}
    with pytest.raises(FetchError, match="does not allow it"):
        fetcher.fetch(f"{server.address}/a")
    assert server.paths() == ["/a"]


def test_a_site_that_cannot_say_what_it_allows_is_left_alone(server: Server, fetcher: Fetcher) -> None:
    server.answers |= {"/robots.txt": status(503), "/a": page()}
    with pytest.raises(FetchError, match=r"cannot give its robots\.txt now"):
        fetcher.fetch(f"{server.address}/a")
    assert server.paths() == []
