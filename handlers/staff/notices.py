"""A pasted notice: read into changes with absolute dates, doubts said, nothing published before it is confirmed."""

import re

import msgspec

from handlers.staff import wizard
from handlers.staff.drafts import Draft
from handlers.staff.turn import Turn
from knowledge.message import Message
from knowledge.notices.proposals import proposed
from knowledge.permission import may

_NEWS = re.compile(r"停诊|替诊|代诊|加诊|改期|恢复(?:门诊|开诊|出诊)|暂停(?:门诊|开诊|出诊)|停约")
_QUESTION = re.compile(r"[吗么?？]|什么时候|有没有|是不是")
_LEAST = 10


def looks_like_one(text: str) -> bool:
    """Whether words are a notice rather than a question, so that a clerk may paste it without pressing anything."""
    return len(text) >= _LEAST and bool(_NEWS.search(text)) and not _QUESTION.search(text)


async def invite(turn: Turn) -> Turn:
    """Ask for the notice."""
    message = Message(kind="staff", text=turn.voice.say("sd_paste_here"), choices=wizard.home(turn.voice))
    return turn.says(message, draft=Draft(at=turn.now, asks="notice"))


async def pasted(turn: Turn) -> Turn:
    """What the notice means, change by change; only what is certain can be published."""
    own = turn.actor.institutions
    only = own[0] if len(own) == 1 and not may(turn.actor, "facts") else ""
    read = proposed(turn.words, turn.now, turn.desk.book, only)
    if not read.changes:
        text = "\n".join(part for part in (turn.voice.say("sd_nothing_read"), read.words) if part)
        return turn.says(Message(kind="staff", text=text, choices=wizard.home(turn.voice)))
    draft = Draft(at=turn.now, ready=read.changes)
    shown = await wizard.preview(turn, draft)
    (message,) = shown.said
    return shown.says(msgspec.structs.replace(message, text=f"{read.words}\n\n{message.text}"))
