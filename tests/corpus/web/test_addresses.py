"""Addresses: what may be opened, whatever its spelling."""

from __future__ import annotations

import ipaddress
import socket
from pathlib import Path

import pytest

from corpus.errors import FetchError
from corpus.web.addresses import is_public, normal, resolve
from corpus.web.fetch import Fetched, Fetcher
from tests.corpus.web import webserver

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",  # noqa: S104 - judged, not bound
    "224.0.0.1",
    "255.255.255.255", "198.18.0.1", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "::ffff:127.0.0.1",
    "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1", "::7f00:1", "64:ff9b:1::7f00:1",
    "2001:0:4136:e378:8000:63bf:80ff:fffe", "fec0::1", "192.88.99.1", "192.0.0.8", "3fff::1", "::ffff:0:7f00:1",
]  # fmt: skip


@pytest.mark.parametrize("number", PRIVATE)
def test_numbers_of_this_machine_and_its_network_are_not_public(number: str) -> None:
    assert not is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize("number", ["93.184.215.14", "8.8.8.8", "2606:4700:4700::1111", "64:ff9b::808:808"])
def test_numbers_of_the_internet_are(number: str) -> None:
    assert is_public(ipaddress.ip_address(number))


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://127.1/", "http://2130706433/", "http://0x7f.1/", "http://017700000001/", "http://localhost./",
     "http://[::1]/", "http://[::ffff:127.0.0.1]/", "http://0/"],
)  # fmt: skip
def test_every_spelling_of_this_machine_is_refused(url: str) -> None:
    with pytest.raises(FetchError):
        resolve(url)


def test_one_private_number_among_several_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, 1, 6, "", (number, 443)) for number in ("93.184.215.14", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)
    with pytest.raises(FetchError, match="private network"):
        resolve("https://both.example/")
    assert resolve("https://both.example/", allow_private=True).connection == "https://93.184.215.14:443/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTPS://Example.ORG:443/A?b=1#c", "https://example.org/A?b=1"),
        ("http://example.org", "http://example.org/"),
        ("http://example.org.:8080/x", "http://example.org:8080/x"),
        ("http://[2001:DB8::1]/x", "http://[2001:db8::1]/x"),
    ],
)
def test_an_address_has_one_form(url: str, expected: str) -> None:
    assert normal(url) == expected
    assert normal(expected) == expected


@pytest.mark.parametrize(
    ("url", "line"),
    [
        ("ftp://example.org/a", "is not an address of the web"),
        ("javascript:alert(1)", "is not an address of the web"),
        ("https://user:secret@example.org/", "carries a name or password"),
        ("https://@example.org/", "carries a name or password"),
        ("ftp://user:secret@example.org/", "is not an address of the web"),
        ("https://user:secret@example.org:port/", "is no address that can be read"),
        ("https://user:secret@[::1/", "is no address that can be read"),
        ("https:///a", "names no host"),
        ("https://example.org:port/", "is no address that can be read"),
        ("https://[::1/", "is no address that can be read"),
        ("https://no-such-host.invalid/", "is not found"),
    ],
)
def test_what_is_no_address_is_told(url: str, line: str) -> None:
    with pytest.raises(FetchError, match=line) as raised:
        resolve(url)
    assert "secret" not in str(raised.value)


def test_the_certificate_is_that_of_the_name_and_not_of_the_number(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    theirs, ours = webserver.certified(tmp_path, "right.example")
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda _host, *args, **more: real("127.0.0.1", *args, **more))
    with (
        webserver.serving(theirs) as server,
        Fetcher(allow_private=True, pause=0, tries=1, sleep=lambda _: None, verify=ours) as fetcher,
    ):
        server.answers["/a"] = webserver.page()
        right = f"https://right.example:{server.server_port}/a"
        found = fetcher.fetch(right)
        assert isinstance(found, Fetched)
        assert found.document.address == right
        assert server.asked[-1][1]["Host"] == f"right.example:{server.server_port}"
        for host in ("wrong.example", "127.0.0.1"):
            with pytest.raises(FetchError, match="its certificate is not valid"):
                fetcher.fetch(f"https://{host}:{server.server_port}/a")
        assert len(server.asked) == 2
