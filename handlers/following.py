"""Following an expert or a base: being told when their clinics change. Buttons begin with ``fw:``."""

from typing import Final

from handlers import agendas, demo
from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.wrapping import finish
from knowledge.answering.case import Case
from knowledge.answering.experts import called
from knowledge.answering.reminder_words import followed_said
from knowledge.answering.reminders import followed
from knowledge.errors import DatabaseUnavailable
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.understanding.reminding import Wish
from knowledge.wording import Voice
from scheduler import agenda
from scheduler.agenda import MOST, TooMany

_FACTS: Final[dict[str, object]] = {"topic": "remind_me"}


async def pressed(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """``fw:on:expert_ID``, ``fw:off:base_ID``."""
    if not incoming.private:
        return agendas.said("remind_private", voice, wishes)
    _, how, key = [*incoming.token.split(":", 2), "", ""][:3]
    subject = key.replace("_", ":", 1)
    return await _change(how, subject, incoming, desk, voice, wishes)


async def talked(wish: Wish, case: Case, incoming: Incoming, desk: Desk, wishes: Preferences) -> list[Message]:
    """关注张医生, 取消关注: whom the words name; several are asked, nobody is guessed."""
    voice, how = case.voice, "on" if wish.act == "follow" else "off"
    meant = followed(case)
    sure = len(meant.subjects) == 1 and _surely_named(case)
    if sure:
        return await _change(how, meant.subjects[0], incoming, desk, voice, wishes)
    if meant.subjects:
        return _which(meant.subjects, how, desk, voice, wishes)
    if how == "off":
        return await _off_which(incoming, desk, voice, wishes)
    unknown = called(case.meaning)
    key = "follow_not_here" if meant.other else "follow_unknown" if unknown else "follow_whom"
    return agendas.said(key, voice, wishes, _FACTS, who=meant.other or unknown)


def _surely_named(case: Case) -> bool:
    experts = case.meaning.of("expert")
    return not experts or experts[0].how in ("exact", "context")


def _which(subjects: tuple[str, ...], how: str, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    choices = tuple(
        Choice(label=agendas.named(subject, desk.book, voice), token=f"fw:{how}:{subject.replace(':', '_', 1)}")
        for subject in subjects
    )
    text = voice.say("follow_which" if how == "on" else "follow_which_off")
    return finish([Message(kind="choices", text=text, choices=choices, facts=_FACTS)], voice, wishes)


async def _off_which(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """停诊的推送退订吧: the only one that is followed, else which."""
    try:
        subjects = tuple(await desk.look(agenda.follows, incoming.address))
    except DatabaseUnavailable:
        return agendas.said("stop_not_done", voice, wishes)
    if not subjects:
        return agendas.said("follow_nobody", voice, wishes)
    if len(subjects) == 1:
        return await _change("off", subjects[0], incoming, desk, voice, wishes)
    return _which(subjects[:8], "off", desk, voice, wishes)


async def _change(
    how: str, subject: str, incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences
) -> list[Message]:
    who = followed_said(subject, desk.book, voice)
    try:
        if how == "off":
            known = await desk.change(agenda.unfollow, incoming.address, subject, incoming.when)
            named = agendas.named(subject, desk.book, voice)
            return agendas.said("follow_off" if known else "follow_off_none", voice, wishes, who=named)
        if not who:
            return finish([Message(kind="stale", text=voice.say("stale"))], voice, wishes)
        new = await desk.change(agenda.keep_following, incoming.address, subject, wishes, incoming.when)
    except DatabaseUnavailable:
        return agendas.not_kept(voice, wishes)
    except TooMany:
        return agendas.said("remind_too_many", voice, wishes, _FACTS, most=MOST)
    return finish([_on(subject, who, desk, voice, new=new)], voice, wishes)


def _on(subject: str, who: str, desk: Desk, voice: Voice, *, new: bool) -> Message:
    lines = [voice.say("follow_on" if new else "follow_known", who=who)]
    kind, _, key = subject.partition(":")
    book = desk.book
    if kind == "base" and not book.clinics.by_institution.get(book.bases[key].institution):
        lines.append(voice.say("follow_no_roster"))
    if kind == "expert" and (book.clinics.experts[key].sample or demo.is_sample(book)):
        lines.append(voice.say("follow_sample"))
    off = Choice(label=voice.say("follow_no"), token=f"fw:off:{subject.replace(':', '_', 1)}")
    return Message(kind="action", text="\n".join(lines), choices=(off,), facts=_FACTS)
