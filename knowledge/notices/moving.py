"""Sessions that go to another day or place, and days that follow the roster of another weekday."""

import re
from datetime import timedelta

import msgspec

from knowledge.notices.acts import Found
from knowledge.notices.changes import Changes
from knowledge.notices.days import Phrase
from knowledge.notices.drafts import Draft
from knowledge.notices.groups import Group, amount_in, half_of
from knowledge.notices.memory import Memory, end_after
from knowledge.notices.model import Target
from knowledge.notices.rooms import room_in
from knowledge.notices.sayings import Saying
from knowledge.notices.scopes import places_in
from knowledge.notices.signs import D, H, Signed
from knowledge.notices.spans import Days, weekday_name
from knowledge.timetable import WEEKDAYS
from knowledge.understanding.when.values import Weekdays

_PUT_OFF, _LATER = re.compile("延期|推迟|延后|改期"), re.compile("另行通知|待定|再定|另定|再通知")
_EVENT = re.compile(
    rf"(?:义诊|讲座|演练|会议?|培训|考试|活动|答辩|团建|评审|典礼|直播|沙龙|体检|检查|比赛)(?:时间|日期)?"
    rf"(?:[由从]?{D}{H}?)?$"
)
"""What is put off is no clinic: 消防演练改到16日."""
_EXCUSED = re.compile("因|由于|参加|[去赴有开]")
_CLINIC = re.compile("门诊|出诊|坐诊|号")
_SAME_HALF = re.compile(r"同一?时[段间]|时[段间]不变")


def move(memory: Memory, changes: Changes, saying: Saying) -> None:
    """「12月2日下午改到12月4日」, or the new day of a suspension told before; nothing without a target."""
    found = saying.found
    if found is None:
        return
    if _is_event(saying.part.text[: found.start]):
        memory.remember(memory.groups(saying.part.part(0, found.start))[-1], saying)
        return
    left, right = saying.part.part(0, found.end), saying.part.part(found.end, len(saying.part.text))
    origin = memory.groups(left)[-1]
    drafts = changes.just_said(saying, origin) if not origin.days else []
    days = [draft.days for draft in drafts] or memory.days_for(origin, saying)
    target = _target(memory, right, days[0] if days else None, found)
    if drafts and (target is None or target.room):
        return  # nobody says where to: what was told stays as it is
    if target is not None and target.room and not (origin.people or memory.people):
        return  # a room of nobody's
    if target is None:
        if _PUT_OFF.search(found.said) and _LATER.search(saying.context):
            changes.add(saying, "suspend", origin)
        else:
            memory.remember(origin, saying)
        return
    doubts = {day.flag for day in memory.groups(right)[0].settled() if day.flag}
    for draft in drafts or changes.add(msgspec.structs.replace(saying, part=left), "move", origin):
        draft.flags |= doubts
        draft.act, draft.target = "move", target


def _is_event(before: str) -> bool:
    """Whether something else than a clinic is moved; 因会议改到… is why a clinic is."""
    return bool(_EVENT.search(before)) and not (_CLINIC.search(before) or _EXCUSED.search(before))


def _target(memory: Memory, right: Signed, origin: Days | None, found: Found) -> Target | None:
    group = memory.groups(right)[0]
    every = {row.place for row in memory.roster.rows}
    places = places_in(right.text, every) if len(every) > 1 else []
    place = places[0] if len(places) == 1 else ""
    if group.days:
        return _on_a_day(group, right, origin, place)
    half = half_of(group.halves)
    if group.rules and origin is not None and not origin.single:
        [number, *_] = group.rules[0].weekdays or (-1,)
        return Target(half_day=half, weekday=weekday_name(number) if number >= 0 else "", place=place)
    length = amount_in(found.said + right.text)
    if length and origin is not None and origin.first:
        behind = end_after(origin.first, length)
        return Target(day=behind + timedelta(1), half_day=origin.half, place=place)
    start, end = (_clock(group, n) for n in (0, 1))
    if half and origin is not None and _of_another_half(right, half, origin):
        return Target(day=origin.first if origin.single else None, half_day=half, place=place, start=start, end=end)
    room = room_in(right.text)
    if not (place or start or room):
        return None
    return _same_day(origin, Target(half_day=half if start else "", place=place, start=start, end=end, room=room))


def _same_day(origin: Days | None, target: Target) -> Target:
    """Only the hour, the room or the place is new: the day and its half stay, and are told."""
    if origin is None or not origin.single:
        return target
    told = origin.half if origin.half in {"上午", "下午", "夜间"} else target.half_day
    return msgspec.structs.replace(target, day=origin.first, half_day=told)


def _of_another_half(right: Signed, half: str, origin: Days) -> bool:
    """Whether the half-day is told, and is not only that of a clock time: 提前到7:30 stays in its own half."""
    told = any(not loose.clock for loose in right.loose_in() if loose.half)
    return told or origin.half not in {"", "全天", half}


def _clock(group: Group, place: int) -> str:
    minutes = group.clocks[place] if len(group.clocks) > place else None
    return "" if minutes is None else f"{minutes // 60 % 24:02}:{minutes % 60:02}"


def _on_a_day(group: Group, right: Signed, origin: Days | None, place: str) -> Target:
    """A date, or for sessions that move for good a weekday."""
    day = group.settled()[0]
    lasting = origin is not None and not origin.single and origin.first is not None
    same = origin.half if origin is not None and _SAME_HALF.search(right.text) else ""
    half = day.half or half_of(group.halves) or same
    if not lasting:
        return Target(day=day.first, half_day=half, place=place)
    named = next((p.first.day for p in right.days() if isinstance(p.first.day, Weekdays)), None)
    return Target(half_day=half, weekday=weekday_name(named.numbers[0]) if named else "", place=place)


def swap(memory: Memory, changes: Changes, saying: Saying) -> None:
    """「10月10日按周四排班」; 「14日、28日分别按周一、周五」 pairs them in order."""
    found = saying.found
    if found is None:
        return
    signs = frozenset(sign for sign in found.as_days if len(sign) == 1)
    group = memory.groups(saying.part, signs)[-1]
    days = [day for day in group.settled() if day.single] or [day for day in memory.pending if day.single]
    names = [_weekday(sign, saying, memory) for sign in found.as_days]
    for place, day in enumerate(days):
        name = names[place] if len(names) == len(days) else names[0]
        draft = Draft(act="swap", days=day, as_weekday=name, sentence=saying.sentence, line=saying.line)
        draft.said, draft.clause, draft.context, draft.head = (
            saying.part.text,
            saying.clause,
            saying.context,
            saying.head,
        )
        changes.put(draft, [day])


def _weekday(sign: str, saying: Saying, memory: Memory) -> str:
    """The weekday whose roster is followed: as written, or that of a date (补5月4日的班)."""
    if len(sign) > 1:
        return WEEKDAYS["一二三四五六日天".index(sign[-1]) % 7]
    phrase = saying.part.value(sign)
    if not isinstance(phrase, Phrase):
        return ""
    if isinstance(phrase.first.day, Weekdays) and not phrase.first.also:
        return weekday_name(phrase.first.day.numbers[0])
    day = memory.almanac.days(phrase)[0].first
    return weekday_name(day.weekday()) if day else ""
