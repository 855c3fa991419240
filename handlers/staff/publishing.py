"""What was previewed is published, with a way back; told to nobody before the time for that is over."""

from handlers.staff import wizard
from handlers.staff.drafts import Draft, changes_of
from handlers.staff.turn import Turn
from knowledge.editing import UNDO, Edit, publish
from knowledge.message import Choice, Message
from knowledge.undoing import undo

_DIGITS = 10
"""What is longer is no number of ours, and more than a database holds."""


async def go(turn: Turn) -> Turn:
    """Publish; told to nobody before the time to take it back is over. A button below an older preview shows the
    newer one instead.
    """
    if not turn.draft.complete:
        return await wizard.menu(turn)
    if turn.rest != turn.draft.mark:
        return await wizard.preview(turn, turn.draft)
    changes = changes_of(turn.draft, turn.actor, turn.desk.book, turn.now)
    edits = [Edit(("change", change.id), change, 0) for change in changes]
    version = await turn.desk.change(publish, edits, "staff", turn.actor, turn.now)
    back = Choice(label=turn.voice.say("sd_back"), token=f"sd:back:{version}")
    text = turn.voice.say("sd_saved", seconds=int(UNDO.total_seconds()))
    message = Message(kind="staff", text=text, choices=(back, *wizard.home(turn.voice)))
    return turn.says(message, draft=Draft(at=turn.now))


async def take_back(turn: Turn) -> Turn:
    """Undo what was just published; those who were told already are told that it is undone."""
    if not (turn.rest.isdecimal() and len(turn.rest) < _DIGITS):
        return await wizard.menu(turn)
    await turn.desk.change(undo, int(turn.rest), turn.actor, turn.now)
    message = Message(kind="staff", text=turn.voice.say("sd_taken_back"), choices=wizard.home(turn.voice))
    return turn.says(message, draft=Draft(at=turn.now))
