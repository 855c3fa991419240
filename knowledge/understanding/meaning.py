"""What a question means, before anything is answered: one frozen value, read once."""

from datetime import datetime

import msgspec

from knowledge.understanding.complaints import Reading, Uncovered
from knowledge.understanding.elsewhere import Elsewhere
from knowledge.understanding.mentions import Mention
from knowledge.understanding.safety import Alarm, AskFirst
from knowledge.understanding.when import When


class Meaning(msgspec.Struct, frozen=True, kw_only=True):
    """A question read at ``now`` (aware): ``written`` is canonical, ``text`` folded as well; the rest was found in it.

    ``point`` is a shared location (WGS84 degrees) or None; ``continued``: it leans on what was said before.
    """

    question: str
    written: str
    text: str
    now: datetime
    alarm: Alarm | None = None
    ask_first: AskFirst | None = None
    mentions: tuple[Mention, ...] = ()
    specialties: tuple[Reading, ...] = ()
    uncovered: Uncovered | None = None
    elsewhere: Elsewhere = Elsewhere()
    when: When
    wishes: frozenset[str] = frozenset()
    continued: bool = False
    point: tuple[float, float] | None = None

    def of(self, kind: str) -> tuple[Mention, ...]:
        """The mentions of one kind, surest first."""
        return tuple([mention for mention in self.mentions if mention.kind == kind])

    def wants(self, *wishes: str) -> bool:
        """Whether any of these wishes was heard."""
        return not self.wishes.isdisjoint(wishes)
