"""停诊, 替诊, 加诊 in a few taps: who, when, a look at what changes and whom it reaches, published with a way back."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Final, Literal, get_args

import msgspec

from handlers.staff.drafts import OPERATIONS, Draft, changes_of, on_days, on_sitting
from handlers.staff.own import named, own_experts, soonest
from handlers.staff.turn import Turn
from knowledge.answering.sittings import day_said, expert_said, half_said, lines
from knowledge.book import Book
from knowledge.clinics import Change, Expert, HalfDay
from knowledge.message import Choice, Message
from knowledge.permission import may
from knowledge.revisions import recent_experts
from knowledge.rostering.standing_in import busy, called, colleagues
from knowledge.understanding.normalise import canonical
from knowledge.understanding.when import read_when
from knowledge.wording import Voice
from scheduler.announcing import audience
from scheduler.touched import Touched, touched

_HALVES: Final[tuple[HalfDay | Literal["全天"], ...]] = (*get_args(HalfDay), "全天")
_EXPERTS, _DAYS, _SHOWN = 8, 6, 6
_AHEAD = timedelta(days=60)


def home(voice: Voice) -> tuple[Choice, ...]:
    """The way back to the desk."""
    return (Choice(label=voice.say("sd_menu"), token="sd:menu"),)


async def menu(turn: Turn) -> Turn:
    """What the desk can do for this person."""
    voice = turn.voice
    choices = [Choice(label=voice.say(f"sd_{op}"), token=f"sd:new:{op}") for op in OPERATIONS]
    choices.append(Choice(label=voice.say("sd_paste"), token="sd:paste"))
    if may(turn.actor, "answer"):
        choices.append(Choice(label=voice.say("sd_queue"), token="sd:queue"))
    choices.append(Choice(label=voice.say("sd_week"), token="sd:week"))
    text = voice.say("sd_welcome", name=turn.actor.name)
    return turn.says(Message(kind="staff", text=text, choices=tuple(choices)), draft=Draft(at=turn.now))


async def begin(turn: Turn) -> Turn:
    """Whom is it about: those changed last first, then those who sit soonest; or a name."""
    operation = turn.rest if turn.rest in OPERATIONS else "suspend"
    book = turn.desk.book
    mine = own_experts(turn.actor, book)
    recent = [key for key in await turn.desk.look(recent_experts, turn.actor.name) if key in mine]
    offered = tuple(dict.fromkeys([*recent, *soonest(mine, book, turn.now.date())]))[:_EXPERTS]
    if not mine:
        return turn.says(Message(kind="staff", text=turn.voice.say("sd_no_roster"), choices=home(turn.voice)))
    draft = Draft(at=turn.now, operation=operation, asks="expert", offered=offered)
    return turn.says(_which(offered, turn, turn.voice.say("sd_which_expert")), draft=draft)


def _which(offered: Sequence[str], turn: Turn, text: str) -> Message:
    book = turn.desk.book
    choices = (Choice(label=named(key, book, turn.voice), token=f"sd:x:{n}") for n, key in enumerate(offered))
    return Message(kind="staff", text=text, choices=(*choices, *home(turn.voice)))


async def named_expert(turn: Turn) -> Turn:
    """A name that was typed: the one it fits, else a choice among those of that name."""
    mine, book = own_experts(turn.actor, turn.desk.book), turn.desk.book
    wanted = canonical(turn.words)
    names = {key: canonical(book.clinics.experts[key].name) for key in mine}
    fits = [key for key, name in names.items() if wanted and (wanted in name or name in wanted)]
    if len(fits) == 1:
        return _ask_days(turn, fits[0])
    text = turn.voice.say("sd_which_of" if fits else "sd_unknown_expert", name=turn.words[:20])
    offered = tuple(fits[:_EXPERTS]) or turn.draft.offered
    return turn.says(_which(offered, turn, text), draft=msgspec.structs.replace(turn.draft, offered=offered))


async def chosen_expert(turn: Turn) -> Turn:
    """An expert's button."""
    number = int(turn.rest) if turn.rest.isdecimal() else len(turn.draft.offered)
    if number >= len(turn.draft.offered) or turn.draft.offered[number] not in turn.desk.book.clinics.experts:
        return await menu(turn)
    return _ask_days(turn, turn.draft.offered[number])


