"""Who may read the database's file: it holds what people asked for and the staff's log-ins.

A file open to everybody on the machine is closed to all but its owner. One that only a group may read besides (0640,
0660) was made so by somebody who knew why, and stays.
"""

import stat
from contextlib import suppress
from pathlib import Path
from typing import Final

_OTHERS: Final = 0o007
_ALL_BUT_OWNER: Final = 0o077
_BESIDE: Final = ("", "-wal", "-shm")


def mode_of(file: Path) -> int:
    """The permissions of a file, 0 for one that is not there."""
    try:
        return stat.S_IMODE(file.stat().st_mode)
    except OSError:
        return 0


def is_open(mode: int) -> bool:
    """Whether everybody on the machine may do something with it."""
    return bool(mode & _OTHERS)


def close_to_others(file: Path) -> int:
    """Close an SQLite file, and what SQLite keeps beside it, if it is open to everybody; returns the mode it had,
    0 when nothing was done. A file of another owner stays as it is.
    """
    found = mode_of(file)
    for name in _BESIDE:
        beside = file.with_name(file.name + name)
        if is_open(mode := mode_of(beside)):
            with suppress(OSError):
                beside.chmod(mode & ~_ALL_BUT_OWNER)
    return found if is_open(found) and not is_open(mode_of(file)) else 0
