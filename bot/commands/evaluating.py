"""The command that scores answers: a file of questions with their gold, over this archive or over its own passages."""

from __future__ import annotations

import json as jsonlib
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import AsJson, Data, note, out, out_json, settings
from bot.commands.searching import open_searcher, searcher_over

if TYPE_CHECKING:
    from corpus.archive import Archive
    from index.answers.search import Searcher
    from index.evaluation.cases import Case
    from index.evaluation.comparison import Comparison
    from index.evaluation.outcomes import Outcome
    from index.evaluation.retrieval_sets import RetrievalSet
    from index.evaluation.runs import Run
    from index.evaluation.scoring import Row

_BETWEEN_NOTES = 50


def evaluate(
    file: Annotated[Path, typer.Argument(help="Questions with their gold, a JSON line each.")],
    compare: Annotated[
        Path | None, typer.Option(metavar="RUN", help="Say what got better or worse since this run.")
    ] = None,
    save: Annotated[Path | None, typer.Option(metavar="RUN", help="Keep this run in a file, to compare with.")] = None,
    html: Annotated[Path | None, typer.Option(metavar="PAGE", help="Write a page with plots and failures.")] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="Only the first questions of the file.")] = None,
    fit: Annotated[
        bool, typer.Option("--fit", help="Print weights for the silence decision, fitted on this file.")
    ] = False,
    json: AsJson = False,
    data: Data = None,
) -> None:
    """Score the questions in a file against the gold they carry.

    A file with passages of its own is scored over these alone: in the folder of --data when it is empty or holds
    them already, else in a temporary one.
    """
    from bot.errors import UsageError
    from index.evaluation import runs
    from index.fitting import fitted

    if fit and (compare or save or html or json):
        raise UsageError("evaluate: --fit prints weights and nothing else; leave out --compare, --save, --html, --json")
    before = runs.Run.load(compare) if compare else None
    for path in (save, html):
        if path:
            runs.check_writable(path)
    with _opened(file, data) as (cases, archive, searcher):
        asked = cases[:limit]
        if fit:
            out(jsonlib.dumps(fitted(searcher, asked), indent=1))
            return
        report = _Report.of(file, searcher, _outcomes(archive, searcher, asked))
    if before and compare:
        report.compare(before, compare)
    report.show(as_json=json)
    if save:
        report.run.save(save)
    if html:
        runs.write(html, report.page())


@contextmanager
def _opened(file: Path, data: Path | None) -> Iterator[tuple[Sequence[Case], Archive, Searcher]]:
    """Give the cases in ``file``, the archive that they are put to, and a searcher over it."""
    from bot import assembly
    from index.evaluation import cases, retrieval_sets

    if not retrieval_sets.is_retrieval_set(file):
        questions = cases.load(file)
        archive, searcher = open_searcher(settings(data))
        with archive:
            yield questions, archive, searcher
        return
    found = retrieval_sets.load(file)
    with _folder(found, data) as folder:
        chosen = settings(folder)
        with assembly.open_archive(chosen, create=True) as archive:
            archive.record(found.passages)
            yield found.cases, archive, searcher_over(archive, chosen, up_to_date=True)


@contextmanager
def _folder(passages: RetrievalSet, data: Path | None) -> Iterator[Path]:
    """Give the folder for an archive of ``passages``: ``data`` if it is free or holds them, else a temporary one."""
    if data is not None and _is_for(data, passages):
        yield data
        return
    if data is not None:
        note(f"{data}: holds something else; the passages of the file go to a temporary folder")
    with tempfile.TemporaryDirectory(prefix="onrecord-") as folder:
        yield Path(folder)


def _is_for(data: Path, passages: RetrievalSet) -> bool:
    from corpus.archive import FILE, Archive

    if not data.is_dir() or not any(data.iterdir()):
        return True
    if not (data / FILE).is_file():
        return False
    with Archive(data) as archive:
        return passages.is_record_of(archive)


def _outcomes(archive: Archive, searcher: Searcher, cases: Sequence[Case]) -> list[Outcome]:
    from index.evaluation.outcomes import Evaluator

    evaluator = Evaluator(archive, searcher)
    found = []
    for number, case in enumerate(cases, 1):
        found.append(evaluator.run(case))
        if number % _BETWEEN_NOTES == 0:
            note(f"{number} of {len(cases)} questions")
    return found


@dataclass(slots=True)
class _Report:
    """A run and what is told of it."""

    run: Run
    rows: list[Row]
    outcomes: list[Outcome]
    comparison: Comparison | None = None

    @classmethod
    def of(cls, file: Path, searcher: Searcher, outcomes: list[Outcome]) -> _Report:
        from index.evaluation.runs import Run
        from index.evaluation.scoring import table

        rows, manifest = table(outcomes), searcher.snapshot().manifest
        return cls(Run.of(file, manifest.sequence, manifest.recipe, rows, outcomes), rows, outcomes)

    def compare(self, before: Run, path: Path) -> None:
        from index.evaluation.comparison import compare

        self.comparison = compare(before, self.run, path.name)

    def show(self, *, as_json: bool) -> None:
        from bot.commands import scoreboard
        from index.evaluation.scoring import as_json as rows_as_json

        if as_json:
            compared = [aspect.as_json() for aspect in self.comparison.aspects] if self.comparison else []
            for row in (*rows_as_json(self.rows), *compared):
                out_json(row)
            return
        scoreboard.show(self.rows)
        if self.comparison:
            scoreboard.show_comparison(self.comparison)

    def page(self) -> str:
        from index.answers.evidence import Scale
        from index.evaluation.page import page

        return page(self.run, self.rows, self.outcomes, Scale.shipped().threshold, self.comparison)
