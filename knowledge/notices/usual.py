"""What is taken back (取消停诊) and what goes on as usual (照常, 恢复)."""

import re
from functools import lru_cache

import msgspec

from knowledge.notices.changes import Changes
from knowledge.notices.drafts import Draft
from knowledge.notices.groups import Group, half_of
from knowledge.notices.memory import Memory
from knowledge.notices.people import Person
from knowledge.notices.sayings import Saying
from knowledge.notices.scopes import Scope, aside, others, scope_of
from knowledge.notices.signs import D, P
from knowledge.notices.spans import Days

OFF = (
    r"(?<![^,。;\n])(?:(?!因|由于|参加|门诊|停)[^,。;\n]){0,16}?"
    r"(?:会议?|会诊|手术|培训|行程|出差|外出|活动|讲座|考试|评审|义诊|答辩会?)(?:都|又|已|也|临时)?取消"
)
"""What kept a doctor away is off (会诊取消了), not a clinic because of it (门诊因参加家长会取消)."""
_ORIGINALLY = re.compile(
    rf"原定|原计划|原通知|原公告|原来通知|原本|原先|本来|原来|停诊?[^,。;]{{0,8}}忽略|不用?(?:去|出差|请假|开会)了|{OFF}"
)
_DUE = re.compile("原定|原计划|原本|本应|本该|原先")
_PROLONGED = re.compile("延长|继续停|继续请假|继续休")
_BY_OTHERS = re.compile("由[^,。;\U000f0000-\U000f0fff]{1,8}$")
_LISTED = re.compile(rf"^[^:]{{0,6}}:[^{P[1:-1]}{D[1:-1]}]*{P}")
"""「12月7日起停诊一周：某主任（15日恢复）」: who it is stands behind the colon."""
_BACK = re.compile("恢复|回来|返岗|回岗|上班|到岗|销假|复诊")


def resume(memory: Memory, changes: Changes, saying: Saying) -> None:
    """An earlier suspension is taken back: the one of these days, or the one just told."""
    group, *more = memory.groups(saying.part)
    memory.name(group.people, saying.line)
    here = [draft for draft in changes.drafts if draft.stops]
    own = [draft for draft in here if draft.sentence == saying.sentence]
    waits = bool(memory.pending) and memory.pending_line == saying.line
    if group.days or (waits and not own):
        changes.add(saying, "resume", group)
        for other in more:
            changes.add(saying, "resume", other)
    else:
        for draft in own or here:
            draft.act = "resume"


def goes_on(memory: Memory, changes: Changes, saying: Saying) -> None:
    """Kept until the whole notice is read: whether it lifts, ends or does nothing depends on what is stopped."""
    scope = scope_of(saying.part.text, memory.roster.rows)
    if _prolongs(saying.context) and _DUE.search(saying.part.text) and _comes_back(saying):
        changes.due = next((day for group in memory.groups(saying.part) for day in group.settled()), None)
        return
    elsewhere = bool(saying.part.days()) or others(saying.part.text) or aside(saying.part.text)
    told_off = _takes_back(saying.context) and not elsewhere
    if told_off and _undone(changes, saying):
        return
    if len(told := saying.part.said()) == 1 and not saying.part.days() and changes.seat(told[0], saying):
        return
    if _LISTED.search(saying.part.text) and _comes_back(saying):
        changes.give_name(saying.part.said()[0], saying)
    by_others = bool(_BY_OTHERS.search(saying.part.text, 0, saying.found.start if saying.found else 0))
    for group in memory.groups(saying.part):
        if by_others:  # 由外院专家坐诊 says who sits, not that somebody goes on
            memory.remember(group, saying)
            continue
        skipped = others(saying.part.text) or (aside(saying.part.text) and not scope.department)
        if skipped and not group.people:
            continue
        if scope.kind == "普通" and memory.people and not group.people:
            continue  # that the general clinic goes on says nothing of an expert
        days = _days(memory, group, saying)
        people: list[Person | None] = [*(group.people or memory.subject(saying, group.settled()))] or [None]
        if group.people or group.days:
            used, held = memory.used, memory.pending
            memory.remember(group, saying)
            span = bool(memory.people) and any(not day.single for day in held)
            comes_back = span and _comes_back(saying) and memory.waiting_in(saying) and not used
            memory.pending = held if comes_back else group.bare() or memory.pending
            memory.used = used and not group.days
        changes.spared += [] if days or not saying.found or saying.found.said == "不变" else group.people
        changes.normals += [_normal(saying, person, scope, day) for person in people for day in days]


@lru_cache(maxsize=2)
def _takes_back(sentence: str) -> bool:
    """Whether the sentence says that what keeps a doctor away is off; asked of each of its sayings."""
    return bool(_ORIGINALLY.search(sentence))


@lru_cache(maxsize=2)
def _prolongs(sentence: str) -> bool:
    return bool(_PROLONGED.search(sentence))


def _undone(changes: Changes, saying: Saying) -> bool:
    """「原定17日下午停诊，现照常开诊」: what the sentence says was to be off is not; whether there was any."""
    here = [draft for draft in changes.drafts if draft.sentence == saying.sentence and draft.stops]
    named = saying.part.said()
    mine = [draft for draft in here if not named or draft.person in named]
    for draft in mine:
        draft.act = "resume"
    return bool(mine)


def _days(memory: Memory, group: Group, saying: Saying) -> list[Days]:
    days = group.settled()
    if not days and group.halves:
        return [msgspec.structs.replace(day, half=half_of(group.halves)) for day in memory.pending]
    if not days and memory.waiting_in(saying) and not _comes_back(saying):
        return memory.pending
    if not days and saying.found is not None and saying.found.said in {"除外", "例外"}:
        return memory.pending
    return days


def _comes_back(saying: Saying) -> bool:
    return saying.found is not None and bool(_BACK.search(saying.found.said))


def _normal(saying: Saying, person: Person | None, scope: Scope, day: Days) -> Draft:
    return Draft(
        act="normal",
        days=day,
        person=person,
        scope=scope if person is None else Scope(),
        sentence=saying.sentence,
        line=saying.line,
        said=saying.part.text,
        clause=saying.clause,
        context=saying.context,
        comes_back=_comes_back(saying),
    )
