"""One thing a member of the staff does at their desk, and what it leads to."""

from datetime import datetime

import msgspec

from handlers.desk import Desk
from handlers.staff.drafts import Draft
from knowledge.message import Message
from knowledge.permission import Actor
from knowledge.wording import Voice


class Turn(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a member of the staff does: who, where, with which draft; and what it leads to."""

    actor: Actor
    desk: Desk
    voice: Voice
    now: datetime
    draft: Draft
    words: str = ""
    rest: str = ""
    said: tuple[Message, ...] = ()

    def says(self, *messages: Message, draft: Draft | None = None) -> "Turn":
        """The turn with its answer, and the draft as it is afterwards."""
        return msgspec.structs.replace(self, said=messages, draft=draft or self.draft)
