"""A small web site of an institution, served from this machine: a feed of statements that grows."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ITEM = """<item><guid isPermaLink="false">{number}</guid><title>Statement {number}</title>
<link>{address}/statements/{number}</link><pubDate>Mon, 03 Jun 2024 12:00:00 +0300</pubDate>
<content:encoded xmlns:content="http://purl.org/rss/1.0/modules/content/"><![CDATA[<p>{text}</p>]]></content:encoded>
</item>"""
FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>Statements</title>
<link>{address}</link><description>All of them</description><language>en</language>{items}</channel></rss>"""


def text_of(number: int) -> str:
    """Return the words of statement ``number``."""
    return f"Statement number {number} says that the council met {number} times. " * 5


class Site:
    """The site; :attr:`published` is how many statements its feed holds."""

    def __init__(self) -> None:
        self.published = 0
        self.address = ""

    def feed(self) -> tuple[bytes, str]:
        """Return the feed as it is now, and its entity tag."""
        count = self.published
        items = "".join(
            ITEM.format(number=number, address=self.address, text=text_of(number).strip()) for number in range(count)
        )
        return FEED.format(address=self.address, items=items).encode(), f'"{count}"'


@contextmanager
def serving() -> Iterator[Site]:
    """Serve a site on a free port of this machine."""
    site = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path != "/feed.xml":
                self.send_error(404)
                return
            body, tag = site.feed()
            if self.headers.get("If-None-Match") == tag:
                self.send_response(304)
                self.end_headers()
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.send_header("ETag", tag)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
