"""Feeds: an item a statement, with the day it was published where it was issued; a summary refers to its page."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import feed, read_document
from corpus.referral import Referral
from corpus.statement import UNDATED, Draft, Provenance, PublicationDate, Sourced

RAW = Path(__file__).parents[4] / "shared" / "raw"
LONG = "The Council condemns the attack and calls for calm. " * 14
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Press</title><link>https://example.org</link>
<language>fr-FR</language>{items}</channel></rss>"""
ITEM = """<item><guid isPermaLink="false">st-1</guid><title>Sur l&#8217;eau</title><link>https://example.org/fr/1</link>
<pubDate>{date}</pubDate><content:encoded><![CDATA[<p>Le Conseil <b>réaf</b>firme<br>son appui.</p><ul><li>Un</li>
<li>Deux</li></ul><blockquote>Cité.</blockquote><script>no()</script>]]></content:encoded></item>"""
NOON = "Tue, 24 Sep 2024 12:30:00 +0000"
LATE = "Tue, 24 Sep 2024 23:30:00 +0000"


def read(content: str | bytes, name: str = "f.xml", zone: str | None = None) -> list[Draft | Referral | SourceError]:
    raw = content.encode() if isinstance(content, str) else content
    return list(read_document(Document(raw, f"/in/{name}", name, zone=ZoneInfo(zone) if zone else None)))


def test_an_item_with_its_content_is_a_statement() -> None:
    (draft,) = read(RSS.format(items=ITEM.format(date=NOON)))
    assert isinstance(draft, Draft)
    assert draft.text == "Le Conseil réaffirme\nson appui.\n\nUn\nDeux\n\nCité."
    assert (draft.title, draft.guid, draft.url) == ("Sur l’eau", "st-1", "https://example.org/fr/1")
    assert draft.date == PublicationDate(dt.date(2024, 9, 24), Provenance.GIVEN)
    assert draft.language == Sourced("fr", Provenance.GIVEN)
    assert (draft.source, draft.doubts) == ("/in/f.xml", ())


def test_the_day_of_an_item_is_that_of_the_institution() -> None:
    (draft,) = read(RSS.format(items=ITEM.format(date=LATE)), zone="Asia/Riyadh")
    assert isinstance(draft, Draft)
    assert draft.date.day == dt.date(2024, 9, 25)


def test_a_day_in_utc_that_may_be_another_one_is_none_with_a_doubt() -> None:
    (draft,) = read(RSS.format(items=ITEM.format(date=LATE)))
    assert isinstance(draft, Draft)
    assert draft.date is UNDATED
    assert "set ONRECORD_TIMEZONE" in draft.doubts[0]


def test_when_an_item_was_updated_is_not_when_it_was_issued() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>a</id><title>B</title>
    <updated>2024-09-24T12:00:00Z</updated><link href="https://example.org/a"/>
    <link rel="alternate" hreflang="ar" href="https://example.org/ar/a"/>
    <content type="html">&lt;p&gt;Words of it.&lt;/p&gt;</content></entry></feed>"""
    (draft,) = read(atom, "f.atom")
    assert isinstance(draft, Draft)
    assert (draft.date, draft.text, draft.versions) == (UNDATED, "Words of it.", ("https://example.org/ar/a",))


@pytest.mark.parametrize("summary", ["The Council met.", LONG + "[…]", LONG + "Read more", LONG + "اقرأ المزيد"])
def test_an_excerpt_refers_to_its_page(summary: str) -> None:
    items = f"<item><title>T</title><link>https://example.org/2</link><description>{summary}</description></item>"
    (found,) = read(RSS.format(items=items))
    assert isinstance(found, Referral)
    assert (found.url, found.title, found.source) == ("https://example.org/2", "T", "/in/f.xml")


def test_a_description_that_is_the_text_is_taken() -> None:
    items = f"<item><title>T</title><link>https://example.org/2</link><description>{LONG}</description></item>"
    (draft,) = read(RSS.format(items=items))
    assert isinstance(draft, Draft)
    assert draft.text == LONG.strip()


def test_an_item_without_words_or_address_is_a_line_and_the_rest_is_kept() -> None:
    problem, draft = read(RSS.format(items="<item><title>Empty</title></item>" + ITEM.format(date=NOON)))
    assert isinstance(problem, SourceError)
    assert "item Empty: has no words, and no address" in str(problem)
    assert isinstance(draft, Draft)


def test_a_json_feed_is_one_too() -> None:
    items = [
        {"id": 1, "title": "A", "content_html": "<p>One <i>two</i></p>", "date_published": "2024-09-24T10:00:00+03:00"},
        {"id": 2, "content_text": "Plain words", "language": "en"},
        {"id": 3, "summary": "Short", "url": "https://example.org/3"},
        7,
    ]
    found = read(json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}), "f.json")
    assert [type(one) for one in found] == [Draft, Draft, Referral, SourceError]
    first = found[0]
    assert isinstance(first, Draft)
    assert (first.text, first.guid, first.date.day) == ("One two", "/in/f.json#1", dt.date(2024, 9, 24))


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("<!DOCTYPE html><html><body>x</body></html>", "is a page, not a feed"),
        ("<?xml version='1.0'?><!--" + "x" * 9000 + "--><!DOCTYPE r [<!ENTITY x 'y'>]><rss/>", "declares entities"),
        ('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x "y">]><rss/>', "declares entities of its own"),
        ("<rss version='2.0'><channel><title>T</title></channel></rss>", "without a single item"),
        ("<a><b></a>", "is no feed that can be read"),
    ],
)
def test_what_is_no_feed_is_refused(content: str, line: str) -> None:
    with pytest.raises(SourceError, match=line):
        list(feed.read(Document(content.encode(), "/in/f.xml", "f.xml")))


def test_bytes_that_are_the_name_of_a_file_are_not_opened(tmp_path: Path) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_text(RSS.format(items=ITEM.format(date=NOON)), encoding="utf-8")
    with pytest.raises(SourceError, match="is no feed that can be read"):
        read(str(secret))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_entities_are_refused_in_any_encoding(encoding: str) -> None:
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    items = "<rss><channel><title>&a9;</title></channel></rss>"
    bomb = f'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a0 "ha">{laughs}]>{items}'
    with pytest.raises(SourceError, match="declares entities of its own"):
        read(bomb.encode(encoding))


def test_the_public_name_of_a_document_type_is_harmless() -> None:
    dtd = '<!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "https://example.org/rss-0.91.dtd">'
    item = f"<item><title>T</title><description>{LONG}</description></item>"
    (draft,) = read(f'{dtd}<rss version="0.91"><channel><title>P</title>{item}</channel></rss>')
    assert isinstance(draft, Draft)


def test_rss_1_gives_the_day_as_dublin_core_does() -> None:
    rdf = f"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
    xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>P</title></channel>
    <item rdf:about="https://example.org/9"><title>T</title><link>https://example.org/9</link>
    <dc:date>2024-09-24</dc:date><dc:language>fr</dc:language><dc:publisher>The Council</dc:publisher>
    <description>{LONG}</description></item></rdf:RDF>"""
    (draft,) = read(rdf)
    assert isinstance(draft, Draft)
    assert draft.date == PublicationDate(dt.date(2024, 9, 24), Provenance.GIVEN)
    assert (draft.language.value, draft.issuer) == ("fr", Sourced("The Council", Provenance.GIVEN))


