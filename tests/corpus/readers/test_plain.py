"""Plain text: the whole file is the statement, untitled, dated by its dateline or not at all."""

from __future__ import annotations

import datetime as dt

import pytest

from corpus import samples
from corpus.document import Document
from corpus.errors import SourceError
from corpus.readers import plain
from corpus.statement import UNDATED, UNKNOWN, Draft, Provenance, PublicationDate, Sourced


def read(content: str, source: str) -> list[Draft]:
    return plain.read(Document(content.encode(errors="surrogatepass"), source, source))


def test_the_whole_file_is_the_statement() -> None:
    (draft,) = read("---\ntitle: words too\n---\r\n\r\nLe 3 mai 2021, il a dit :\r\n  oui.\n", "/2021-05-03-title.txt")
    assert draft.text == "---\ntitle: words too\n---\n\nLe 3 mai 2021, il a dit :\n  oui.\n"
    assert (draft.title, draft.date, draft.issuer, draft.url, draft.guid) == (None, UNDATED, UNKNOWN, None, None)


def test_the_sample_is_french_and_undated() -> None:
    (path,) = samples.folder().rglob("*.txt")
    content = path.read_text(encoding="utf-8")
    (draft,) = read(content, str(path))
    assert draft.text == content
    assert draft.language == Sourced("fr", Provenance.DETECTED)
    assert draft.date is UNDATED


@pytest.mark.parametrize("content", ["", " \r\n\t", "\ufeff", "— …\n"])
def test_a_file_without_a_word_is_an_error(content: str) -> None:
    with pytest.raises(SourceError, match=r"^/f\.txt: (holds no words|is empty): there is nothing to record$"):
        read(content, "/f.txt")


def test_its_dateline_is_its_date() -> None:
    (draft,) = read("Communiqué\n\nDjeddah, le 5 novembre 2024\n\nLe Conseil a dit.", "/2021-05-03.txt")
    assert draft.date == PublicationDate(dt.date(2024, 11, 5), Provenance.DATELINE)
    assert draft.doubts == ()


def test_a_dateline_that_is_not_sure_is_told() -> None:
    (draft,) = read("Djeddah, le 09/08/2023\n\nLe Conseil a dit.", "/f.txt")
    assert draft.date is UNDATED
    assert "two ways" in draft.doubts[0]
