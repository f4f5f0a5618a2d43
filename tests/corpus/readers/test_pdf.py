"""PDFs made for one thing each: reading order, lam-alef, line ends, heads and feet, notes, refusals, damage."""

from __future__ import annotations

import io
import logging
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader, PdfWriter

from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import pdf
from corpus.statement import Draft, Provenance
from tests.corpus.readers.pages import assembled, latin, mapped, stream

DATA = Path(__file__).parents[2] / "data"


def _outcome(raw: bytes) -> str:
    """Return the text that is read, or the line that says why there is none."""
    try:
        return _read(raw).text
    except SourceError as error:
        return str(error)


def _read(raw: bytes) -> Draft:
    [draft] = pdf.read(Document(raw, "a.pdf", "a.pdf"))
    return draft


def _written(
    lines: list[str], *, top: float = 700, size: float = 11, left: float = 72
) -> list[tuple[float, float, float, str]]:
    return [(left, top - 14 * at, size, words) for at, words in enumerate(lines)]


TEXT = [
    "The Council met in its ordinary session and adopted the resolution that follows on",
    "the situation in the region. It called upon all parties to honour what they agreed.",
    "It decided to remain seized of the matter until the next meeting of its members, as",
    "the statutes provide.",
]


def test_line_ends_are_joined_and_paragraphs_are_kept() -> None:
    again = [(72.0, 700 - 14 * 5.5 - 14 * at, 11.0, words) for at, words in enumerate(TEXT)]

    draft = _read(latin([*_written(TEXT), *again]))

    assert draft.text == " ".join(TEXT) + "\n\n" + " ".join(TEXT)


def test_a_sentence_goes_on_over_the_page() -> None:
    draft = _read(latin(_written([*TEXT[:3]] * 15, top=760), _written(TEXT[3:], top=760)))

    assert draft.text.endswith("meeting of its members, as the statutes provide.")


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (["an inter-", "national agreement"], "an international agreement"),
        (["the axe Franco-", "Allemand de la paix"], "the axe Franco-Allemand de la paix"),
        (["sa politique vis-à-", "vis de ses voisins"], "sa politique vis-à-vis de ses voisins"),
        (["longer-run aims and longer-", "run goals"], "longer-run aims and longer-run goals"),
        (["cooperation and co-", "operation"], "cooperation and cooperation"),
        (["peut-", "être demain"], "peut-être demain"),
        (["the years 2011-", "2012 were"], "the years 2011-2012 were"),
    ],
)
def test_hyphens_at_line_ends(lines: list[str], joined: str) -> None:
    long = [f"{'x' * (70 - len(line))} {line}" for line in lines[:1]]

    assert _read(latin(_written([*long, *lines[1:]]))).text.endswith(joined)


def test_running_heads_feet_and_page_numbers_are_not_text() -> None:
    pages = [
        [
            (72.0, 800.0, 9.0, "Ministry of Affairs - Press Office"),
            *_written([f"{'abcd'[at - 1] * 4} {line}" for line in TEXT]),
            (290.0, 30.0, 9.0, f"Page {at} of 4"),
        ]
        for at in range(1, 5)
    ]

    text = _read(latin(*pages)).text

    assert "Ministry" not in text
    assert "Page" not in text
    assert text.count("adopted the resolution") == 4


def test_a_lone_page_number_is_not_text() -> None:
    assert _read(latin([*_written(TEXT), (290.0, 30.0, 11.0, "1")])).text == " ".join(TEXT)


def test_footnotes_stand_last_and_their_calls_are_not_in_the_sentence() -> None:
    called = [
        *_written(TEXT * 10, top=780),
        (450.0, 784.0, 6.0, "1"),
        (72.0, 120.0, 8.0, "1 Document A/79/L.9, adopted."),
    ]

    text = _read(latin(called, _written(["And so it ended."], top=780))).text

    assert "that follows on the situation" in text
    assert text.endswith("\n\n1 Document A/79/L.9, adopted.")


def test_what_is_drawn_out_of_order_is_read_from_the_top() -> None:
    assert _read(latin(_written(TEXT)[::-1])).text == " ".join(TEXT)


