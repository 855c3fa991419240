"""What the web channel has of the diary behind it: what waits for people, and the figures."""

from collections.abc import Awaitable, Callable, Sequence

import msgspec

from knowledge.message import Address
from scheduler.ledger import Ledger

Bring = Callable[[Sequence[Address]], Awaitable[object]]
"""Sends what was kept for these people, who are there now."""


async def nobody_waits(_people: Sequence[Address]) -> None:
    """Nothing is ever kept for anybody."""


async def no_figures() -> Ledger | None:
    """There is no ledger."""
    return None


class Behind(msgspec.Struct, frozen=True, kw_only=True):
    """``bring`` sends what was kept for people who are there now; ``figures`` gives the ledger, None when it is out."""

    bring: Bring = nobody_waits
    figures: Callable[[], Awaitable[Ledger | None]] = no_figures


NOTHING = Behind()
