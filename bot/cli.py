"""The command ``onrecord``. Its contract (names, options, JSON) is kept for the programs that call it."""

from __future__ import annotations

import os
import signal
import sys
from io import TextIOWrapper

import typer

from bot.commands import adding, answers, correcting, evaluating, keeping, serving, showing, watching

app = typer.Typer(
    name="onrecord",
    help="What an institution said, word for word, with the date it said it.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command()(adding.add)
app.command()(correcting.edit)
app.command()(correcting.withdraw)
app.command()(answers.ask)
app.command()(showing.show)
app.command("list")(showing.list_statements)
app.command()(answers.chat)
app.command()(serving.bot)
app.command("try")(serving.try_it)
app.command()(watching.watch)
app.command()(evaluating.evaluate)
app.command()(keeping.rebuild)
app.command()(keeping.verify)
app.command()(keeping.backup)
app.command()(keeping.restore)

_INTERRUPTED = 128 + signal.SIGINT


def main() -> None:
    """Run the command; an error that can be explained is one line on stderr and exit code 1, without a traceback."""
    from bot.errors import BotError  # noqa: PLC0415 - only the few files that errors live in
    from corpus.errors import RecordError  # noqa: PLC0415 - as above
    from index.errors import IndexingError  # noqa: PLC0415 - as above

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8")  # an older encoding would lose letters of a quote
    try:
        app()
    except (BotError, RecordError, IndexingError) as error:
        sys.stderr.write(f"onrecord: {error}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.stderr.write("onrecord: stopped\n")
        sys.exit(_INTERRUPTED)
    except BrokenPipeError:  # `onrecord list | head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
