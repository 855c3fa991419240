"""Logs say what happened, never what was said or by whom."""

import io
import logging
import sys

import pytest

from bot.logs import Redacting, Seldom, logger, set_up

SECRETS = ("123456789:AAE-abc_defghijklmnop", "bot987654:AAEabcdefghijklmnop", "13812345678", "310101198001011234")


@pytest.fixture
def written():
    """A stream that gets what the handler writes."""
    stream, log = io.StringIO(), logging.getLogger("jiamenkou.test")
    handler = logging.StreamHandler(stream)
    handler.addFilter(Redacting())
    log.addHandler(handler)
    log.propagate = False
    yield stream
    log.removeHandler(handler)
    log.propagate = True


@pytest.mark.parametrize("secret", SECRETS)
def test_tokens_and_long_numbers_never_reach_the_log(written: io.StringIO, secret: str):
    log = logger("test")
    log.warning("asked %s for %s", secret, {"id": secret})
    log.warning(f"https://api.telegram.org/bot{secret}/sendMessage")  # noqa: G004 - a library logs so
    try:
        raise ValueError(secret)  # noqa: TRY301  (the log gets it at once)
    except ValueError:
        log.exception("broke")
    assert secret not in written.getvalue()
    assert "sendMessage" in written.getvalue()
    assert "ValueError" in written.getvalue()


def test_short_numbers_and_words_stay(written: io.StringIO):
    logger("test").warning("version %d at %s:%s", 12345, "file.py", 88)
    assert written.getvalue() == "version 12345 at file.py:88\n"


def test_a_percent_sign_in_a_message_is_no_format(written: io.StringIO):
    logger("test").warning("%s", "100% of %s")
    assert written.getvalue() == "100% of %s\n"


def test_chatty_libraries_are_quiet_and_everything_goes_to_standard_error():
    root = logging.getLogger()
    before, level = root.handlers[:], root.level
    try:
        set_up("INFO")
        (handler,) = root.handlers
        assert isinstance(handler, logging.StreamHandler)
        assert handler.stream is sys.stderr
        assert not logging.getLogger("httpx").isEnabledFor(logging.INFO)
        assert logging.getLogger("jiamenkou").isEnabledFor(logging.INFO)
    finally:
        root.handlers[:] = before
        root.setLevel(level)


def test_that_no_more_connections_can_be_taken_is_said_once_a_minute():
    seconds = iter([0.0, 1.0, 59.0, 60.0, 61.0])
    seldom = Seldom(lambda: next(seconds))

    def passes(name: str, words: str) -> bool:
        return seldom.filter(logging.LogRecord(name, logging.ERROR, "", 0, words, None, None))

    full = "socket.accept() out of system resource\nsocket: <socket>"
    assert [passes("asyncio", full) for _ in range(5)] == [True, False, False, True, False]
    assert passes("asyncio", "another trouble")
    assert passes("jiamenkou", full)
