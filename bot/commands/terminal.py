"""A reply in a terminal: quotes as a barred block, the rest as it is."""

from __future__ import annotations

from bot.conversation.reply import Mark, Reply


def painted(reply: Reply) -> str:
    """Return the text of ``reply`` with ``| `` before each line of its block quotes."""
    quoted = [(span.start, span.end) for span in reply.spans if span.mark is Mark.QUOTE]
    lines, at = [], 0
    for line in reply.text.split("\n"):
        inside = any(start <= at < end for start, end in quoted)
        lines.append(f"| {line}" if inside else line)
        at += len(line) + 1
    return "\n".join(lines)
