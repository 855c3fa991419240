"""Changes while they are being read: who, when and what, before places and doubts are settled."""

import msgspec

from knowledge.notices.acts import Act
from knowledge.notices.model import Flag, Target
from knowledge.notices.people import Person
from knowledge.notices.scopes import Scope
from knowledge.notices.spans import Days


class Draft(msgspec.Struct, kw_only=True):
    """A change as far as it is known. ``person`` None: the ``scope`` of a site. ``said``: the words around it."""

    act: Act
    days: Days
    person: Person | None = None
    scope: Scope = msgspec.field(default_factory=Scope)
    sentence: int = 0
    line: int = 0
    said: str = ""
    clause: str = ""
    context: str = ""
    head: str = ""
    stand_in: Person | None = None
    stranger: str = ""
    target: Target | None = None
    as_weekday: str = ""
    reason: str = ""
    back_on: Days | None = None
    clocks: tuple[int, ...] = ()
    fed_on: int = -9
    """The line that gave the day of a change told before it."""
    half: str = ""
    """The half-day that was said without a day, for one whose day is not known yet."""
    title: bool = False
    guess: bool = False
    comes_back: bool = False
    flags: set[Flag] = msgspec.field(default_factory=set)

    @property
    def subject(self) -> tuple[str, str, str, bool]:
        """What the change is about, so that two about the same can be told."""
        return self.person.name if self.person else "", self.scope.department, self.scope.kind, self.scope.experts

    @property
    def stops(self) -> bool:
        """Whether the one who sits does not come, so that it can be taken back, end or leave an exception."""
        return self.act in {"suspend", "stand_in"}

    @property
    def is_open(self) -> bool:
        """Whether it is a suspension that may turn out to be a stand-in or a move."""
        return self.act == "suspend" or (self.act == "stand_in" and not (self.stand_in or self.stranger))

    def repeats(self, other: "Draft") -> bool:
        """Whether it says the same as another."""
        return self.told == other.told

    @property
    def told(self) -> tuple[object, ...]:
        """What it says, for comparing."""
        days = self.days
        when = (days.first, days.last, days.half, days.half_first, days.candidates)
        return self.act, self.subject, self.as_weekday, when


UNDATED = Days(first=None, last=None, flag="no_date")
