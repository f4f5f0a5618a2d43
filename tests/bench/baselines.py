"""Plain systems on the same archive and questions: what a first version elsewhere would do."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
import tantivy

from bot import assembly
from bot.settings import load
from corpus.archive import Archive
from index import evaluation
from index.answers.question import Question
from index.answers.search import Searcher
from index.engines.embedding import Encoder
from index.evaluation import Case
from tests.bench.report import figure

Ranker = Callable[[str], list[int]]
"""From a question to statements (rows of the snapshot), best first."""

_DEPTH = 200


def _statements(searcher: Searcher, ordinals: Iterable[int]) -> list[int]:
    of = searcher.snapshot().places.of
    return list(dict.fromkeys(int(of[ordinal]) for ordinal in ordinals))


def dense(searcher: Searcher, encoder: Encoder) -> Ranker:
    """Return the order of meaning alone."""
    index = searcher.snapshot().vectors
    return lambda question: _statements(searcher, index.search(encoder.query(question), _DEPTH)[0])


def plain_bm25(archive: Archive, searcher: Searcher) -> Ranker:
    """Return tantivy as it comes: its default analysis, passages without titles, no stems, no names."""
    builder = tantivy.SchemaBuilder().add_text_field("text").add_unsigned_field("ordinal", stored=True)
    index = tantivy.Index(builder.build())
    writer = index.writer(64_000_000, 1)
    texts = {one.id: one.revision.text for one in archive.statements()}
    places = searcher.snapshot().places
    for ordinal in range(len(places)):
        place = places[ordinal]
        text = texts[place.statement_id][place.start : place.end]
        writer.add_document(tantivy.Document(text=text, ordinal=ordinal))
    writer.commit()
    index.reload()
    engine = index.searcher()

    def rank(question: str) -> list[int]:
        query, _ = index.parse_query_lenient(question, ["text"])
        hits = engine.search(query, _DEPTH).hits
        return _statements(searcher, (engine.doc(address)["ordinal"][0] for _, address in hits))

    return rank


def fused(first: Ranker, second: Ranker) -> Ranker:
    """Return both by reciprocal rank fusion, k 60 (Cormack, Clarke and Büttcher, 2009)."""

    def rank(question: str) -> list[int]:
        scores: dict[int, float] = {}
        for ranker in (first, second):
            for place, statement in enumerate(ranker(question), 1):
                scores[statement] = scores.get(statement, 0.0) + 1 / (60 + place)
        return sorted(scores, key=lambda statement: (-scores[statement], statement))

    return rank


def run(data: Path, questions: Path) -> None:
    """Print hit@1 and hit@3 of this project and of the plain systems, over the questions that have an answer."""
    settings = load(data=data)
    archive, encoder = assembly.open_archive(settings), assembly.open_encoder(settings)
    searcher = Searcher(archive, encoder)
    sources = {one.id: one.sources for one in archive.statements()}
    ids = searcher.snapshot().places.ids
    cases = [case for case in evaluation.load(questions) if case.golds]
    by_meaning, by_words = dense(searcher, encoder), plain_bm25(archive, searcher)

    def ours(question: str) -> list[int]:
        return [one.statement for one in searcher.find(Question.of(question)).ranked]

    def is_gold(case: Case, statement: int) -> bool:
        return any(source.endswith(f"/{gold}") for source in sources[str(ids[statement])] for gold in case.golds)

    figure("questions with an answer", str(len(cases)))
    for name, rank in (
        ("onrecord", ours),
        ("plain dense", by_meaning),
        ("plain BM25", by_words),
        ("both by RRF", fused(by_meaning, by_words)),
    ):
        hits = np.array([[is_gold(case, one) for one in [*rank(case.question), 0, 0, 0][:3]] for case in cases])
        figure(f"{name}: hit@1, hit@3", f"{hits[:, 0].mean():.2f}, {hits.any(axis=1).mean():.2f}")
    archive.close()
