"""What a question costs beside the bare encoding of it, and beside plain systems: by turns, in one process, one thread.

A machine that others use is slow at times. So every question goes through all systems before the next one does, in
another order each time, and what counts is the difference to the bare encoding of the same question.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from itertools import islice
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot import assembly
from bot.settings import Settings, load
from corpus.archive import Archive
from index import evaluation
from index.answers.question import Question
from index.answers.search import Searcher
from index.engines.embedding import SentenceTransformerEncoder
from tests.bench import baselines, scale
from tests.bench.report import figure, heading, resident

System = Callable[[str], object]

BARE = "bare encoding"
_WARM_UP = 5
_TITLES = 60


def run(data: Path, questions: Path, scaled: Path) -> None:
    """Print the cost of the questions in ``questions`` over ``data``, and over the large archive in ``scaled``."""
    settings = load(data=data)
    encoder = assembly.open_encoder(settings)
    asked = [case.question for case in evaluation.load(questions)]
    with assembly.open_archive(settings) as archive:
        assembly.ensure_index(archive, encoder)
        encoder.use_one_core()
        compare(f"The {len(asked)} questions of {questions.name}", asked, systems(settings, archive, encoder))
    if not scale.SOURCE.is_file():
        figure("on a large archive", f"left out: needs {scale.SOURCE.name}")
        return
    with scale.opened(scaled, encoder) as archive:
        built = systems(settings, archive, encoder)
        passages = len(Searcher(archive, encoder).snapshot().places)
        heading(f"The same on {passages:,} passages, most of them with made-up vectors")
        compare(f"The {len(asked)} questions of {questions.name}", asked, built)
        titles = [one.title for one in archive.statements() if one.title and 20 < len(one.title) < 120]
        chosen = random.Random(1).sample(titles, min(_TITLES, len(titles)))  # noqa: S311 - which does not matter
        compare(f"{len(chosen)} titles of it as questions, whose words it is full of", chosen, built)


def systems(settings: Settings, archive: Archive, encoder: SentenceTransformerEncoder) -> dict[str, System]:
    """Return what is compared, by name: :data:`BARE` and everything that answers a question."""
    searcher = Searcher(archive, encoder)
    dense, bm25 = baselines.dense(searcher, encoder), baselines.plain_bm25(archive, searcher)
    found: dict[str, System] = {BARE: encoder.query, "whole question": _answering(searcher)}
    if reranked := _reranked(settings, archive, encoder):
        found["whole question, reranked"] = _answering(reranked)
    return found | {"plain dense": dense, "plain BM25": bm25, "both by RRF": baselines.fused(dense, bm25)}


def _answering(searcher: Searcher) -> System:
    return lambda question: searcher.answer(Question.of(question))


def _reranked(settings: Settings, archive: Archive, encoder: SentenceTransformerEncoder) -> Searcher | None:
    """Return a searcher with the reranker that ``ONRECORD_RERANKER`` names; ``None`` without one."""
    reranker = assembly.open_reranker(settings)
    return Searcher(archive, encoder, reranker=reranker) if reranker else None


def compare(name: str, questions: Sequence[str], compared: Mapping[str, System]) -> None:
    """Print p50 and p95 of each of ``compared``, and how much more than :data:`BARE` it takes.

    Beside the clock stands the time of the processor, which says less about who else uses the machine.
    """
    figure(name, "   p50,    p95      more than bare encoding     of the processor     ratio")
    spent = times(questions, compared)
    bare = spent[BARE]
    for system, took in spent.items():
        line = "{:6.1f}, {:6.1f} ms".format(*np.percentile(took[:, 0], (50, 95)))
        if system != BARE:
            more = took - bare
            line += "   {:+7.1f}, {:+7.1f} ms".format(*np.percentile(more[:, 0], (50, 95)))
            line += f"   {np.median(more[:, 1]):+7.1f} ms   x{np.median(took[:, 0] / bare[:, 0]):.2f}"
        figure(f"  {system}", line)
    figure("resident memory, MB", f"{resident():.0f}")


def times(questions: Sequence[str], compared: Mapping[str, System]) -> dict[str, npt.NDArray[np.float64]]:
    """Return what each of ``compared`` took for each of ``questions``, shape (n, 2): ms of the clock, the processor."""
    for question in islice(questions, _WARM_UP):
        for system in compared.values():
            system(question)
    names = list(compared)
    spent: dict[str, list[tuple[float, float]]] = {name: [] for name in names}
    for number, question in enumerate(questions):
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            started, used = time.perf_counter(), time.process_time()
            compared[name](question)
            spent[name].append((time.perf_counter() - started, time.process_time() - used))
    return {name: np.array(took) * 1000 for name, took in spent.items()}
