"""Takes each update to its answer: read, wait for its turn, call the desk, send."""

from __future__ import annotations

import logging
from collections import deque
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bot.errors import DeskError, MisquoteError
from bot.telegram.arrival import Arrival, Kind, Self, read
from bot.telegram.lanes import Lanes
from bot.telegram.pace import PACE, Pace
from bot.telegram.routing import Route, route

if TYPE_CHECKING:
    from telegram import Update

    from bot.conversation.reply import Reply
    from bot.telegram.desk import Desk
    from bot.telegram.sending import Sender
    from bot.telegram.work import Work

log = logging.getLogger(__name__)

_ALBUMS = 64  # how many of the last albums are told apart


class Reception:
    """Receives updates, several at a time, and in order within a chat."""

    def __init__(self, desk: Desk, work: Work, sender: Sender, me: Self, pace: Pace = PACE) -> None:
        self._desk = desk
        self._work = work
        self._sender = sender
        self._me = me
        self._pace = pace
        self._lanes = Lanes()
        self._albums: deque[str] = deque(maxlen=_ALBUMS)

    async def receive(self, update: Update) -> None:
        """Answer ``update``, if it is something to answer. Returns when that is done or given up.

        :raises DeskError: when the desk is so broken that it cannot even say so.
        """
        arrival = read(update, self._me)
        if arrival is None or self._is_rest_of_album(arrival):
            return
        chat_id = arrival.place.chat_id
        if self._lanes.is_full(chat_id) and not self._has_waited(arrival):
            await self._turn_away(arrival)
            return
        async with self._lanes.turn(chat_id):
            await self._answer(arrival, route(arrival))

    def _is_rest_of_album(self, arrival: Arrival) -> bool:
        """Tell whether it is one more picture of an album that has its answer: ten pictures get one line, not ten."""
        if arrival.album is None:
            return False
        known = arrival.album in self._albums
        self._albums.append(arrival.album)
        return known and arrival.kind is Kind.THING

    def _has_waited(self, arrival: Arrival) -> bool:
        """Tell whether a message comes from a time when the bot was away: its chat is not fast, the bot was slow."""
        return arrival.sent is not None and datetime.now(UTC) - arrival.sent > self._pace.backlog

    async def _turn_away(self, arrival: Arrival) -> None:
        """Say that the earlier ones come first."""
        busy = await self._work.run(self._desk.busy, arrival.person)
        if arrival.query_id:
            await self._sender.acknowledge(arrival.query_id, busy.text)
        else:
            await self._sender.send_once(busy, arrival.place)

    async def _answer(self, arrival: Arrival, line: Route) -> None:
        """Call the desk and send what it says."""
        text = None
        try:
            async with self._sender.typing(arrival.place):
                reply = await self._reply(arrival, line)
            if reply is None:  # a button that leads nowhere any more
                text = (await self._work.run(self._desk.failed, arrival.person)).text
        except DeskError:
            await self._acknowledge(arrival, None)
            raise
        await self._acknowledge(arrival, text)
        if reply is not None:
            asked = arrival.sent if line.is_question else None
            await self._sender.send(reply, arrival.person, arrival.place, asked)

    async def _acknowledge(self, arrival: Arrival, text: str | None) -> None:
        """End the waiting sign of the button, if a button was pressed."""
        if arrival.query_id:
            await self._sender.acknowledge(arrival.query_id, text)

    async def _reply(self, arrival: Arrival, line: Route) -> Reply | None:
        """Return the desk's reply; its line for failures when it breaks."""
        try:
            return await self._work.run(line.call, self._desk, arrival)
        except DeskError as error:
            log.error("%s: %s", line.name, error)  # noqa: TRY400  # the traceback could carry the question
        except MisquoteError:
            log.error("%s: a quote is not the record's", line.name)  # noqa: TRY400  # as above
        return await self._work.run(self._desk.failed, arrival.person)
