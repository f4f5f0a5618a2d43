"""What a site's answer is: a document, nothing new, or why there is none."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit
from zoneinfo import ZoneInfo

import httpx

from corpus.document import Document
from corpus.errors import FetchError
from corpus.record.fetches import Validators
from corpus.web.addresses import Target

_OK, _NOT_MODIFIED = 200, 304
_GONE = frozenset({404, 410})
_PIECE = 64 * 1024
_GZIP = 31  # as zlib counts its window
_SAID = {
    401: "the page asks for a password: save it and add the file",
    403: "the site does not let programs read it (HTTP 403): save the page and add the file",
    404: "there is no such page (HTTP 404): check the address",
    410: "the page was taken down for good (HTTP 410): `onrecord withdraw ID` marks a statement that was on it",
    429: "the site asks for fewer requests (HTTP 429): try again later, or set ONRECORD_PAUSE higher",
    451: "the page is withheld for legal reasons (HTTP 451)",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave: the document, and what to ask with whether it has changed."""

    document: Document
    validators: Validators


@dataclass(frozen=True, slots=True)
class NotModified:
    """The address has not changed since it was last read."""


class GoneError(FetchError):
    """There is nothing at the address, or not any more (HTTP 404, 410)."""


class PassingError(Exception):
    """Something that may pass; ``wait`` is what the server asks to wait, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def unpacked(response: httpx.Response) -> Iterator[bytes]:
    """Give the body a bounded piece at a time: httpx would unpack at once, and packed twice, without any bound."""
    unpacker = zlib.decompressobj(_GZIP) if response.headers.get("Content-Encoding", "").lower() == "gzip" else None
    begun = False
    for chunk in response.iter_raw():
        if unpacker is None:
            yield chunk
            continue
        rest, begun = chunk, True
        while rest and not unpacker.eof:
            yield unpacker.decompress(rest, _PIECE)
            rest = unpacker.unconsumed_tail
    if unpacker is not None and begun:
        yield unpacker.flush()
        if not unpacker.eof:
            raise PassingError("the answer was cut off or broken")


def _name(response: httpx.Response, url: str) -> str:
    """Return the name of the file as the server gives it, else the last part of its address."""
    head = Message()
    head["Content-Disposition"] = response.headers.get("Content-Disposition", "")
    name = (head.get_filename() or "").strip('" ').replace("\\", "/")
    return PurePosixPath(name).name or unquote(PurePosixPath(urlsplit(url).path).name)


def meaning(target: Target, error: Exception) -> FetchError | PassingError:
    """Return what ``error``, of the client, means: whether it may pass, or what would help."""
    if isinstance(error, httpx.TimeoutException):
        return PassingError("the site does not answer in time")
    if isinstance(error, httpx.RemoteProtocolError):
        if "location header" not in str(error):
            return PassingError("the answer was cut off or broken")
        return FetchError(target.url, "is redirected to what is no address: check it in a browser")
    if isinstance(error, httpx.TransportError) and "CERTIFICATE" not in str(error).upper():
        return PassingError("no connection to the site")
    reason = "is no address that can be read: check it"
    if isinstance(error, httpx.TransportError):
        reason = "its certificate is not valid, so it may be anybody's page: check it"
    elif isinstance(error, zlib.error):
        reason = "its compression is broken: save the page and add the file"
    return FetchError(target.url, reason)


def received(
    source: str, target: Target, response: httpx.Response, body: bytes, *, zone: ZoneInfo | None, asked: bool
) -> Fetched | NotModified:
    """Return what the ``response`` of ``target`` with its ``body`` gave of the address ``source``.

    ``zone`` is where the institution's days begin and end; ``asked`` whether only what is new was asked for.

    :raises FetchError: when it gave no document; :class:`GoneError` when there is nothing at the address.
    """
    status = response.status_code
    if status == _NOT_MODIFIED and asked:
        return NotModified()
    if status != _OK:
        raise (GoneError if status in _GONE else FetchError)(
            source, _SAID.get(status, f"the site answers with HTTP {status}: check the address in a browser")
        )
    if not body.strip():
        raise FetchError(source, "is empty: check the address in a browser")
    media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower() or None
    document = Document(
        body,
        source,
        _name(response, target.url),
        media_type=media_type,
        charset=response.charset_encoding,
        address=target.url,
        zone=zone,
    )
    return Fetched(document, Validators(response.headers.get("ETag"), response.headers.get("Last-Modified")))
