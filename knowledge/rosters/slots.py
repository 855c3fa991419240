"""Groups of days and half-days, as a text gathers them → slots, one half-day each."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from knowledge.rosters.clock import Clock, Minutes, hours
from knowledge.rosters.dates import WEEKDAYS, WrongDateError, days_between

Hours = tuple[str | None, tuple[Minutes, ...]]
"""A half-day, or clock times, or both."""

CODES = dict(zip(WEEKDAYS, ("MO", "TU", "WE", "TH", "FR", "SA", "SU"), strict=True))
_ORDINALS = {1: "一", 2: "二", 3: "三", 4: "四", 5: "五"}
NO_HALF = "没有写上午还是下午"
NOON = "中午门诊，请确认算上午还是下午"


class Slot(NamedTuple):
    """One half-day as a text states it; every field may be missing.

    ``stopped``: the text says that it does not take place.
    """

    weekday: str | None = None
    dates: tuple[str, ...] = ()
    half: str | None = None
    start: str | None = None
    end: str | None = None
    kind: str | None = None
    rule: str | None = None
    rule_note: str | None = None
    anchor: str | None = None
    confirm: str | None = None
    quota: int | None = None
    campus: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    stopped: bool = False


class Group:
    """Days that share half-days. ``days``: (kind, value, parity), see :func:`slots_of`."""

    def __init__(self, kind: str | None) -> None:
        self.days: list[tuple[str, Any, str | None]] = []
        self.hours: list[Hours] = []
        self.kind = kind
        self.quota: int | None = None
        self.campus: str | None = None
        self.parity: str | None = None
        self.stopped = False


def parity_question(parity: str) -> str:
    """The open question of an alternate week."""
    if parity == "隔周":
        return "隔周没有起始日"
    return f"{parity}没有起算日" if parity in {"单周", "双周"} else f"“{parity}”从哪一周算起，请确认"


def slots_of(groups: list[Group], valid: dict[str, str], troubles: list[tuple[str, str]]) -> tuple[Slot, ...]:
    """All slots; troubles found on the way are added. ``valid`` holds "from" and "to" of the whole text.

    Spans of dates are a validity where weekdays stand beside them, else every day of the span.
    """
    weekly = any(kind not in {"date", "span"} for group in groups for kind, _, _ in group.days)
    listed = [day for group in groups for day in group.days if day[0] == "date"]
    for group in groups:
        for kind, value, _ in [day for day in group.days if day[0] == "span"]:
            _span(group, value, valid, troubles, as_validity=weekly and not listed)
            del kind
    if valid.get("from", "") > valid.get("to", "9"):
        troubles.append(("reversed_validity", f"{valid['from']} {valid['to']}"))
        return ()
    clocked = [(group, _clocks(group, troubles)) for group in groups if group.days or group.hours or not weekly]
    return tuple(_merged([slot for group, clocks in clocked for slot in _group_slots(group, clocks, valid)]))


def _span(
    group: Group, ends: tuple[str, str], valid: dict[str, str], troubles: list[tuple[str, str]], *, as_validity: bool
) -> None:
    group.days = [day for day in group.days if day[1] != ends]
    if ends[0] > ends[1]:
        troubles.append(("reversed_validity", f"{ends[0]} {ends[1]}"))
    elif as_validity:
        valid.update({"from": ends[0], "to": ends[1]})
    else:
        try:
            group.days += [("date", day, None) for day in days_between(*ends)]
        except WrongDateError:
            valid.update({"from": ends[0], "to": ends[1]})


def _clocks(group: Group, troubles: list[tuple[str, str]]) -> list[Clock]:
    out: list[Clock] = []
    for half, ends in group.hours:
        found = hours(half, ends) if ends else [Clock(half)]
        troubles += [(clock.why, _words(half, ends)) for clock in found if clock.why]
        out += [clock for clock in found if not clock.why]
    return list(dict.fromkeys(out)) if group.hours else [Clock(None)]


def _words(half: str | None, ends: tuple[Minutes, ...]) -> str:
    return (half or "") + "-".join(f"{hour}:{minute:02d}" for hour, minute in ends)


def _group_slots(group: Group, clocks: list[Clock], valid: dict[str, str]) -> Iterator[Slot]:
    dates = tuple(dict.fromkeys(value for kind, value, _ in group.days if kind == "date"))
    for clock in clocks:
        noon = clock.half == "中午"
        base = Slot(
            half="下午" if noon else clock.half,
            start=clock.start,
            end=clock.end,
            kind="夜门诊" if clock.half == "夜间" else group.kind,
            confirm=NOON if noon else None,
            quota=group.quota,
            campus=group.campus,
            valid_from=valid.get("from"),
            valid_to=valid.get("to"),
            stopped=group.stopped,
        )
        if dates:
            yield base._replace(dates=dates)
            continue
        if not group.days:
            yield _with_parity(base, group.parity)
        for kind, value, parity in group.days:
            yield from _day_slots(base, kind, value, parity or group.parity)


def _day_slots(base: Slot, kind: str, value: Any, parity: str | None) -> Iterator[Slot]:
    if kind == "weekday":
        yield _with_parity(base._replace(weekday=value), parity)
    elif kind == "nth":
        numbers, day = value
        words = "最后一" if numbers == (-1,) else "、".join(_ORDINALS[number] for number in numbers)
        note = f"每月{words if words == '最后一' else f'第{words}'}个{day}"
        places = ",".join(f"{number}{CODES[day]}" for number in numbers)
        yield base._replace(weekday=day, rule=f"FREQ=MONTHLY;BYDAY={places}", rule_note=note)
    elif kind == "weeks":
        day, text = value
        yield base._replace(weekday=day, rule_note=text, confirm="“第几周”从哪一天算起，请确认")
    elif kind == "monthday":
        days = ",".join(str(day) for day in value)
        yield base._replace(rule=f"FREQ=MONTHLY;BYMONTHDAY={days}", rule_note=f"每月{days.replace(',', '、')}日")


def _with_parity(slot: Slot, parity: str | None) -> Slot:
    """An alternate week needs a first date: a stated start is one, else it is a question."""
    if not parity:
        return slot
    if slot.valid_from and parity in {"隔周", "单周", "双周"}:
        rule = f"FREQ=WEEKLY;INTERVAL=2;BYDAY={CODES[slot.weekday]}" if slot.weekday else None
        anchor = slot.valid_from
        return (
            slot._replace(rule_note=parity, anchor=anchor, rule=rule, valid_from=None)
            if parity == "隔周"
            else (slot._replace(rule_note=parity, confirm=slot.confirm or parity_question(parity)))
        )
    return slot._replace(rule_note=parity, confirm=slot.confirm or parity_question(parity))


def _merged(slots: list[Slot]) -> list[Slot]:
    """Slots with listed dates that differ in nothing else, as one."""
    out: dict[Slot, tuple[str, ...]] = {}
    for slot in slots:
        key = slot._replace(dates=())
        if slot.dates:
            out[key._replace(rule_note=slot.rule_note or "\0")] = (
                *out.get(key._replace(rule_note=slot.rule_note or "\0"), ()),
                *slot.dates,
            )
        else:
            out.setdefault(slot, ())
    return [
        key._replace(dates=tuple(sorted(set(dates))), rule_note=None if key.rule_note == "\0" else key.rule_note)
        for key, dates in out.items()
    ]
