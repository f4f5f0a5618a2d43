"""The title: the headline of the page, without the name of the site."""

from __future__ import annotations

import pytest
from lxml import html

from corpus.page.metadata import metadata_of
from corpus.page.title import headline_of, title_of


@pytest.mark.parametrize(
    ("head", "body", "title"),
    [
        (
            "<title>Talks resume on Mali - The Ministry</title>",
            "<h1>The Ministry</h1><h2>Talks resume on Mali</h2>",
            "Talks resume on Mali",
        ),
        (
            "<title>On Mali - Talks resume | Ministry</title>",
            "<h1>On Mali - Talks resume</h1>",
            "On Mali - Talks resume",
        ),
        (
            "<title>Site | Talks resume in Mali</title><meta property='og:site_name' content='Site'>",
            "",
            "Talks resume in Mali",
        ),
        ("<title>Talks resume in Mali</title>", "<h1>3 May 2020 Talks resume in Mali</h1>", "Talks resume in Mali"),
        (
            "<title>FRB: Speech -- Bank supervision -- 1996</title>",
            "<font><b>Bank supervision</b></font>",
            "Bank supervision",
        ),
        ("", "<h1>Talks resume</h1>", "Talks resume"),
        ("", "<p>words</p>", None),
    ],
)
def test_the_title(head: str, body: str, title: str | None) -> None:
    root = html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>")
    metadata = metadata_of(root)
    assert title_of(root, metadata, headline_of(root, metadata)) == title
