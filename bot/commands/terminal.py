"""A reply in a terminal: quotes as a barred block, buttons by number, the rest as it is."""

from __future__ import annotations

from bot.conversation.reply import Callback, Link, Mark, Reply


def painted(reply: Reply) -> str:
    """Return the text of ``reply`` with ``| `` before each line of its block quotes, and its buttons below."""
    quoted = [(span.start, span.end) for span in reply.spans if span.mark is Mark.QUOTE]
    lines, at = [], 0
    for line in reply.text.split("\n"):
        inside = any(start <= at < end for start, end in quoted)
        lines.append(f"| {line}" if inside else line)
        at += len(line) + 1
    numbered = [f"[{number}] {button.label}" for number, button in enumerate(choices(reply), 1)]
    links = [f"{button.label}: {button.url}" for row in reply.buttons for button in row if isinstance(button, Link)]
    return "\n".join([*lines, *([""] if numbered or links else []), *numbered, *links])


def choices(reply: Reply) -> list[Callback]:
    """Return the buttons of ``reply`` that ask the bot for something, in order: typed as 1, 2, 3."""
    return [button for row in reply.buttons for button in row if isinstance(button, Callback)]
