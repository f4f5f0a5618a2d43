"""Opening what questions are put to: the archive in the data folder, and a searcher over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.commands.options import note

if TYPE_CHECKING:
    from bot.settings import Settings
    from corpus.archive import Archive
    from index.answers.search import Searcher


def open_searcher(chosen: Settings) -> tuple[Archive, Searcher]:
    """Return the archive and a searcher over it; the index is made first when there is none for this model.

    :raises MissingArchiveError: when there is no archive, or nothing in it.
    """
    from bot import assembly
    from corpus.errors import MissingArchiveError

    archive = assembly.open_archive(chosen)
    if not archive.count():
        raise MissingArchiveError(f"{archive.folder}: the record is empty; `onrecord add PATH` begins it")
    return archive, searcher_over(archive, chosen)


def searcher_over(archive: Archive, chosen: Settings, *, up_to_date: bool = False) -> Searcher:
    """Return a searcher over ``archive``, ready to answer; the index is made first when there is none for this model.

    :param up_to_date: bring the index up to date, too, when it is merely behind; without it that is only said.
    """
    from bot import assembly
    from bot.commands.progress import embedding
    from index.answers.search import Searcher

    encoder = assembly.open_encoder(chosen)
    with embedding() as watch:
        if not assembly.ensure_index(archive, encoder, watch, up_to_date=up_to_date):
            note("the index is behind the record; `onrecord rebuild` brings it up to date")
    encoder.load()  # before the first question, whose time is told
    return Searcher(archive, encoder, reranker=assembly.open_reranker(chosen))
