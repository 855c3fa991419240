"""Who types a command: whoever may open the database from a shell may do everything, under their own name."""

import getpass
import os

from knowledge.permission import Actor


def who_types() -> Actor:
    """The user of this machine, as who changes something."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):  # a container may run us under a number that has no name
        name = f"user {os.getuid()}"
    return Actor(name, "command")
