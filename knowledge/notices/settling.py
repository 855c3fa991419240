"""What goes on as usual, held against what is stopped: it lifts, ends, or leaves only half a day closed."""

import re
from collections.abc import Sequence
from datetime import timedelta

import msgspec

from knowledge.notices.drafts import Draft
from knowledge.notices.people import Person
from knowledge.notices.scopes import Scope, aside
from knowledge.notices.spans import Days
from knowledge.timetable import WEEKDAYS

_OTHER_HALF = {"上午": "下午", "下午": "上午"}
_EARLIER = re.compile("原通知|原定|原计划|此前|之前|已通知|曾通知")
_ONLY = re.compile(r"仅|只|半天|开放|开诊")


def with_the_usual(drafts: Sequence[Draft], normals: Sequence[Draft], *, corrects: bool) -> list[Draft]:
    """The changes after all that is said to go on; ``corrects``: the notice takes back an earlier one."""
    found = list(drafts)
    if not found and not corrects:
        return [_as(normal, "resume") for normal in normals if normal.comes_back and normal.person and _begins(normal)]
    for normal in normals:
        if normal.person is None and aside(normal.said) and not normal.scope.department:
            continue
        stops = [draft for draft in found if draft.stops and _touches(draft, normal)]
        found += _lifted(normal, stops, found) if corrects else _excepted(normal, stops, found)
    return found + _only_general(found, normals)


def with_the_spared(drafts: Sequence[Draft], spared: Sequence[Person]) -> list[Draft]:
    """「前面说柏主任9号停，搞错人了，是莫主任，柏主任照看」: what was said of who goes on had stopped them."""
    found = list(drafts)
    for person in spared:
        mine = [place for place, draft in enumerate(found) if draft.person == person and draft.stops]
        if len(mine) == 1 and any(draft.person != person for draft in found):
            found[mine[0]] = _as(found[mine[0]], "resume")
    return found


def without_swapped(drafts: Sequence[Draft]) -> list[Draft]:
    """「周六按周一排班，周六原有班次取消」, 「按周五排班补开门诊」: of a whole site both are the exchange itself."""
    swaps = [draft for draft in drafts if draft.act == "swap"]

    def is_part_of_one(one: Draft) -> bool:
        whole = one.person is None and one.scope == Scope(said=one.scope.said) and one.days.half in {"", "全天"}
        closes = one.act == "suspend" and any(one.days.single and one.days.first == s.days.first for s in swaps)
        opens = one.act == "extra" and any(one.sentence == swap.sentence for swap in swaps)
        return whole and (closes or opens)

    return [draft for draft in drafts if not is_part_of_one(draft)]


def _lifted(normal: Draft, stops: Sequence[Draft], found: list[Draft]) -> list[Draft]:
    """Where an earlier notice is taken back, what goes on is what it had stopped."""
    same = [draft for draft in stops if _same_day(draft, normal)]
    for draft in same:
        draft.act, draft.title = "resume", False
    quoted = [draft for draft in stops if _inside(normal, draft) and _EARLIER.search(draft.context)]
    for draft in quoted:
        found.remove(draft)
    if quoted:
        return [_as(normal, "resume")]
    for draft in found:  # 28日停诊作废，28日上午照常
        if draft.act == "resume" and draft.person == normal.person and _same_day(draft, normal) and not draft.days.half:
            draft.days = msgspec.structs.replace(draft.days, half=normal.days.half)
    told = any(draft.act == "resume" and _touches(draft, normal) and _same_day(draft, normal) for draft in found)
    return [_as(normal, "resume")] if normal.days.single and not told else []


def _excepted(normal: Draft, stops: Sequence[Draft], found: Sequence[Draft]) -> list[Draft]:
    """An exception inside a longer stop is lifted; a half-day open closes the other; else it is when a stop ends."""
    if open_ended := [draft for draft in stops if normal.comes_back and _ends_open(draft, normal)]:
        for draft in open_ended:
            draft.days = _until(draft.days, normal.days)
            draft.back_on = normal.days
        return []
    if any(_inside(normal, draft) for draft in stops):
        wider = normal.person is None or any(draft.person is None or not draft.days.single for draft in stops)
        return [_as(normal, "resume")] if wider else []
    if _opens_half(normal, found):
        return [msgspec.structs.replace(_as(normal, "suspend"), scope=Scope(said=True), days=_closed(normal.days))]
    for draft in stops:
        if draft.back_on is None and _ends(draft, normal):
            draft.back_on = normal.days
    return []


