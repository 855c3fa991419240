"""A reminder as a calendar entry, so that the phone itself rings."""

import asyncio

from handlers import agendas
from handlers.desk import Desk
from handlers.incoming import Incoming
from handlers.wrapping import finish
from knowledge.answering.reminder_words import title_said
from knowledge.errors import DatabaseUnavailable
from knowledge.feeds import as_file
from knowledge.message import Message
from knowledge.people import Preferences
from knowledge.wording import Voice
from scheduler import agenda
from scheduler.entries import entry


async def calendar(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """``r:ics:ID``: the reminder with an alarm for each alert."""
    number = [*incoming.token.split(":"), ""][2]
    if not number.isdecimal() or len(number) > 9:
        return agendas.said("stop_gone", voice, wishes)
    try:
        held = await desk.look(agenda.reminder, incoming.address, int(number))
    except DatabaseUnavailable:
        return agendas.said("stop_not_done", voice, wishes)
    if held is None:
        return agendas.said("stop_gone", voice, wishes)
    title = title_said(held.plan, desk.book, voice) + agendas.whom_said(held.plan, voice)
    quiet = desk.book.tuning.quiet
    content = await asyncio.to_thread(entry, held.plan, held.id, title, incoming.when, quiet)
    said = voice.say("reminder_calendar_file", what=title)
    document = as_file(content, f"reminder-{held.id}", said)
    return finish([Message(kind="calendar", text=said, document=document)], voice, Preferences())
