"""Who sits instead of whom: a change of its own, or what a suspension told before turns out to be."""

import re

from knowledge.notices.changes import Changes
from knowledge.notices.drafts import Draft
from knowledge.notices.groups import Group, half_of
from knowledge.notices.memory import Memory
from knowledge.notices.people import Person
from knowledge.notices.sayings import Saying

_ORIGINALLY = re.compile("原定|原由|原来由|原先由|原计划|原安排|原本")
_SITS = re.compile(r"(?:出诊|坐诊|看诊|应诊|接诊|负责|主诊)$")
_NOW = re.compile("改由|改请|改为|换成|换为|取消|照常|恢复")


def stand_in(memory: Memory, changes: Changes, saying: Saying) -> None:
    """「12月3日停诊，由某医生替诊」 is one change; 「上午停诊，下午由某医生替诊」 are two."""
    found = saying.found
    if found is None:
        return
    if _was_to(saying):
        _forget(memory, saying)
        return
    who = saying.part.value(found.substitute) if found.substitute else None
    substitute = who if isinstance(who, Person) else None
    if substitute and _SITS.search(found.said) and len(saying.part.said()) == 1 and changes.seat(substitute, saying):
        return
    for group in memory.groups(saying.part, frozenset({found.substitute} - {""})):
        if found.whom and isinstance(whom := saying.part.value(found.whom), Person):
            group.people = [whom]
        if not group.people and memory.unattended[0] == saying.sentence:
            group.people = memory.unattended[1]
        group.people = [one for one in group.people if one != substitute] or group.people
        half = half_of(group.halves)
        drafts = [draft for draft in changes.just_said(saying, group) if _same_days(draft, group)]
        if half and drafts and all(draft.days.half not in {"", "全天", half} for draft in drafts):
            drafts = []
        if not drafts:
            memory.people = [one for one in memory.people if one != substitute] or memory.people
            drafts = changes.add(saying, "stand_in", group)
        for draft in drafts:
            draft.act, draft.stand_in, draft.stranger = "stand_in", substitute, found.stranger


def _was_to(saying: Saying) -> bool:
    """「原由尹医生替诊，现改由…」: somebody was to stand in, and what is now stands behind."""
    _, _, behind = saying.context.partition(saying.clause)
    return bool(_ORIGINALLY.search(saying.clause) and _NOW.search(behind))


def _forget(memory: Memory, saying: Saying) -> None:
    """Keep of a stand-in that is none any more whom and which day it was about."""
    found = saying.found
    signs = frozenset({found.substitute} - {""}) if found else frozenset()
    for group in memory.groups(saying.part, signs):
        if found and found.whom and isinstance(whom := saying.part.value(found.whom), Person):
            group.people = [whom]
        memory.remember(group, saying)
        memory.unattended = saying.sentence, group.people


def _same_days(draft: Draft, group: Group) -> bool:
    """Whether a group says no days of its own, or those of the draft again (当天由…)."""
    said = {(day.first, day.last) for day in group.days}
    return not said or said == {(draft.days.first, draft.days.last)}


def listed_pair(memory: Memory, changes: Changes, saying: Saying, groups: list[Group]) -> bool:
    """Below 替诊: who is away, with the days, and then who stands in. Whether the line was such a one."""
    people = saying.part.said()
    if memory.heading != "stand_in" or len(people) != 2 or not any(group.days for group in groups):
        return False
    group = Group(people=people[:1], days=[day for one in groups for day in one.days])
    for draft in changes.add(saying, "stand_in", group):
        draft.stand_in = people[1]
    return True
