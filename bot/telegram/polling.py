"""Receives updates so that none is lost: each is confirmed only once it was answered.

The library's own polling confirms updates when it has queued them, and a killed process takes the queue with it.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final, NoReturn

from telegram import Bot, Update
from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.errors import ConflictError, TokenError
from bot.telegram.failures import Outage, place, reason, seconds
from bot.telegram.ledger import Ledger
from bot.telegram.pace import PACE, Pace
from bot.telegram.waiting import stopped_within, unless_stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

log = logging.getLogger(__name__)

ALLOWED_UPDATES: Final = (Update.MESSAGE, Update.CALLBACK_QUERY, Update.MY_CHAT_MEMBER)
BATCH: Final = 100  # the most that getUpdates gives, and so the most that is in hand at a time
_LAST_CALL: Final = 3.0  # seconds for the call that confirms the last answers when the bot stops


class Poller:
    """Fetches updates and hands each to ``handle`` in a task of its own, until ``stop`` is set.

    ``handle`` returns when the update was answered or given up; it keeps the order within a chat. What it raises is
    logged by kind and place, and the update counts as given up: an update that breaks the bot must not come back for
    ever.
    """

    def __init__(
        self,
        bot: Bot,
        handle: Callable[[Update], Coroutine[object, object, None]],
        stop: asyncio.Event,
        pace: Pace = PACE,
    ) -> None:
        self._bot = bot
        self._handle = handle
        self._stop = stop
        self._pace = pace
        self._ledger = Ledger()
        self._tasks: dict[asyncio.Task[None], int] = {}
        self._look_again = pace.look_again
        self._outage = Outage(log, "Telegram does not give messages")
        self._webhook_removed = False

    async def run(self) -> None:
        """Poll until stopped; then finish what is in hand, confirm it and return.

        Answers that take longer than ``pace.grace`` are abandoned unconfirmed: Telegram gives their questions again.

        :raises ConflictError: when another program reads the messages of the same bot.
        :raises TokenError: when Telegram no longer accepts the token.
        """
        try:
            try:
                await self._poll()
            except (ConflictError, TokenError):
                await self._finish()
                raise
            await self._finish()
            await self._confirm()
        finally:
            await self._abandon()

    async def _poll(self) -> None:
        """Fetch and begin, over and over, as long as nothing says stop."""
        while not self._stop.is_set():
            try:
                updates = await self._fetch()
            except InvalidToken:
                msg = "Telegram no longer accepts the token: copy the present one from @BotFather into ONRECORD_TOKEN"
                raise TokenError(msg) from None
            except Conflict as error:
                await self._resolve(error)
                continue
            except RetryAfter as error:
                self._outage.failed(reason(error))
                await stopped_within(self._stop, seconds(error))
                continue
            except TelegramError as error:
                failures = self._outage.failed(reason(error))
                await stopped_within(self._stop, self._pace.retry_in(failures))
                continue
            if updates is not None:
                self._outage.over()
                await self._take(updates)

    async def _fetch(self) -> tuple[Update, ...] | None:
        """Return the next updates, those in hand among them; ``None`` when stopped meanwhile."""
        offset = self._ledger.offset
        updates = await unless_stopped(
            self._stop,
            self._bot.get_updates(
                offset=offset,
                limit=BATCH,
                timeout=0 if self._tasks else self._pace.long_poll,
                allowed_updates=ALLOWED_UPDATES,
            ),
        )
        if updates is not None:
            self._ledger.confirm(offset)
        return updates

    async def _take(self, updates: tuple[Update, ...]) -> None:
        """Begin what is new. While anything is in hand, wait a little: it would come again at once."""
        if self._stop.is_set():
            return
        fresh = self._ledger.take(update.update_id for update in updates)
        for update in updates:
            if update.update_id in fresh:
                task = asyncio.create_task(self._handle(update))
                self._tasks[task] = update.update_id
                task.add_done_callback(self._ended)
        if fresh:
            self._look_again = self._pace.look_again
        else:
            self._look_again = min(self._look_again * 1.5, self._pace.look_again_most)
        if self._tasks:
            await unless_stopped(self._stop, asyncio.wait(set(self._tasks), timeout=self._look_again))

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Note the end of one update. An abandoned one stays in hand, so that it is never confirmed."""
        update_id = self._tasks.pop(task)
        if task.cancelled():
            return
        if error := task.exception():
            log.error("update %d was given up (%s): please report this line", update_id, place(error))
        self._ledger.finish(update_id)

    async def _resolve(self, conflict: Conflict) -> None:
        """Remove a webhook that keeps the bot from polling, once.

        :raises ConflictError: when it is another program that is in the way, or the webhook cannot be removed.
        """
        if "webhook" not in conflict.message.lower() or self._webhook_removed:
            self._give_way(conflict)
        log.warning("a webhook was set for this bot, so that its messages went elsewhere: removing it")
        self._webhook_removed = True
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            self._give_way(error)

    @staticmethod
    def _give_way(error: TelegramError) -> NoReturn:
        """End the polling in favour of another program.

        :raises ConflictError: always.
        """
        msg = (
            f"another program reads this bot's messages ({error.message}): stop the other one, or give this one a bot "
            "of its own from @BotFather"
        )
        raise ConflictError(msg) from None

    async def _finish(self) -> None:
        """Give what is in hand the time to be answered."""
        if self._tasks:
            log.info("stopping: finishing %d in hand", len(self._tasks))
            await asyncio.wait(set(self._tasks), timeout=self._pace.grace)
            await self._abandon()

    async def _confirm(self) -> None:
        """Tell Telegram what was answered, so that it is not asked again at the next start."""
        if self._ledger.is_settled:
            return
        try:
            await self._bot.get_updates(
                offset=self._ledger.offset,
                limit=1,
                timeout=0,
                read_timeout=_LAST_CALL,
                connect_timeout=_LAST_CALL,
                pool_timeout=_LAST_CALL,
            )
        except TelegramError as error:
            log.warning("the last answers could not be confirmed (%s): they may be given once more", reason(error))

    async def _abandon(self) -> None:
        """Cancel what is still in hand, and wait until it has ended."""
        left = set(self._tasks)
        for task in left:
            task.cancel()
        if left:
            log.warning("%d questions were left unanswered: Telegram gives them again at the next start", len(left))
            await asyncio.gather(*left, return_exceptions=True)
