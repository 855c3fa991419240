"""From a wish to days and hours, or to what has to be asked back. The written rules:

- **Past**: what is over is never set, and never moved to another day in silence: the day is named and a new one asked.
- **0 minutes** (and 马上, 现在): that is now; nothing is set, and a time is asked. One minute is the least.
- **No time named**: a clinic visit or return visit rings at 18:00 the day before and at 07:00 on the day; anything else
  at 09:00, or at the hour its part of the day is taken for, and the answer says so: 早上 08:00, 上午 09:00, 中午 12:00,
  下午 14:00, 傍晚 18:00, 晚上 19:00, 睡前 21:00. When that hour of today is over, the hour is asked.
- **A time named**: for a visit it is when to be there, unless it stands right before 提醒我; for the rest when to ring.
- A visit whose usual alerts are both over rings an hour before; less than that ahead, the answer says it is too late.
- Several hours of a day (早上八点、晚上八点) ring each; 一天三次 without hours asks for them. 连续七天 is every day for
  seven days.
- Booking that opens rings ten minutes before, and needs an hour; a cancel-by time rings two hours before, or at 09:00
  of the last day. A lead (提前一天, 前一天晚上八点, 提前半小时) replaces all of these.
- A date that exists in no year is refused; 29 February is the next one there is; every year on the 29th, or every month
  on the 31st, skips what has none. Date and weekday that disagree, a week or a month without a day, and a beat without
  a known start (隔周四) are asked, with the days as buttons. Further than five years ahead nothing is set.
"""

from datetime import date, datetime, time, timedelta
from typing import Final, Literal

import msgspec

from knowledge.alerts import shifted
from knowledge.recurrence import dates_in_year
from knowledge.understanding.reminding import Wish
from knowledge.understanding.when import When

EVENING_BEFORE: Final = "-1@18:00"
THAT_MORNING: Final = "0@07:00"
USUAL: Final = (EVENING_BEFORE, THAT_MORNING)
_HOUR_BEFORE: Final = "-60m"
_HALVES: Final = {"上午": "08:00", "下午": "13:00", "夜间": "17:30"}
_MORNING: Final = "09:00"
_MOST_DAYS: Final = 7
_FURTHEST: Final = timedelta(days=5 * 365)
_VISITS: Final = ("visit", "return")


class Asked(msgspec.Struct, frozen=True):
    """What has to be asked back: ``days`` are offered as buttons; ``over`` is the day that is over."""

    what: Literal["when", "day", "hour", "hours", "start", "past", "zero", "invalid", "conflict", "far", "soon"]
    days: tuple[date, ...] = ()
    over: date | None = None


class Timing(msgspec.Struct, frozen=True, kw_only=True):
    """When something is and when it rings; the fields of a plan. ``guessed``: the hour is ours, and is said."""

    start: str
    alerts: tuple[str, ...]
    rule: str = ""
    dates: tuple[str, ...] = ()
    until: str = ""
    half_day: str = ""
    chosen: bool = False
    guessed: bool = False


def timing(wish: Wish, now: datetime) -> Timing | Asked:
    """When a wish to set something rings, seen from ``now`` (aware, Shanghai); or what has to be asked."""
    when = wish.when
    if refused := _refused(wish):
        return refused
    if when.rule:
        return _recurring(wish, now)
    days = _days(wish)
    if isinstance(days, Asked):
        return days
    if days[-1] - now.date() > _FURTHEST:
        return Asked("far")
    return _on(days, wish, now)


def _refused(wish: Wish) -> Asked | None:
    when = wish.when
    if wish.zero:
        return Asked("zero")
    if when.invalid:
        return Asked("invalid")
    if when.past:
        return Asked("past", over=when.over[0] if when.over else None)
    if when.conflict:
        return Asked("conflict", when.candidates)
    return Asked("when") if when.none else None


def _days(wish: Wish) -> tuple[date, ...] | Asked:
    """The day, or the days one after another; a longer span has to be narrowed down."""
    when = wish.when
    days = tuple(when.days(_MOST_DAYS + 1))
    if not isinstance(when.first, date) or len(days) == 1:
        return days
    if wish.kind == "cancel_by" and isinstance(when.last, date):
        return (when.last,)
    if not isinstance(when.last, date):
        return days[:1]
    if wish.listed and len(days) <= _MOST_DAYS:
        return days
    return Asked("day", days if len(days) <= _MOST_DAYS else ())


def _clock_said(when: When) -> str:
    if when.moment is not None:
        return f"{when.moment:%H:%M}"
    return when.time or when.until


def _on(days: tuple[date, ...], wish: Wish, now: datetime) -> Timing | Asked:
    hour = _hour(wish)
    if isinstance(hour, Asked):
        return Asked(hour.what, days[:1])
    clock, half, guessed = hour
    alerts, chosen = _alerts(wish, clock=bool(_clock_said(wish.when)), half=half)
    made = Timing(
        start=f"{days[0]}T{clock}", alerts=alerts, half_day=half, chosen=chosen, guessed=guessed,
        dates=tuple(day.isoformat() for day in days) if len(days) > 1 else (),
    )  # fmt: skip
    return _ahead(made, wish, now)


