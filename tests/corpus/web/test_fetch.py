"""Reading the web: each way in which a site misbehaves is one line, and nothing of this machine's network is opened."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import FetchError
from corpus.web.fetch import Fetched, Fetcher, GoneError, NotModified, Validators
from tests.corpus.web import webserver
from tests.corpus.web.webserver import PAGE, Server, elsewhere, in_turn, lying, page, raw, status, tagged


@pytest.fixture
def server() -> Iterator[Server]:
    with webserver.serving() as running:
        yield running


@pytest.fixture
def slept() -> list[float]:
    return []


@pytest.fixture
def fetcher(slept: list[float]) -> Iterator[Fetcher]:
    with Fetcher(allow_private=True, pause=0, deadline=0.5, limit=1_000_000, sleep=slept.append) as opened:
        yield opened


def fetched(fetcher: Fetcher, url: str) -> Fetched:
    found = fetcher.fetch(url)
    assert isinstance(found, Fetched)
    return found


def test_a_page_is_a_document_with_its_facts(server: Server, fetcher: Fetcher) -> None:
    server.answers["/news/a%20b.html"] = page(Content_Type="Text/HTML; Charset=Windows-1256", ETag='"7"')
    found = fetched(fetcher, f"{server.address}/news/a%20b.html?x=1#part")
    document = found.document
    assert document.raw() == PAGE
    assert document.source == document.address == f"{server.address}/news/a%20b.html?x=1"
    assert (document.name, document.media_type) == ("a b.html", "text/html")
    assert (document.charset or "").lower() == "windows-1256"
    assert found.validators == Validators('"7"', None)
    agent = dict(server.asked)["/news/a%20b.html?x=1"]["User-Agent"]
    assert agent.startswith("OnRecord")


def test_what_has_not_changed_is_not_sent_again(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = tagged()
    first = fetched(fetcher, f"{server.address}/a")
    assert isinstance(fetcher.fetch(f"{server.address}/a", first.validators), NotModified)
    assert isinstance(fetcher.fetch(f"{server.address}/a", Validators('"old"', None)), Fetched)
    assert server.asked[-2][1]["If-Modified-Since"] == "Mon, 03 Jun 2024 10:00:00 GMT"


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        (status(401), "asks for a password"),
        (status(403), "does not let programs read it"),
        (status(404), "there is no such page"),
        (status(410), "onrecord withdraw ID"),
        (status(418), "HTTP 418"),
        (status(503), "the site has trouble (HTTP 503), 3 times: try again later"),
        (status(429), "HTTP 429"),
        (page(b" \n"), "is empty"),
        (status(204), "HTTP 204"),
        (lying(100), "was cut off or broken, 3 times"),
        (
            raw(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n"),
            "cut off or broken",
        ),
        (raw(b"nonsense\r\n\r\n"), "cut off or broken"),
        (raw(b""), "cut off or broken"),
        (raw(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 60_000 + b"\r\n"), "cut off or broken"),
        (page(b"not gzip", Content_Encoding="gzip"), "its compression is broken"),
        (webserver.bomb, "is over the limit of 0.954 MiB"),
        (webserver.nested, "is compressed as gzip, gzip, not as asked"),
        (page(Content_Encoding="br"), "is compressed as br, not as asked"),
        (webserver.halved, "was cut off or broken, 3 times"),
        (status(304), "HTTP 304"),
        (page(b"a" * 1_000_001), "is over the limit"),
        (webserver.dripping, "sends too slowly, 3 times"),
        (webserver.dripping_head, "sends too slowly, 3 times"),
        (elsewhere("/a"), "in a circle"),
        (elsewhere("ftp://example.org/a"), "is not an address of the web"),
        (elsewhere("file:///etc/passwd"), "is not an address of the web"),
        (elsewhere("http://user:secret@127.0.0.1/"), "which carries a name or password"),
        (elsewhere("http://user:secret@127.0.0.1:port/"), "redirected to what is no address"),
        (elsewhere("http://user:secret@["), "which is no address"),
    ],
)
def test_a_site_that_misbehaves_is_one_line(
    server: Server, fetcher: Fetcher, answer: webserver.Answer, line: str
) -> None:
    server.answers["/a"] = answer
    with pytest.raises(FetchError) as raised:
        fetcher.fetch(f"{server.address}/a")
    assert line in str(raised.value)
    assert "\n" not in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_length_that_is_too_short_is_what_counts(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = lying(20)
    assert fetched(fetcher, f"{server.address}/a").document.raw() == PAGE[:20]


def test_a_site_that_sends_nothing_is_not_waited_for(server: Server, slept: list[float]) -> None:
    server.answers["/a"] = webserver.silent
    with Fetcher(allow_private=True, pause=0, sleep=slept.append) as fetcher:
        fetcher._client.timeout = httpx.Timeout(0.2)
        with pytest.raises(FetchError, match="does not answer in time, 3 times"):
            fetcher.fetch(f"{server.address}/a")


def test_no_connection_is_one_line(fetcher: Fetcher, slept: list[float]) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    with pytest.raises(FetchError, match="no connection to the site, 3 times"):
        fetcher.fetch(f"http://127.0.0.1:{port}/")
    assert len(slept) == 2
    assert slept[1] > slept[0]


def test_trouble_that_passes_is_waited_out(server: Server, fetcher: Fetcher, slept: list[float]) -> None:
    soon = format_datetime(datetime.now(UTC) + timedelta(seconds=30))
    server.answers["/a"] = in_turn(status(503, Retry_After="7"), status(429, Retry_After=soon), page())
    assert fetched(fetcher, f"{server.address}/a").document.raw() == PAGE
    assert slept[0] == 7
    assert 20 < slept[1] <= 30


@pytest.mark.parametrize("asked", ["\xb2", "soon", "-1", "Mon, 03 Jun 2024 10:00:00 +99999999999999", "9" * 400])
def test_a_wait_that_is_nonsense_or_endless_is_not_kept_to(
    server: Server, fetcher: Fetcher, slept: list[float], asked: str
) -> None:
    server.answers["/a"] = in_turn(status(503, Retry_After=asked), page())
    assert fetched(fetcher, f"{server.address}/a").document.raw() == PAGE
    assert 0 < slept[0] <= 60


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ('attachment; filename="Speech of May.docx"', "Speech of May.docx"),
        ("attachment; filename*=UTF-8''d%C3%A9claration.pdf", "déclaration.pdf"),
        ('attachment; filename="../../etc/passwd.txt"', "passwd.txt"),
        ('attachment; filename="C:\\\\a\\\\b.pdf"', "b.pdf"),
        ("inline", "get.php"),
        ('attachment; filename="', "get.php"),
    ],
)
def test_the_server_may_name_the_file(server: Server, fetcher: Fetcher, said: str, name: str) -> None:
    server.answers["/get.php"] = page(Content_Disposition=said)
    assert fetched(fetcher, f"{server.address}/get.php?id=5").document.name == name


URL = st.from_regex(r"https?://[a\[\]@:%0-9.]{0,12}(/[ -~]{0,8})?", fullmatch=True)
HEADERS = ["Location", "Retry-After", "Content-Type", "Content-Disposition", "Content-Encoding", "ETag"]
ODD = st.text(st.characters(min_codepoint=32, max_codepoint=255, exclude_characters="\x7f"), max_size=60)


@given(st.sampled_from([200, 302, 304, 503]), st.dictionaries(st.sampled_from(HEADERS), ODD | URL, max_size=3))
def test_whatever_a_head_says_is_a_page_or_one_line(number: int, said: dict[str, str]) -> None:
    head = [(name.encode(), value.encode("latin-1")) for name, value in said.items()]

    def answer(request: httpx.Request) -> httpx.Response:
        at_robots = request.url.path == "/robots.txt"
        return httpx.Response(404 if at_robots else number, headers=head, stream=httpx.ByteStream(PAGE))

    def unknown(host: str, *_args: object, **_more: object) -> object:
        if host == "93.184.215.14":
            return [(socket.AF_INET, 1, 6, "", (host, 80))]
        raise socket.gaierror

    line = ""
    with pytest.MonkeyPatch.context() as patched, Fetcher(pause=0, tries=2, sleep=lambda _: None) as fetcher:
        patched.setattr(socket, "getaddrinfo", unknown)
        fetcher._client = httpx.Client(transport=httpx.MockTransport(answer))
        try:
            fetched(fetcher, "http://93.184.215.14/a")
        except FetchError as error:
            line = str(error)
    assert "\n" not in line


def test_a_page_that_is_gone_is_told_apart(server: Server, fetcher: Fetcher) -> None:
    server.answers["/a"] = status(410)
    for path in ("/a", "/never"):
        with pytest.raises(GoneError):
            fetcher.fetch(server.address + path)
    server.answers["/a"] = status(403)
    with pytest.raises(FetchError) as raised:
        fetcher.fetch(f"{server.address}/a")
    assert not isinstance(raised.value, GoneError)


def test_redirects_are_followed_and_the_page_keeps_both_addresses(server: Server, fetcher: Fetcher) -> None:
    server.answers |= {"/a": elsewhere("/b", 301), "/b": elsewhere(f"{server.address}/c"), "/c": page()}
    document = fetched(fetcher, f"{server.address}/a").document
    assert (document.source, document.address) == (f"{server.address}/a", f"{server.address}/c")


def test_redirects_without_end_are_told(server: Server, fetcher: Fetcher) -> None:
    server.answers |= {f"/{number}": elsewhere(f"/{number + 1}") for number in range(10)}
    with pytest.raises(FetchError, match="is redirected more than 5 times"):
        fetcher.fetch(f"{server.address}/0")
    assert server.paths() == [f"/{number}" for number in range(6)]


def test_a_private_address_is_not_opened_nor_one_that_leads_there(
    server: Server, slept: list[float], monkeypatch: pytest.MonkeyPatch
) -> None:
    real = socket.getaddrinfo

    def public(host: str, *args: object, **more: object) -> object:
        # A name of the web that leads to the server of this test.
        number = "93.184.215.14" if host == "public.example" else host
        return real(number, *args, **more)  # type: ignore[arg-type] # handed on as they came

    monkeypatch.setattr(socket, "getaddrinfo", public)
    with Fetcher(pause=0, tries=1, sleep=slept.append) as fetcher:
        with pytest.raises(FetchError, match="private network: ONRECORD_PRIVATE_ADDRESSES=true allows it"):
            fetcher.fetch(f"{server.address}/a")
        asked: list[str] = []

        def answer(request: httpx.Request) -> httpx.Response:
            asked.append(f"{request.url} {request.headers['Host']} {request.extensions.get('sni_hostname')}")
            if request.url.path == "/robots.txt":
                return httpx.Response(404, stream=httpx.ByteStream(b""))
            to = {"Location": f"{server.address}/a"}
            return httpx.Response(302, headers=to, stream=httpx.ByteStream(b""))

        fetcher._client = httpx.Client(transport=httpx.MockTransport(answer))
        with pytest.raises(FetchError, match="private network"):
            fetcher.fetch("http://public.example/page")
    # The number that was judged is what is connected to, under the name that was asked for.
    assert asked[-1] == "http://93.184.215.14/page public.example None"
    assert server.asked == []


def test_https_does_not_lead_to_plain_http(slept: list[float]) -> None:
    with Fetcher(allow_private=True, pause=0, sleep=slept.append) as fetcher:

        def answer(request: httpx.Request) -> httpx.Response:
            number = 404 if "robots" in str(request.url) else 301
            to = {"Location": "http://127.0.0.1/b"}
            return httpx.Response(number, headers=to, stream=httpx.ByteStream(b""))

        fetcher._client = httpx.Client(transport=httpx.MockTransport(answer))
        with pytest.raises(FetchError, match="from https to plain http"):
            fetcher.fetch("https://127.0.0.1/a")


def test_requests_to_one_site_keep_apart(server: Server, slept: list[float]) -> None:
    server.answers |= {"/robots.txt": page(b"User-agent: *\nCrawl-delay: 5"), "/a": page(), "/b": page()}
    with Fetcher(allow_private=True, pause=2, sleep=slept.append) as fetcher:
        for path in ("/a", "/b", "/a"):
            fetched(fetcher, server.address + path)
    # The clock stands still here: each wait is counted from the beginning, the first one after robots.txt itself.
    assert [round(seconds) for seconds in slept] == [2, 7, 12]


def test_a_try_again_keeps_the_pace_too(server: Server, slept: list[float]) -> None:
    server.answers["/a"] = in_turn(status(503, Retry_After="0"), page())
    with Fetcher(allow_private=True, pause=2, sleep=slept.append) as fetcher:
        fetched(fetcher, f"{server.address}/a")
    assert [round(seconds) for seconds in slept] == [2, 0, 4]
