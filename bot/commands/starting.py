"""Getting a front desk ready: the model loaded, the index up to date, so that the first question waits for neither."""

from __future__ import annotations

from bot import assembly
from bot.commands.options import note
from bot.commands.progress import embedding
from bot.conversation.front_desk import FrontDesk
from bot.conversation.voice import warm_up
from bot.settings import Settings
from corpus.archive import Archive
from index.errors import BusyError


def start_desk(chosen: Settings, archive: Archive) -> FrontDesk:
    """Return the front desk over ``archive``; an index that another process is writing is used as soon as it is there.

    :raises index.errors.ModelError: when the model cannot be loaded.
    """
    encoder = assembly.open_encoder(chosen)
    if archive.count():
        try:
            with embedding() as watch:
                assembly.ensure_index(archive, encoder, watch, up_to_date=True)
        except BusyError as error:
            note(f"{error}; questions are answered from it as soon as it is there")
    encoder.load()
    warm_up()
    return assembly.open_desk(chosen, archive, encoder)
