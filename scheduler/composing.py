"""A delivery as a message, from the facts as they are at this moment; or the reason why nothing is sent."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

import msgspec

from knowledge.answering import rescue
from knowledge.answering.reminder_words import whom_said
from knowledge.answering.series import link_of, name_of, words_of
from knowledge.answering.sittings import day_said, half_said, line
from knowledge.answering.sources import footnote
from knowledge.book import Book
from knowledge.feeds import roster_note
from knowledge.message import Choice, Message
from knowledge.moments import SHANGHAI
from knowledge.series import days_of, told_at
from knowledge.staff import CHECK
from knowledge.wording import Voice
from scheduler.material import Material
from scheduler.notices import Piece, notice
from scheduler.outbox import Delivery
from scheduler.plans import Plan, moment
from scheduler.policies import SAYS_LATE, SERIES_A_WEEK
from scheduler.visits import sittings_on


class Skipped(Exception):
    """Nothing is sent, for the reason given: the ledger keeps it."""


class Composed(NamedTuple):
    """``message`` tells of the ``told`` rows (None: of none); why nothing is said of the others, by their numbers."""

    message: Message | None
    told: tuple[Delivery, ...]
    skipped: dict[int, str]


def compose(delivery: Delivery, held: Mapping[int, Material], book: Book, now: datetime) -> Composed:
    """The message as it is true at ``now`` (aware), with what each row refers to by its number.

    Rows that are not in ``held`` are not the worker's any more, and none is told of.
    """
    rows = [one for one in delivery.all if one.id in held]
    skipped: dict[int, str] = {}
    for one in rows:
        try:
            message = _told(one, held[one.id], book, Voice(held[one.id].wishes.language or "zh"), now)
        except Skipped as reason:
            skipped[one.id] = str(reason)
    told = tuple(one for one in rows if one.id not in skipped)
    if not told:
        return Composed(None, (), skipped)
    voice = Voice(held[told[0].id].wishes.language or "zh")
    if len(rows) > 1:
        pieces = tuple(_piece(one, held[one.id]) for one in told)
        message = _notice(pieces, book, voice.language, _minute(now)) or message
    return Composed(_noted(message, told, voice, now), told, skipped)


def _noted(message: Message, told: Sequence[Delivery], voice: Voice, now: datetime) -> Message:
    """The message with what its rows add: which they are, that it may come twice, that it comes late."""
    first = told[0]
    number: int | str = first.id if len(told) == 1 else "-".join(str(one.id) for one in told)
    facts = message.facts | {"delivery": number, "due": first.due.isoformat()}
    notes = [voice.say("tell_again")] if any(one.again for one in told) else []
    if first.kind != "notice" and now - first.due > SAYS_LATE:
        notes.append(voice.say("tell_late", when=_moment_said(first.due, voice)))
    return msgspec.structs.replace(message, text="\n".join([message.text, *notes]), facts=facts)


def _told(delivery: Delivery, material: Material, book: Book, voice: Voice, now: datetime) -> Message:
    """What one row alone says. Raises Skipped when there is nothing to say any more."""
    if delivery.kind == "notice":
        if not material.wanted:
            raise Skipped("stopped")
        told = _notice((_piece(delivery, material),), book, voice.language, _minute(now))
        if told is None or not material.newest:
            raise Skipped("stale" if material.newest else "overtaken")
        return told
    if delivery.kind == "reply" and material.answer:
        return Message(kind="reply", text=f"{voice.say('tell_reply')}\n{material.answer}")
    if material.plan is None:
        raise Skipped("stopped")
    if not material.own_week:
        raise Skipped("no clerk any more")
    day = delivery.event.astimezone(ZoneInfo(material.plan.zone))
    if material.plan.kind == "series":
        return _dressed(_series(delivery, material, book, voice), delivery, material.plan, voice)
    told = _visit(material.plan, day, book, voice) if material.plan.kind == "visit" else None
    return _dressed(told or _plain(material.plan, day, book, voice), delivery, material.plan, voice)


def _piece(delivery: Delivery, material: Material) -> Piece:
    return Piece(material.before, material.after, delivery.subject)


@lru_cache(maxsize=64)
def _notice(pieces: tuple[Piece, ...], book: Book, language: str, now: datetime) -> Message | None:
    """Thousands of followers are told the same within minutes: it is put into words once a minute."""
    return notice(pieces, book, Voice(language), now)


def _minute(now: datetime) -> datetime:
    return now.replace(second=0, microsecond=0)


def _visit(plan: Plan, at: datetime, book: Book, voice: Voice) -> Message | None:
    """A visit as the roster has it today; one that is off brings what else there is. None when no roster is named."""
    if not plan.subject.startswith(("expert:", "session:")):
        return None
    found = sittings_on(plan, at.date(), book)
    when = f"{day_said(at.date(), voice)}{half_said(plan.half_day, voice)}{_whom(plan, voice)}"
    if not found:
        return Message(kind="reminder", text=voice.say("tell_visit_gone", when=when))
    first = found[0]
    parts = [voice.say("tell_visit" if first.held else "tell_visit_changed", when=when), line(first, book, voice)]
    if not first.held:
        parts += rescue.card(first, book, voice)
    if first.session.sample:
        parts.append(voice.say("clinic_sample"))
    parts += [plan.words] if plan.words else []
    return Message(
        kind="reminder", text="\n".join([*parts, voice.say("clinic_day")]), footnote=roster_note(found, book)
    )


def _series(delivery: Delivery, material: Material, book: Book, voice: Voice) -> Message:
    """A day of a series in staff's words as they are today. Raises Skipped when it is off, or too much for one week."""
    plan = material.plan
    held = book.series.get(plan.subject.removeprefix("series:")) if plan is not None else None
    if held is None or held.paused:
        raise Skipped("series gone" if held is None else "series paused")
    if not delivery.occurrence.endswith("/extra"):  # what the person put off themselves is theirs
        if delivery.event not in {moment(f"{day}T{held.time}", SHANGHAI.key) for day in days_of(held)}:
            raise Skipped("series changed")
        if material.series >= SERIES_A_WEEK:
            raise Skipped("enough series this week")
    day = day_said(delivery.event.astimezone(SHANGHAI).date(), voice)
    when = f"{day} {told_at(held, book.tuning.quiet)}"
    head = voice.say("tell_series", name=name_of(held, voice), when=when)
    return Message(
        kind="reminder",
        text="\n".join([head, *words_of(held, book, voice)]),
        footnote=footnote(held.sources, held.verified_on, held.confirmed_by, book, voice),
        choices=link_of(held, voice),
    )


