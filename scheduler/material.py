"""What deliveries refer to, read right before they are sent: wishes, plans, the revision that a notice tells of."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, func, or_, select

from knowledge import replies
from knowledge import tables as t
from knowledge.clinics import Change
from knowledge.moments import in_storage
from knowledge.people import Preferences, preferences_of
from knowledge.staff import CHECK, actor_of
from scheduler.announcing import change_of
from scheduler.outbox import Delivery
from scheduler.plans import Plan
from scheduler.replying import number_of

_WEEK: Final = timedelta(days=7)


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """What a delivery refers to, read right before it is sent. ``newest``: nothing was revised after it; ``wanted``:
    they still follow what a notice is about; ``series``: messages of series that this person had within seven days;
    ``answer``: what the staff say to them; ``own_week``: false when it would show a week to nobody who keeps one.
    """

    wishes: Preferences = Preferences()
    plan: Plan | None = None
    before: Change | None = None
    after: Change | None = None
    newest: bool = True
    wanted: bool = True
    series: int = 0
    answer: str = ""
    own_week: bool = True


_PLANS: Final = select(t.reminder.c.id, t.reminder.c.plan).where(
    t.reminder.c.id.in_(bindparam("numbers", expanding=True))
)
_FOLLOWS: Final = select(t.follow.c.address, t.follow.c.subject).where(
    t.follow.c.channel == bindparam("wanted"), t.follow.c.address.in_(bindparam("people", expanding=True))
)

_DELIVERIES = t.delivery.c
_HAD: Final = (
    select(_DELIVERIES.address, func.count())
    .where(
        _DELIVERIES.channel == bindparam("wanted"),
        _DELIVERIES.address.in_(bindparam("people", expanding=True)),
        _DELIVERIES.id.not_in(bindparam("these", expanding=True)),
        _DELIVERIES.kind == "series",
        _DELIVERIES.state.in_(("sending", "sent", "unknown")),
        _DELIVERIES.at > bindparam("since"),
    )
    .group_by(_DELIVERIES.address)
)


def materials(connection: Connection, deliveries: Sequence[Delivery]) -> dict[int, Material]:
    """Read what deliveries of one channel refer to, by their numbers: few questions, since all wait for them."""
    wishes = preferences_of(connection, [delivery.to for delivery in deliveries])
    numbers = [delivery.reminder for delivery in deliveries if delivery.reminder is not None]
    plans = dict(map(tuple, connection.execute(_PLANS, {"numbers": numbers}))) if numbers else {}
    notices = [delivery for delivery in deliveries if delivery.kind == "notice"]
    follows = _follows(connection, notices)
    had = _had(connection, [delivery for delivery in deliveries if delivery.kind == "series"])
    news = {key: _revision(connection, *key) for key in {_revised(delivery) for delivery in notices}}
    found = {}
    for delivery in sorted(deliveries, key=lambda delivery: delivery.id):
        body = plans.get(delivery.reminder)
        wanted = bool(body) or (delivery.to.id, delivery.subject) in follows
        found[delivery.id] = msgspec.structs.replace(
            news[_revised(delivery)] if delivery.kind == "notice" else Material(),
            wishes=wishes.get(delivery.to, Preferences()),
            plan=msgspec.json.decode(body, type=Plan) if body else None,
            wanted=wanted,
            series=had[delivery.to.id],
            answer=replies.written(connection, number_of(delivery)) if delivery.kind == "reply" else "",
            own_week=delivery.subject != CHECK or _is_clerk(connection, delivery),
        )
        had[delivery.to.id] += delivery.kind == "series"  # those that leave together count too
    return found


def _is_clerk(connection: Connection, delivery: Delivery) -> bool:
    """Whether this chat speaks for a clerk: who has gone, or does something else now, keeps no week."""
    who = actor_of(connection, delivery.to, delivery.due)
    return who is not None and who.role == "clerk"


def _follows(connection: Connection, notices: Sequence[Delivery]) -> set[tuple[str, str]]:
    """Who of those to be told (by their ids) follows whom now."""
    if not notices:
        return set()
    asked = {"wanted": notices[0].to.channel, "people": [notice.to.id for notice in notices]}
    return {(row.address, row.subject) for row in connection.execute(_FOLLOWS, asked)}


def _had(connection: Connection, series: Sequence[Delivery]) -> Counter[str]:
    """By person (their ids): messages of series they had, or are being sent, within seven days before these."""
    if not series:
        return Counter()
    asked = {
        "wanted": series[0].to.channel,
        "people": [delivery.to.id for delivery in series],
        "these": [delivery.id for delivery in series],
        "since": in_storage(min(delivery.due for delivery in series) - _WEEK),
    }
    return Counter(dict(map(tuple, connection.execute(_HAD, asked))))


def _revised(delivery: Delivery) -> tuple[str, int]:
    """The change that a notice tells of, and the number of its revision."""
    key, number = delivery.occurrence.split("/")[:2]
    return key, int(number)


def _revision(connection: Connection, key: str, number: int) -> Material:
    """The revision a notice tells of, what was announced before it, and whether another came since."""
    r = t.revision.c
    of_fact = (r.kind == "change", r.id == key)
    this = connection.execute(select(r.after, r.announced).where(r.number == number)).one()
    heard = or_(r.announced.is_(None), r.announced < this.announced)
    earlier = select(r.after).where(*of_fact, r.number < number, heard).order_by(r.number.desc()).limit(1)
    later = select(r.number).where(*of_fact, r.number > number, r.announced.is_not(None)).limit(1)
    return Material(
        before=change_of(connection.execute(earlier).scalar()),
        after=change_of(this.after),
        newest=connection.execute(later).first() is None,
    )
