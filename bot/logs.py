"""Logs say what happened, never what was said or by whom: tokens and long numbers are taken out at the handler."""

import logging
import math
import re
import sys
import time
from collections.abc import Callable

_SECRETS = re.compile(r"\d{6,}:[A-Za-z0-9_-]{10,}|(?<=/bot)[^/\s]+|\d{7,}")
_QUIET = ("alembic", "httpx", "aiohttp.access", "apscheduler", "uvicorn.access")
_NO_MORE = "socket.accept() out of system resource"


class Redacting(logging.Filter):
    """Takes tokens and numbers long enough to be a person's id out of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record's text; it always passes."""
        record.msg, record.args = _SECRETS.sub("…", record.getMessage()), None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = _SECRETS.sub("…", logging.Formatter().formatException(record.exc_info))
        return True


class Seldom(logging.Filter):
    """Lets one record a minute say that no more connections can be taken: a flood of them would fill the disk."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        """Take a clock in seconds."""
        super().__init__()
        self._clock = clock
        self._next = -math.inf

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether the record passes; all others do."""
        if record.name != "asyncio" or not record.getMessage().startswith(_NO_MORE):
            return True
        now = self._clock()
        passes = now >= self._next
        if passes:
            self._next = now + 60
        return passes


def set_up(level: str) -> None:
    """Write logs to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Seldom())
    handler.addFilter(Redacting())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def logger(name: str) -> logging.Logger:
    """The logger of a part of the house."""
    return logging.getLogger(f"jiamenkou.{name}")
