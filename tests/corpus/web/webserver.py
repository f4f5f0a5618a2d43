"""A real web server on this machine that misbehaves as it is told: slow, broken, lying, sending elsewhere."""

from __future__ import annotations

import gzip
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

PAGE = b"<!doctype html><html><body><p>Words.</p></body></html>"


class Handler(BaseHTTPRequestHandler):
    """Answers by the table of the server; what is not in it is not found."""

    protocol_version = "HTTP/1.1"
    server: Server

    def do_GET(self) -> None:
        """Answer."""
        self.server.asked.append((self.path, dict(self.headers.items())))
        self.close_connection = True
        answer = self.server.answers.get(self.path.partition("?")[0])
        if answer is None:
            self.give(b"not here", status=404)
        else:
            answer(self)

    def give(
        self, body: bytes, headers: Mapping[str, str] | None = None, *, status: int = 200, length: int | None = None
    ) -> None:
        """Answer with ``body``; ``length`` is what is said of it, when that is not the truth."""
        self.send_response(status)
        fields = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body) if length is None else length),
        }
        for name, value in (fields | {key.replace("_", "-"): value for key, value in (headers or {}).items()}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
        """Say nothing."""


Answer = Callable[[Handler], None]


class Server(ThreadingHTTPServer):
    """The server: ``answers`` by path, and what was ``asked`` so far with its headers."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self.released = threading.Event()

    @property
    def address(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self.server_port}"

    def paths(self) -> list[str]:
        """Return the paths that were asked for, robots.txt left out."""
        return [path for path, _ in self.asked if path != "/robots.txt"]

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that went away."""


def page(body: bytes = PAGE, **headers: str) -> Answer:
    """Return an answer with ``body``."""
    return lambda handler: handler.give(body, headers)


def status(number: int, **headers: str) -> Answer:
    """Return an answer with HTTP status ``number``."""
    return lambda handler: handler.give(b"trouble", headers, status=number)


def elsewhere(to: str, number: int = 302) -> Answer:
    """Return an answer that sends to ``to``."""
    return lambda handler: handler.give(b"", {"Location": to}, status=number)


def in_turn(*answers: Answer) -> Answer:
    """Return an answer that is another one each time; the last one stays."""
    left = list(answers)

    def answer(handler: Handler) -> None:
        now = left.pop(0) if len(left) > 1 else left[0]
        now(handler)

    return answer


def lying(said: int) -> Answer:
    """Return an answer that says its body has ``said`` bytes."""
    return lambda handler: handler.give(PAGE, length=said)


def raw(content: bytes) -> Answer:
    """Return an answer that is ``content``, and no more."""

    def answer(handler: Handler) -> None:
        handler.wfile.write(content)

    return answer


def nested(handler: Handler) -> None:
    """Send a little that becomes a little that becomes a lot."""
    handler.give(gzip.compress(gzip.compress(b"a" * 50_000_000)), {"Content-Encoding": "gzip, gzip"})


def halved(handler: Handler) -> None:
    """Send a compressed body without its end, and the right length of what is sent."""
    handler.give(gzip.compress(PAGE)[:-12], {"Content-Encoding": "gzip"})


def dripping_head(handler: Handler) -> None:
    """Send a byte of a head now and then, without end."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
    while not handler.server.released.is_set():
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.01)


def dripping(handler: Handler) -> None:
    """Send a byte now and then, without end."""
    handler.send_response(200)
    handler.send_header("Content-Type", "text/html")
    handler.end_headers()
    while not handler.server.released.is_set():
        handler.wfile.write(b"x")
        handler.wfile.flush()
        time.sleep(0.01)


def silent(handler: Handler) -> None:
    """Send nothing until the test is over."""
    handler.server.released.wait(30)


def bomb(handler: Handler) -> None:
    """Send a little that becomes a lot."""
    handler.give(gzip.compress(b"a" * 50_000_000), {"Content-Encoding": "gzip"})


def tagged(body: bytes = PAGE, tag: str = '"1"') -> Answer:
    """Return an answer with an entity tag, which says when nothing has changed."""

    def answer(handler: Handler) -> None:
        if handler.headers.get("If-None-Match") == tag:
            handler.give(b"", {"ETag": tag}, status=304)
        else:
            handler.give(body, {"ETag": tag, "Last-Modified": "Mon, 03 Jun 2024 10:00:00 GMT"})

    return answer


@contextmanager
def serving(secured: ssl.SSLContext | None = None) -> Iterator[Server]:
    """Run a server for a block; with TLS when ``secured`` says with what certificate."""
    server = Server()
    if secured is not None:
        server.socket = secured.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def certified(folder: Path, name: str) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """Return what a server has, a certificate for ``name``, and what a client has that trusts who signed it."""
    x509 = pytest.importorskip("cryptography.x509", reason="cryptography is not installed: no certificate to try with")
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - only where it is installed
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415

    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = certificate.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    both = folder / "both.pem"
    both.write_bytes(pem + secret)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(both)
    return server, ssl.create_default_context(cadata=pem.decode())