def _ask_days(turn: Turn, expert: str) -> Turn:
    book, today = turn.desk.book, turn.now.date()
    found = book.clinics.sittings(book.clinics.by_expert.get(expert, ()), today, today + _AHEAD)
    days = tuple(s for s in found if s.held)[:_DAYS] if turn.draft.operation != "extra" else ()
    draft = msgspec.structs.replace(
        turn.draft, expert=expert, institution=book.clinics.experts[expert].institution, days=days, asks="days"
    )
    said = (f"{day_said(s.day, turn.voice)}{half_said(s.half_day, turn.voice)}" for s in days)
    choices = (Choice(label=label, token=f"sd:day:{n}") for n, label in enumerate(said))
    key = "sd_which_days" if days else "sd_type_days"
    text = turn.voice.say(key, who=named(expert, book, turn.voice))
    return turn.says(Message(kind="staff", text=text, choices=(*choices, *home(turn.voice))), draft=draft)


async def chosen_day(turn: Turn) -> Turn:
    """A sitting's button."""
    number = int(turn.rest) if turn.rest.isdecimal() else len(turn.draft.days)
    if number >= len(turn.draft.days):
        return await menu(turn)
    return await preview(turn, on_sitting(turn.draft, turn.draft.days[number]))


async def named_days(turn: Turn) -> Turn:
    """Days that were typed: one, or from one to another; what cannot be read is asked for again."""
    when = read_when(turn.words, turn.now, turn.desk.book.clinics.calendar)
    days = list(when.dates)
    first = when.first if isinstance(when.first, date) else min(days, default=None)
    last = (when.last or None) if isinstance(when.first, date) else max(days, default=None)
    listed = len(days) > 1 and (days[-1] - days[0]).days != len(days) - 1
    if when.past:
        return turn.says(Message(kind="staff", text=turn.voice.say("sd_days_past"), choices=home(turn.voice)))
    if first is None or when.conflict or listed:
        key = "sd_days_apart" if listed else "sd_days_unclear"
        return turn.says(Message(kind="staff", text=turn.voice.say(key), choices=home(turn.voice)))
    if first < turn.now.date():
        return turn.says(Message(kind="staff", text=turn.voice.say("sd_days_past"), choices=home(turn.voice)))
    draft = on_days(turn.draft, first, last, when.half_day or "")
    if draft.operation == "extra" and not when.half_day:
        return _ask_half(turn, draft)
    return await preview(turn, draft)


def _ask_half(turn: Turn, draft: Draft) -> Turn:
    """An extra clinic is seldom a whole day: which half of it is asked, not guessed."""
    said = (half_said(one, turn.voice) for one in _HALVES)
    choices = (Choice(label=label, token=f"sd:half:{n}") for n, label in enumerate(said))
    text = turn.voice.say("sd_which_half")
    return turn.says(Message(kind="staff", text=text, choices=(*choices, *home(turn.voice))), draft=draft)


async def chosen_half(turn: Turn) -> Turn:
    """A half-day's button, or the whole day's."""
    number = int(turn.rest) if turn.rest.isdecimal() else len(_HALVES)
    if number >= len(_HALVES) or not turn.draft.complete:
        return await menu(turn)
    return await preview(turn, msgspec.structs.replace(turn.draft, half_day=_HALVES[number]))


async def preview(turn: Turn, draft: Draft) -> Turn:
    """What would change and whom it reaches, before anything is saved."""
    if draft.operation == "stand_in" and not draft.stand_in:
        return _ask(turn, draft, "stand_in")
    book, voice = turn.desk.book, turn.voice
    changes = changes_of(draft, turn.actor, book, turn.now)
    told = [touched(None, change, book, turn.now) for change in changes]
    people = await turn.desk.look(audience, told, book)
    text = [voice.say("sd_preview"), *_shown(told, changes, book, voice), voice.say("sd_reaches", count=people)]
    go = Choice(label=voice.say("sd_go"), token=f"sd:go:{draft.mark}")
    more = [] if draft.ready else _more(draft, voice)
    message = Message(kind="staff", text="\n".join(text), choices=(go, *more, *home(voice)))
    return turn.says(message, draft=msgspec.structs.replace(draft, asks=""))


