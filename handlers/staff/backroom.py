"""The staff's desk in the chat as a contents page: who may enter, what each button does, what words are for."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Final

import msgspec

from handlers.desk import Desk, Recent
from handlers.incoming import Incoming
from handlers.staff import asked, notices, publishing, redating, wizard
from handlers.staff.drafts import MEMORY_MINUTES, Draft
from handlers.staff.turn import Turn
from knowledge.errors import Refusal
from knowledge.message import Address, Message
from knowledge.permission import Actor
from knowledge.wording import Voice

Work = Callable[[Turn], Awaitable[Turn]]


BUTTONS: dict[str, Work] = {
    "menu": wizard.menu,
    "new": wizard.begin,
    "x": wizard.chosen_expert,
    "day": wizard.chosen_day,
    "half": wizard.chosen_half,
    "ask": wizard.ask_more,
    "in": wizard.chosen_stand_in,
    "go": publishing.go,
    "drop": wizard.menu,
    "back": publishing.take_back,
    "paste": notices.invite,
    "who": notices.chosen,
    "queue": asked.queue,
    "ans": asked.answer,
    "free": asked.give_back,
    "top": asked.chosen_topic,
    "pub": asked.publish,
    "skip": asked.ignore,
    "week": asked.week,
    "ok": asked.confirm_week,
}
"""Second words of ``sd:`` tokens."""

WORDS: dict[str, Work] = {
    "expert": wizard.named_expert,
    "days": wizard.named_days,
    "reason": wizard.gave_reason,
    "stand_in": wizard.gave_stand_in,
    "notice": notices.pasted,
    "answer": asked.answered,
}
"""What typed words are taken for, by what was asked."""


_NEVER_MIND: Final = frozenset({"算了", "不用了", "不要了", "取消", "返回", "退出", "不改了", "cancel"})
"""What is said by who wants to leave what they are in."""


class Backroom:
    """The staff's desk of one process."""

    def __init__(self, desk: Desk) -> None:
        """Take the front desk."""
        self._desk = desk
        self._drafts: Recent[Address, Draft] = Recent(1000)

    async def answer(self, incoming: Incoming, voice: Voice) -> list[Message] | None:
        """The staff's own answer, None for everything that is no business of the staff."""
        work = self._work(incoming)
        if work is None or not incoming.private:
            return None
        actor = await self._desk.actor(incoming.address, incoming.when)
        if actor is None:
            self._drafts.drop(incoming.address)
            return (
                [Message(kind="staff", text=voice.say("sd_not_staff"))] if incoming.token or _asks(incoming) else None
            )
        draft = self._drafts.get(incoming.address)
        if draft is not None and draft.of != actor.name:  # a browser that two of the staff share
            self._drafts.drop(incoming.address)
            work = self._work(incoming)
        return await self._worked(work, actor, incoming, voice) if work is not None else None

    async def _worked(self, work: Work, actor: Actor, incoming: Incoming, voice: Voice) -> list[Message] | None:
        draft = self._draft(incoming) or Draft(at=incoming.when)
        rest = incoming.token.split(":", 2)[2] if incoming.token.count(":") > 1 else ""
        words = incoming.text.strip()
        turn = Turn(actor=actor, desk=self._desk, voice=voice, now=incoming.when, draft=draft, words=words, rest=rest)
        try:
            done = await work(turn)
        except Refusal as refusal:
            return [Message(kind="staff", text=refusal.told(voice), choices=wizard.home(voice))]
        except LookupError as error:
            if isinstance(error, KeyError | IndexError):  # a mistake of ours
                raise
            return [Message(kind="staff", text=voice.say("gone_meanwhile"), choices=wizard.home(voice))]
        self._drafts.put(incoming.address, msgspec.structs.replace(done.draft, at=incoming.when, of=actor.name))
        return list(done.said) or None

    def _work(self, incoming: Incoming) -> Work | None:
        if incoming.token:
            kind, _, rest = incoming.token.partition(":")
            return (
                BUTTONS.get(rest.partition(":")[0], wizard.menu) if kind == "sd" or incoming.token == "/desk" else None
            )
        if _asks(incoming):
            return wizard.menu
        draft = self._draft(incoming)
        if draft is not None and draft.asks and incoming.text.strip() and not incoming.text.startswith("/"):
            if incoming.text.strip() in _NEVER_MIND:
                return wizard.menu
            pasted = draft.asks == "expert" and notices.looks_like_one(incoming.text)
            return notices.pasted if pasted else WORDS[draft.asks]
        if draft is not None and redating.are_other_days(incoming.text, draft, self._desk.book, incoming.when):
            return redating.other_days
        if notices.looks_like_one(incoming.text):
            return notices.pasted
        return notices.perhaps if notices.may_be_one(incoming.text) else None

    def _draft(self, incoming: Incoming) -> Draft | None:
        held = self._drafts.get(incoming.address)
        fresh = held is not None and incoming.when - held.at < timedelta(minutes=MEMORY_MINUTES)
        return held if fresh else None


def _asks(incoming: Incoming) -> bool:
    return incoming.text.strip().split(" ")[0].split("@")[0].lower() == "/desk"
