"""What can go wrong while finding the words.

Every error is one line that says what happened, to which input, and what to do::

    IndexingError
    ├── ModelError          the embedding model cannot be found, read or converted
    ├── GenerationError     the derived index is damaged or of another version: `onrecord rebuild` makes it anew
    │   └── MissingGenerationError   there is none yet
    ├── BusyError           another process is writing the derived index
    └── EvaluationError     a file of questions is not what it should be

The record itself is never touched by any of them: everything on this floor is derived and comes back.
"""

from __future__ import annotations


class IndexingError(Exception):
    """The root of what the middle floor raises."""


class ModelError(IndexingError):
    """The embedding model cannot be found, read or converted."""


class GenerationError(IndexingError):
    """A generation of the derived index cannot be read, or is not what its manifest says."""


class MissingGenerationError(GenerationError):
    """There is no derived index yet."""


class BusyError(IndexingError):
    """Another process is writing the derived index."""


class EvaluationError(IndexingError):
    """A file of questions cannot be read."""
