"""What an owner sets at the desk: from which likeness on a known question is answered or offered, the pace, nights."""

from datetime import time

import msgspec


class Quiet(msgspec.Struct, frozen=True, kw_only=True):
    """Quiet hours on a person's wall clock: from ``evening`` on nothing is sent before ``morning``.

    That a clinic of the next hours is off may be told until ``urgent_evening`` and again from ``urgent_morning``.
    """

    evening: time = time(21, 30)
    morning: time = time(6, 30)
    urgent_evening: time = time(22, 30)
    urgent_morning: time = time(6, 0)


class Tuning(msgspec.Struct, frozen=True, kw_only=True):
    """``sure``: a known question at least so likely is answered; ``maybe``: one at least so likely is offered.

    ``per_second``: reminders and notices to a limited channel in a second; None: as the environment says.
    """

    sure: float = 0.6
    maybe: float = 0.42
    per_second: int | None = None
    quiet: Quiet = Quiet()


USUAL = Tuning()
