"""Days typed below a preview: the same change on other days, looked at once more before it is published."""

import re
from datetime import datetime
from typing import Final

import msgspec

from handlers.staff import wizard
from handlers.staff.drafts import Draft
from handlers.staff.turn import Turn
from knowledge.book import Book
from knowledge.message import Choice, Message
from knowledge.understanding.normalise import canonical
from knowledge.understanding.when import read_when

_BESIDE: Final = re.compile(
    r"(?:不对|错了|应该|应|日期|时间|那天|[改换调](?:成|到|为|在|一下)?|才对|从|到|至|请|是|把|吧|啊|哦|呀|的|了|\W)*"
)
"""What is said around a day by who corrects one."""
_HALF: Final = re.compile(r"(?:[改换](?:成|到|为))?(上午|下午|夜间|全天)\W*")


def are_other_days(text: str, draft: Draft, book: Book, now: datetime) -> bool:
    """Whether words are days or a half-day and nothing else, while there is a preview that they can be meant for."""
    if not draft.complete:
        return False
    when = read_when(text, now, book.clinics.calendar)
    if (when.none and not when.past) or when.assumed:  # an hour is no day
        return _HALF.fullmatch(text.strip()) is not None
    said = canonical(text)
    for first, last in sorted(when.spans, reverse=True):
        said = said[:first] + " " + said[last:]
    return _BESIDE.fullmatch(said) is not None


async def other_days(turn: Turn) -> Turn:
    """The preview of the same change on these days, or in this half of its days. What a notice said of several is
    changed in the notice.
    """
    if turn.draft.ready:
        again = Choice(label=turn.voice.say("sd_paste_again"), token="sd:paste")
        text = turn.voice.say("sd_days_in_notice")
        return turn.says(Message(kind="staff", text=text, choices=(again, *wizard.home(turn.voice))))
    if half := _HALF.fullmatch(turn.words):
        return await wizard.preview(turn, msgspec.structs.replace(turn.draft, half_day=half[1]))
    return await wizard.named_days(turn)
