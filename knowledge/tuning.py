"""What an owner sets at the desk: from which likeness on a known question is answered or offered, and the pace."""

import msgspec


class Tuning(msgspec.Struct, frozen=True, kw_only=True):
    """``sure``: a known question at least so likely is answered; ``maybe``: one at least so likely is offered.

    ``per_second``: reminders and notices to a limited channel in a second; None: as the environment says.
    """

    sure: float = 0.6
    maybe: float = 0.42
    per_second: int | None = None


USUAL = Tuning()