LETTERS = ["ا", "ل", "س", "م", "ع", "لا", "ي", "ك", "2", "0", "4", " ", "ﻻ", "(", ")"]


def _codes(*visual: str) -> list[int]:
    return [LETTERS.index(one) + 1 for one in visual]


@pytest.mark.parametrize("lam_alef", ["لا", "ﻻ"])
def test_arabic_is_read_from_the_right_with_lam_alef_whole(lam_alef: str) -> None:
    """السلام عليكم, drawn from left to right as every PDF draws it."""
    drawn = _codes("م", "ك", "ي", "ل", "ع", " ", "م", lam_alef, "س", "ل", "ا")

    assert _read(mapped(LETTERS, [(300, 700, 20, drawn)])).text == "السلام عليكم"


@pytest.mark.parametrize("lam_alef", ["لا", "ﻻ"])
def test_a_line_that_begins_or_ends_with_lam_alef(lam_alef: str) -> None:
    """كلا لا, whose leftmost sign is a ligature: what breaks readers that go by the first sign they meet."""
    drawn = _codes(lam_alef, " ", lam_alef, "ك")

    assert _read(mapped(LETTERS, [(300, 700, 20, drawn)])).text == "كلا لا"


def test_figures_and_brackets_in_arabic_stand_in_reading_order() -> None:
    drawn = _codes("ع", "م", " ", "(", "2", "0", "2", "4", ")", " ", "م", "ل", "س")

    assert _read(mapped(LETTERS, [(300, 700, 20, drawn)])).text == "سلم (2024) مع"


def test_words_drawn_apart_are_put_together_by_where_they_stand() -> None:
    right, left = (380.0, 700.0, 20.0, _codes("م", "لا", "س")), (300.0, 700.0, 20.0, _codes("ع", "م"))

    assert _read(mapped(LETTERS, [right, left])).text == _read(mapped(LETTERS, [left, right])).text == "سلام مع"


def test_the_real_transcript() -> None:
    draft = _read((DATA / "press-conference-2012-01-25.pdf").read_bytes())

    assert draft.text.startswith(
        "Transcript of Chairman Bernanke’s Press Conference\n\nJanuary 25, 2012\n\nCHAIRMAN BERNANKE."
    )
    assert "reduce economic and financial uncertainty, increase the effectiveness" in draft.text
    assert "inflation at the rate of 2 percent, as measured by" in draft.text
    assert "of 29" not in draft.text
    assert "FINAL" not in draft.text
    assert (str(draft.date.day), draft.language.value) == ("2012-01-25", "en")


def test_a_day_that_stands_alone_on_the_first_page_is_its_date() -> None:
    draft = _read(
        latin(
            [
                *_written(["Statement by the Minister"]),
                *_written(TEXT, top=600),
                (72.0, 200.0, 11.0, "Issued on 3 May 2021"),
            ]
        )
    )

    assert (str(draft.date.day), draft.date.source) == ("2021-05-03", Provenance.PAGE)


def test_two_days_or_that_of_the_file_are_no_date() -> None:
    info = "/Info << /CreationDate (D:20210503120000Z) /Title (Microsoft Word - note.doc) >>"
    undated = _read(latin([*_written(TEXT)], extra=info))
    twice = _read(
        latin([*_written(TEXT, top=600), (72.0, 300.0, 11.0, "3 May 2021"), (72.0, 200.0, 11.0, "4 May 2021")])
    )

    assert undated.date.day is None
    assert undated.title is None
    assert twice.date.day is None


def test_a_title_is_taken_when_the_text_bears_it() -> None:
    lines = [(72.0, 760.0, 16.0, "On the Situation in the Region"), *_written(TEXT)]

    assert (
        _read(latin(lines, extra="/Info << /Title (On the situation in the region) >>")).title
        == "On the situation in the region"
    )


@pytest.mark.parametrize(("declared", "source"), [("en-US", Provenance.METADATA), ("fr", Provenance.DETECTED)])
def test_a_declared_language_is_taken_when_the_words_agree(declared: str, source: Provenance) -> None:
    draft = _read(latin(_written(TEXT), catalog=f"/Lang ({declared})"))

    assert (draft.language.value, draft.language.source) == ("en", source)


PICTURE = (
    b"<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /BitsPerComponent 8 /ColorSpace /DeviceGray /Length 1 >>"
)


