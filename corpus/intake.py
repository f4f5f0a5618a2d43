"""From files and folders to drafts, each problem told apart so that the rest is kept."""

from __future__ import annotations

import dataclasses
import os
import shlex
import stat
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from corpus.days.dates import Reading, given_day, settled
from corpus.document import Document
from corpus.errors import SourceError
from corpus.languages import given_language
from corpus.readers import SUFFIXES, read_document, suffix_of
from corpus.referral import Referral
from corpus.statement import UNDATED, UNKNOWN, Draft, Provenance, PublicationDate, Sourced, given
from corpus.text import stored_text

Follow = Callable[[Referral], Iterable[Draft | SourceError]]
"""Reads the page that an item of a feed refers to."""


@dataclass(frozen=True, slots=True)
class Given:
    """Facts the operator gives for everything read in one go; they stand before what the source says."""

    title: str | None = None
    date: PublicationDate = UNDATED
    issuer: Sourced = UNKNOWN
    language: Sourced = UNKNOWN

    @classmethod
    def of(cls, *, title: str | None, date: str | None, issuer: str | None, language: str | None) -> Given:
        """Return the facts in the operator's words.

        :raises FactError: when the date or the language is not valid.
        """
        return cls(
            title=stored_text(title).strip() or None if title else None,
            date=given_day(date, "--date"),
            issuer=given(stored_text(issuer).strip() if issuer else None),
            language=given_language(language, "--language"),
        )

    def over(self, draft: Draft) -> Draft:
        """Return ``draft`` with these facts in place of its own, marked as the operator's."""
        mine = {
            name
            for name, fact in (
                ("title", self.title),
                ("date", self.date),
                ("issuer", self.issuer),
                ("language", self.language),
            )
            if fact not in (None, UNDATED, UNKNOWN)
        }
        return dataclasses.replace(
            draft,
            title=self.title if "title" in mine else draft.title,
            date=self.date if "date" in mine else draft.date,
            issuer=self.issuer if "issuer" in mine else draft.issuer,
            language=self.language if "language" in mine else draft.language,
            operator=draft.operator | mine,
            # What was not sure about the date is settled by the operator's own, unless that is still to come.
            doubts=settled(Reading(self.date.day), Provenance.GIVEN)[1] if "date" in mine else draft.doubts,
        )


def _refused(folder: OSError) -> SourceError:
    reason = (folder.strerror or str(folder)).lower()
    return SourceError(str(folder.filename), f"cannot be looked into ({reason}): check its permissions")


def files(path: Path) -> Iterator[Path | SourceError]:
    """Give the files that ``path`` stands for, in order of name: itself, or those below it that a reader takes.

    Hidden files are passed over, links are not followed out of the folder, pipes and devices are never opened. An
    error at the end stands for each folder below it that cannot be looked into.

    :raises SourceError: when there is nothing at ``path``, or it is neither a file nor a folder.
    """
    try:
        kind = path.stat().st_mode
    except (OSError, ValueError) as error:
        reason = (getattr(error, "strerror", None) or str(error)).lower()
        raise SourceError(str(path), f"cannot be read ({reason}): check the path") from None
    if stat.S_ISREG(kind):
        yield path
        return
    if not stat.S_ISDIR(kind):
        raise SourceError(str(path), "is neither a file nor a folder: give one of these")
    closed: list[SourceError] = []
    waiting = [path]
    while waiting:  # not recursive: a tree may be deeper than the interpreter's stack
        folder = waiting.pop()
        try:
            names, inner = _within(folder)
        except OSError as error:
            closed.append(_refused(error))
            continue
        yield from (folder / name for name in names)
        waiting += [folder / name for name in reversed(inner)]
    yield from closed


def _within(folder: Path) -> tuple[list[str], list[str]]:
    """Return the names of the files that a reader takes and of the folders directly in ``folder``, in order."""
    names: list[str] = []
    inner: list[str] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                inner.append(entry.name)
            elif suffix_of(entry.name) in SUFFIXES and entry.is_file(follow_symlinks=False):
                names.append(entry.name)
    return sorted(names), sorted(inner)


def read_from(document: Document, facts: Given, follow: Follow | None = None) -> Iterator[Draft | SourceError]:
    """Give the drafts in ``document`` with ``facts`` in place of their own, and an error for each problem.

    An item that only refers to a page is read from there by ``follow``; without it, it is an error.
    """
    try:
        for one in read_document(document):
            for found in _followed(one, follow) if isinstance(one, Referral) else (one,):
                yield facts.over(found) if isinstance(found, Draft) else found
    except SourceError as error:
        yield error


def _followed(item: Referral, follow: Follow | None) -> Iterator[Draft | SourceError]:
    if follow is None:
        yield _pointing(item)
        return
    try:
        yield from follow(item)
    except SourceError as error:
        yield error  # of this item: those after it are still read


def _pointing(item: Referral) -> SourceError:
    name = f"{item.source}, item {(item.title or item.guid or 'without a title')[:120]}"
    address = shlex.quote(item.url)
    return SourceError(name, f"holds only a summary: its words are on a page, `onrecord add {address}` reads them")


def read(
    path: Path, facts: Given, *, zone: ZoneInfo | None = None, follow: Follow | None = None
) -> Iterator[Draft | SourceError]:
    """Give the drafts in the file or folder ``path``, and an error for each file or folder that could not be read.

    ``zone`` is where the institution's days begin and end. A folder without a single file that a reader takes is an
    error too: silence would look like success.
    """
    found = False
    try:
        for file in files(path):
            found = True
            if isinstance(file, SourceError):
                yield file
                continue
            try:
                document = Document.file(file, zone=zone)
            except SourceError as error:
                yield error
                continue
            yield from read_from(document, facts, follow)
    except SourceError as error:
        yield error
        return
    if not found:
        kinds = " ".join(sorted(SUFFIXES))
        yield SourceError(str(path), f"holds no file that can be read: give a folder with {kinds} files")
