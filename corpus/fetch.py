"""Reading an address of the web: politely, within limits, and never one of this machine's own network.

Redirects are followed by hand, each judged like the first address (:mod:`corpus.addresses`, :mod:`corpus.robots`).
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import PurePosixPath
from types import TracebackType
from urllib.parse import unquote, urljoin, urlsplit
from zoneinfo import ZoneInfo

import httpx

from corpus.addresses import Target, normal, resolve
from corpus.document import LARGEST, Document
from corpus.errors import FetchError
from corpus.fetches import Validators
from corpus.pace import Pace
from corpus.robots import AGENT, Answer, Robots

__all__ = ["Fetched", "Fetcher", "NotModified", "Validators"]

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({429, 500, 502, 503, 504})
_OK, _NOT_MODIFIED = 200, 304
_LONGEST_WAIT = 60.0
_ACCEPT = "text/html, application/rss+xml, application/atom+xml, application/pdf;q=0.9, */*;q=0.8"
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


class _PassingError(Exception):
    """Something that may pass; ``wait`` is what the server asks to wait, in seconds."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


def _agent() -> str:
    try:
        return f"{AGENT}/{version('onrecord')} (archive of official statements)"
    except PackageNotFoundError:
        return AGENT


def _asked_wait(response: httpx.Response) -> float | None:
    value = response.headers.get("Retry-After", "").strip()
    if value.isdigit():
        return min(float(value), _LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(value)
        return min(max((until - datetime.now(UTC)).total_seconds(), 0.0), _LONGEST_WAIT)
    except (ValueError, TypeError):
        return None


def _conditions(validators: Validators | None) -> dict[str, str]:
    """Return the headers that ask only for what is not as it was."""
    etag, modified = (validators.etag, validators.last_modified) if validators else (None, None)
    return {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}


class Fetcher:
    """Reads addresses with one HTTP client; a context manager.

    ``pause``: seconds between two requests to one site. ``deadline``: seconds that one answer may take in all.
    ``limit``: bytes of a body as it comes out. ``tries``: attempts at what may pass (no connection, HTTP 429 or 5xx).
    ``zone``: where the institution's days begin and end. ``sleep``: :func:`time.sleep`, but for tests.
    """

    def __init__(
        self,
        *,
        allow_private: bool = False,
        pause: float = 1.0,
        deadline: float = 60.0,
        limit: int = LARGEST,
        tries: int = 3,
        zone: ZoneInfo | None = None,
        sleep: Callable[[float], None] = time.sleep,
        verify: bool | str = True,
    ) -> None:
        self._allow_private, self._deadline, self._limit, self._tries, self._zone = (
            allow_private,
            deadline,
            limit,
            tries,
            zone,
        )
        self._sleep = sleep
        self._pace = Pace(pause, time.monotonic, sleep)
        self._robots = Robots(self._ask_robots)
        # Nothing of the environment: a proxy would resolve names again, behind the check.
        self._client = httpx.Client(
            headers={"User-Agent": _agent(), "Accept": _ACCEPT},
            timeout=httpx.Timeout(20.0, connect=10.0),
            follow_redirects=False,
            trust_env=False,
            # Connections are told apart by number: one kept open would serve another host on it, unverified.
            limits=httpx.Limits(max_keepalive_connections=0),
            verify=verify,
        )

    def __enter__(self) -> Fetcher:
        """Return itself; its connections are closed at the end of the block."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        self._client.close()

    def fetch(self, url: str, validators: Validators | None = None) -> Fetched | NotModified:
        """Return what is at ``url``, or that it has not changed since ``validators`` were given.

        :raises FetchError: when it cannot be read; the line says why, and what would help.
        """
        source = at = normal(url)
        seen = {at}
        for _ in range(_MOST_REDIRECTS + 1):
            target = self._judged(at)
            response, body = self._tried(target, validators)
            if response.status_code not in _REDIRECTS:
                return self._read(source, target, response, body)
            at = self._next(target, response)
            if at in seen:
                raise FetchError(source, "is redirected in a circle: check the address in a browser")
            seen.add(at)
        raise FetchError(source, f"is redirected more than {_MOST_REDIRECTS} times: check the address in a browser")

    def _judged(self, url: str) -> Target:
        target = resolve(url, allow_private=self._allow_private)
        self._pace.wait(target.origin, self._robots.check(target.origin, target.url))
        return target

    def _ask_robots(self, url: str) -> Answer:
        at = url
        for _ in range(_MOST_REDIRECTS):
            target = resolve(at, allow_private=self._allow_private)
            try:
                response, body = self._tried(target, None)
            except FetchError as error:
                if "HTTP" in error.reason:
                    return Answer(404 if "HTTP 4" in error.reason and "429" not in error.reason else 503, b"")
                raise
            if response.status_code not in _REDIRECTS:
                return Answer(response.status_code, body)
            at = self._next(target, response)
        return Answer(404, b"")

    @staticmethod
    def _next(target: Target, response: httpx.Response) -> str:
        to = urljoin(target.url, response.headers.get("Location", ""))
        if target.scheme == "https" and urlsplit(to).scheme == "http":
            raise FetchError(target.url, "is redirected from https to plain http: give the page's own address")
        return normal(to)

    def _tried(self, target: Target, validators: Validators | None) -> tuple[httpx.Response, bytes]:
        for attempt in range(1, self._tries + 1):
            try:
                return self._once(target, validators)
            except _PassingError as error:
                if attempt == self._tries:
                    raise FetchError(target.url, f"{error}, {attempt} times: try again later") from None
                # Doubling, and not in step with others that were told to wait at the same moment.
                self._sleep(error.wait if error.wait is not None else 2 ** (attempt - 1) * random.uniform(0.75, 1.25))  # noqa: S311 - no secret
        raise AssertionError

    def _once(self, target: Target, validators: Validators | None) -> tuple[httpx.Response, bytes]:
        headers = {"Host": target.netloc, **_conditions(validators)}
        named = {"sni_hostname": target.host} if target.scheme == "https" else {}
        try:
            with self._client.stream("GET", target.connection, headers=headers, extensions=named) as response:
                if response.status_code in _AGAIN:
                    raise _PassingError(f"the site has trouble (HTTP {response.status_code})", _asked_wait(response))
                return response, self._body(target, response)
        except httpx.TimeoutException:
            raise _PassingError("the site does not answer in time") from None
        except httpx.RemoteProtocolError:
            raise _PassingError("the answer was cut off or broken") from None
        except httpx.DecodingError:
            raise FetchError(target.url, "its compression is broken: save the page and add the file") from None
        except httpx.TransportError as error:
            if "CERTIFICATE" in str(error).upper():
                raise FetchError(
                    target.url, "its certificate is not valid, so it may be anybody's page: check it"
                ) from None
            raise _PassingError("no connection to the site") from None
        except (httpx.InvalidURL, UnicodeError):
            raise FetchError(target.url, "is no address that can be read: check it") from None

    def _body(self, target: Target, response: httpx.Response) -> bytes:
        until = time.monotonic() + self._deadline
        found = bytearray()
        for chunk in response.iter_bytes():
            found += chunk
            if len(found) > self._limit:
                raise FetchError(
                    target.url, f"is over the limit of {self._limit // 2**20} MiB: save a part of it, and add that"
                )
            if time.monotonic() > until:
                raise _PassingError("the site sends too slowly")
        return bytes(found)

    def _read(self, source: str, target: Target, response: httpx.Response, body: bytes) -> Fetched | NotModified:
        status = response.status_code
        if status == _NOT_MODIFIED:
            return NotModified()
        if status != _OK:
            raise FetchError(
                source, _SAID.get(status, f"the site answers with HTTP {status}: check the address in a browser")
            )
        if not body.strip():
            raise FetchError(source, "is empty: check the address in a browser")
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower() or None
        document = Document(
            body,
            source,
            unquote(PurePosixPath(urlsplit(target.url).path).name),
            media_type=media_type,
            charset=response.charset_encoding,
            address=target.url,
            zone=self._zone,
        )
        return Fetched(document, Validators(response.headers.get("ETag"), response.headers.get("Last-Modified")))
