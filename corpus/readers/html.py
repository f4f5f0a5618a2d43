"""HTML: the article of a page is the statement, word for word; menus, banners, captions and comments are left out."""

from __future__ import annotations

from corpus.document import Document
from corpus.errors import SourceError
from corpus.page.article import article_of
from corpus.page.clutter import clutter_of
from corpus.page.dates import date_of_page
from corpus.page.facts import address_of, issuer_of, language_of_page, versions_of
from corpus.page.metadata import metadata_of
from corpus.page.refusal import refusal_of
from corpus.page.title import headline_of, title_of
from corpus.page.tree import parsed_page
from corpus.statement import Draft
from corpus.text import stored_text


def read(document: Document) -> list[Draft]:
    """Return the one statement on the page ``document``.

    :raises SourceError: when it cannot be read, is no text, is nested too deep, or holds no article: a menu, a list of
        links, a consent wall, an error, or a page that a script fills in.
    """
    root = parsed_page(document)
    metadata = metadata_of(root)
    clutter = clutter_of(root)
    found = headline_of(root, metadata, clutter)
    headline = None if found is None else found.element
    article = article_of(root, clutter, headline)
    text = stored_text(article.text).strip("\n ")
    title = title_of(root, metadata, found)
    if (reason := refusal_of(root, article, text, title)) is not None:
        raise SourceError(document.source, reason)
    date, doubts = date_of_page(metadata, article, headline, document.zone)
    url = address_of(root, metadata, document.address)
    return [
        Draft(
            text=text,
            source=document.source,
            title=(" ".join(stored_text(title).split()) or None) if title else None,
            date=date,
            issuer=issuer_of(metadata),
            language=language_of_page(root, metadata, text),
            url=url,
            versions=versions_of(root, url),
            doubts=doubts,
        )
    ]
