"""Putting the house together: from settings to an archive, an encoder, a searcher and a front desk."""

from __future__ import annotations

import threading
from datetime import datetime
from typing import TYPE_CHECKING

from bot.conversation.front_desk import FrontDesk
from bot.settings import Settings
from corpus.archive import Archive
from index import build, vectors
from index.answers.search import Searcher
from index.engines.embedding import SentenceTransformerEncoder, default_cache
from index.engines.reranking import CrossEncoderReranker
from index.errors import MissingGenerationError
from index.generation import Generations

if TYPE_CHECKING:
    from corpus.web.fetch import Fetcher


def open_archive(settings: Settings, *, create: bool = False) -> Archive:
    """Return the archive in the data folder.

    :raises corpus.errors.ArchiveError: when it cannot be opened, or there is none and ``create`` is false.
    """
    return Archive(settings.data, create=create)


def open_encoder(settings: Settings) -> SentenceTransformerEncoder:
    """Return the encoder.

    :raises index.errors.ModelError: when the model cannot be loaded.
    """
    return SentenceTransformerEncoder(settings.model, settings.cache or default_cache(), threads=settings.threads)


def open_reranker(settings: Settings) -> CrossEncoderReranker | None:
    """Return the reranker, loaded; ``None`` when none is configured.

    :raises index.errors.ModelError: when it cannot be loaded.
    """
    if not settings.reranker:
        return None
    reranker = CrossEncoderReranker(settings.reranker)
    reranker.load()  # what is wrong with it is told at the start, not at the first question
    return reranker


def open_fetcher(settings: Settings) -> Fetcher:
    """Return what reads addresses of the web, as the settings allow."""
    from corpus.web.fetch import Fetcher  # noqa: PLC0415 - its client takes a moment to load, and few commands need it

    return Fetcher(allow_private=settings.private_addresses, pause=settings.pause, zone=settings.timezone)


def ensure_index(
    archive: Archive,
    encoder: SentenceTransformerEncoder,
    watch: vectors.Watcher = lambda _: None,
    *,
    up_to_date: bool = False,
) -> bool:
    """Make the derived index when there is none that can be searched; return whether it is up to date with the archive.

    :param up_to_date: make it also when it is merely behind the archive; without it such an index is left, and answers.
    :raises index.errors.BusyError: when another process is writing it.
    """
    generations = Generations(archive.folder)
    if build.is_usable(generations, archive, encoder):
        if generations.published().manifest.sequence == archive.sequence():
            return True
        if not up_to_date:
            return False
        make = build.bring_up_to_date
    else:
        make = build.build
    encoder.use_all_cores()
    make(archive, encoder, watch)
    encoder.use_one_core()
    return True


class SearcherWhenFilled:
    """Gives the searcher as soon as the record holds something; several threads may ask at once."""

    def __init__(
        self, archive: Archive, encoder: SentenceTransformerEncoder, reranker: CrossEncoderReranker | None = None
    ) -> None:
        self._archive, self._encoder, self._reranker = archive, encoder, reranker
        self._searcher: Searcher | None = None
        self._opening = threading.Lock()

    def __call__(self) -> Searcher | None:
        """Return the searcher, or ``None`` as long as there is nothing to search."""
        with self._opening:
            if self._searcher is None:
                try:
                    self._searcher = Searcher(self._archive, self._encoder, reranker=self._reranker)
                except MissingGenerationError:
                    return None  # nothing is added yet, or the first `add` is still embedding
            return self._searcher


def open_desk(settings: Settings, archive: Archive, encoder: SentenceTransformerEncoder) -> FrontDesk:
    """Return the front desk over ``archive``."""
    searcher = SearcherWhenFilled(archive, encoder, open_reranker(settings))
    return FrontDesk(archive, searcher, settings.institution, today=lambda: datetime.now(settings.timezone).date())
