"""A run, kept as a file: what became of each question of a file, and its figures, to compare a later run with.

One JSON document: ``format`` (the number of this form), ``file`` (the name of the file of questions), ``sequence`` (of
the archive that was searched) and ``recipe`` (of its index), ``figures`` (a row a group, as ``--json`` prints them) and
``questions``, a row each: ``id``, ``question``, ``language``, ``kind``, ``answerable``; ``rank`` (of the gold statement
in the ranking), ``answered``, ``shown`` and ``quoted`` (of each extract shown: whether it is of a gold statement,
whether it holds the gold sentence), ``confidence``, ``took_ms``. It carries the words of the file it was made from.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from index.errors import EvaluationError
from index.evaluation.outcomes import Outcome
from index.evaluation.scoring import Row, as_json

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one question, as a run keeps it; the names are those of the file."""

    id: str
    question: str
    language: str
    kind: str
    answerable: bool
    rank: int | None
    answered: bool
    shown: tuple[bool, ...]
    quoted: tuple[bool, ...]
    confidence: float
    took_ms: float

    @classmethod
    def of(cls, one: Outcome) -> Result:
        """Return what a run keeps of ``one``."""
        case = one.case
        return cls(
            id=case.id,
            question=case.question,
            language=case.language,
            kind=case.kind,
            answerable=bool(case.golds),
            rank=one.rank,
            answered=one.answered,
            shown=one.shown,
            quoted=one.quoted,
            confidence=round(one.confidence, 6),
            took_ms=round(one.took_ms, 1),
        )

    @classmethod
    def read(cls, row: dict[str, Any]) -> Result:
        """Return the result in ``row``, as :meth:`of` made it.

        :raises KeyError, TypeError, ValueError: when it is none.
        """
        return cls(
            id=str(row["id"]),
            question=str(row["question"]),
            language=str(row["language"]),
            kind=str(row["kind"]),
            answerable=bool(row["answerable"]),
            rank=None if row["rank"] is None else int(row["rank"]),
            answered=bool(row["answered"]),
            shown=tuple(bool(one) for one in row["shown"]),
            quoted=tuple(bool(one) for one in row["quoted"]),
            confidence=float(row["confidence"]),
            took_ms=float(row["took_ms"]),
        )

    @property
    def shown_rank(self) -> int | None:
        """The place of the first gold statement among those shown, from 1; ``None`` when none is."""
        return self.shown.index(True) + 1 if True in self.shown else None


@dataclass(frozen=True, slots=True)
class Run:
    """A run over the questions of ``file``, on the archive at ``sequence`` through an index of ``recipe``."""

    file: str
    sequence: int
    recipe: str
    figures: tuple[dict[str, Any], ...]
    results: tuple[Result, ...]

    @classmethod
    def of(cls, file: Path, sequence: int, recipe: str, rows: Sequence[Row], outcomes: Sequence[Outcome]) -> Run:
        """Return the run that ``outcomes`` are, with the figures in ``rows``."""
        return cls(file.name, sequence, recipe, tuple(as_json(rows)), tuple(Result.of(one) for one in outcomes))

    def save(self, path: Path) -> None:
        """Write the run to ``path``.

        :raises EvaluationError: when it cannot be written.
        """
        document = {
            "format": FORMAT,
            "file": self.file,
            "sequence": self.sequence,
            "recipe": self.recipe,
            "figures": self.figures,
            "questions": [asdict(one) for one in self.results],
        }
        write(path, json.dumps(document, ensure_ascii=False, indent=1) + "\n")

    @classmethod
    def load(cls, path: Path) -> Run:
        """Return the run in ``path``.

        :raises EvaluationError: when it cannot be read, or is no run of this form.
        """
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise EvaluationError(
                f"{path}: cannot be read as a run ({error}); `onrecord evaluate --save` makes one"
            ) from None
        try:
            if found["format"] != FORMAT:
                raise EvaluationError(f"{path}: is a run of form {found['format']}, not {FORMAT}; make it anew")
            return cls(
                file=str(found["file"]),
                sequence=int(found["sequence"]),
                recipe=str(found["recipe"]),
                figures=tuple(dict(row) for row in found["figures"]),
                results=tuple(Result.read(row) for row in found["questions"]),
            )
        except (KeyError, TypeError, ValueError) as error:
            raise EvaluationError(
                f"{path}: is not a run ({type(error).__name__}: {error}); `onrecord evaluate --save` makes one"
            ) from None


def check_writable(path: Path) -> None:
    """Check, before the work is done, that ``path`` is the name of a file in a folder that is there.

    :raises EvaluationError: when it is not.
    """
    if path.is_dir():
        raise EvaluationError(f"{path}: is a folder; give the name of a file")
    if not path.absolute().parent.is_dir():
        raise EvaluationError(f"{path}: its folder is not there; make it first")


def write(path: Path, text: str) -> None:
    """Write ``text`` to ``path``, over what was there; half a character becomes a question mark.

    :raises EvaluationError: when it cannot be written.
    """
    try:
        path.write_bytes(text.encode(errors="replace"))
    except OSError as error:
        raise EvaluationError(f"{path}: cannot be written ({error.strerror}); check the folder") from None
