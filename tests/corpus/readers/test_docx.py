"""Word files made for one thing each: order, changes, fields, notes, tables, boxes, titles, and what is refused."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

import docx as python_docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import docx
from corpus.statement import Draft, Provenance

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SPACES = (
    f'xmlns:w="{W}" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _packed(parts: Mapping[str, str | bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return out.getvalue()


def _made(body: str, **parts: str) -> bytes:
    relations = "".join(f'<Relationship Id="r{kind}" Type="{REL}/{kind}" Target="{kind}.xml"/>' for kind in parts)
    return _packed(
        {
            "word/document.xml": f"<w:document {SPACES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": f"<Relationships>{relations}</Relationships>",
            **{f"word/{kind}.xml": content for kind, content in parts.items()},
        }
    )


def _outcome(raw: bytes) -> str:
    """Return the text that is read, or the line that says why there is none."""
    try:
        return _read(raw).text
    except SourceError as error:
        return str(error)


def _read(raw: bytes) -> Draft:
    [draft] = docx.read(Document(raw, "a.docx", "a.docx"))
    return draft


def _p(*runs: str, style: str = "") -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{"".join(runs)}</w:p>'


def _r(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (_r("We ") + "<w:ins>" + _r("strongly ") + "</w:ins>" + _r("condemn."), "We strongly condemn."),
        (_r("We ") + "<w:del><w:r><w:delText>never </w:delText></w:r></w:del>" + _r("condemn."), "We condemn."),
        ("<w:moveFrom>" + _r("a ") + "</w:moveFrom>" + _r("b") + "<w:moveTo>" + _r(" a") + "</w:moveTo>", "b a"),
        (_r("Seen") + _r(" hidden", "<w:vanish/>") + _r(" shown", '<w:vanish w:val="0"/>'), "Seen shown"),
        (_r("One") + "<w:r><w:br/></w:r>" + _r("two"), "One\ntwo"),
        (_r("Al") + "<w:r><w:noBreakHyphen/></w:r>" + _r("Q") + "<w:r><w:softHyphen/></w:r>" + _r("uds"), "Al-Quds"),
        ("<w:hyperlink>" + _r("a link") + "</w:hyperlink>" + _r(" in text"), "a link in text"),
        ("<w:sdt><w:sdtPr/><w:sdtContent>" + _r("in a control") + "</w:sdtContent></w:sdt>", "in a control"),
        (
            '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DATE d</w:instrText></w:r>' + _r("no")
            + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + _r("5 May")
            + '<w:r><w:fldChar w:fldCharType="end"/></w:r>' + _r(" it was"),
            "5 May it was",
        ),
        (_r("السلام", "<w:rtl/>") + _r(" عليكم", "<w:rtl/>"), "السلام عليكم"),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_it_is_shown(runs: str, text: str) -> None:
    assert _read(_made(_p(runs))).text == text


def test_a_field_that_never_ends_does_not_swallow_the_text() -> None:
    begun = _p('<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + _r("DATE"))

    assert _read(_made(begun + _p(_r("The text.")))).text == "The text."


def test_a_paragraph_whose_end_was_deleted_goes_on_in_the_next() -> None:
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{_r('One sentence ')}</w:p>"

    assert _read(_made(first + _p(_r("in two.")) + _p(_r("Another.")))).text == "One sentence in two.\n\nAnother."


def test_notes_stand_last_in_blocks_of_their_own() -> None:
    notes = (
        f'<w:footnotes {SPACES}><w:footnote w:id="0" w:type="separator">{_p(_r("---"))}</w:footnote>'
        f'<w:footnote w:id="2">{_p("<w:r><w:footnoteRef/></w:r>", _r(" See A/79/L.9."))}</w:footnote></w:footnotes>'
    )
    body = _p(_r("We adopted it"), '<w:r><w:footnoteReference w:id="2"/></w:r>', _r(" today.")) + _p(_r("It is done."))

    assert _read(_made(body, footnotes=notes)).text == "We adopted it today.\n\nIt is done.\n\n1. See A/79/L.9."


def test_a_table_is_a_block_with_a_line_a_row() -> None:
    def cells(*words: str) -> str:
        return "<w:tr>" + "".join(f"<w:tc>{_p(_r(word))}</w:tc>" for word in words) + "</w:tr>"

    table = f"<w:tbl><w:tblPr/>{cells('Country', 'Aid')}{cells('Yemen', '5')}</w:tbl>"
    placing = f"<w:tbl>{cells('In a frame.')}</w:tbl>"

    text = _read(_made(_p(_r("Before.")) + table + _p(_r("After.")) + placing)).text

    assert text == "Before.\n\nCountry | Aid\nYemen | 5\n\nAfter.\n\nIn a frame."


def test_a_text_box_is_read_once_and_beside_the_sentence() -> None:
    box = _p(_r("In a box."))
    written_twice = (
        "<w:r><mc:AlternateContent><mc:Choice><wps:txbx><w:txbxContent>"
        + box
        + "</w:txbxContent></wps:txbx></mc:Choice>"
        "<mc:Fallback><w:pict><v:textbox><w:txbxContent>" + box + "</w:txbxContent></v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )

    assert _read(_made(_p(_r("A sent"), written_twice, _r("ence.")))).text == "A sentence.\n\nIn a box."


def test_a_first_heading_is_the_title_by_the_name_of_its_style() -> None:
    styles = f'<w:styles {SPACES}><w:style w:styleId="Titre1"><w:name w:val="heading 1"/></w:style></w:styles>'

    draft = _read(_made(_p(_r("On the situation"), style="Titre1") + _p(_r("We met.")), styles=styles))

    assert (draft.title, draft.text) == ("On the situation", "We met.")


def _through_python_docx(title: str) -> bytes:
    made = python_docx.Document()
    made.core_properties.title = title
    made.core_properties.language = "en-GB"
    made.sections[0].header.paragraphs[0].text = "Letterhead"
    for words in (
        "Final communiqué of the meeting",
        "Jeddah, 5 November 2024",
        "The Council met and agreed on the text.",
    ):
        made.add_paragraph(words)
    made.add_paragraph("First of the list.", style="List Bullet")
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_file_of_another_program() -> None:
    draft = _read(_through_python_docx("Final Communiqué of the Meeting"))

    assert draft.text.split("\n\n")[-1] == "First of the list."
    assert "Letterhead" not in draft.text
    assert draft.title == "Final Communiqué of the Meeting"
    assert (str(draft.date.day), draft.date.source) == ("2024-11-05", Provenance.DATELINE)
    assert (draft.language.value, draft.language.source) == ("en", Provenance.METADATA)


def test_the_name_of_a_template_and_the_day_of_the_file_are_not_taken() -> None:
    assert _read(_through_python_docx("Document template v2")).title is None
    assert _read(_made(_p(_r("We met.")))).date.day is None


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><w:d xmlns:w="w">&b;</w:d>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]><w:d xmlns:w="w">&a;</w:d>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (OLE, r"old kind \(\.doc\)"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (b"PK\x03\x04 cut", "no Word file"),
        (_made(_p(_r("We met.")))[:-30], "damaged"),
        (_packed({"a.txt": "words"}), "without a Word document"),
        (_packed({"word/document.xml": BOMB}), "declares entities|no XML"),
        (_packed({"word/document.xml": OUTSIDE}), "declares entities|no XML"),
        (_packed({"word/document.xml": "<w:d>"}), "no XML"),
        (_packed({"word/document.xml": "<d>" * 5000 + "</d>" * 5000}), "no XML"),
        (_packed({"word/document.xml": " " * 30_000_000}), "over 24 MiB"),
        (_made(_p()), "no words"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(raw: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        _read(raw)


def test_a_zip_that_says_it_unpacks_to_too_much_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("corpus.docx.package.LARGEST", 1000)

    with pytest.raises(SourceError, match="would unpack"):
        _read(_packed({"word/document.xml": "x", "word/media/a.png": b"\0" * 2000}))


MADE = _made(_p(_r("We met in Jeddah.")) + _p(_r("It is done.")))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(MADE) - 1), st.integers(0, 255)), max_size=8), st.integers(0, len(MADE)))
def test_damage_is_an_error_line_or_a_text_and_nothing_else(changes: list[tuple[int, int]], cut: int) -> None:
    raw = bytearray(MADE)
    for at, byte in changes:
        raw[at] = byte
    assert _outcome(bytes(raw[: cut or None])).strip()


MARKUP = st.recursive(
    st.sampled_from([_r("words"), "<w:tab/>", '<w:fldChar w:fldCharType="begin"/>', "<w:sym w:char='F0B7'/>"]),
    lambda inner: st.tuples(
        st.sampled_from(["p", "r", "tbl", "tr", "tc", "ins", "del", "sdt", "sdtContent", "hyperlink", "txbxContent"]),
        st.lists(inner, max_size=4),
    ).map(lambda made: f"<w:{made[0]}>{''.join(made[1])}</w:{made[0]}>"),
    max_leaves=30,
)


@settings(max_examples=100, deadline=None)
@given(st.lists(MARKUP, max_size=5).map("".join))
def test_markup_in_any_order_is_read_or_refused(body: str) -> None:
    assert _read(_made(body + _p(_r("The end.")))).text.endswith("The end.")
