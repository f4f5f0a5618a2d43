"""How fast statements are embedded by the whole of `add`, beside the encoder alone."""

from __future__ import annotations

import time
from pathlib import Path

from bot import assembly
from bot.settings import load
from corpus import samples
from corpus.errors import SourceError
from corpus.intake import Given, read
from index import build, vectors
from index.text.passages import passages
from tests.bench.report import figure, resident


def run(folder: Path) -> Path:
    """Add the samples into ``folder``; print the rates; return the data folder."""
    settings = load(data=folder / "data")
    archive = assembly.open_archive(settings, create=True)
    encoder = assembly.open_encoder(settings)
    encoder.load()
    encoder.use_all_cores()
    started, spent = time.perf_counter(), time.process_time()
    archive.record([found for found in read(samples.folder(), Given()) if not isinstance(found, SourceError)])
    manifest, embedded = build.build(archive, encoder)
    whole, whole_spent = time.perf_counter() - started, time.process_time() - spent
    texts = sorted(
        {
            vectors.embedded_text(one.title, one.revision.text[span.start : span.end])
            for one in archive.statements()
            for span in passages(one.revision.text, one.language.value)
        },
        key=len,
        reverse=True,
    )
    started, spent = time.perf_counter(), time.process_time()
    encoder.passages(texts)
    bare, bare_spent = time.perf_counter() - started, time.process_time() - spent
    archive.close()
    figure("statements, passages", f"{archive_size(folder)}, {manifest.passages}")
    figure("passages a second, `add` from reading to publishing", f"{embedded / whole:.1f}")
    figure("passages a second, bare encoder", f"{len(texts) / bare:.1f}")
    figure("ratio, by the clock", f"{bare / whole * embedded / len(texts):.2f}")
    # Processor time: a machine that others use meanwhile would decide the ratio of the wall clocks.
    figure("ratio, by processor time", f"{bare_spent / whole_spent * embedded / len(texts):.2f}")
    figure("resident memory after it, MB", f"{resident():.0f}")
    return folder / "data"


def archive_size(folder: Path) -> int:
    """Return the number of statements in the archive below ``folder``."""
    with assembly.open_archive(load(data=folder / "data")) as archive:
        return archive.count()
