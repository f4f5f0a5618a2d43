"""From paths to drafts: files and folders, each problem told apart so that the rest is kept."""

from __future__ import annotations

import dataclasses
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.dates import given_day
from corpus.errors import SourceError
from corpus.languages import given_language
from corpus.readers import SUFFIXES, read_file
from corpus.statement import UNDATED, UNKNOWN, Draft, PublicationDate, Sourced, given
from corpus.text import stored_text


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
        """Return ``draft`` with these facts in place of its own."""
        return dataclasses.replace(
            draft,
            title=self.title or draft.title,
            date=draft.date if self.date is UNDATED else self.date,
            issuer=draft.issuer if self.issuer is UNKNOWN else self.issuer,
            language=draft.language if self.language is UNKNOWN else self.language,
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
    except OSError as error:
        raise SourceError(
            str(path), f"cannot be read ({(error.strerror or str(error)).lower()}): check the path"
        ) from None
    if stat.S_ISREG(kind):
        yield path
        return
    if not stat.S_ISDIR(kind):
        raise SourceError(str(path), "is neither a file nor a folder: give one of these")
    closed: list[SourceError] = []
    for folder, inner, names in os.walk(path, onerror=lambda error: closed.append(_refused(error))):
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if (
                not name.startswith(".")
                and file.suffix.lower() in SUFFIXES
                and not file.is_symlink()
                and file.is_file()
            ):
                yield file
    yield from closed


def read(path: Path, facts: Given) -> Iterator[Draft | SourceError]:
    """Give the drafts in the file or folder ``path``, and an error for each file or folder that could not be read.

    A folder without a single file that a reader takes is an error too: silence would look like success.
    """
    found = False
    try:
        for file in files(path):
            found = True
            if isinstance(file, SourceError):
                yield file
                continue
            try:
                yield from (facts.over(draft) for draft in read_file(file))
            except SourceError as error:
                yield error
    except SourceError as error:
        yield error
        return
    if not found:
        kinds = " ".join(sorted(SUFFIXES))
        yield SourceError(str(path), f"holds no file that can be read: give a folder with {kinds} files")
