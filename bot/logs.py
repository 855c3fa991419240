"""Logs say what happened, never what was said or by whom: tokens and long numbers are taken out at the handler."""

import logging
import re
import sys

_SECRETS = re.compile(r"\d{6,}:[A-Za-z0-9_-]{10,}|(?<=/bot)[^/\s]+|\d{7,}")
_QUIET = ("alembic", "httpx", "aiohttp.access", "apscheduler", "uvicorn.access")


class Redacting(logging.Filter):
    """Takes tokens and numbers long enough to be a person's id out of every record."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change the record's text; it always passes."""
        record.msg, record.args = _SECRETS.sub("…", record.getMessage()), None
        if record.exc_info and record.exc_info[1] is not None:
            record.exc_text = _SECRETS.sub("…", logging.Formatter().formatException(record.exc_info))
        return True


def set_up(level: str) -> None:
    """Write logs to standard error from now on."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(Redacting())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)


def logger(name: str) -> logging.Logger:
    """The logger of a part of the house."""
    return logging.getLogger(f"jiamenkou.{name}")
