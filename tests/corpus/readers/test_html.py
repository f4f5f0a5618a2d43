"""HTML: the article, word for word, and its facts, on pages as different systems make them."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import html
from corpus.statement import UNKNOWN, Draft, Provenance, Sourced

FIRST = (
    "The Council met in extraordinary session to consider the situation and expressed its deep concern at the loss "
    "of life among civilians in the area."
)
SECOND = (
    "It called on all parties to respect their obligations, to open the crossings without delay and to resume talks "
    "under the auspices of the United Nations."
)
HEADLINE = "<h1>The Council on the situation</h1>"
THIRD = "The Secretary General will report to the Council on the progress made within thirty days of this statement."
BODY = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"


def read(page: str, *, address: str | None = None, zone: str | None = None) -> Draft:
    (draft,) = html.read(
        Document(
            page.encode(),
            address or "/in/page.html",
            "page.html",
            address=address,
            zone=ZoneInfo(zone) if zone else None,
        )
    )
    return draft


def page(body: str, *, head: str = "", title: str = "The Council on the situation - Example Institution") -> str:
    return f'<!DOCTYPE html><html lang="en"><head><title>{title}</title>{head}</head><body>{body}</body></html>'


WORDPRESS = page(
    f"""<div id="page" class="site has-sidebar"><header class="site-header"><nav><ul><li><a href="/">Home</a></li>
    <li><a href="/about">About</a></li></ul></nav></header><main id="main"><article class="post-12 post type-post
    category-press hentry"><header class="entry-header"><h1 class="entry-title">The Council on the situation</h1>
    <div class="entry-meta"><time class="entry-date published" datetime="2023-03-09T10:00:00+03:00">March 9, 2023</time>
    <time class="updated" datetime="2024-01-20T10:00:00+03:00">January 20, 2024</time></div></header>
    <div class="entry-content">{BODY}<figure class="wp-caption"><img src="a.jpg"><figcaption>The hall, photographed
    by the press office</figcaption></figure></div><div class="sharedaddy sd-sharing-enabled">Share this: Facebook
    </div></article><section id="comments" class="comments-area"><h2>2 thoughts</h2><ol><li class="comment"><p>I was
    there as well and I do not agree with a single word of what is said here, none of it.</p><time
    datetime="2023-04-01">April 1, 2023</time></li></ol></section></main><aside class="widget-area"><h2>Recent
    posts</h2><ul><li><a href="/x">Another release</a> <span class="date">May 2, 2024</span></li></ul></aside>
    <footer class="site-footer">© 2024 Example Institution</footer></div>"""
)
DRUPAL = page(
    f"""<div class="layout-container"><div class="region region-header"><ul class="menu"><li><a href="/">Home</a></li>
    </ul></div><main role="main"><h1 class="page-title">The Council on the situation</h1><article class="node
    node--type-press-release"><div class="field field--name-field-date field--type-datetime"><time
    datetime="2022-02-11T12:00:00Z">11 February 2022</time></div><div class="field field--name-body field--type-text">
    {BODY}</div></article><section class="block block-related"><h2>Related news</h2><div class="views-row">
    <a href="/1">First other release with a long name</a><span class="date">1 March 2022</span></div><div
    class="views-row"><a href="/2">Second other release with a long name</a><span class="date">2 March 2022</span>
    </div></section></main></div>"""
)
TYPO3 = f"""<!DOCTYPE html><html lang="de"><head><title>Institution - Presse - Der Rat zur Lage</title></head><body>
    <div id="c12"><div class="breadcrumb">Sie sind hier: Presse</div><div class="csc-header"><h1>Der Rat zur Lage</h1>
    </div><div class="news-single-item"><p class="bodytext">Stand: 10.11.2021</p>{BODY}<p>Letzte Änderung: 12.12.2022
    </p></div><p class="news-single-backlink"><a href="/presse">Zurück</a></p></div></body></html>"""
TABLES = f"""<HTML><HEAD><TITLE>Press release: The Council on the situation</TITLE></HEAD><BODY BGCOLOR=#FFFFFF>
    <TABLE WIDTH=600><TR><TD VALIGN=TOP><A HREF=a.htm>Home</A><BR><A HREF=b.htm>News</A><BR><A HREF=c.htm>Who we are
    </A></TD><TD><CENTER><FONT SIZE=5><B>The Council on the situation</B></FONT></CENTER><P>Geneva, 3 July 1998
    <P>{FIRST}
    <P>{SECOND}<BR><BR>{THIRD}</TD></TR></TABLE></BODY></HTML>"""
ARABIC = """<!DOCTYPE html><html lang="ar" dir="rtl"><head><title>الأمانة العامة تدين الهجوم | منظمة</title>
    <meta property="og:site_name" content="منظمة"></head><body><nav><a href="/">الرئيسية</a></nav><div class="news">
    <h1>الأمانة العامة تدين الهجوم</h1><span class="news-date">تاريخ النشر: 5 نوفمبر 2024</span><div class="txt">
    <p>أدانت الأمانة العامة للمنظمة بأشد العبارات الهجوم الذي استهدف المدنيين وأسفر عن سقوط عدد من الضحايا الأبرياء.</p>
    <p>وجددت الأمانة العامة موقفها الثابت الداعي إلى احترام القانون الدولي الإنساني وضمان وصول المساعدات إلى
    المحتاجين.</p>
    </div><div class="print">اطبع هذه الصفحة</div></div></body></html>"""
FRENCH = """<!DOCTYPE html><html lang="fr"><head><title>Déclaration de la ministre - Ministère</title></head><body>
    <ul class="langues"><li><a href="/en">English</a></li><li><a href="/ar">العربية</a></li></ul><div id="contenu">
    <h1>Déclaration de la ministre</h1><p class="date-publication">Publié le 24 septembre 2020</p><p>La ministre a
    reçu ce jour son homologue, avec lequel elle a évoqué la situation dans la région et les moyens d'y répondre.</p>
    <blockquote><p>« Nous ne laisserons personne de côté, ni aujourd'hui ni demain », a-t-elle déclaré à l'issue de cet
    entretien.</p></blockquote><p>Les deux ministres sont convenus de se revoir avant la fin de l'année, à l'occasion de
    la prochaine conférence.</p></div><p class="source">source agence, le 1er janvier 2024</p></body></html>"""


@pytest.mark.parametrize(
    ("markup", "day", "source"),
    [
        (WORDPRESS, date(2023, 3, 9), Provenance.PAGE),
        (DRUPAL, date(2022, 2, 11), Provenance.PAGE),
        (TYPO3, date(2021, 11, 10), Provenance.PAGE),
        (TABLES, date(1998, 7, 3), Provenance.DATELINE),
        (ARABIC, date(2024, 11, 5), Provenance.PAGE),
        (FRENCH, date(2020, 9, 24), Provenance.PAGE),
    ],
    ids=["wordpress", "drupal", "typo3", "tables", "arabic", "french"],
)
def test_the_date_by_the_headline_is_the_date(markup: str, day: date, source: Provenance) -> None:
    found = read(markup).date
    assert found.day == day
    assert found.source in {source, Provenance.PAGE}


@pytest.mark.parametrize("markup", [WORDPRESS, DRUPAL, TYPO3, TABLES], ids=["wordpress", "drupal", "typo3", "tables"])
def test_the_article_is_whole_and_nothing_else(markup: str) -> None:
    text = read(markup).text
    for paragraph in (FIRST, SECOND, THIRD):
        assert text.count(paragraph) == 1
    for other in (
        "Home",
        "Share",
        "hall",
        "Recent",
        "Related",
        "other release",
        "not agree",
        "©",
        "Änderung",
        "Zurück",
    ):
        assert other not in text


def test_the_headline_is_first_and_the_title_is_without_the_site() -> None:
    draft = read(WORDPRESS)
    assert draft.title == "The Council on the situation"
    assert draft.text == f"The Council on the situation\n\n{TEXT}"


def test_an_arabic_page_is_read_in_arabic() -> None:
    draft = read(ARABIC)
    assert draft.title == "الأمانة العامة تدين الهجوم"
    assert draft.language == Sourced("ar", Provenance.METADATA)
    assert draft.issuer == Sourced("منظمة", Provenance.METADATA)
    assert "اطبع" not in draft.text
    assert "الرئيسية" not in draft.text


def test_quotations_are_kept_and_links_to_other_languages_are_not() -> None:
    text = read(FRENCH).text
    assert "« Nous ne laisserons personne de côté, ni aujourd'hui ni demain », a-t-elle déclaré" in text
    assert "English" not in text
    assert "العربية" not in text


def test_words_stay_as_they_are_across_elements() -> None:
    inner = (
        "<p>The <em>Coun</em>cil wel<wbr>comes the <a href='/r'>report</a>, <strong>without reservation</strong>, and"
        "<br>thanks the 1<sup>er</sup> rapporteur for the 120&nbsp;km<sup>2</sup> survey<sup>3</sup>. It stands.</p>"
    )
    text = read(page(f"{HEADLINE}<div>{inner}{BODY}</div>")).text
    assert "The Council welcomes the report, without reservation, and\nthanks the 1er rapporteur" in text
    assert "120\u00a0km2 survey. It stands." in text


def test_repeated_lines_are_kept() -> None:
    refrain = "<p>We shall not forget.</p>"
    text = read(page(f"{HEADLINE}<div><p>{FIRST}</p>{refrain}<p>{SECOND}</p>{refrain}<p>{THIRD}</p></div>")).text
    assert text.count("We shall not forget.") == 2


def test_items_and_rows_have_a_line_each() -> None:
    inner = (
        "<ul><li>to open the crossings at once;</li><li>to resume the talks;</li></ul><table><tr><th>State</th><th>Sum"
        "</th></tr><tr><td>Mali</td><td>12.5</td></tr></table>"
    )
    text = read(page(f"{HEADLINE}<div><p>{FIRST}</p><p>{SECOND}</p>{inner}<p>{THIRD}</p></div>")).text
    assert "to open the crossings at once;\nto resume the talks;\n\nState | Sum\nMali | 12.5\n\nThe Secretary" in text


GRAPH = """<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"WebPage","@id":"#w"},
    {"@type":"NewsArticle","headline":"The Council on the situation","datePublished":"2021-06-04T23:30:00+02:00",
    "dateModified":"2023-01-02","publisher":{"@type":"Organization","name":"Press Room"}},{"@type":"ItemList",
    "itemListElement":[{"@type":"NewsArticle","datePublished":"2019-01-05"}]}]}</script>"""


def test_a_press_room_declares_its_facts() -> None:
    head = (
        GRAPH + '<link rel="canonical" href="/news/1"><link rel="alternate" hreflang="fr" href="/fr/news/1">'
        '<link rel="alternate" hreflang="en" href="https://press.example.org/news/1">'
    )
    draft = read(
        page(f"{HEADLINE}{BODY}", head=head),
        address="https://press.example.org/news/1?utm=a",
    )
    assert (draft.date.day, draft.date.source) == (date(2021, 6, 4), Provenance.METADATA)
    assert draft.issuer == Sourced("Press Room", Provenance.METADATA)
    assert draft.url == "https://press.example.org/news/1"
    assert draft.versions == ("https://press.example.org/news/1", "https://press.example.org/fr/news/1")


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="article:modified_time" content="2024-05-05T10:00:00+02:00">',
        '<meta name="date" content="2024">',
        '<meta property="article:published_time" content="2024-01-01T00:00:00+00:00">',
        '<meta property="article:published_time" content="1399-02-21">',
        '<meta property="article:published_time" content="09/08/2023">',
        '<meta name="expires" content="2024-05-05">',
    ],
)
def test_what_is_no_day_of_issue_is_not_taken(head: str) -> None:
    draft = read(page(f"{HEADLINE}{BODY}<p>source agency, 24 September 2020</p>", head=head))
    assert draft.date.day is None


def test_declared_and_shown_days_that_differ_are_a_doubt() -> None:
    head = '<meta property="article:published_time" content="2024-05-05T10:00:00+02:00">'
    draft = read(page(f'{HEADLINE}<p class="date">17 March 2011</p>{BODY}', head=head))
    assert draft.date.day is None
    assert draft.doubts == ("it declares 2024-05-05 and shows 2011-03-17: give the date with --date",)


def test_the_day_is_that_of_the_institution() -> None:
    head = '<meta property="article:published_time" content="2024-05-05T22:30:00Z">'
    markup = page(f"{HEADLINE}{BODY}", head=head)
    assert read(markup, zone="Asia/Riyadh").date.day == date(2024, 5, 6)
    assert read(markup).date.day is None
    shown = page(f'{HEADLINE}<p class="date">6 May 2024</p>{BODY}', head=head)
    assert read(shown).date.day == date(2024, 5, 6)


def test_an_ambiguous_day_is_a_doubt() -> None:
    draft = read(page(f'{HEADLINE}<span class="date">09/08/2023</span>{BODY}'))
    assert draft.date.day is None
    assert "two ways" in draft.doubts[0]


def test_a_jalali_day_is_no_day() -> None:
    draft = read(page(f'{HEADLINE}<span class="date">۱۳۹۸/۱۱/۲۹</span>{BODY}'))
    assert draft.date.day is None


def test_the_language_of_the_words_stands_before_that_of_the_template() -> None:
    draft = read(ARABIC.replace('lang="ar"', 'lang="en"'))
    assert draft.language == Sourced("ar", Provenance.DETECTED)


def test_the_issuer_is_unknown_when_the_page_does_not_say() -> None:
    assert read(TABLES).issuer is UNKNOWN


def test_the_declared_encoding_counts() -> None:
    body = ARABIC.replace("<title>", '<meta charset="windows-1256"><title>').encode("windows-1256", "xmlcharrefreplace")
    (draft,) = html.read(Document(body, "/a.html", "a.html"))
    assert draft.text == read(ARABIC).text


LINKS = "".join(f'<li><a href="/{number}">Release number {number} of this year</a></li>' for number in range(30))


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        (page(f"<h1>All releases</h1><ul>{LINKS}</ul>", title="Releases"), "links"),
        (page('<div id="root"></div><script src="app.js"></script>', title="App"), "script"),
        (page("<h1>404 Not Found</h1><p>The page you asked for is not here.</p>", title="404 Not Found"), "error"),
        (
            page(
                "<h1>Before you continue</h1><p>We and our partners use cookies to store information on your device, "
                "and we need your consent to this. You may change your cookie settings at any time.</p>",
                title="Before you continue",
            ),
            "consent",
        ),
        ("   <html></html>", "no article"),
    ],
)
def test_a_page_without_an_article_is_refused(markup: str, reason: str) -> None:
    with pytest.raises(SourceError, match=reason) as refused:
        read(markup)
    assert str(refused.value).startswith("/in/page.html: ")


@pytest.mark.parametrize(
    "markup",
    [
        page(f"{'<div>' * 100_000}{BODY}"),
        page("<i>x</i>" * 150_000),
    ],
)
def test_endless_pages_are_refused(markup: str) -> None:
    with pytest.raises(SourceError, match="save its text with a browser"):
        read(markup)


@pytest.mark.parametrize(
    "markup",
    [
        page(BODY, head=f'<script type="application/ld+json">{"[" * 100_000}</script>'),
        page(f'<div class="{"a b" * 200_000}">{BODY}</div>'),
        page(f"{BODY}<p>&lt;!ENTITY x&gt; &x; &#0; \x00</p>"),
        page(f"<p>{'<br>' * 50_000}</p>{BODY}"),
    ],
)
def test_hostile_pages_are_read_all_the_same(markup: str) -> None:
    assert TEXT in read(markup).text


def test_published_stands_before_updated() -> None:
    line = "<p>Published 1 February 2024 | Updated: 3 February 2024</p>"
    assert read(page(f"{HEADLINE}{line}{BODY}")).date.day == date(2024, 2, 1)


@pytest.mark.parametrize(
    "body",
    [
        f"{HEADLINE}<h2>Summit of 12 May 2020</h2>{BODY}",
        f"{HEADLINE}<p>Geneva meeting, 12-14 May 2020</p>{BODY}",
        f'<div class="top"><span class="date">Monday 4 March 2024</span></div>{HEADLINE}{BODY}',
        f'{HEADLINE}{BODY}<h3>More</h3><ul><li><a href="/a">Another</a> <time>3 February 2024</time></li></ul>',
        f'{HEADLINE}{BODY}<div class="next"><a href="/a">Previous</a><span class="date">3 February 2024</span></div>',
        f'{HEADLINE}{BODY}<div id="comments"><span class="date">3 February 2024</span><p>Nice.</p></div>',
        f"{HEADLINE}<p>Updated: 3 February 2024</p>{BODY}",
    ],
    ids=["subtitle", "meeting", "today", "related", "next", "comments", "updated"],
)
def test_the_date_of_something_else_is_not_taken(body: str) -> None:
    assert read(page(body)).date.day is None


def test_a_dateline_that_contradicts_is_a_doubt() -> None:
    head = '<meta property="article:published_time" content="2025-01-15T10:00:00+03:00">'
    draft = read(page(f"{HEADLINE}<p>Jeddah, 5 November 2024 – {FIRST}</p>{BODY}", head=head))
    assert draft.date.day is None
    assert "dateline has 2024-11-05" in draft.doubts[0]
