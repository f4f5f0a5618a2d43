"""A file that brings its own passages: evaluated over an archive of these passages and nothing else.

Lines ``{"type": "passage", "id", "text", "title"}``, each a statement of its own, and ``{"type": "question", "id",
"question", "gold_passage", "answer"}``; a ``language`` counts in both when it is given. The passages are read as any
other object of a JSON file is. The right answer is an extract of the gold passage; ``s1`` and ``s3`` are then whether
an extract of that passage holds the words of ``answer``.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corpus.archive import Archive
from corpus.errors import SourceError
from corpus.readers.record import draft_of, fields_of
from corpus.statement import Draft
from index.errors import EvaluationError
from index.evaluation.cases import Case, lines_of, read, words


@dataclass(frozen=True, slots=True)
class RetrievalSet:
    """Passages as drafts, and questions whose gold is one of them."""

    passages: tuple[Draft, ...]
    cases: tuple[Case, ...]

    def is_record_of(self, archive: Archive) -> bool:
        """Return whether ``archive`` holds nothing but passages of this set."""
        texts = {one.source: one.text for one in self.passages}
        return all(texts.get(source) == one.revision.text for one in archive.statements() for source in one.sources)


def is_retrieval_set(file: Path) -> bool:
    """Return whether the first line of ``file`` is a passage or a question of such a file.

    :raises EvaluationError: when it cannot be read.
    """
    first = next((line for line in lines_of(file) if line.strip()), "")
    try:
        row = json.loads(first)
    except ValueError:
        return False
    return isinstance(row, dict) and row.get("type") in ("passage", "question")


def load(file: Path) -> RetrievalSet:
    """Return the passages and questions in ``file``.

    :raises EvaluationError: when it cannot be read, when a line is neither, or names a passage that is not there.
    """
    rows = list(read(file, lines_of(file), _row, "a passage or a question"))
    passages = {row["id"]: _draft(file, row) for row in rows if row["type"] == "passage"}
    cases = tuple(_cases(file, rows, passages))
    if not cases:
        raise EvaluationError(f"{file}: holds passages and no questions; add the questions")
    return RetrievalSet(tuple(passages.values()), cases)


def _row(row: Any, _: int) -> dict[str, Any]:  # noqa: ANN401 - whatever JSON holds
    needed = {"passage": ("text",), "question": ("question", "gold_passage", "answer")}.get(row["type"])
    if needed is None:
        msg = f"{row['type']!r} is neither"
        raise ValueError(msg)
    words(*(row[name] for name in ("id", *needed)), row.get("language") or "")
    return dict(row)


def _name(passage: str) -> str:
    """Return the end of the source of ``passage``, without a slash that would make another name its end."""
    return quote(passage, safe="")


def _draft(file: Path, row: dict[str, Any]) -> Draft:
    source = f"{file.name}/{_name(row['id'])}"
    known: dict[str, object] = {name: row[name] for name in ("id", "text", "title", "language", "date") if name in row}
    try:
        return replace(draft_of(fields_of(known), row["text"], source), source=source, guid=None)
    except SourceError as error:
        raise EvaluationError(f"{file}, passage {row['id']}: {error}") from None


def _cases(file: Path, rows: list[dict[str, Any]], passages: dict[str, Draft]) -> Iterator[Case]:
    for row in rows:
        if row["type"] != "question":
            continue
        gold = passages.get(row["gold_passage"])
        if gold is None:
            raise EvaluationError(f"{file}, question {row['id']}: its passage {row['gold_passage']} is not in the file")
        yield Case(
            id=row["id"],
            question=row["question"],
            language=row.get("language") or "",
            kind="",
            document_language=gold.language.value if row.get("language") else None,
            golds=(_name(row["gold_passage"]),),
            sentence=row["answer"],
            date=gold.date.day.isoformat() if gold.date.day else None,
            within_gold=True,
        )
