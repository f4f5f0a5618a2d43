"""What a question costs beside the bare encoding of it: both timed by turns in one process."""

from __future__ import annotations

import time
from pathlib import Path

import numpy as np

from bot import assembly
from bot.settings import load
from index import evaluation
from index.answers.question import Question
from index.answers.search import Searcher
from tests.bench.report import figure, resident


def run(data: Path, questions: Path) -> None:
    """Print p50 and p95 of a question and of its bare encoding, and the difference of each pair."""
    settings = load(data=data)
    archive, encoder = assembly.open_archive(settings), assembly.open_encoder(settings)
    searcher = Searcher(archive, encoder)
    cases = evaluation.load(questions)
    for case in cases[:5]:
        searcher.answer(Question.of(case.question))
    whole, bare = [], []
    for case in cases:
        started = time.perf_counter()
        encoder.query(case.question)
        middle = time.perf_counter()
        searcher.answer(Question.of(case.question))
        bare.append((middle - started) * 1000)
        whole.append((time.perf_counter() - middle) * 1000)
    archive.close()
    extra = np.array(whole) - np.array(bare)
    figure("questions", str(len(cases)))
    figure("bare encoding, ms, p50 and p95", f"{np.percentile(bare, 50):.1f}, {np.percentile(bare, 95):.1f}")
    figure("whole answer, ms, p50 and p95", f"{np.percentile(whole, 50):.1f}, {np.percentile(whole, 95):.1f}")
    figure("difference, ms, p50 and p95", f"{np.percentile(extra, 50):.1f}, {np.percentile(extra, 95):.1f}")
    figure("resident memory, MB", f"{resident():.0f}")
