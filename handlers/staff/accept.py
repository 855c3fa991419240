"""A link opened in a chat: from then on the chat speaks for somebody of the staff."""

import contextlib
import re
from datetime import datetime, timedelta
from typing import Final

import msgspec

from handlers import basics, clinics
from handlers.desk import Desk
from handlers.incoming import RENEWED, Incoming
from handlers.menus import home
from handlers.wrapping import finish
from knowledge.errors import InputError
from knowledge.message import Message
from knowledge.people import Preferences
from knowledge.staff import CHECK, Member
from knowledge.wording import Voice
from scheduler import agenda
from scheduler.agenda import TooMany
from scheduler.plans import Plan

_FRIDAY: Final = 4
_TOKEN: Final = re.compile(r"(?:/start(?:@\w+)?\s+|open:)invite_([A-Za-z0-9_-]{16,57})")


async def start(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """``/start``, alone or with an invite as its payload."""
    return await (_joining if _token(incoming) else basics.start)(incoming, desk, voice, wishes)


async def opened(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """A link to us, as a channel reads it: to an expert, a base, or an invite."""
    return await (_joining if _token(incoming) else clinics.opened)(incoming, desk, voice, wishes)


def _token(incoming: Incoming) -> str:
    found = _TOKEN.fullmatch(incoming.token or incoming.text.strip())
    return found[1] if found else ""


async def _joining(incoming: Incoming, desk: Desk, voice: Voice, wishes: Preferences) -> list[Message]:
    """Use the link up, unless the whole group would come in with it."""
    if not incoming.private:
        return _said(voice.say("staff_link_private"), voice, wishes)
    at = msgspec.structs.replace(incoming.address, id=incoming.renewal or incoming.address.id)
    try:
        who = await desk.join(_token(incoming), incoming.address, at, incoming.when)
    except InputError:
        return _said(voice.say("staff_link_over"), voice, wishes)
    if who.role == "clerk":
        with contextlib.suppress(TooMany):  # they are in all the same
            await desk.change(agenda.add, at, _weekly_check(incoming.when, voice), incoming.when)
    return _said(_welcome(who, desk, voice), voice, wishes, renewed=bool(incoming.renewal))


def _weekly_check(now: datetime, voice: Voice) -> Plan:
    """Each Friday morning the clerk is shown their week; it is a reminder like any other and stops like one."""
    friday = now.date() + timedelta(days=(_FRIDAY - now.weekday()) % 7 or 7)
    words = voice.say("sd_check_week")
    return Plan(kind="personal", start=f"{friday}T09:00", rule="FREQ=WEEKLY;BYDAY=FR", subject=CHECK, words=words)


def _welcome(who: Member, desk: Desk, voice: Voice) -> str:
    held = desk.book.institutions
    places = voice.listed([held[key].short for key in who.institutions if key in held])
    at = voice.say("staff_at", places=places) if places else ""
    return voice.say("staff_welcome", name=who.name, role=voice.say(f"role_{who.role}"), places=at)


def _said(text: str, voice: Voice, wishes: Preferences, *, renewed: bool = False) -> list[Message]:
    facts: dict[str, object] = {RENEWED: True} if renewed else {}
    return finish([Message(kind="staff", text=text, facts=facts, choices=(home(voice),))], voice, wishes)
