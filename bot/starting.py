"""What is made while the program starts stays: the garbage collector need not look through it again and again."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Make things without a look for garbage, and leave them out of every later look.

    Saves a tenth of a second at the start, and the pause that a look through the whole Book takes now and then.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was_on:
            gc.enable()
