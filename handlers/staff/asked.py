"""What residents asked in vain, and the week that a clerk answers for."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from handlers.staff import wizard
from handlers.staff.drafts import Draft
from handlers.staff.own import who_sit
from handlers.staff.rehearsing import taken_by
from handlers.staff.turn import Turn
from knowledge.answering.sittings import lines
from knowledge.clinics import Change, Session
from knowledge.importing.identity import digest
from knowledge.keeping.fields import TOPICS
from knowledge.keeping.likeness import topic_of, topics_near
from knowledge.keeping.proposals import propose_for
from knowledge.keeping.saving import adopt, confirm_all
from knowledge.message import Choice, Message
from knowledge.model import Entry
from knowledge.permission import demand, is_reviewed, is_theirs, may
from knowledge.queue import Group, grouped, release, take, waiting
from knowledge.queue import ignore as let_go

_GROUPS, _SITTINGS = 5, 24
_WEEK = timedelta(days=6)


async def queue(turn: Turn) -> Turn:
    """The groups most asked for, each with what can be done."""
    demand(turn.actor, "answer")
    groups = (await _groups(turn))[:_GROUPS]
    voice = turn.voice
    if not groups:
        return turn.says(Message(kind="staff", text=voice.say("sd_queue_empty"), choices=wizard.home(voice)))
    said = [_line(n, group, turn) for n, group in enumerate(groups, 1)]
    rows = [(n, group.questions[0].id) for n, group in enumerate(groups, 1)]
    choices = [Choice(label=voice.say("sd_answer", number=n), token=f"sd:ans:{row}") for n, row in rows]
    choices += [Choice(label=voice.say("sd_ignore", number=n), token=f"sd:skip:{row}") for n, row in rows]
    return turn.says(Message(kind="staff", text="\n".join(said), choices=(*choices, *wizard.home(voice))))


def _line(number: int, group: Group, turn: Turn) -> str:
    first, more = group.questions[0], len(group.questions) - 1
    key = "sd_asked_ways" if more else "sd_asked"
    said = turn.voice.say(key, number=number, question=first.question, askers=group.askers, more=more)
    return f"{said} {turn.voice.say('sd_taken', name=first.taken_by)}" if first.taken_by else said


async def _groups(turn: Turn) -> list[Group]:
    """The queue in groups, made in a thread: no resident's answer waits for it."""
    return await asyncio.to_thread(grouped, await turn.desk.look(waiting, turn.now))


async def _group(turn: Turn) -> Group | None:
    """The group that the row of a button is in now."""
    number = int(turn.rest) if turn.rest.isdecimal() else 0
    groups = await _groups(turn)
    return next((group for group in groups if number in group.ids), None)


async def answer(turn: Turn) -> Turn:
    """Take a group, so that no colleague answers it meanwhile, and ask for the words."""
    demand(turn.actor, "answer")
    group = await _group(turn)
    if group is None:
        return await queue(turn)
    await turn.desk.change(take, group.ids, turn.actor, turn.now)
    asked = "\n".join(f"· {one.question}" for one in group.questions[:_GROUPS])
    free = Choice(label=turn.voice.say("sd_give_back"), token=f"sd:free:{group.ids[0]}")
    text = turn.voice.say("sd_write_answer", asked=asked)
    message = Message(kind="staff", text=text, choices=(free, *wizard.home(turn.voice)))
    return turn.says(message, draft=Draft(at=turn.now, asks="answer", questions=group.ids))


async def give_back(turn: Turn) -> Turn:
    """A colleague may answer these."""
    await turn.desk.change(release, turn.draft.questions, turn.actor)
    return await queue(msgspec.structs.replace(turn, draft=Draft(at=turn.now)))


async def answered(turn: Turn) -> Turn:
    """The staff's words as an entry, about what the nearest entries are about; where they do not tell, it is asked."""
    rows = {one.id: one for one in await turn.desk.look(waiting, turn.now)}
    held = [rows[i] for i in turn.draft.questions if i in rows]
    if not held:
        return await queue(turn)
    asked = [one.question for one in held]
    entry = Entry(
        id=digest("q", *(one.likeness for one in held), turn.now.isoformat()),
        title=asked[0],
        topic=await asyncio.to_thread(topic_of, turn.desk.book, asked),
        answer=turn.words[:1000],
        phrasings=tuple(words for words in asked if "＊" not in words),
        verified_on=turn.now.date().isoformat(),
        confirmed_by=turn.actor.name,
    )
    draft = msgspec.structs.replace(turn.draft, entry=entry)
    return await _looked_over(turn, draft) if entry.topic else await _which_topic(turn, draft, asked)


async def _which_topic(turn: Turn, draft: Draft, asked: list[str]) -> Turn:
    near = await asyncio.to_thread(topics_near, turn.desk.book, asked)
    choices = [Choice(label=turn.voice.say(f"topic_{topic}"), token=f"sd:top:{topic}") for topic in near]
    message = Message(kind="staff", text=turn.voice.say("sd_which_topic"), choices=(*choices, *wizard.home(turn.voice)))
    return turn.says(message, draft=draft)


