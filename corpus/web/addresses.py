"""Addresses that may be opened: of the web, and not of this machine or its network (server-side request forgery).

What is asked is resolved once, every answer is judged, and the connection goes to the judged number itself: a name that
resolves to another number a moment later gains nothing.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit, urlunsplit

from corpus.errors import FetchError

Number = ipaddress.IPv4Address | ipaddress.IPv6Address

_PORTS = {"http": 80, "https": 443}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOW_32 = 0xFFFFFFFF
# What the library takes for public, in some of its versions: relays of old, protocols' own, documentation.
_SPECIAL = tuple(map(ipaddress.ip_network, ("192.0.0.0/24", "192.88.99.0/24", "fec0::/10", "3fff::/20")))
_LOGIN = re.compile(r"(?<=//)[^/?#]*@")


@dataclass(frozen=True, slots=True)
class Target:
    """An address and the number its host stands for: where to connect, and as whom."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    number: Number

    @property
    def origin(self) -> str:
        """The scheme, host and port, which share one robots.txt and one pace."""
        return f"{self.scheme}://{self.netloc}"

    @property
    def netloc(self) -> str:
        """The host, with the port unless it is the usual one, as the ``Host`` header has it."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def connection(self) -> str:
        """The address to connect to, with the number in the place of the name."""
        number = f"[{self.number}]" if self.number.version == 6 else str(self.number)  # noqa: PLR2004 - IPv6
        return f"{self.scheme}://{number}:{self.port}{self.path}"


def shown(url: str) -> str:
    """Return ``url`` as a line may show it: without the name and password that it may carry."""
    return _LOGIN.sub("", url)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        raise FetchError(shown(url), "is no address that can be read: check it") from None
    if parts.scheme.lower() not in _PORTS:
        raise FetchError(shown(url), "is not an address of the web: give one that begins with https:// or http://")
    if "@" in parts.netloc:
        raise FetchError(shown(url), "carries a name or password, which would be kept in the record: give it without")
    if not parts.hostname:
        raise FetchError(url, "names no host: check it")
    return parts


def normal(url: str) -> str:
    """Return ``url`` in the form in which it is recorded: host in lower case, without a fragment or the usual port.

    :raises FetchError: when it is no address of the web, or carries a password.
    """
    parts = _parts(url)
    scheme, host = parts.scheme.lower(), (parts.hostname or "").rstrip(".")
    host = f"[{host}]" if ":" in host else host
    netloc = host if parts.port in {None, _PORTS[scheme]} else f"{host}:{parts.port}"
    return urlunsplit((scheme, netloc, parts.path or "/", parts.query, ""))


def is_public(number: Number) -> bool:
    """Return whether ``number`` is one of the internet at large; what it carries inside (IPv4 in IPv6) counts too."""
    if isinstance(number, ipaddress.IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo[1] if number.teredo else None)
        if number in _NAT64:
            inner = ipaddress.IPv4Address(int(number) & _LOW_32)
        if inner is not None:
            return is_public(inner)
    special = any(number in network for network in _SPECIAL)
    return number.is_global and not number.is_multicast and not number.is_reserved and not special


def _resolved(host: str, port: int, url: str) -> list[Number]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]
    except (OSError, UnicodeError, ValueError):
        raise FetchError(
            url, f"the host {host} is not found: check the address, and this machine's connection"
        ) from None


def resolve(url: str, *, allow_private: bool = False) -> Target:
    """Return where ``url`` is to be read from.

    :raises FetchError: when it is no address of the web, its host is not found, or any of its numbers is of this
        machine or of a private network and ``allow_private`` is false.
    """
    parts = urlsplit(normal(url))
    scheme, host = parts.scheme, parts.hostname or ""
    try:
        ascii_host = host if ":" in host else host.encode("idna").decode() if not host.isascii() else host
    except UnicodeError:
        raise FetchError(url, f"the host {host} is no name that exists: check the address") from None
    port = parts.port or _PORTS[scheme]
    numbers = _resolved(ascii_host, port, url)
    if not allow_private and not all(map(is_public, numbers)):
        raise FetchError(
            url, f"the host {host} is on this machine or a private network: ONRECORD_PRIVATE_ADDRESSES=true allows it"
        )
    path = urlunsplit(("", "", parts.path or "/", parts.query, ""))
    return Target(normal(url), scheme, ascii_host, port, path, numbers[0])