def _hour(wish: Wish) -> tuple[str, str, bool] | Asked:
    """The clock, the half-day when no clock is known, and whether the clock is a guess."""
    said = wish.hours[-1] if _rings_at_hours(wish) else _clock_said(wish.when)
    if said:
        return said, "", False
    half = wish.when.half_day
    if wish.kind in (*_VISITS, "cancel_by"):
        return _HALVES.get(half, _MORNING), half if half in _HALVES else "全天", False
    if wish.kind == "opens" and not wish.clock:
        return Asked("hour")
    if wish.often:
        return Asked("hours")
    return wish.clock or _MORNING, "", True


def _rings_at_hours(wish: Wish) -> bool:
    """Whether each hour that was named rings: of a visit they are a beginning and an end."""
    return wish.kind == "personal" and len(wish.hours) > 1 and not wish.alerts


def _alerts(wish: Wish, *, clock: bool, half: str) -> tuple[tuple[str, ...], bool]:
    """What rings, and whether the person named the time themselves."""
    if wish.alerts:
        if half and any(alert.endswith("m") for alert in wish.alerts):  # half an hour before an hour nobody named
            return (*(alert for alert in wish.alerts if not alert.endswith("m")), *USUAL)[:2], False
        return wish.alerts, True
    if _rings_at_hours(wish):
        return tuple(f"0@{hour}" for hour in wish.hours), True
    if clock and wish.at_time:
        return ("0m",), True
    match wish.kind:
        case "visit" | "return":
            return USUAL, False
        case "opens":
            return ("-10m",), True
        case "cancel_by":
            return ("-120m",) if clock else ("0@09:00",), clock
    return ("0m",), clock or bool(wish.clock)


def _ahead(made: Timing, wish: Wish, now: datetime) -> Timing | Asked:
    """The alerts that are still to come; an hour before when none is, else it is too late to remind."""
    if made.dates:
        return made
    local = now.replace(tzinfo=None)
    event = datetime.fromisoformat(made.start)
    alerts = tuple(alert for alert in made.alerts if shifted(event, alert) > local and shifted(event, alert) <= event)
    if alerts:
        return msgspec.structs.replace(made, alerts=alerts)
    if made.guessed or (event <= local and made.half_day):
        return Asked("hour", (event.date(),)) if made.guessed else Asked("soon")
    if event <= local:
        return Asked("past", over=event.date())
    usual = [alert for alert in (*USUAL, _HOUR_BEFORE) if local < shifted(event, alert) <= event]
    if not usual or wish.kind == "personal":
        return Asked("soon") if wish.kind != "personal" else msgspec.structs.replace(made, alerts=("0m",), chosen=True)
    return msgspec.structs.replace(made, alerts=tuple(usual[:1]), chosen=True)


def _recurring(wish: Wish, now: datetime) -> Timing | Asked:
    """What comes again and again; the start is its first day."""
    hour = _hour(wish)
    if isinstance(hour, Asked):
        return Asked(hour.what)
    clock, half, guessed = hour
    when, local = wish.when, now.replace(tzinfo=None)
    first = wish.first
    if when.needs_anchor and first is None:
        return Asked("start", _starts(when.rule, now.date()))
    from_ = max(first or now.date(), now.date())
    days = _coming(when.rule, first.isoformat() if when.needs_anchor and first else "", from_)
    day = next((d for d in days if datetime.combine(d, time.fromisoformat(clock)) > local), None)
    if day is None or (wish.last is not None and day > wish.last):
        return Asked("invalid")
    alerts, chosen = _alerts(wish, clock=bool(_clock_said(when)), half=half)
    last = day + timedelta(days=wish.run - 1) if wish.run else wish.last
    return Timing(
        start=f"{first if when.needs_anchor and first else day}T{clock}", alerts=alerts, rule=when.rule, half_day=half,
        chosen=chosen, guessed=guessed, until=last.isoformat() if last else "",
    )  # fmt: skip


def _coming(rule: str, anchor: str, first: date) -> list[date]:
    years = range(first.year, first.year + 9)  # 29 February may be eight years away
    return [day for year in years for day in sorted(dates_in_year(rule, anchor, year)) if day >= first]


def _starts(rule: str, today: date) -> tuple[date, ...]:
    """The days on which a beat may begin: the next of its weekdays, as many as it skips; else the next days."""
    fields = dict(part.split("=", 1) for part in rule.split(";"))
    interval = int(fields.get("INTERVAL", "1"))
    if fields["FREQ"] == "WEEKLY" and "BYDAY" in fields:
        every = _coming(f"FREQ=WEEKLY;BYDAY={fields['BYDAY'].split(',')[0]}", "", today)
        return tuple(every[: min(4, interval)])
    count = {"WEEKLY": 7, "DAILY": min(7, interval)}.get(fields["FREQ"], 0)
    return tuple(today + timedelta(days=n) for n in range(count))
