"""Series made by staff, behind buttons: ``se:list``, ``se:show:ID``, and ``se:on:ID`` to be reminded of one."""

from handlers import agendas
from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.wrapping import finish, wrap
from knowledge.answering import series
from knowledge.errors import DatabaseUnavailable
from knowledge.message import Choice, Message
from knowledge.people import Preferences
from knowledge.series import Series
from knowledge.wording import Voice
from scheduler import agenda
from scheduler.visits import plan_of


async def pressed(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """What is offered, one of them, or the wish to be reminded of it."""
    _, what, key = [*incoming.token.split(":", 2), "", ""][:3]
    held = desk.book.series.get(key)
    if what == "on" and held is not None:
        return await _on(held, incoming, desk, voice, wishes)
    known = series.one(held, desk.book, voice, incoming.when) if held is not None else None
    return wrap(known or series.listed(desk.book, voice, incoming.when), desk.book, voice, wishes)


async def _on(held: Series, incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Remind this person on its days; it ends itself after the last one."""
    if held.paused or not series.ahead(held, desk.book, incoming.when):
        return wrap(series.one(held, desk.book, voice, incoming.when), desk.book, voice, wishes)
    if not incoming.private:
        return agendas.said("remind_private", voice, wishes, agendas.SET)
    who, now = incoming.address, incoming.when
    try:
        mine = await desk.look(agenda.reminders, who)
        known = next((r.id for r in mine if r.plan.subject == f"series:{held.id}"), None)
        kept = None if known else await desk.change(agenda.keep, who, plan_of(held), wishes, now)
    except agenda.TooMany:
        return agendas.said("remind_too_many", voice, wishes, agendas.SET, most=agenda.MOST)
    except DatabaseUnavailable:
        return agendas.not_kept(voice, wishes)
    days = series.days_said(held, desk.book, voice, now)
    text = voice.say("series_known" if known else "series_set", name=series.name_of(held, voice), days=days)
    if who.channel == "web" and not known:
        text += "\n" + voice.say("remind_set_web")
    return finish([_set(text, held, known or kept or 0, voice)], voice, wishes)


def _set(text: str, held: Series, number: int, voice: Voice) -> Message:
    """What is set, with the ways to have the phone ring by itself, and to stop it."""
    choices = (
        Choice(label=voice.say("reminder_calendar"), token=f"r:ics:{number}"),
        Choice(label=voice.say("tell_stop"), token=f"r:stop:{number}"),
    )
    facts: dict[str, object] = {"topic": "remind_me", "subject": f"series:{held.id}"}
    return Message(kind="action", text=text, choices=choices, facts=facts)
