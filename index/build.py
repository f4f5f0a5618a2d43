"""From the archive to a new generation of the derived index: whole, or what changed since the one in use."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from corpus.archive import Archive
from index import extension, parts, vectors
from index.cutting import Cut
from index.engines.embedding import Encoder
from index.engines.tantivy import WordIndex
from index.errors import GenerationError
from index.extension import Addition
from index.files import of_other_sizes
from index.generation import FORM, Generation, Generations, Manifest
from index.interaction.projection import Projection
from index.snapshot import DEAD, WORDS
from index.text import analysis, passages


def recipe(encoder: Encoder) -> str:
    """Return the name of all that a generation depends on besides the record: model, cut, lexemes."""
    projection = Projection.shipped(encoder.recipe)
    words = projection.name if projection else "-"
    return f"{encoder.recipe}|{passages.VERSION}|{analysis.VERSION}|{words}"


def is_usable(generations: Generations, archive: Archive, encoder: Encoder, *, deep: bool = True) -> bool:
    """Return whether the generation in use is sound, of this archive or an earlier state of it, and of this encoder.

    :param deep: read every file through and compare it with its hash; without it, look at their sizes only.
    """
    generation = _usable(generations, archive, encoder)
    if generation is None:
        return False
    try:
        return not (deep and generations.damaged(generation.folder))
    except GenerationError:
        return False


def _usable(generations: Generations, archive: Archive, encoder: Encoder) -> Generation | None:
    """Return the generation in use if it can be extended: of this archive and encoder, its files of the right sizes."""
    try:
        generation = generations.published()
    except GenerationError:
        return None
    manifest = generation.manifest
    # A later number than the archive's own: the archive was exchanged for an older copy of itself.
    is_ours = manifest.identity == archive.identity() and manifest.sequence <= archive.sequence()
    if is_ours and is_readable(manifest, encoder) and not of_other_sizes(generation.folder, manifest.files):
        return generation
    return None


def is_readable(manifest: Manifest, encoder: Encoder) -> bool:
    """Return whether a generation with ``manifest`` can be searched with ``encoder``."""
    return manifest.form == FORM and manifest.recipe == recipe(encoder)


def build(
    archive: Archive,
    encoder: Encoder,
    watch: vectors.Watcher = lambda _: None,
    *,
    embed: bool = True,
    complete: bool = False,
    wait: Callable[[], None] | None = None,
) -> tuple[Manifest, int]:
    """Make and publish a whole generation from ``archive``; return its manifest and how many passages were embedded.

    What was embedded before is not embedded again. With ``embed`` false, passages without a vector yet are found by
    their words only, until a later build embeds them. With ``complete``, passages are embedded again whose vector was
    kept by a version that did not keep the codes of their words, which a whole archive takes long for: without them
    they are ranked by the rest. ``wait`` is called once when another process is writing the
    index, and then it is waited for.

    :raises BusyError: when another process is writing the index, and there is no ``wait``.
    :raises GenerationError: when the index folder cannot be written.
    :raises ArchiveError: when the archive cannot keep the new vectors.
    """
    generations = Generations(archive.folder)
    with generations.writer(wait):
        return _whole(generations, archive, encoder, watch, embed=embed, complete=complete)


def bring_up_to_date(
    archive: Archive,
    encoder: Encoder,
    watch: vectors.Watcher = lambda _: None,
    *,
    embed: bool = True,
    wait: Callable[[], None] | None = None,
) -> tuple[Manifest, int]:
    """Publish a generation with what changed in ``archive`` since the one in use, at the cost of what changed.

    Only passages of changed statements are embedded. Without a generation that can be extended, and when more than a
    quarter of its passages are dead, a whole one is made. Parameters, result and errors are those of :func:`build`;
    nothing is written when nothing changed.
    """
    generations = Generations(archive.folder)
    with generations.writer(wait):
        generation = _usable(generations, archive, encoder)
        if generation is None:
            return _whole(generations, archive, encoder, watch, embed=embed)
        sequence, changed = archive.changes(generation.manifest.sequence)
        if sequence == generation.manifest.sequence:
            return generation.manifest, 0
        statements = list(changed)
        cut = Cut.of(statements)
        have = vectors.kept_of(archive.derivations, encoder, set(cut.keys))
        fresh = 0
        if embed:
            fresh = vectors.embed_missing(archive.derivations, encoder, cut.texts(have), have, watch)
        try:
            projection = Projection.shipped(encoder.recipe)
            codes = (cut.codes(archive.derivations, projection), projection.dimension) if projection else None
            addition = Addition.to(generation, [one.id for one in statements], cut, have, codes)
            if not addition.is_too_sparse:
                return extension.extend(generations, generation, addition, sequence), fresh
        except GenerationError:  # the one in use is damaged, which its sizes did not show
            pass
        except OSError as error:
            raise _unwritable(generations, error) from None
        return _whole(generations, archive, encoder, watch, embed=False)[0], fresh


def _whole(
    generations: Generations,
    archive: Archive,
    encoder: Encoder,
    watch: vectors.Watcher,
    *,
    embed: bool,
    complete: bool = False,
) -> tuple[Manifest, int]:
    # Before the statements: what changes in between is then seen again as changed, not missed.
    identity, sequence = archive.identity(), archive.sequence()
    cut = Cut.of(archive.statements())
    have = vectors.kept(archive.derivations, encoder)
    projection = Projection.shipped(encoder.recipe)
    fresh = 0
    if embed:
        again = set(cut.keys) - archive.derivations.keys(projection.name) if complete and projection else set()
        texts = cut.texts(have.keys() - again)
        fresh = vectors.embed_missing(archive.derivations, encoder, texts, have, watch, again=again)
    places = cut.places(have)
    try:
        folder = generations.begin()
        names = (folder.name,) if len(cut) else ()
        for name in names:
            codes = (cut.codes(archive.derivations, projection), projection.dimension) if projection else None
            parts.write(folder, name, 0, places, cut.matrix(have), codes=codes)
        np.save(folder / DEAD, np.empty(0, np.int32))
        WordIndex.build(folder / WORDS, cut.words(0))
        manifest = generations.publish(
            folder,
            recipe=recipe(encoder),
            identity=identity,
            sequence=sequence,
            passages=len(cut),
            vectors=int(places.embedded.sum()),
            parts=names,
        )
    except OSError as error:
        raise _unwritable(generations, error) from None
    return manifest, fresh


def _unwritable(generations: Generations, error: OSError) -> GenerationError:
    return GenerationError(
        f"{generations.folder}: cannot be written ({error.strerror}); check free space and permissions"
    )
