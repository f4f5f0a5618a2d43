"""Files and folders: what is read, in which order, what is passed over, and every problem told apart."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from corpus import samples
from corpus.document import Document
from corpus.errors import FactError, SourceError
from corpus.intake import Given, files, read, read_from
from corpus.referral import Referral
from corpus.statement import UNDATED, UNKNOWN, Draft, Provenance, PublicationDate, Sourced

NOTHING = Given()
WORDS = "The governments said so."


def tree(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{WORDS} In {name}.", encoding="utf-8")


def names(folder: Path) -> list[str]:
    found = []
    for file in files(folder):
        assert isinstance(file, Path)
        found.append(file.relative_to(folder).as_posix())
    return found


def apart(results: Iterator[Draft | SourceError]) -> tuple[list[Draft], list[SourceError]]:
    everything = list(results)
    drafts = [result for result in everything if isinstance(result, Draft)]
    return drafts, [result for result in everything if isinstance(result, SourceError)]


def test_a_file_stands_for_itself(tmp_path: Path) -> None:
    tree(tmp_path, ".hidden.md")
    assert list(files(tmp_path / ".hidden.md")) == [tmp_path / ".hidden.md"]


def test_a_folder_is_read_in_order_of_name(tmp_path: Path) -> None:
    tree(tmp_path, "b.md", "a.txt", "z/b.md", "z/a.MD", "c/y.markdown", "c/x/w.text")
    assert names(tmp_path) == ["a.txt", "b.md", "c/y.markdown", "c/x/w.text", "z/a.MD", "z/b.md"]


def test_hidden_and_other_files_are_passed_over(tmp_path: Path) -> None:
    tree(tmp_path, "a.md", ".b.md", ".git/c.md", "d/.e/f.md", "g.rst", "h", "i.md~", "j/k.md")
    assert names(tmp_path) == ["a.md", "j/k.md"]


def test_links_are_not_followed_out_of_the_folder(tmp_path: Path) -> None:
    tree(tmp_path, "in/a.md", "out/secret.md")
    (tmp_path / "in" / "link.md").symlink_to(tmp_path / "out" / "secret.md")
    (tmp_path / "in" / "folder").symlink_to(tmp_path / "out")
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    (tmp_path / "in" / "broken.md").symlink_to(tmp_path / "gone.md")
    assert names(tmp_path / "in") == ["a.md"]


def test_a_link_that_was_named_is_followed(tmp_path: Path) -> None:
    tree(tmp_path, "in/a.md")
    (tmp_path / "link").symlink_to(tmp_path / "in")
    (tmp_path / "link.md").symlink_to(tmp_path / "in" / "a.md")
    assert names(tmp_path / "link") == ["a.md"]
    drafts, errors = apart(read(tmp_path / "link.md", NOTHING))
    assert ([draft.source for draft in drafts], errors) == ([str(tmp_path / "link.md")], [])


def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    # Opening one would wait for ever.
    tree(tmp_path, "a.md")
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    assert names(tmp_path) == ["a.md"]
    drafts, errors = apart(read(tmp_path / "pipe.md", NOTHING))
    assert drafts == []
    assert [str(error) for error in errors] == [
        f"{tmp_path}/pipe.md: is neither a file nor a folder: give one of these"
    ]


def test_a_path_with_nothing_there_is_an_error(tmp_path: Path) -> None:
    drafts, errors = apart(read(tmp_path / "gone", NOTHING))
    assert drafts == []
    assert [str(error) for error in errors] == [
        f"{tmp_path}/gone: cannot be read (no such file or directory): check the path"
    ]


@pytest.mark.parametrize("inside", [[], ["a.rst", ".b.md"]], ids=["empty", "nothing to read"])
def test_a_folder_without_a_file_to_read_is_an_error(tmp_path: Path, inside: list[str]) -> None:
    tree(tmp_path, *inside)
    drafts, errors = apart(read(tmp_path, NOTHING))
    assert drafts == []
    (error,) = errors
    assert str(error).startswith(f"{tmp_path}: holds no file that can be read: give a folder with .atom .csv .docx")


def test_what_cannot_be_read_does_not_hold_up_the_rest(tmp_path: Path) -> None:
    tree(tmp_path, "a.md", "e.txt", "z/f.md")
    (tmp_path / "b.md").write_bytes(b"\xff\xfe")
    (tmp_path / "c.txt").write_bytes(b"")
    (tmp_path / "d.md").write_bytes(b"---\ndate: 2022-13-45\n---\n\nSaid so.")
    results = list(read(tmp_path, NOTHING))
    where = [Path(result.source).relative_to(tmp_path).as_posix() for result in results]
    assert where == ["a.md", "b.md", "c.txt", "d.md", "e.txt", "z/f.md"]
    assert [type(result).__name__ for result in results] == [
        "Draft",
        "SourceError",
        "SourceError",
        "FactError",
        "Draft",
        "Draft",
    ]


def test_a_folder_with_unfit_files_only_tells_of_each_and_of_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"")
    drafts, errors = apart(read(tmp_path, NOTHING))
    assert drafts == []
    assert [str(error) for error in errors] == [f"{tmp_path}/a.md: is empty: there is nothing to record"]


def test_a_folder_that_cannot_be_looked_into_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Refused by hand: root may look into every folder.
    tree(tmp_path, "a.md", "closed/b.md", "open/c.md")
    scan = os.scandir

    def refusing(path: Any) -> Any:
        if Path(path).name == "closed":
            raise PermissionError(13, "Permission denied", str(path))
        return scan(path)

    monkeypatch.setattr(os, "scandir", refusing)
    drafts, errors = apart(read(tmp_path, NOTHING))
    assert [Path(draft.source).name for draft in drafts] == ["a.md", "c.md"]
    assert [str(error) for error in errors] == [
        f"{tmp_path}/closed: cannot be looked into (permission denied): check its permissions"
    ]


def test_the_samples_are_all_read() -> None:
    drafts, errors = apart(read(samples.folder(), NOTHING))
    assert errors == []
    assert len(drafts) == len([*samples.folder().rglob("*.md"), *samples.folder().rglob("*.txt")])
    assert sum(draft.date is UNDATED for draft in drafts) == 1


FOUND = Draft(
    text=WORDS,
    source="/f.md",
    title="Its title",
    date=PublicationDate(dt.date(2021, 1, 1), Provenance.PAGE),
    issuer=Sourced("Its issuer", Provenance.METADATA),
    language=Sourced("en", Provenance.DETECTED),
    url="https://example.org/",
    guid="7",
)


def test_nothing_given_changes_nothing() -> None:
    assert NOTHING.over(FOUND) == FOUND
    assert Given.of(title=None, date=None, issuer=None, language=None) == NOTHING
    assert Given.of(title=" ", date="", issuer=" \t", language=" ") == NOTHING


def test_what_the_operator_gives_stands_before_what_the_source_says() -> None:
    facts = Given.of(title=" The\u202a title ", date="2022-06-24", issuer=" OIC\t", language="fr-FR")
    draft = facts.over(FOUND)
    assert draft.title == "The title"
    assert draft.date == PublicationDate(dt.date(2022, 6, 24), Provenance.GIVEN)
    assert draft.issuer == Sourced("OIC", Provenance.GIVEN)
    assert draft.language == Sourced("fr", Provenance.GIVEN)
    assert (draft.text, draft.source, draft.url, draft.guid) == (FOUND.text, FOUND.source, FOUND.url, FOUND.guid)


@pytest.mark.parametrize(
    ("facts", "kept"),
    [
        (Given(title="T"), ("T", FOUND.date, FOUND.issuer, FOUND.language)),
        (
            Given(issuer=Sourced("I", Provenance.GIVEN)),
            (FOUND.title, FOUND.date, Sourced("I", Provenance.GIVEN), FOUND.language),
        ),
    ],
)
def test_only_what_is_given_is_replaced(facts: Given, kept: tuple[object, ...]) -> None:
    draft = facts.over(FOUND)
    assert (draft.title, draft.date, draft.issuer, draft.language) == kept


def test_they_stand_for_every_file_of_a_folder(tmp_path: Path) -> None:
    tree(tmp_path, "a.txt")
    (tmp_path / "b.md").write_text("---\ndate: 2020-01-01\nissuer: Other\n---\n\nSaid so.", encoding="utf-8")
    facts = Given.of(title=None, date="2022-06-24", issuer="OIC", language=None)
    drafts, _ = apart(read(tmp_path, facts))
    assert [(draft.date.day, draft.issuer.value) for draft in drafts] == [(dt.date(2022, 6, 24), "OIC")] * 2
    assert all(draft.issuer is not UNKNOWN for draft in drafts)


@pytest.mark.parametrize(
    ("facts", "cure"),
    [
        ({"date": "2022-13-45"}, "--date: the date '2022-13-45' does not exist"),
        ({"date": "yesterday"}, "--date: the date 'yesterday' is not a day: write it as YYYY-MM-DD"),
        ({"language": "French"}, "--language: the language 'French' is not a code: write fr, en, ar"),
    ],
)
def test_a_wrong_fact_names_the_option(facts: dict[str, str], cure: str) -> None:
    with pytest.raises(FactError) as caught:
        Given.of(**{"title": None, "date": None, "issuer": None, "language": None, **facts})
    assert str(caught.value).startswith(cure)


FEED = b"""<rss version="2.0"><channel><title>P</title>
<item><title>A</title><link>https://example.org/a</link><description>A met.</description></item>
<item><title>B</title><link>https://example.org/b</link><description>B met.</description></item>
</channel></rss>"""


def test_an_item_with_only_a_summary_is_an_error_that_names_its_page() -> None:
    drafts, errors = apart(read_from(Document(FEED, "/f.rss", "f.rss"), NOTHING))
    assert drafts == []
    assert str(errors[0]) == (
        "/f.rss, item A: holds only a summary: its words are on a page, `onrecord add https://example.org/a` reads them"
    )


def test_the_address_of_an_items_page_can_be_pasted_into_a_shell() -> None:
    feed = FEED.replace(b"https://example.org/a", b"https://example.org/a?m=rss&amp;n=1")
    _, errors = apart(read_from(Document(feed, "/f.rss", "f.rss"), NOTHING))
    assert "`onrecord add 'https://example.org/a?m=rss&n=1'` reads them" in str(errors[0])


def test_an_item_is_followed_to_its_page_and_one_that_fails_holds_up_no_other() -> None:
    def follow(item: Referral) -> Iterator[Draft | SourceError]:
        if item.title == "A":
            raise SourceError(item.url, "cannot be reached: try later")
        yield Draft(text="B met.", source=item.url)

    facts = Given.of(title=None, date="2022-06-24", issuer="OIC", language=None)
    drafts, errors = apart(read_from(Document(FEED, "/f.rss", "f.rss"), facts, follow))
    assert [str(error) for error in errors] == ["https://example.org/a: cannot be reached: try later"]
    assert [(one.text, one.issuer.value, one.operator) for one in drafts] == [
        ("B met.", "OIC", frozenset({"date", "issuer"}))
    ]


def test_the_operators_date_settles_a_doubt() -> None:
    unsure = dataclasses.replace(FOUND, doubts=("the date 09/08/2023 can be read in two ways",))
    dated = Given.of(title=None, date="2022-06-24", issuer=None, language=None)
    assert (dated.over(unsure).doubts, dated.over(unsure).operator) == ((), frozenset({"date"}))
    assert Given(title="T").over(unsure).doubts == unsure.doubts


def test_an_operators_date_that_is_still_to_come_is_kept_with_a_line() -> None:
    dated = Given.of(title=None, date="2999-06-24", issuer=None, language=None).over(FOUND)
    assert dated.date.day == dt.date(2999, 6, 24)
    assert "2999-06-24 is still to come" in dated.doubts[0]
