"""Settings for a whole house that a test opens: what its Book makes ready is kept once for all tests of a process."""

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from bot.settings import Settings


@cache
def kept():
    """The folder in which all shelves of this process keep the shipped Book's questions."""
    folder = tempfile.mkdtemp(prefix="jiamenkou-tests-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return Path(folder)


def house_settings(database, **more):
    """Settings for a database: a URL, or the file of an SQLite one."""
    url = f"sqlite:///{database}" if isinstance(database, Path) else database
    return Settings(**{"database": url, "cache": kept(), "port": 0} | more)
