"""What can go wrong while keeping the record.

Every error is one line that says what happened, to which input, and what to do::

    RecordError
    ├── SourceError        a file or folder could not be read as a statement (the rest is kept)
    │   ├── FetchError     an address of the web could not be read
    │   └── FactError      a fact in it (date, language, front matter) is not what it claims to be
    └── ArchiveError       the archive itself cannot be opened or written
        ├── MissingArchiveError   there is no archive in that folder yet
        ├── NewerArchiveError     a later version of OnRecord made it
        ├── CopyError             it cannot be copied to where it should be
        ├── BackupError           a backup cannot be written, or is none, or is damaged
        └── UnknownStatementError no statement has that id, or no such revision

Whoever runs the command sees them on stderr; nothing that was already stored is touched by any of them.
"""

from __future__ import annotations

import re
from pathlib import Path

# What would break the line, or turn it around: control characters, and marks of direction.
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def _on_one_line(words: str) -> str:
    return _UNSEEN.sub(lambda match: match[0].encode("unicode_escape", "surrogatepass").decode(), words)


class RecordError(Exception):
    """The root of what the ground floor raises."""


class SourceError(RecordError):
    """A source could not be read as a statement: ``source`` names it, ``reason`` says why and what would help."""

    def __init__(self, source: str, reason: str) -> None:
        super().__init__(f"{_on_one_line(source)}: {_on_one_line(reason)}")
        self.source = source
        self.reason = reason


class FetchError(SourceError):
    """An address of the web could not be read: not found, not allowed, broken on the way, or not to be opened."""


class FactError(SourceError):
    """A fact a source or the operator gives (a date, a language, its front matter) is not valid."""


class ArchiveError(RecordError):
    """The archive cannot be opened, read or written."""


class MissingArchiveError(ArchiveError):
    """There is no archive in the data folder."""


class NewerArchiveError(ArchiveError):
    """The archive was made by a later version of OnRecord."""


class CopyError(ArchiveError):
    """The archive cannot be copied to ``file``, for ``reason``."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: cannot be written ({reason}); check free space and permissions")
        self.reason = reason


class BackupError(ArchiveError):
    """A backup cannot be written, or a file is no backup, is damaged, or was made by a later version."""


class UnknownStatementError(ArchiveError):
    """No statement, or no revision of it, goes by that id."""

    @classmethod
    def of(cls, statement_id: str) -> UnknownStatementError:
        """Return the error for an id that no statement has; it may hold characters that no terminal takes."""
        shown = statement_id.encode(errors="backslashreplace").decode()
        return cls(f"{shown}: no statement has this id; `onrecord list` shows them")