def _plain(plan: Plan, at: datetime, book: Book, voice: Voice) -> Message:
    """Everything that stands in no roster."""
    half = "" if plan.half_day == "全天" else half_said(plan.half_day, voice)
    hour = half if plan.half_day else f" {at:%H:%M}"  # with a half-day, or the whole day, the hour is but a placeholder
    when = f"{day_said(at.date(), voice)}{hour}"
    words = (plan.words or voice.say(f"remind_kind_{plan.kind}")) + _whom(plan, voice)
    if plan.kind == "referral":
        pathway = book.pathways.get(plan.subject.partition(":")[2])
        what = voice.pick(pathway.title, pathway.english) if pathway is not None else ""
        text = voice.say("tell_referral", what=what) if what else voice.say("tell_referral_plain")
    elif plan.kind == "visit":
        text = "\n".join([voice.say("tell_visit", when=f"{when}{_whom(plan, voice)}"), *filter(None, [plan.words])])
    else:
        text = voice.say(f"tell_{plan.kind}", words=words, when=when)
    return Message(kind="reminder", text=text)


def _whom(plan: Plan, voice: Voice) -> str:
    return voice.say("tell_visit_for", whom=whom_said(plan.whom, voice)) if plan.whom else ""


def _moment_said(at: datetime, voice: Voice) -> str:
    local = at.astimezone(SHANGHAI)
    return f"{day_said(local.date(), voice)} {local:%H:%M}"


def _dressed(message: Message, delivery: Delivery, plan: Plan, voice: Voice) -> Message:
    """With the buttons of a reminder: those of its outcome first, then later, stop this one, stop all."""
    number = delivery.reminder
    buttons = {"tell_ok": f"r:ok:{number}", "tell_later": f"r:later:{number}"}
    if plan.kind == "referral":
        outcomes = {"tell_got_it": "ok", "tell_not_yet": "not", "tell_stuck": "stuck"}
        buttons = {key: f"rf:{outcome}:{number}" for key, outcome in outcomes.items()}
    if plan.subject == CHECK:
        buttons = {"sd_week": "sd:week"} | buttons
    buttons |= {"tell_stop": f"r:stop:{number}", "tell_stop_all": "r:all"}
    choices = (*message.choices, *(Choice(label=voice.say(key), token=token) for key, token in buttons.items()))
    facts: dict[str, object] = {"topic": "remind_me", "kind": plan.kind, "subject": plan.subject}
    return msgspec.structs.replace(message, choices=choices, facts=facts)
