"""A pasted notice: read into changes with absolute dates, doubts said, nothing published before it is confirmed."""

import asyncio
import re

import msgspec

from handlers.staff import wizard
from handlers.staff.drafts import Draft
from handlers.staff.turn import Turn
from knowledge.answering.sittings import expert_said
from knowledge.message import Choice, Message
from knowledge.notices.proposals import Proposal, proposed
from knowledge.permission import may

_NEWS = re.compile(
    r"停诊|替诊|代诊|加诊|改期|换班|闭院|恢复(?:门诊|开诊|出诊)|暂停(?:门诊|开诊|出诊)|停约|(?:门诊|出诊|坐诊).{0,12}(?:改|调)(?:到|至|在|为)"
)
_HINT = re.compile(r"停|请假|休[息假]|不(?:来|看|出|坐|开|放)|代|顶|进修|出差|取消|[改调换]到|→")
_DAY = re.compile(
    r"[\d一二三四五六七八九十]\s*[日号/.-]|周|星期|礼拜|[今明后]天|[今明]日|即日|元旦|春节|清明|五一|端午|中秋|国庆"
)
_QUESTION = re.compile(r"[吗么?？]|什么时候|有没有|是不是|(?:提醒|告诉|通知)我")


_REMINDER = re.compile(r"提醒|关注|预约")


def looks_like_one(text: str) -> bool:
    """Whether words are a notice rather than a question, so that a clerk may send it without pressing anything."""
    return bool(_NEWS.search(text) and _DAY.search(text)) and not _QUESTION.search(text)


def may_be_one(text: str) -> bool:
    """Whether words may be a notice though a resident may say such words too: whose clinic they change decides."""
    return bool(_HINT.search(text) and _DAY.search(text)) and not (_QUESTION.search(text) or _REMINDER.search(text))


async def invite(turn: Turn) -> Turn:
    """Ask for the notice."""
    message = Message(kind="staff", text=turn.voice.say("sd_paste_here"), choices=wizard.home(turn.voice))
    return turn.says(message, draft=Draft(at=turn.now, asks="notice"))


async def pasted(turn: Turn) -> Turn:
    """What the notice means, change by change; only what is certain can be published."""
    return await _shown(turn, await asyncio.to_thread(_read, turn))


async def perhaps(turn: Turn) -> Turn:
    """Words that may be a notice: they are one when an expert's clinic is changed, else they are answered as asked."""
    read = await asyncio.to_thread(_read, turn)
    named = any(change.expert or change.candidate_experts for change in read.reading.changes)
    return await _shown(turn, read) if named else turn


def _read(turn: Turn) -> Proposal:
    own = turn.actor.institutions
    only = own[0] if len(own) == 1 and not may(turn.actor, "facts") else ""
    return proposed(turn.words, turn.now, turn.desk.book, only, turn.voice)


async def _shown(turn: Turn, read: Proposal) -> Turn:
    draft = Draft(at=turn.now, ready=read.changes, either=read.either)
    if read.either:
        return _ask_who(turn, draft, read.words)
    if not read.changes:
        return _unread(turn, read.words)
    shown = await wizard.preview(turn, draft)
    (message,) = shown.said
    return shown.says(msgspec.structs.replace(message, text=f"{read.words}\n\n{message.text}"))


def _unread(turn: Turn, words: str) -> Turn:
    """Nothing of it can be published: what was read, and the ways on from there."""
    text = "\n".join(part for part in (turn.voice.say("sd_nothing_read"), words) if part)
    again = Choice(label=turn.voice.say("sd_paste_again"), token="sd:paste")
    message = Message(kind="staff", text=text, choices=(again, *wizard.home(turn.voice)))
    return turn.says(message, draft=Draft(at=turn.now))


def _ask_who(turn: Turn, draft: Draft, words: str = "") -> Turn:
    """Who is meant by the first change of which that is open."""
    book, voice = turn.desk.book, turn.voice
    said = (expert_said(book.clinics.experts[one.expert], voice) for one in draft.either[0])
    choices = (Choice(label=label, token=f"sd:who:{n}") for n, label in enumerate(said))
    text = "\n".join(part for part in (words, voice.say("sd_who_is_meant")) if part)
    return turn.says(Message(kind="staff", text=text, choices=(*choices, *wizard.home(voice))), draft=draft)


async def chosen(turn: Turn) -> Turn:
    """The button of whom a notice means; then the next one to be asked, or the preview."""
    group = turn.draft.either[0] if turn.draft.either else ()
    number = int(turn.rest) if turn.rest.isdecimal() else len(group)
    if number >= len(group) or group[number].expert not in turn.desk.book.clinics.experts:
        return await wizard.menu(turn)
    ready = (*turn.draft.ready, group[number])
    draft = msgspec.structs.replace(turn.draft, ready=ready, either=turn.draft.either[1:])
    return _ask_who(turn, draft) if draft.either else await wizard.preview(turn, draft)
