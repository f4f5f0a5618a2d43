"""What each part of the answers adds and costs: each taken out alone, on the same questions in one process.

The parts in their order here are taken out of the whole, not put on top of one another: a part that two others make up
for shows little. Silence is left aside; extracts are those that would be quoted.
"""

from __future__ import annotations

import dataclasses
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot import assembly
from bot.settings import load
from corpus.archive import Archive
from index import evaluation
from index.answers import extract, question, ranking
from index.answers.search import Searcher
from index.engines.embedding import Encoder
from index.evaluation import Case
from index.interaction.reading import QuestionReader
from index.question.understanding import Understanding
from tests.bench.report import figure

Change = Callable[[pytest.MonkeyPatch], None]
"""Takes a part out of the modules."""

_FIGURES = ("ranked hit@1", "ranked hit@3", "ranked s1", "ranked s3")


def _weight(name: str) -> Change:
    return lambda patch: patch.setattr(ranking, name, 0.0)


def _not_understood(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(question, "understand", lambda *_: Understanding())


_MODULES: dict[str, Change] = {
    "the whole": lambda _: None,
    "without words (BM25)": _weight("WORDS_WEIGHT"),
    "without what is understood (days, order, …)": _not_understood,
    "without the preference for days named": _weight("AGREEMENT_WEIGHT"),
    "without the length prior": _weight("LENGTH_WEIGHT"),
    "without widening the extract": lambda patch: patch.setattr(extract, "LONGEST", 0),
    "without joining near-duplicates": lambda patch: patch.setattr(extract, "are_the_same", lambda *_: False),
}


def _readers(encoder: Encoder) -> dict[str, QuestionReader]:
    whole = QuestionReader.of(encoder)
    return {
        "without the adapter": dataclasses.replace(whole, adapter=None),
        "without words in context (late interaction)": dataclasses.replace(whole, words=None),
        "without either (nothing trained)": QuestionReader(encoder, None, None),
    }


@contextmanager
def _changed(change: Change) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        change(patch)
        yield


def run(data: Path, questions: Path) -> None:
    """Print a row for the whole and for each part taken out of it."""
    settings = load(data=data)
    cases = evaluation.load(questions)
    with Archive(data) as archive:
        encoder = assembly.open_encoder(settings)
        figure("", "  ".join([*_FIGURES, "across languages", "p50 ms"]))
        whole = Searcher(archive, encoder)
        for name, change in _MODULES.items():
            with _changed(change):
                _print(name, archive, whole, cases)
        for name, reader in _readers(encoder).items():
            _print(name, archive, Searcher(archive, encoder, reader=reader), cases)


def _print(name: str, archive: Archive, searcher: Searcher, cases: list[Case]) -> None:
    evaluator, outcomes, times = evaluation.Evaluator(archive, searcher), [], []
    for case in cases:
        started = time.perf_counter()
        outcomes.append(evaluator.run(case))
        times.append((time.perf_counter() - started) * 1000)
    rows = dict(evaluation.table(outcomes))
    found = [rows["all"][one] for one in _FIGURES] + [rows.get("across languages", {}).get("ranked hit@1")]
    shares = "  ".join(f"{'-' if one is None else f'{one:.2f}':>12}" for one in found)
    figure(name, f"{shares}  {statistics.median(times):7.1f}")
