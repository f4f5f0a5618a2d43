"""The desk's calls run in a few threads, and what they raise says where and not what."""

from __future__ import annotations

import asyncio
import logging
import threading
import time

import pytest

from bot.errors import DeskError, MisquoteError
from bot.telegram.work import Work
from tests.bot.telegram.doubles import until


def broken(question: str) -> None:
    msg = f"cannot make sense of {question}"
    raise ValueError(msg)


def leaving() -> None:
    raise SystemExit(3)


async def test_a_call_runs_beside_the_loop_and_returns() -> None:
    work = Work(1)
    assert await work.run(threading.get_ident) != threading.get_ident()
    assert await work.run(sorted, [2, 1], reverse=True) == [2, 1]
    await work.close()


async def test_no_more_threads_than_told() -> None:
    work, running, most, lock = Work(2), 0, 0, threading.Lock()

    def call() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.002)
        with lock:
            running -= 1

    await asyncio.gather(*(work.run(call) for _ in range(20)))
    await work.close()
    assert most <= 2


async def test_an_error_says_where_and_not_what() -> None:
    work = Work(1)
    with pytest.raises(DeskError) as error:
        await work.run(broken, "zanzibar")
    await work.close()
    assert "ValueError < " in str(error.value)
    assert "test_work:" in str(error.value)
    assert "zanzibar" not in str(error.value)
    assert error.value.__cause__ is None
    assert error.value.__context__ is None


async def test_a_misquote_stays_one_and_an_exit_does_not_end_the_bot() -> None:
    work = Work(1)

    def misquote() -> None:
        msg = "statement s1"
        raise MisquoteError(msg)

    with pytest.raises(MisquoteError):
        await work.run(misquote)
    with pytest.raises(DeskError, match="SystemExit"):
        await work.run(leaving)
    await work.close()


async def test_an_error_nobody_waits_for_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    work, begun, gate = Work(1), threading.Event(), threading.Event()

    def call() -> None:
        begun.set()
        assert gate.wait(20)
        broken("zanzibar")

    waiting = asyncio.create_task(work.run(call))
    await until(begun.is_set)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    gate.set()
    await until(lambda: not work._running)
    await work.close()
    assert "zanzibar" not in caplog.text