async def chosen_topic(turn: Turn) -> Turn:
    """What the answer is about was pressed."""
    entry = turn.draft.entry
    if entry is None or turn.rest not in TOPICS:
        return await queue(turn)
    draft = msgspec.structs.replace(turn.draft, entry=msgspec.structs.replace(entry, topic=turn.rest))
    return await _looked_over(turn, draft)


async def _looked_over(turn: Turn, draft: Draft) -> Turn:
    """Published at once, or shown first when it would take questions from others."""
    taken = await taken_by(draft.entry, turn) if draft.entry is not None else []
    if not taken:
        return await publish(msgspec.structs.replace(turn, draft=draft))
    go = Choice(label=turn.voice.say("sd_publish_still"), token="sd:pub")
    text = "\n".join([turn.voice.say("sd_takes"), *taken, turn.voice.say("sd_takes_what_now")])
    return turn.says(Message(kind="staff", text=text, choices=(go, *wizard.home(turn.voice))), draft=draft)


async def publish(turn: Turn) -> Turn:
    """From now on the entry answers every resident, or once a colleague has seen what it says of referral and medicine;
    whatever was left of the draft is used up.
    """
    entry = turn.draft.entry
    if entry is None or not entry.topic:
        return await queue(turn)
    book, ids, who = turn.desk.book, turn.draft.questions, (turn.actor, turn.now)
    if delicate := is_reviewed("entry", None, entry):
        await turn.desk.change(propose_for, book, ids, entry, *who)
    else:
        await turn.desk.change(adopt, book, ids, entry, *who)
    text = turn.voice.say("sd_proposed" if delicate else "sd_answered", question=entry.title)
    return turn.says(Message(kind="staff", text=text, choices=wizard.home(turn.voice)), draft=Draft(at=turn.now))


async def ignore(turn: Turn) -> Turn:
    """Let a group go."""
    group = await _group(turn)
    if group is not None:
        await turn.desk.change(let_go, list(group.ids), turn.actor, turn.now)
    return await queue(turn)


async def week(turn: Turn) -> Turn:
    """The coming seven days of the clerk's hospitals, to be looked at and confirmed."""
    book, first = turn.desk.book, turn.now.date()
    places = book.clinics.by_institution if may(turn.actor, "facts") else turn.actor.institutions
    sessions = [s for place in places for s in book.clinics.by_institution.get(place, ())]
    found = book.clinics.sittings(sessions, first, first + _WEEK)
    if not found:
        return turn.says(Message(kind="staff", text=turn.voice.say("sd_no_roster"), choices=wizard.home(turn.voice)))
    shown = lines(found[:_SITTINGS], book, turn.voice)
    if len(found) > _SITTINGS:
        shown.append(turn.voice.say("clinic_more", count=len(found) - _SITTINGS))
    fine = [Choice(label=turn.voice.say("sd_all_right"), token="sd:ok")] if _theirs_to_confirm(turn) else []
    text = "\n".join([turn.voice.say("sd_week_of" if fine else "sd_week_seen"), *shown])
    return turn.says(Message(kind="staff", text=text, choices=(*fine, *wizard.home(turn.voice))))


def _theirs_to_confirm(turn: Turn) -> list[Session]:
    """The clinics of the hospitals this person answers for."""
    clinics = turn.desk.book.clinics
    held = [s for place in turn.actor.institutions for s in clinics.by_institution.get(place, ())]
    return [one for one in held if is_theirs(turn.actor, "session", one)]


def _changes_of_the_week(sessions: Sequence[Session], turn: Turn) -> list[Change]:
    """What makes clinics of these sessions other than usual in the coming seven days."""
    first = turn.now.date()
    found = turn.desk.book.clinics.sittings(sessions, first, first + _WEEK)
    held = {one.change.id: one.change for one in found if one.change is not None}
    return [one for one in held.values() if is_theirs(turn.actor, "change", one)]


async def confirm_week(turn: Turn) -> Turn:
    """The clerk says that the week is right: their rosters are 核对于 today, by name; so are those who sit by them and
    what is different in that week, as an answer is as old as the oldest fact it tells.
    """
    today = turn.now.date().isoformat()
    book, sessions = turn.desk.book, _theirs_to_confirm(turn)
    keys = [("session", s.id) for s in sessions if s.verified_on != today]
    if not sessions:
        return turn.says(Message(kind="staff", text=turn.voice.say("sd_no_own"), choices=wizard.home(turn.voice)))
    signed = [*keys, *(("expert", one.id) for one in who_sit(sessions, turn.actor, book) if one.verified_on != today)]
    signed += [("change", one.id) for one in _changes_of_the_week(sessions, turn) if one.verified_on != today]
    await turn.desk.change(confirm_all, book, signed, turn.actor, turn.now)
    text = turn.voice.say("sd_confirmed", count=len(keys)) if keys else turn.voice.say("sd_confirmed_before")
    return turn.says(Message(kind="staff", text=text, choices=wizard.home(turn.voice)))
