"""What else a page says of its statement: language, issuer, address, versions in other languages."""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from lxml import html

from corpus.languages import recognise
from corpus.page.metadata import Metadata, is_article, words_of
from corpus.statement import UNKNOWN, Provenance, Sourced

_TAG = re.compile(r"\s*([a-z]{2,3})(?:[-_][a-z0-9]+)*\s*", re.IGNORECASE)
_SURE = 0.9
_ENOUGH = 200
_MOST_VERSIONS = 60
_LONGEST_ADDRESS = 2000
_LONGEST_NAME = 200


def _declared(root: html.HtmlElement, metadata: Metadata) -> str | None:
    page = root if root.tag == "html" else root.getroottree().getroot()
    values = [
        page.get("lang"),
        page.get("{http://www.w3.org/XML/1998/namespace}lang") or page.get("xml:lang"),
        metadata.first("contentlanguage", "dclanguage", "dctermslanguage", "language", "inlanguage"),
    ]
    matches = [_TAG.fullmatch(value) for value in values if value]
    return next((match[1].lower() for match in matches if match), None)


def language_of_page(root: html.HtmlElement, metadata: Metadata, text: str) -> Sourced:
    """Return the language of the article ``text``: the declared one, unless its words are clearly of another.

    Templates declare the language of the site; a page that is declared English and written in Arabic is Arabic.
    """
    declared, found = _declared(root, metadata), recognise(text, sure=_SURE)
    if declared is None:
        found = found or recognise(text)
        return Sourced(found, Provenance.DETECTED) if found else UNKNOWN
    if found is not None and found != declared and (len(text) >= _ENOUGH or found == "ar"):
        return Sourced(found, Provenance.DETECTED)
    return Sourced(declared, Provenance.METADATA)


def issuer_of(metadata: Metadata) -> Sourced:
    """Return who issued it, as the page declares it: the publisher, or the name of the site."""
    nodes = [node for node in metadata.nodes if is_article(node)] + list(metadata.nodes)
    publishers = [words_of(node.get("publisher")) for node in nodes if node.get("publisher")]
    metas = metadata.first("dcpublisher", "dctermspublisher", "ogsitename", "publisher", "copyright-holder")
    for name in (*publishers, metas):
        if name and not name.startswith(("http://", "https://", "#", "/", "_:")):
            return Sourced(name[:_LONGEST_NAME], Provenance.METADATA)
    return UNKNOWN


def _absolute(base: str | None, address: str | None) -> str | None:
    """Return ``address`` as an absolute http(s) address, ``None`` when it is none or cannot be made one."""
    if not address or len(address) > _LONGEST_ADDRESS:
        return None
    try:
        whole = urljoin(base or "", "".join(address.split()))
        parts = urlsplit(whole)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return None
    except ValueError:
        return None
    return whole.split("#", 1)[0]


def _host(address: str) -> str:
    return (urlsplit(address).hostname or "").removeprefix("www.")


def _links(root: html.HtmlElement, relation: str) -> list[html.HtmlElement]:
    return [link for link in root.iter("link") if relation in (link.get("rel") or "").lower().split()]


def address_of(root: html.HtmlElement, metadata: Metadata, address: str | None) -> str | None:
    """Return the address of the page: the canonical one when it is on the host of ``address``, else ``address``."""
    declared = [link.get("href") for link in _links(root, "canonical")] + [metadata.first("ogurl")]
    for one in declared:
        whole = _absolute(address, one)
        if whole is None or (address and _host(whole) != _host(address)):
            continue
        # Some pages call the front page canonical.
        if address and urlsplit(whole).path in {"", "/"} and urlsplit(address).path not in {"", "/"}:
            continue
        return whole
    return address


def versions_of(root: html.HtmlElement, url: str | None) -> tuple[str, ...]:
    """Return the addresses of the page in all its languages, its own among them; none when it declares no other."""
    others: dict[str, None] = {}
    for link in _links(root, "alternate")[: _MOST_VERSIONS * 4]:
        language = (link.get("hreflang") or "").lower()
        whole = _absolute(url, link.get("href"))
        if language and language != "x-default" and whole:
            others[whole] = None
    if not others:
        return ()
    own = [url] if url else []
    return tuple(dict.fromkeys(own + list(others)))[:_MOST_VERSIONS]
