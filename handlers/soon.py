"""What opens later, said plainly: reminders."""

from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.wrapping import finish
from knowledge.message import Message
from knowledge.people import Preferences
from knowledge.wording import Voice


async def reminders(_incoming: Incoming, _desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Reminders are not open yet."""
    return finish([Message(kind="action", text=voice.say("remind_none"))], voice, wishes)
