"""What is taken back (取消停诊) and what goes on as usual (照常, 恢复)."""

import msgspec

from knowledge.notices.changes import Changes
from knowledge.notices.drafts import Draft
from knowledge.notices.groups import Group, half_of
from knowledge.notices.memory import Memory
from knowledge.notices.people import Person
from knowledge.notices.sayings import Saying
from knowledge.notices.scopes import Scope, aside, others, scope_of
from knowledge.notices.spans import Days


def resume(memory: Memory, changes: Changes, saying: Saying) -> None:
    """An earlier suspension is taken back: the one of these days, or the one just told."""
    group = memory.groups(saying.part)[0]
    memory.name(group.people, saying.line)
    here = [draft for draft in changes.drafts if draft.act in {"suspend", "stand_in"}]
    if not group.days and here:
        for draft in here:
            draft.act = "resume"
    elif group.days or (memory.pending and memory.pending_line == saying.line):
        changes.add(saying, "resume", group)


def goes_on(memory: Memory, changes: Changes, saying: Saying) -> None:
    """Kept until the whole notice is read: whether it lifts, ends or does nothing depends on what is stopped."""
    scope = scope_of(saying.part.text, memory.roster.rows)
    for group in memory.groups(saying.part):
        skipped = others(saying.part.text) or (aside(saying.part.text) and not scope.department)
        if skipped and not group.people:
            continue
        days = _days(memory, group, saying)
        people: list[Person | None] = [*(group.people or memory.subject(saying, group.settled()))] or [None]
        if group.people or group.days:
            used = memory.used
            memory.remember(group, saying)
            memory.pending, memory.used = group.bare() or memory.pending, used and not group.days
        changes.normals += [_normal(saying, person, scope, day) for person in people for day in days]


def _days(memory: Memory, group: Group, saying: Saying) -> list[Days]:
    days = group.settled()
    if not days and group.halves:
        return [msgspec.structs.replace(day, half=half_of(group.halves)) for day in memory.pending]
    if not days and memory.waiting_in(saying) and not _comes_back(saying):
        return memory.pending
    return days


def _comes_back(saying: Saying) -> bool:
    return saying.found is not None and "恢复" in saying.found.said


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
