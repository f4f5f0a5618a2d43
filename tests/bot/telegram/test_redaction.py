"""The token is in no log, however it gets there."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator

import pytest

from bot.telegram.redaction import REDACTED, Redaction, guarded
from tests.bot.telegram.doubles import TOKEN

SECRET = TOKEN.partition(":")[2]
OTHER = "1234567890:" + "b" * 35


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """Return what a root handler puts out."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    yield stream
    root.removeHandler(handler)


log = logging.getLogger("somewhere.else")


def fail(token: str) -> None:
    msg = f"no route to https://api.telegram.org/bot{token}/getMe"
    raise OSError(msg)


@pytest.mark.parametrize("token", [TOKEN, OTHER, TOKEN.replace(":", "%3A"), SECRET])
def test_it_is_taken_out_of_messages_arguments_tracebacks_and_stacks(token: str, out: io.StringIO) -> None:
    with guarded(TOKEN):
        log.warning("POST https://api.telegram.org/bot" + token + "/getMe")  # noqa: G003  # as a careless library does
        log.warning("POST %s %d", f"/bot{token}/getMe", 200)
        log.warning("POST %(url)s", {"url": token})
        log.warning("odd %s", token, stack_info=True)
        try:
            fail(token)
        except OSError:
            log.exception("sending failed")
        log.warning("does not fit %d", token)
    written = out.getvalue()
    assert token not in written
    assert written.count(REDACTED) == 6
    assert "Traceback" in written
    assert "in fail" in written
    assert "POST /bot[token]/getMe 200" in written


def test_a_handler_that_draws_tracebacks_itself_has_nothing_to_draw() -> None:
    record = log.makeRecord("x", logging.ERROR, "f", 1, "failed", (), None, sinfo=f"fail({TOKEN})")
    try:
        fail(TOKEN)
    except OSError as error:
        record.exc_info = (type(error), error, error.__traceback__)
    assert Redaction(TOKEN).filter(record)
    assert record.exc_info is None
    assert record.exc_text is not None
    assert TOKEN not in record.exc_text
    assert record.stack_info == "fail([token])"


def test_other_records_pass_as_they_are(out: io.StringIO) -> None:
    with guarded(TOKEN):
        log.warning("at %s, id %d", "12:30", 5)
        try:
            fail("")
        except OSError:
            log.exception("failed")
    assert "at 12:30, id 5" in out.getvalue()
    assert "OSError: no route" in out.getvalue()


def test_a_short_token_is_redacted_whole_but_not_by_its_half() -> None:
    redaction = Redaction("1:x")
    assert redaction.redact("bot1:x/getMe, next") == "bot[token]/getMe, next"


@pytest.mark.parametrize("name", ["httpx", "httpcore", "telegram"])
def test_talkative_libraries_are_quiet_and_then_as_before(name: str) -> None:
    logger = logging.getLogger(name)
    before = logger.level
    with guarded(TOKEN):
        assert not logger.isEnabledFor(logging.INFO)
        assert not logging.getLogger(f"{name}.child").isEnabledFor(logging.INFO)
        assert logger.isEnabledFor(logging.WARNING)
    assert logger.level == before


def test_everything_is_put_back(out: io.StringIO) -> None:
    root = logging.getLogger()
    before = [list(handler.filters) for handler in root.handlers]
    with guarded(TOKEN):
        assert [list(handler.filters) for handler in root.handlers] != before
    assert [list(handler.filters) for handler in root.handlers] == before
    log.warning("%s", "after")
    assert "after" in out.getvalue()
