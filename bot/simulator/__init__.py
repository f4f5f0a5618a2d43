"""A local stand-in for the Telegram Bot API, with a chat page: to try the bot with no token, and to test it whole."""

from __future__ import annotations

from bot.simulator.server import Simulator

__all__ = ["Simulator"]
