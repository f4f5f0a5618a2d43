"""From addresses of the web to drafts: a page, a document or a feed, and the pages that a feed's items refer to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

from corpus.errors import FetchError, SourceError
from corpus.intake import Given, read_from
from corpus.referral import Referral
from corpus.statement import UNDATED, UNKNOWN, Draft, Provenance
from corpus.web.fetch import Fetcher, NotModified


def read_address(url: str, facts: Given, fetcher: Fetcher) -> Iterator[Draft | SourceError]:
    """Give the drafts at ``url`` with ``facts`` in place of their own, and an error for each problem."""
    try:
        found = fetcher.fetch(url)
    except FetchError as error:
        yield error
        return
    if isinstance(found, NotModified):  # nothing was asked for that could not have changed
        return
    yield from read_from(found.document, facts, lambda item: _follow(item, fetcher))


def _follow(item: Referral, fetcher: Fetcher) -> Iterator[Draft | SourceError]:
    """Give the statement on the page that ``item`` refers to; what the feed says of it stands before the page's own.

    :raises FetchError: when the page cannot be read.
    """
    found = fetcher.fetch(item.url)
    if not isinstance(found, NotModified):
        for one in read_from(found.document, Given()):
            yield told_by(item, one) if isinstance(one, Draft) else one


def told_by(item: Referral, draft: Draft) -> Draft:
    """Return ``draft``, read from the page behind ``item``, with what the feed says of it."""
    return dataclasses.replace(
        draft,
        title=item.title or draft.title,
        date=draft.date if item.date is UNDATED else item.date,
        issuer=draft.issuer if item.issuer is UNKNOWN else item.issuer,
        # What a page says of its own language is nearer to it than what the feed says of all of them.
        language=draft.language
        if draft.language.source is Provenance.METADATA or item.language is UNKNOWN
        else item.language,
        url=draft.url or item.url,
        guid=item.guid or draft.guid,
        doubts=draft.doubts if item.date is UNDATED else (),
    )
