"""Train what stands beside the encoder: ``python -m index.training --data DIR --questions FILE``."""

from __future__ import annotations

import argparse
import json
import logging
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from corpus.archive import Archive
from index.engines.embedding import SentenceTransformerEncoder, default_cache
from index.evaluation.cases import load
from index.fitting import weights
from index.generation import Generations
from index.interaction.adapter import Adapter
from index.interaction.projection import Projection
from index.snapshot import Snapshot
from index.trained import EVIDENCE, TRAINED
from index.training import adapter, projection, silence
from index.training.material import Lesson, Material

log = logging.getLogger("index.training")

SEED = 7


def main(arguments: Sequence[str]) -> None:
    """Train the adapter and the projection, and write them with a line on what they were trained on."""
    parser = argparse.ArgumentParser(prog="python -m index.training", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="an archive whose index is up to date")
    parser.add_argument("--questions", type=Path, required=True, help="questions with their gold, a JSON line each")
    parser.add_argument("--cache", type=Path, default=default_cache(), help="where the bundled model is unpacked to")
    parser.add_argument("--to", type=Path, default=TRAINED, help="folder to write to")
    parser.add_argument("--about", default="", help="a line on the questions: by whom, over what")
    parser.add_argument("--licence", default="MIT", help="of the weights")
    chosen = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    started = time.monotonic()
    encoder = SentenceTransformerEncoder(None, chosen.cache)
    encoder.use_all_cores()
    with Archive(chosen.data) as archive:
        snapshot = Snapshot.open(Generations(chosen.data))
        material = Material(archive, snapshot, encoder)
        lessons = material.lessons(load(chosen.questions))
        vectors = snapshot.vectors.rows(np.arange(len(snapshot.places)), encoder.dimension)
        words = material.words(sorted({int(one) for lesson in lessons for one in lesson.ordinals}))

        def parts(some: Sequence[Lesson]) -> tuple[Adapter, Projection]:
            moved = adapter.trained(some, vectors, encoder.recipe, SEED)
            return moved, projection.trained(some, words, encoder.recipe, SEED)

        figures = silence.cross_fitted(material, lessons, words, parts)
        moved, matched = parts(lessons)
    about = {
        "licence": chosen.licence,
        "trained_on": chosen.about or f"{len(lessons)} questions",
        "questions": len(lessons),
        "seed": SEED,
        "minutes": round((time.monotonic() - started) / 60),
        "made_by": "make train",
    }
    chosen.to.mkdir(parents=True, exist_ok=True)
    moved.save(chosen.to, {"about": "Moves a question's vector towards its answers.", **about})
    matched.save(chosen.to, {"about": "Maps words in context to codes whose inner product says a match.", **about})
    scale = {"about": "Weights of the silence decision: a ridge logistic regression.", **about, **weights(*figures)}
    (chosen.to / EVIDENCE).write_text(json.dumps(scale, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    log.info("written to %s in %s minutes", chosen.to, about["minutes"])


if __name__ == "__main__":
    main(sys.argv[1:])
