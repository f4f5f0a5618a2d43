"""CSV: a row a statement, whatever parts its columns; a bad row is a line of its own."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import read_document
from corpus.statement import UNDATED, Draft, Provenance


def read(content: str, encoding: str = "utf-8") -> list[object]:
    return list(read_document(Document(content.encode(encoding), "/in/f.csv", "f.csv")))


def drafts_of(content: str) -> list[Draft]:
    return [one for one in read(content) if isinstance(one, Draft)]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_row_is_a_statement(mark: str) -> None:
    rows = [
        ["Title", "DATE", "Text", "Language", "other"],
        ["A, b; c", "2024-03-01", 'He said ""yes"".\n\nTwice.', "en", "x"],
    ]
    (draft,) = read("\n".join(mark.join(f'"{cell}"' for cell in row) for row in rows))
    assert isinstance(draft, Draft)
    assert (draft.title, draft.text, draft.date.day) == ("A, b; c", 'He said "yes".\n\nTwice.', dt.date(2024, 3, 1))
    assert draft.guid == "/in/f.csv, line 4"


def test_names_may_be_french_and_the_encoding_that_of_windows() -> None:
    (draft,) = read("titre;date;texte\nL’été à l’écoute;2024-03-01;Le Conseil a été réuni à l’été.", "cp1252")
    assert isinstance(draft, Draft)
    assert (draft.title, draft.text) == ("L’été à l’écoute", "Le Conseil a été réuni à l’été.")


def test_a_bad_row_is_a_line_and_the_rest_is_kept() -> None:
    found = read("guid,date,text\n1,yesterday,Words.\n2,,\n3,2024-01-01,More words.\n")
    assert [isinstance(one, SourceError) for one in found] == [True, True, False]
    assert "row that ends in line 2" in str(found[0])


def test_a_table_without_a_text_is_refused_with_the_columns_it_has() -> None:
    with pytest.raises(SourceError, match=r"has no column with the text \(it has a, b\): name one of them text"):
        read("a,b\n1,2\n")


def test_a_row_with_more_fields_than_names_is_not_cut_short() -> None:
    found = read("date,text\n2024-01-01,The council met, and agreed.\n2024-01-02,It met.\n")
    assert [type(one) for one in found] == [SourceError, Draft]
    assert "put quotes around fields that hold commas" in str(found[0])


@pytest.mark.parametrize("rows", ['"It met.\nIt agreed.\n', '"It" met.\nIt agreed.\n'])
def test_rows_after_an_unbalanced_quote_are_not_guessed(rows: str) -> None:
    found = read("text\nIt sat.\n" + rows)
    assert [type(one) for one in found] == [Draft, SourceError]
    assert "the rows from here on are not read" in str(found[1])


def test_two_columns_of_one_name_are_refused() -> None:
    with pytest.raises(SourceError, match="has two columns named date"):
        read("text,date,Date\nWords.,2024-01-01,2024-01-02\n")


def test_a_date_may_be_written_as_spreadsheets_do_and_one_of_two_readings_is_told_and_not_taken() -> None:
    sure, unsure, ordinal = drafts_of("text;date\nWords.;25/11/2024\nOthers.;05/11/2024\nMore.;1er décembre 2024\n")
    assert (sure.date.day, ordinal.date.day) == (dt.date(2024, 11, 25), dt.date(2024, 12, 1))
    assert sure.date.source is Provenance.GIVEN
    assert (unsure.text, unsure.date) == ("Others.", UNDATED)
    assert "can be read in two ways" in unsure.doubts[0]


def test_a_date_may_be_an_instant() -> None:
    (draft,) = read("text,date\nWords.,2024-03-01 10:00:00+03:00\n")
    assert isinstance(draft, Draft)
    assert draft.date.day == dt.date(2024, 3, 1)