def _scan(*, with_text: bool) -> bytes:
    pages = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 6 0 R >> "
        b"/XObject << /I 7 0 R >> >> >>"
    )
    words = b"BT /F1 11 Tf 72 700 Td (The Council met in its ordinary session.) Tj ET" if with_text else b"/I Do"
    return assembled([
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 >>", pages % 8, pages % 5,
        stream(b"q 500 0 0 800 0 0 cm /I Do Q"),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>", PICTURE + b"\nstream\n0\nendstream", stream(words),
    ])  # fmt: skip


def test_a_scan_is_refused_and_a_page_that_is_a_picture_is_named() -> None:
    with pytest.raises(SourceError, match="scan"):
        _read(_scan(with_text=False))
    draft = _read(_scan(with_text=True))
    assert draft.text == "The Council met in its ordinary session."
    assert "1 of its 2 pages (2)" in draft.doubts[0]


def _locked(password: str) -> bytes:
    writer, out = PdfWriter(clone_from=PdfReader(io.BytesIO(latin(_written(TEXT))))), io.BytesIO()
    writer.encrypt(password, owner_password="owner", algorithm="AES-256")  # noqa: S106 - of a file made here
    writer.write(out)
    return out.getvalue()


def test_a_locked_pdf_is_refused_unless_the_empty_password_opens_it() -> None:
    assert _read(_locked("")).text == " ".join(TEXT)
    with pytest.raises(SourceError, match="password"):
        _read(_locked("secret"))


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"<html><p>Not found</p></html>", "is not a PDF"),
        (latin(_written(TEXT))[:300], "cut off"),
        (b"%PDF-1.7\n%%EOF", "cut off"),
        (mapped(["\ue010", "\ufffd", "\ue012"], [(72, 700, 11, [1, 2, 3] * 9)]), "letters do not stand for"),
        (latin([(72.0, 700.0, 11.0, "- . -")]), "no words"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_reason(raw: bytes, why: str) -> None:
    with pytest.raises(SourceError, match=why):
        _read(raw)


def test_what_unpacks_to_too_much_is_refused() -> None:
    bomb = zlib.compress(b"(A) Tj " * 5_000_000, 9)
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"
    page = b"<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page,
               stream(bomb, "/Filter /FlateDecode"), font]  # fmt: skip

    with pytest.raises(SourceError):
        _read(assembled(objects))


@pytest.mark.parametrize("kids", ["2 0 R", " ".join(["3 0 R"] * 30_000)])
def test_page_trees_without_end_are_refused(kids: str) -> None:
    tree = f"<< /Type /Pages /Kids [{kids}] /Count 9 >>".encode()

    with pytest.raises(SourceError):
        _read(assembled([b"<< /Type /Catalog /Pages 2 0 R >>", tree, b"<< /Type /Page /Parent 2 0 R >>"]))


def test_a_form_that_draws_itself_is_refused() -> None:
    form = stream(b"/X Do", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources << /XObject << /X 4 0 R >> >>")
    page = b"<< /Type /Page /Parent 2 0 R /Contents 5 0 R /Resources << /XObject << /X 4 0 R >> >> >>"

    with pytest.raises(SourceError, match="draws too much"):
        _read(assembled([b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>", page, form,
                         stream(b"/X Do")]))  # fmt: skip


MADE = latin(_written(TEXT), _written(TEXT), catalog="/Lang (en)", extra="/Info << /Title (The Council met) >>")
ARABIC = mapped(LETTERS, [(300, 700, 20, _codes("م", "لا", "س"))])


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_is_an_error_line_or_a_text_and_nothing_else(
    caplog: pytest.LogCaptureFixture, data: st.DataObject
) -> None:
    raw = bytearray(data.draw(st.sampled_from([MADE, ARABIC])))
    for at, byte in data.draw(st.lists(st.tuples(st.integers(0, len(raw) - 1), st.integers(0, 255)), max_size=12)):
        raw[at] = byte
    cut = data.draw(st.integers(0, len(raw)))

    with caplog.at_level(logging.WARNING, logger="root"):
        assert _outcome(bytes(raw[: cut or None])).strip()
    assert not caplog.records