def test_a_name_is_not_the_address_of_a_page() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>urn:uuid:1</id><title>B</title>
    <link href="https://example.org/self" rel="self"/><summary>Some text.</summary></entry></feed>"""
    (draft,) = read(atom, "f.atom")
    assert isinstance(draft, Draft)
    assert (draft.url, draft.guid) == (None, "urn:uuid:1")


def test_plain_text_keeps_its_lines_and_its_signs() -> None:
    atom = """<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>a</id><title>Under &lt;2%</title>
    <content type="text">Inflation is &lt;2%.

Growth &gt; 3%.</content></entry></feed>"""
    (draft,) = read(atom, "f.atom")
    assert isinstance(draft, Draft)
    assert (draft.text, draft.title) == ("Inflation is <2%.\n\nGrowth > 3%.", "Under <2%")


def test_items_without_a_name_are_told_apart() -> None:
    items = "".join(f"<item><description>{LONG} {word}</description></item>" for word in ("one", "two"))
    names = {one.guid for one in read(RSS.format(items=items)) if isinstance(one, Draft)}
    assert len(names) == 2


def test_content_that_repeats_the_summary_is_an_excerpt() -> None:
    item = {"id": "x", "url": "https://example.org/3", "summary": "One two.", "content_html": "<p>One two.</p>"}
    (found,) = read(json.dumps({"version": "https://jsonfeed.org/version/1", "items": [item]}), "f.json")
    assert isinstance(found, Referral)


@pytest.mark.parametrize(("name", "count"), [("feed-feed1.atom", 2), ("feed-feed.json", 25)])
def test_real_feeds_of_summaries_lose_no_item(name: str, count: int) -> None:
    if not RAW.is_dir():
        pytest.skip("the real feeds are not beside this checkout")
    assert len(read((RAW / name).read_bytes(), name)) == count


def test_a_feed_that_is_cut_off_says_so_and_keeps_what_came() -> None:
    whole = RSS.format(items=ITEM.format(date=NOON) + ITEM.format(date=NOON))
    found = read(whole[: whole.rindex("<content")])
    assert any(isinstance(one, Draft) for one in found)
    assert any(isinstance(one, SourceError) and "is cut off" in str(one) for one in found)


@pytest.mark.parametrize("name", ["rss-state-dept.xml", "rss-state-dept-older.xml"])
def test_real_feeds_are_read_whole(name: str) -> None:
    if not RAW.is_dir():
        pytest.skip("the real feeds are not beside this checkout")
    content = (RAW / name).read_bytes()
    found = read(content, zone="America/New_York")
    assert len(found) == content.count(b"<item>")
    for draft in found:
        assert isinstance(draft, Draft)
        assert draft.date.source is Provenance.GIVEN
        assert draft.title
        assert len(draft.text) > 200
        assert "<p" not in draft.text


def test_an_item_whose_title_is_broken_off_is_read_or_told() -> None:
    found = read(
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>a</id><title\x00/title>'
        '<summary type="text">Words.</summary></entry></feed>'
    )
    assert found
