"""The bot as it runs: built, made known to Telegram, polling until it is told to stop, and ended in order."""

from __future__ import annotations

import asyncio
import logging
import re
import signal
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from telegram import Bot, User
from telegram.error import InvalidToken, RetryAfter, TelegramError

from bot.errors import SettingsError, TokenError
from bot.telegram.arrival import Self
from bot.telegram.failures import Outage, reason, seconds
from bot.telegram.pace import PACE, Pace
from bot.telegram.polling import Poller
from bot.telegram.profile import introduce
from bot.telegram.reception import Reception
from bot.telegram.redaction import guarded
from bot.telegram.requests import DiscreetRequest
from bot.telegram.sending import Sender
from bot.telegram.waiting import stopped_within, unless_stopped
from bot.telegram.work import Work

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.telegram.desk import Desk

log = logging.getLogger(__name__)

_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]+")
_SIGNALS = (signal.SIGINT, signal.SIGTERM)


async def serve(
    token: str,
    api_url: str | None,
    desk: Desk,
    *,
    workers: int = 2,
    ready: Callable[[str], None] | None = None,
    stop: asyncio.Event | None = None,
    signals: bool = True,
    pace: Pace = PACE,
) -> None:
    """Answer people in Telegram until told to stop.

    ``api_url`` is the address of any Bot API server, ``None`` for Telegram's own. The desk's calls run in ``workers``
    threads. ``ready`` is called with the bot's username, without ``@``, when polling begins. The bot stops when
    ``stop`` is set and, with ``signals``, on SIGINT and SIGTERM (main thread only): it finishes what is in hand within
    ``pace.grace``. As long as Telegram cannot be reached it keeps trying.

    :raises SettingsError: when ``api_url`` is no web address.
    :raises TokenError: when the token is missing, has not the form of one, or is refused.
    :raises ConflictError: when another program reads the messages of the same bot.
    """
    stop = stop or asyncio.Event()
    with guarded(token), _stopping(stop) if signals else nullcontext():
        await run(build(token, api_url), desk, stop=stop, workers=workers, ready=ready, pace=pace)


def build(token: str, api_url: str | None) -> Bot:
    """Return a bot that has not yet been made known to Telegram.

    It is PTB's plain ``Bot``. ``Application`` adds handlers, queues and a rate limiter, and all of these would confirm,
    order or delay updates in their own way; :mod:`bot.telegram.polling` and :mod:`bot.telegram.sending` say which way
    it is here.

    :raises SettingsError: when ``api_url`` is no web address.
    :raises TokenError: when the token is missing or has not the form of one.
    """
    if not token:
        msg = "there is no token: get one from @BotFather in Telegram (/newbot) and put it into ONRECORD_TOKEN"
        raise TokenError(msg)
    if not _TOKEN.fullmatch(token):
        msg = (
            f"ONRECORD_TOKEN has {len(token)} characters that are not a token, which looks like 123456789:AAE...: copy "
            "the whole token from @BotFather, and nothing else"
        )
        raise TokenError(msg)
    base_url = _address(api_url) if api_url else "https://api.telegram.org"
    return Bot(
        token,
        base_url=f"{base_url}/bot",
        base_file_url=f"{base_url}/file/bot",
        # 8 answers, their typing signs and a few lines for those in a hurry
        request=DiscreetRequest(connection_pool_size=24, pool_timeout=5, connect_timeout=10, read_timeout=20),
        # one poll, and the last call while the cancelled poll is being closed
        get_updates_request=DiscreetRequest(
            connection_pool_size=2, pool_timeout=5, connect_timeout=10, read_timeout=10
        ),
    )


def _address(api_url: str) -> str:
    """Return ``api_url`` without a slash at its end.

    :raises SettingsError: when it has no scheme or no host.
    """
    parts = urlsplit(api_url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        msg = f"ONRECORD_API_URL is {api_url!r}, which is no web address: it has to look like http://127.0.0.1:9000"
        raise SettingsError(msg)
    return api_url.rstrip("/")


async def run(
    bot: Bot,
    desk: Desk,
    *,
    stop: asyncio.Event,
    workers: int = 2,
    ready: Callable[[str], None] | None = None,
    pace: Pace = PACE,
) -> None:
    """Make ``bot`` known, answer until ``stop`` is set, and close everything that was opened. See :func:`serve`."""
    work = Work(workers)
    try:
        me = await _identity(bot, stop, pace)
        if me is not None:
            await _answer(bot, desk, work, Self(me.id, me.username or ""), stop=stop, ready=ready, pace=pace)
    finally:
        await work.close()
        await bot.shutdown()


async def _answer(
    bot: Bot,
    desk: Desk,
    work: Work,
    me: Self,
    *,
    stop: asyncio.Event,
    ready: Callable[[str], None] | None,
    pace: Pace,
) -> None:
    """Poll, and introduce the bot meanwhile: people's questions do not wait for a menu."""
    reception = Reception(desk, work, Sender(bot, desk, work, pace), me, pace)
    poller = Poller(bot, reception.receive, stop, pace)
    introduction = asyncio.create_task(introduce(bot, desk, work))
    try:
        log.info("answering as @%s", me.username)
        if ready:
            ready(me.username)
        await poller.run()
    finally:
        introduction.cancel()
        await asyncio.gather(introduction, return_exceptions=True)


async def _identity(bot: Bot, stop: asyncio.Event, pace: Pace) -> User | None:
    """Return who the bot is, as soon as Telegram says so, or ``None`` when stopped before.

    :raises TokenError: when Telegram does not know the token.
    """
    outage = Outage(log, "Telegram cannot be reached")
    while not stop.is_set():
        try:
            me = await unless_stopped(stop, _introduced(bot))
        except InvalidToken:  # 401, and 404 too: the address may be wrong as well as the token
            msg = (
                "the Bot API server refuses the token: copy it anew from @BotFather into ONRECORD_TOKEN (and leave "
                "ONRECORD_API_URL empty unless there is a Bot API server of your own)"
            )
            raise TokenError(msg) from None
        except RetryAfter as error:
            outage.failed(reason(error))
            wait = seconds(error)
        except TelegramError as error:
            wait = pace.retry_in(outage.failed(reason(error)))
        else:
            outage.over()
            return me
        await stopped_within(stop, wait)
    return None


async def _introduced(bot: Bot) -> User:
    """Open the bot's connections and ask Telegram who it is."""
    await bot.initialize()
    return bot.bot


@contextmanager
def _stopping(stop: asyncio.Event) -> Iterator[None]:
    """Set ``stop`` on SIGINT and SIGTERM, as long as the context lasts."""
    loop = asyncio.get_running_loop()
    before = {number: signal.getsignal(number) for number in _SIGNALS}
    for number in _SIGNALS:
        loop.add_signal_handler(number, stop.set)
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)  # the loop would leave the system's default in place of what was there
