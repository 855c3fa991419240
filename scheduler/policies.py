"""The written rules of each kind of delivery: who goes first, how late is too late, what becomes of "sent or not?"."""

from datetime import datetime, timedelta
from typing import Final

import msgspec

WAITS: Final = timedelta(days=7)
"""How long what fell due while a page was closed waits there to be read, unless its event begins before."""


class Policy(msgspec.Struct, frozen=True, kw_only=True):
    """``rank``: lower ranks are sent first. ``late``: how long after its time a message is still of use, at most.

    ``till_event``: of no use once its event has begun. ``repeat``: when nobody knows whether it arrived, it is sent
    again with a word; all others are left alone, since once too few is better than twice.
    """

    rank: int
    late: timedelta
    till_event: bool = False
    repeat: bool = False

    def late_after(self, due: datetime, event: datetime) -> datetime:
        """From when on the message is not sent any more."""
        return self._within(self.late, due, event)

    def waits_until(self, due: datetime, event: datetime) -> datetime:
        """Until when it waits for somebody to open their page."""
        return self._within(max(self.late, WAITS), due, event)

    def _within(self, time: timedelta, due: datetime, event: datetime) -> datetime:
        return min(due + time, event) if self.till_event and event > due else due + time


POLICIES: Final[dict[str, Policy]] = {
    "notice": Policy(rank=0, late=timedelta(days=14), till_event=True, repeat=True),
    "reply": Policy(rank=1, late=timedelta(days=14)),
    "cancel_by": Policy(rank=2, late=timedelta(days=1), till_event=True),
    "opens": Policy(rank=2, late=timedelta(hours=6)),
    "visit": Policy(rank=3, late=timedelta(days=1), till_event=True),
    "personal": Policy(rank=3, late=timedelta(hours=2)),
    "return": Policy(rank=4, late=timedelta(days=1)),
    "referral": Policy(rank=4, late=timedelta(days=2)),
    "series": Policy(rank=5, late=timedelta(hours=12)),
}
"""By kind of delivery. ``notice``: a clinic that followers count on has changed; ``reply``: the staff's own words."""


SERIES_A_WEEK: Final = 3
"""Messages of series that one person gets within seven days; what comes on top is skipped."""

SAYS_LATE: Final = timedelta(minutes=10)
"""What goes out later than this says so."""
