"""``python -m bot``: the command ``onrecord``."""

from __future__ import annotations

from bot.cli import main

main()
