"""Everything that is Telegram and nothing that is conversation, on python-telegram-bot."""

from __future__ import annotations

import os

# The library is on its way from whole seconds to `timedelta`, and warns, even inside itself, until one opts in.
os.environ.setdefault("PTB_TIMEDELTA", "true")
