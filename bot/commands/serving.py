"""Commands that serve: bot, try."""

from __future__ import annotations

import asyncio
import os
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands.options import Data, note, out, settings

if TYPE_CHECKING:
    from bot.settings import Settings
    from corpus.archive import Archive

_OIC = {
    "en": {"name": "Organisation of Islamic Cooperation", "short": "OIC"},
    "fr": {"name": "Organisation de Coopération islamique", "short": "OCI"},
    "ar": {"name": "منظمة التعاون الإسلامي", "short": None},
}


def bot(data: Data = None) -> None:
    """Answer in Telegram, with the token in ONRECORD_TOKEN, until told to stop."""
    from bot import assembly
    from bot.commands.starting import start_desk
    from bot.errors import TokenError
    from bot.telegram.application import serve

    chosen = settings(data)
    if chosen.token is None or not chosen.token.get_secret_value().strip():
        raise TokenError(
            "ONRECORD_TOKEN is not set: get a token from @BotFather in Telegram, or see it work with `onrecord try`"
        )
    token = chosen.token.get_secret_value().strip()
    with assembly.open_archive(chosen, create=True) as archive:
        desk = start_desk(chosen, archive)
        if not archive.count():
            note(
                f"{archive.folder}: the record is empty; add statements with `onrecord add PATH`, the bot picks them up"
            )
        asyncio.run(serve(token, chosen.api_url, desk, workers=chosen.workers, ready=_ready))


def _ready(name: str) -> None:
    note(f"@{name} is answering. Stop it with Ctrl+C.")


def try_it(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port of the chat page; 0 takes a free one.")] = 8080,
    open_page: Annotated[bool, typer.Option("--open/--no-open", help="Open the page in the browser.")] = False,
    data: Annotated[
        Path, typer.Option("--data", metavar="DIR", help="The folder for the samples, apart from your own record.")
    ] = Path("data/try"),
) -> None:
    """See it work, without a token: the bot, unchanged, against a local stand-in for Telegram with a chat page.

    Asks the sample statements, in a data folder of their own.
    """
    asyncio.run(_try(port, open_page, data))


async def _try(port: int, open_page: bool, data: Path) -> None:
    from bot import assembly
    from bot.commands.starting import start_desk
    from bot.errors import SettingsError
    from bot.settings import Institution
    from bot.simulator import Simulator
    from bot.telegram.application import serve

    chosen = settings(data)
    if chosen.institution == Institution():
        chosen = chosen.model_copy(update={"institution": Institution.model_validate(_OIC)})
    simulator = Simulator()
    try:
        await simulator.start(port)
    except OSError as error:
        reason = os.strerror(error.errno or 0).lower()
        raise SettingsError(
            f"port {port}: cannot be taken ({reason}); name another with --port, or PORT for make"
        ) from None
    try:
        with assembly.open_archive(chosen, create=True) as archive:
            _add_samples(chosen, archive)
            desk = start_desk(chosen, archive)

            def ready(_: str) -> None:
                out(f"Open {simulator.address} in your browser and ask. Stop with Ctrl+C.")
                if open_page:
                    webbrowser.open(simulator.address)

            await serve(simulator.token, simulator.address, desk, workers=chosen.workers, ready=ready)
    finally:
        await simulator.stop()


def _add_samples(chosen: Settings, archive: Archive) -> None:
    from bot.commands.indexing import bring_up_to_date
    from corpus import samples
    from corpus.intake import Given, read
    from corpus.statement import Draft

    drafts = [found for found in read(samples.folder(), Given()) if isinstance(found, Draft)]
    archive.record(drafts)
    bring_up_to_date(chosen, archive, embed=True)
