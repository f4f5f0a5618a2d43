"""Sends replies: checked against the record at the last moment, never twice, and never with a misquote."""

from __future__ import annotations

import asyncio
import logging
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from telegram import Bot, LinkPreviewOptions, ReplyParameters
from telegram.constants import CallbackQueryLimit, ChatAction
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.errors import DeskError, MisquoteError, RenderingError
from bot.telegram.failures import Outage, reason, seconds, was_not_sent
from bot.telegram.pace import PACE, Pace
from bot.telegram.rendering import Rendered, render

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from bot.conversation.person import Person
    from bot.conversation.reply import Reply
    from bot.telegram.arrival import Place
    from bot.telegram.desk import Desk
    from bot.telegram.work import Work

log = logging.getLogger(__name__)

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)  # a preview shows the site's words beside the record's
_UNMODIFIED = "message is not modified"


def _moved(error: TelegramError, to: Place, *, in_place: bool) -> Place | None:
    """Return where a refused reply can go instead, or ``None`` when the place was not what was wrong.

    A group that became a supergroup has another number. A message that can no longer be edited can still be answered.
    """
    match error:
        case ChatMigrated():
            return replace(to, chat_id=error.new_chat_id, thread_id=None, pressed_id=None)
        case BadRequest() if in_place and to.pressed_id is not None and _UNMODIFIED not in error.message.lower():
            return replace(to, pressed_id=None)
        case _:
            return None


class Sender:
    """Puts replies into chats, for one bot.

    It repeats a request only when Telegram asked for that, or when the request surely never left: after any other
    failure the message may have arrived. It needs no rate limiter beside it. PTB's holds everybody up while one chat
    waits, and answers to different people need no pacing; each delivery here obeys ``retry_after`` by itself.
    """

    def __init__(self, bot: Bot, desk: Desk, work: Work, pace: Pace = PACE) -> None:
        self._bot = bot
        self._desk = desk
        self._work = work
        self._pace = pace
        self._outage = Outage(log, "Telegram cannot be reached to send answers")

    async def send(self, reply: Reply, person: Person, to: Place, asked: datetime | None = None) -> None:
        """Send ``reply``, or the desk's line for failures when ``reply`` must not or cannot be sent.

        ``asked`` is when the question was sent; an answer that comes late says so. Returns once the reply was
        delivered, or will never be (the person has blocked the bot, Telegram refuses it, or it is not known whether it
        arrived).

        :raises DeskError: when the desk has no line for failures either.
        """
        try:
            await self._deliver(reply, person, to, asked)
        except (DeskError, MisquoteError, RenderingError) as error:
            which = [(quote.statement_id, quote.revision) for quote in reply.quotes]
            # What a desk puts into the message of its misquote is not known here, so it is not repeated.
            why = "a quote is not the record's" if isinstance(error, MisquoteError) else str(error)
            log.error("a reply was held back (%s); statements and revisions in it: %s", why, which)  # noqa: TRY400  # the traceback could carry the quote
            await self._apologise(person, to)

    async def _apologise(self, person: Person, to: Place) -> None:
        """Say that something broke, in place of a reply."""
        try:
            await self._deliver(await self._work.run(self._desk.failed, person), person, to, None)
        except (MisquoteError, RenderingError) as error:
            log.error("the line for failures cannot be sent either (%s)", type(error).__name__)  # noqa: TRY400  # as above

    async def send_once(self, reply: Reply, to: Place) -> None:
        """Send a line that is not worth a second try, such as that a chat is too fast.

        :raises RenderingError: when Telegram could not take it.
        """
        with suppress(TelegramError):
            await self._put(render(reply), to, in_place=False)

    async def _deliver(self, reply: Reply, person: Person, to: Place, asked: datetime | None) -> None:
        """Send ``reply``, as often as it takes.

        :raises DeskError: when the desk breaks while checking the reply.
        :raises MisquoteError: when a quote is not, or would not be shown as, the record's words.
        :raises RenderingError: when Telegram would not take the reply.
        """
        attempt = 0
        while True:
            rendered = await self._prepared(reply, person, asked)
            attempt += 1
            try:
                await self._put(rendered, to, in_place=reply.in_place)
            except TelegramError as error:
                moved = _moved(error, to, in_place=reply.in_place)
                wait = 0.0 if moved else self._wait_after(error, attempt)
                if wait is None:
                    return
                to = moved or to
                await asyncio.sleep(wait)
            else:
                self._outage.over()
                return

    async def _prepared(self, reply: Reply, person: Person, asked: datetime | None) -> Rendered:
        """Return ``reply`` as it is right to send now: late if it is late, and checked against the record."""
        if asked and datetime.now(UTC) - asked > self._pace.late:
            reply = await self._work.run(self._desk.late, person, reply, asked)
        rendered = render(reply)
        await self._work.run(self._desk.verify, reply)
        return rendered

    async def _put(self, rendered: Rendered, to: Place, *, in_place: bool) -> None:
        """Make the one call that shows a reply."""
        if in_place and to.pressed_id is not None:
            await self._bot.edit_message_text(
                rendered.text,
                to.chat_id,
                to.pressed_id,
                entities=rendered.entities,
                reply_markup=rendered.markup,
                link_preview_options=_NO_PREVIEW,
            )
            return
        await self._bot.send_message(
            to.chat_id,
            rendered.text,
            entities=rendered.entities,
            reply_markup=rendered.markup,
            link_preview_options=_NO_PREVIEW,
            message_thread_id=to.thread_id,
            reply_parameters=ReplyParameters(to.message_id, allow_sending_without_reply=True)
            if to.message_id
            else None,
        )

    def _wait_after(self, error: TelegramError, attempt: int) -> float | None:
        """Return the seconds after which to try again, or ``None`` when there is nothing to try."""
        match error:
            case RetryAfter():
                return seconds(error)
            case Forbidden():
                log.info("an answer was dropped: its reader has blocked the bot or left the chat")
            case BadRequest() if _UNMODIFIED in error.message.lower():
                pass
            case BadRequest():
                log.error("Telegram refuses an answer (%s)", reason(error))
            case _ if was_not_sent(error):
                self._outage.failed(reason(error))
                return self._pace.retry_in(attempt)
            case _:
                log.warning("it is not known whether an answer arrived (%s), so it is not sent again", reason(error))
        return None

    async def acknowledge(self, query_id: str, text: str | None = None) -> None:
        """End the waiting sign of a pressed button, with ``text`` over the chat if there is one.

        It may fail without harm: a press older than its window can no longer be acknowledged, but can still be
        answered.
        """
        short = text[: CallbackQueryLimit.ANSWER_CALLBACK_QUERY_TEXT_LENGTH] if text else None
        with suppress(TelegramError):
            await self._bot.answer_callback_query(query_id, short)

    @asynccontextmanager
    async def typing(self, to: Place) -> AsyncIterator[None]:
        """Show that an answer is being worked on, when the work inside lasts long enough to be waited for."""
        sign = asyncio.create_task(self._type(to))
        try:
            yield
        finally:
            sign.cancel()
            await asyncio.gather(sign, return_exceptions=True)

    async def _type(self, to: Place) -> None:
        """Send the sign, and again before it fades."""
        await asyncio.sleep(self._pace.typing_after)
        with suppress(TelegramError):
            while True:
                await self._bot.send_chat_action(to.chat_id, ChatAction.TYPING, message_thread_id=to.thread_id)
                await asyncio.sleep(self._pace.typing_every)
