"""Reading an address of the web: politely, within limits, and never one of this machine's own network.

Redirects are followed by hand, each judged like the first address (:mod:`corpus.web.addresses`,
:mod:`corpus.web.robots`).
"""

from __future__ import annotations

import random
import ssl
import time
import zlib
from collections.abc import Callable
from importlib.metadata import PackageNotFoundError, version
from types import TracebackType
from urllib.parse import urljoin, urlsplit
from zoneinfo import ZoneInfo

import httpx

from corpus.document import LARGEST
from corpus.errors import FetchError
from corpus.record.fetches import Validators
from corpus.web.addresses import Target, normal, resolve, shown
from corpus.web.pace import Deadline, Pace, asked_wait
from corpus.web.received import Fetched, GoneError, NotModified, PassingError, meaning, received, unpacked
from corpus.web.robots import AGENT, Answer, Robots

__all__ = ["Fetched", "Fetcher", "GoneError", "NotModified", "Validators"]

_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_AGAIN = frozenset({429, 500, 502, 503, 504})
_ACCEPT = "text/html, application/rss+xml, application/atom+xml, application/pdf;q=0.9, */*;q=0.8"


def _agent() -> str:
    try:
        return f"{AGENT}/{version('onrecord')} (archive of official statements)"
    except PackageNotFoundError:
        return AGENT


def _conditions(validators: Validators | None) -> dict[str, str]:
    """Return the headers that ask only for what is not as it was."""
    etag, modified = (validators.etag, validators.last_modified) if validators else (None, None)
    return {name: value for name, value in (("If-None-Match", etag), ("If-Modified-Since", modified)) if value}


class Fetcher:
    """Reads addresses with one HTTP client; a context manager.

    ``pause``: seconds between two requests to one site. ``deadline``: seconds that one answer, head and body, may take.
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
        verify: bool | ssl.SSLContext = True,
    ) -> None:
        self._allow_private, self._zone, self._sleep = allow_private, zone, sleep
        self._deadline, self._limit, self._tries = deadline, limit, tries
        self._pace = Pace(pause, time.monotonic, sleep)
        self._robots = Robots(self._ask_robots)
        # Nothing of the environment: a proxy would resolve names again, behind the check.
        self._client = httpx.Client(
            headers={"User-Agent": _agent(), "Accept": _ACCEPT, "Accept-Encoding": "gzip"},
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
                return received(source, target, response, body, zone=self._zone, asked=bool(_conditions(validators)))
            at = self._next(target, response)
            if at in seen:
                raise FetchError(source, "is redirected in a circle: check the address in a browser")
            seen.add(at)
        raise FetchError(source, f"is redirected more than {_MOST_REDIRECTS} times: check the address in a browser")

    def _judged(self, url: str) -> Target:
        target = resolve(url, allow_private=self._allow_private)
        self._pace.wait(target.host, self._robots.check(target.origin, target.url))
        return target

    def _ask_robots(self, url: str) -> Answer:
        at = url
        for _ in range(_MOST_REDIRECTS):
            target = resolve(at, allow_private=self._allow_private)
            self._pace.wait(target.host)
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
        said = response.headers.get("Location", "")
        try:
            to = normal(urljoin(target.url, said))
        except FetchError as error:
            raise FetchError(target.url, f"is redirected to {error.source}, which {error.reason}") from None
        except ValueError:
            raise FetchError(target.url, f"is redirected to {shown(said)}, which is no address: check it") from None
        if target.scheme == "https" and urlsplit(to).scheme == "http":
            raise FetchError(target.url, "is redirected from https to plain http: give the page's own address")
        return to

    def _tried(self, target: Target, validators: Validators | None) -> tuple[httpx.Response, bytes]:
        for attempt in range(1, self._tries + 1):
            try:
                return self._once(target, validators)
            except PassingError as error:
                if attempt == self._tries:
                    raise FetchError(target.url, f"{error}, {attempt} times: try again later") from None
                # Doubling, and not in step with others that were told to wait at the same moment.
                self._sleep(error.wait if error.wait is not None else 2 ** (attempt - 1) * random.uniform(0.75, 1.25))  # noqa: S311 - no secret
                self._pace.wait(target.host)
        raise AssertionError

    def _once(self, target: Target, validators: Validators | None) -> tuple[httpx.Response, bytes]:
        headers = {"Host": target.netloc, **_conditions(validators)}
        with Deadline(self._deadline) as deadline:
            named = {"sni_hostname": target.host} if target.scheme == "https" else {}
            more = {"trace": deadline.trace, **named}
            try:
                with self._client.stream("GET", target.connection, headers=headers, extensions=more) as response:
                    return response, self._body(target, response, deadline)
            except (httpx.TransportError, httpx.InvalidURL, UnicodeError, zlib.error) as error:
                if deadline.over:
                    raise PassingError("the site sends too slowly") from None
                raise meaning(target, error) from None

    def _body(self, target: Target, response: httpx.Response, deadline: Deadline) -> bytes:
        if response.status_code in _AGAIN:
            raise PassingError(
                f"the site has trouble (HTTP {response.status_code})",
                asked_wait(response.headers.get("Retry-After", "")),
            )
        packed = response.headers.get("Content-Encoding", "").lower()
        if packed not in {"", "identity", "gzip"}:
            # What was not asked for; packed several times over, a hundred bytes can become a gigabyte.
            raise FetchError(
                target.url, f"is compressed as {packed[:40]}, not as asked: save the page and add the file"
            )
        found = bytearray()
        for chunk in unpacked(response):
            found += chunk
            if len(found) > self._limit:
                limit = f"{self._limit / 2**20:.3g} MiB"
                raise FetchError(target.url, f"is over the limit of {limit}: save a part of it, and add that")
        if deadline.over:  # a body without a length ends where its connection does, also when that was cut
            raise PassingError("the site sends too slowly")
        return bytes(found)
