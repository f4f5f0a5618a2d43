"""Questions with their gold, from a file of JSON lines.

A line of the file: ``question``, ``language``, ``answerable``; and where answerable ``gold_file`` (the end of a
statement's source), ``gold_sentence`` (a substring of it), ``date`` (null: not known), ``also_in`` (files as good),
``doc_language``. ``id`` and ``kind`` if there are any. A file that brings its own passages is another thing: see
:mod:`index.evaluation.retrieval_sets`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from index.errors import EvaluationError

_Read = TypeVar("_Read")


@dataclass(frozen=True, slots=True)
class Case:
    """A question with its gold: ``golds`` are the ends of the sources of statements that answer it, if any do.

    With ``within_gold`` the ``sentence`` counts in an extract of a gold statement only: it is so short that it may
    stand elsewhere by chance.
    """

    id: str
    question: str
    language: str
    kind: str
    document_language: str | None
    golds: tuple[str, ...]
    sentence: str | None
    date: str | None
    within_gold: bool = False


def load(file: Path) -> list[Case]:
    """Return the cases in ``file``, a JSON line each.

    :raises EvaluationError: when it cannot be read, or a line is not a case, or has the id of one before it.
    """
    found = list(read(file, lines_of(file), _case, "a question with its gold"))
    if not found:
        raise EvaluationError(f"{file}: holds no questions; give a file of JSON lines")
    return found


def lines_of(file: Path) -> list[str]:
    """Return the lines of ``file``.

    :raises EvaluationError: when it cannot be read.
    """
    try:
        return file.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvaluationError(f"{file}: cannot be read ({error}); give a file of JSON lines") from None


def read(file: Path, lines: list[str], made: Callable[[Any, int], _Read], name: str) -> Iterator[_Read]:
    """Give what ``made`` makes of the JSON value and the number of each of the ``lines`` of ``file``.

    :raises EvaluationError: when a line is not JSON, when ``made`` says so by the error of a wrong value, a missing
        key or a wrong type, or when an id stands twice.
    """
    seen = set()
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            yield made(row, number)
            key = str(row.get("id", number))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise EvaluationError(f"{file}, line {number}: is not {name} ({error})") from None
        if key in seen:
            raise EvaluationError(f"{file}, line {number}: has the id {key} of a line before it; give it another")
        seen.add(key)


def words(*values: object) -> None:
    """Check that ``values`` are strings.

    :raises TypeError: when one is not.
    """
    for value in values:
        if not isinstance(value, str):
            msg = f"{value!r} is not a string"
            raise TypeError(msg)


def _case(row: Any, number: int) -> Case:  # noqa: ANN401 - whatever JSON holds
    golds = (row["gold_file"], *row.get("also_in", ())) if row["answerable"] else ()
    words(row["question"], row["language"], row.get("kind") or "", *golds)
    return Case(
        id=str(row.get("id", number)),
        question=row["question"],
        language=row["language"],
        kind=row.get("kind") or "",
        document_language=row.get("doc_language"),
        golds=golds,
        sentence=row.get("gold_sentence"),
        date=row.get("date"),
    )
