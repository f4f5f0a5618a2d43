"""Which updates were answered, and up to where Telegram may forget them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Ledger:
    """Keeps the offset of ``getUpdates``.

    Telegram forgets every update below the offset it is asked for, and gives all others again. So the offset stays at
    the oldest update still in hand, and those that come again are told apart by their number.
    """

    def __init__(self) -> None:
        self._in_hand: set[int] = set()
        self._done: set[int] = set()
        self._next: int | None = None
        self._confirmed: int | None = None

    @property
    def offset(self) -> int | None:
        """The offset to ask for next, or ``None`` before anything was seen."""
        return min(self._in_hand) if self._in_hand else self._next

    @property
    def is_settled(self) -> bool:
        """Whether Telegram knows of everything that was done."""
        return self.offset == self._confirmed

    def take(self, update_ids: Iterable[int]) -> set[int]:
        """Return those of the numbers just received that are new, which are in hand from now on.

        Numbers start anew at random after a week without updates, so the highest of the last answer counts, not of all.
        """
        received = set(update_ids)
        if received:
            self._next = max(received) + 1
        fresh = received - self._in_hand - self._done
        self._in_hand |= fresh
        return fresh

    def finish(self, update_id: int) -> None:
        """Note that an update was answered, or given up, and may be confirmed."""
        self._in_hand.discard(update_id)
        self._done.add(update_id)

    def confirm(self, offset: int | None) -> None:
        """Note that Telegram was asked for ``offset`` and answered, so that nothing below it comes again."""
        self._confirmed = offset
        if offset is not None:
            self._done = {update_id for update_id in self._done if update_id >= offset}