def _shown(told: Sequence[Touched], changes: Sequence[Change], book: Book, voice: Voice) -> list[str]:
    shown = []
    for one, change in zip(told, changes, strict=True):
        some = lines((one.now or one.without)[:_SHOWN], book, voice)
        more = len(one.all) - _SHOWN
        shown += some or [voice.say("sd_touches_nothing", days=_span(change, voice))]
        shown += [voice.say("news_more", count=more)] if more > 0 else []
        shown += [
            voice.say("sd_busy", what=what.removeprefix("· "))
            for what in lines(busy(one.now, book)[:_SHOWN], book, voice)
        ]
    return shown


def _span(change: Change, voice: Voice) -> str:
    first = day_said(date.fromisoformat(change.first), voice)
    if not change.last:
        return voice.say("notice_open", first=first)
    last = day_said(date.fromisoformat(change.last), voice)
    days = first if first == last else voice.say("notice_span", first=first, last=last)
    return f"{days}{half_said(change.half_day, voice)}"


def _more(draft: Draft, voice: Voice) -> list[Choice]:
    untold = draft.reason or draft.operation == "extra"  # why there is one more clinic is told nowhere
    reason = [] if untold else [Choice(label=voice.say("sd_add_reason"), token="sd:ask:reason")]
    other = draft.operation == "suspend" and not draft.stand_in
    return [*reason, *([Choice(label=voice.say("sd_add_stand_in"), token="sd:ask:stand_in")] if other else [])]


async def ask_more(turn: Turn) -> Turn:
    """Ask for the reason or for who stands in."""
    if not turn.draft.complete and turn.draft.operation != "stand_in":
        return await menu(turn)
    return _ask(turn, turn.draft, "stand_in" if turn.rest == "stand_in" else "reason")


def _ask(turn: Turn, draft: Draft, what: str) -> Turn:
    if what == "stand_in":
        others = colleagues(draft.expert, draft.institution, turn.desk.book)
        return _ask_stand_in(msgspec.structs.replace(turn, draft=draft), others, "sd_say_stand_in")
    message = Message(kind="staff", text=turn.voice.say(f"sd_say_{what}"), choices=home(turn.voice))
    return turn.says(message, draft=msgspec.structs.replace(draft, asks=what))


def _ask_stand_in(turn: Turn, others: Sequence[Expert], key: str) -> Turn:
    """Ask for a name, colleagues as buttons."""
    offered = tuple(one.id for one in others[:_EXPERTS])
    draft = msgspec.structs.replace(turn.draft, offered=offered, asks="stand_in")
    said = (expert_said(one, turn.voice) for one in others[:_EXPERTS])
    choices = (Choice(label=label, token=f"sd:in:{n}") for n, label in enumerate(said))
    text = turn.voice.say(key, name=turn.words[:20])
    return turn.says(Message(kind="staff", text=text, choices=(*choices, *home(turn.voice))), draft=draft)


async def gave_reason(turn: Turn) -> Turn:
    """Why it is."""
    return await preview(turn, msgspec.structs.replace(turn.draft, reason=turn.words[:60]))


async def gave_stand_in(turn: Turn) -> Turn:
    """Who stands in; half a name, or the expert's own, is asked for again."""
    draft = turn.draft
    name, others = called(turn.words[:30], draft.expert, draft.institution, turn.desk.book)
    if not name:
        return _ask_stand_in(turn, others, "sd_which_stand_in")
    return await preview(turn, msgspec.structs.replace(draft, stand_in=name))


async def chosen_stand_in(turn: Turn) -> Turn:
    """A colleague's button."""
    number = int(turn.rest) if turn.rest.isdecimal() else len(turn.draft.offered)
    known = turn.desk.book.clinics.experts
    if not turn.draft.first or number >= len(turn.draft.offered) or turn.draft.offered[number] not in known:
        return await menu(turn)
    name = known[turn.draft.offered[number]].name
    return await preview(turn, msgspec.structs.replace(turn.draft, stand_in=name))
