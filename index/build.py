"""From the archive to a new generation of the derived index."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date

import numpy as np

from corpus.archive import Archive
from corpus.statement import Statement
from index import vectors
from index.engines.embedding import Encoder
from index.engines.faiss import VectorIndex
from index.engines.tantivy import WordIndex
from index.errors import GenerationError
from index.generation import FORM, Generations, Manifest
from index.places import Places
from index.snapshot import PLACES, SPREAD, VECTORS, WORDS
from index.spread import Spread
from index.text import analysis, passages
from index.text.span import Span

_TITLE_WEIGHT = 2


def recipe(encoder: Encoder) -> str:
    """Return the name of all that a generation depends on besides the record: model, cut, lexemes."""
    return f"{encoder.recipe}|{passages.VERSION}|{analysis.VERSION}"


def is_current(generations: Generations, archive: Archive, encoder: Encoder) -> bool:
    """Return whether the generation in use is sound and made from this archive as it is now, all of it embedded."""
    if not is_usable(generations, archive, encoder):
        return False
    manifest = generations.manifest(generations.current())
    return manifest.vectors == manifest.passages and manifest.sequence == archive.sequence()


def is_usable(generations: Generations, archive: Archive, encoder: Encoder) -> bool:
    """Return whether the generation in use is sound, of this archive or an earlier state of it, and of this encoder."""
    try:
        folder = generations.current()
        manifest = generations.manifest(folder)
        # A later number than the archive's own: the archive was exchanged for an older one.
        is_ours = manifest.sequence <= archive.sequence() and is_readable(manifest, encoder)
        return is_ours and not generations.damaged(folder)
    except GenerationError:
        return False


def is_readable(manifest: Manifest, encoder: Encoder) -> bool:
    """Return whether a generation with ``manifest`` can be searched with ``encoder``."""
    return manifest.form == FORM and manifest.recipe == recipe(encoder)


def _words(
    statements: Sequence[Statement], spans: Sequence[Sequence[Span]]
) -> Iterator[tuple[int, list[str], date | None, str | None]]:
    ordinal = 0
    for statement, found in zip(statements, spans, strict=True):
        language, text = statement.language.value, statement.revision.text
        title = analysis.lexemes(statement.title, language) * _TITLE_WEIGHT if statement.title else []
        for span in found:
            lexemes = analysis.lexemes(text[span.start : span.end], language)
            yield ordinal, lexemes + title, statement.date.day, language
            ordinal += 1


def build(
    archive: Archive,
    encoder: Encoder,
    watch: vectors.Watcher = lambda _: None,
    *,
    embed: bool = True,
    wait: Callable[[], None] | None = None,
) -> tuple[Manifest, int]:
    """Make and publish a generation from ``archive``; return its manifest and how many passages were embedded for it.

    What was embedded before is not embedded again. With ``embed`` false, passages without a vector yet are found by
    their words only, until a later build embeds them. ``wait`` is called once when another process is writing the
    index, and then it is waited for.

    :raises BusyError: when another process is writing the index, and there is no ``wait``.
    :raises GenerationError: when the index folder cannot be written.
    :raises ArchiveError: when the archive cannot keep the new vectors.
    """
    generations = Generations(archive.folder)
    with generations.writer(wait):
        sequence = archive.sequence()
        statements = list(archive.statements())
        spans = [passages.passages(one.revision.text, one.language.value) for one in statements]
        texts = [
            vectors.embedded_text(statement.title, statement.revision.text[span.start : span.end])
            for statement, found in zip(statements, spans, strict=True)
            for span in found
        ]
        keys = [vectors.key_of(text) for text in texts]
        have = vectors.kept(archive.derivations, encoder)
        fresh = 0
        if embed:
            fresh = vectors.embed_missing(
                archive.derivations, encoder, dict(zip(keys, texts, strict=True)), have, watch
            )
        ordinals = np.array([ordinal for ordinal, key in enumerate(keys) if key in have], np.int64)
        matrix = vectors.matrix((keys[ordinal] for ordinal in ordinals), have)
        index = VectorIndex.build(matrix, ordinals, encoder.dimension)
        try:
            folder = generations.begin()
            index.save(folder / VECTORS)
            Spread.of(matrix, encoder.dimension).save(folder / SPREAD)
            Places.build(statements, spans).save(folder / PLACES)
            WordIndex.build(folder / WORDS, _words(statements, spans))
            manifest = generations.publish(
                folder, recipe=recipe(encoder), sequence=sequence, passages=len(keys), vectors=len(index)
            )
        except OSError as error:
            raise GenerationError(
                f"{generations.folder}: cannot be written ({error.strerror}); check free space and permissions"
            ) from None
    return manifest, fresh