def _ends(draft: Draft, normal: Draft) -> bool:
    """Whether a stop told before is over on the day that is said to go on."""
    begins, back = draft.days.first, normal.days.first
    if begins is None or back is None or draft.sentence > normal.sentence:
        return False
    return back > (draft.days.last or begins) and (normal.person is None or draft.person is not None)


def _ends_open(draft: Draft, normal: Draft) -> bool:
    """12月8日起停诊，22日恢复: a stop without an end is over on the day that brings it back."""
    begins, back = draft.days.first, normal.days.first
    return draft.days.last is None and begins is not None and back is not None and begins < back


def _until(stop: Days, back: Days) -> Days:
    """The stop up to the day before it is over, or up to noon where the afternoon goes on again."""
    if back.first is None or back.half == "下午":
        return msgspec.structs.replace(stop, last=back.first, half="", half_last="上午", edge="")
    return msgspec.structs.replace(stop, last=back.first - timedelta(1), edge="")


def _begins(normal: Draft) -> bool:
    return normal.days.single or (normal.days.first is not None and normal.days.last is None)


def _as(normal: Draft, act: str) -> Draft:
    return msgspec.structs.replace(normal, act=act)


def _only_general(drafts: Sequence[Draft], normals: Sequence[Draft]) -> list[Draft]:
    """20日至23日开设普通门诊，专家门诊自24日起恢复: until then the experts do not sit."""
    site = [normal for normal in normals if normal.person is None and normal.days.first]
    back = [normal.days.first for normal in site if normal.scope.experts and normal.comes_back]
    told = {draft.days.first for draft in drafts if draft.scope.experts}
    return [
        msgspec.structs.replace(_as(one, "suspend"), scope=Scope(experts=True, said=True))
        for one in site
        if one.scope.kind == "普通" and one.days.first not in told
        and any(day and one.days.last and day > one.days.last for day in back)
    ]  # fmt: skip


def _touches(draft: Draft, normal: Draft) -> bool:
    return normal.person is None or draft.person is None or draft.person.name == normal.person.name


def _same_day(one: Draft, other: Draft) -> bool:
    return one.days.single and one.days.first == other.days.first and _halves_meet(one.days, other.days)


def _halves_meet(one: Days, other: Days) -> bool:
    return len({one.half, other.half} - {"", "全天"}) < 2


def _inside(normal: Draft, stop: Draft) -> bool:
    """Whether what goes on lies in what was stopped: in its days and halves, and for a site in a part of it."""
    if normal.comes_back and normal.person is None:
        return False
    return _covers(stop.days, normal.days) and (normal.person is not None or _is_part(normal, stop))


def _covers(stop: Days, usual: Days) -> bool:
    first, last = usual.first, usual.last
    if first is None or last is None or stop.first is None or first < stop.first:
        return False
    if first == last == stop.last and stop.half_last == "上午" and usual.half == "下午":
        return False  # the stop ends at noon
    ends = stop.last is None or last <= stop.last
    weekday = not stop.weekdays or WEEKDAYS[first.weekday()] in stop.weekdays
    half = _halves_meet(stop, usual) and not (stop.half in _OTHER_HALF and not usual.half)
    return ends and weekday and half


def _is_part(normal: Draft, stop: Draft) -> bool:
    """A department of a shut site, or some days of its span; 上午开放 is told otherwise."""
    if stop.person is not None or (normal.scope.department and normal.scope.department != stop.scope.department):
        return True
    some_days = (normal.days.first, normal.days.last) != (stop.days.first, stop.days.last)
    if some_days and "其中" in normal.said:
        return True
    return some_days and normal.scope == Scope(said=normal.scope.said) and not _ONLY.search(normal.said)


def _opens_half(normal: Draft, drafts: Sequence[Draft]) -> bool:
    """上午开放普通门诊 on a holiday closes the afternoon, unless the notice says what the afternoon does."""
    half = normal.days.half
    partly = bool(_ONLY.search(normal.said)) or normal.scope.kind == "普通"
    if normal.person is not None or half not in _OTHER_HALF or not partly or normal.scope.experts:
        return False
    site = [draft for draft in drafts if draft.person is None and draft.act == "suspend"]
    return bool(site) and not any(d.days.first == normal.days.first and d.days.half == _OTHER_HALF[half] for d in site)


def _closed(days: Days) -> Days:
    return msgspec.structs.replace(days, half=_OTHER_HALF[days.half])
