"""What opens later, said plainly: clinic schedules without a roster, reminders."""

from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.wrapping import finish
from knowledge.message import Message
from knowledge.people import Preferences
from knowledge.wording import Voice


async def clinics(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """No roster is published yet: how to ask, and whom to phone."""
    return finish([Message(kind="lookup_empty", text=voice.say("clinic_empty_plain"))], voice, wishes)


async def reminders(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Reminders are not open yet."""
    return finish([Message(kind="action", text=voice.say("remind_none"))], voice, wishes)
