"""Series made by staff, behind buttons: ``se:list``, ``se:show:ID``, and ``se:on:ID`` to be reminded of one."""

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
    if held.paused or not series.ahead(held, incoming.when):
        return wrap(series.one(held, desk.book, voice, incoming.when), desk.book, voice, wishes)
    if not incoming.private:
        return _said("series_private", held, voice, wishes)
    who, now = incoming.address, incoming.when
    try:
        mine = await desk.look(agenda.reminders, who)
        known = next((r.id for r in mine if r.plan.subject == f"series:{held.id}"), None)
        if known is not None:
            return _said("series_known", held, voice, wishes, number=known)
        await desk.remember(who, wishes, now)
        number = await desk.change(agenda.add, who, plan_of(held), now)
    except agenda.TooMany:
        return _said("series_too_many", held, voice, wishes)
    except DatabaseUnavailable:
        return _said("series_not_kept", held, voice, wishes)
    days = series.days_said(held, voice, now)
    return _said("series_set", held, voice, wishes, number=number, days=days)


def _said(
    key: str, held: Series, voice: Voice, wishes: Preferences, *, number: int = 0, days: str = ""
) -> list[Message]:
    text = voice.say(key, name=series.name_of(held, voice), days=days, most=agenda.MOST)
    stop = (Choice(label=voice.say("tell_stop"), token=f"r:stop:{number}"),) if number else ()
    facts: dict[str, object] = {"topic": "remind_me", "subject": f"series:{held.id}"}
    return finish([Message(kind="action", text=text, choices=stop, facts=facts)], voice, wishes)
