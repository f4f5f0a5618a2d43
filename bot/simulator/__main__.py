"""``python -m bot.simulator``: the simulator alone, until SIGTERM or Ctrl-C.

The first line on standard output is JSON: ``{"address": ..., "token": ...}``.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from collections.abc import Sequence

from bot.simulator.server import Simulator


async def serve(port: int, tokens: Sequence[str], host: str) -> None:
    """Run until a signal comes."""
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stopped.set)
    simulator = Simulator(tokens, host)
    await simulator.start(port)
    sys.stdout.write(json.dumps({"address": simulator.address, "token": simulator.token}) + "\n")
    sys.stdout.flush()
    await stopped.wait()
    await simulator.stop()


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the command line and run; returns 0, or 2 when it cannot start."""
    parser = argparse.ArgumentParser(prog="python -m bot.simulator", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="port to listen on; any free one by default")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; this machine only by default")
    parser.add_argument("--token", action="append", default=[], help="a token to accept (repeatable); new by default")
    options = parser.parse_args(arguments)
    try:
        asyncio.run(serve(options.port, options.token, options.host))
    except (OSError, ValueError) as problem:
        sys.stderr.write(f"The simulator cannot start on {options.host}:{options.port}: {problem}\n")
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
