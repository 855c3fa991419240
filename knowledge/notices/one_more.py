"""Who is said to sit on a day when the roster has nobody: an extra clinic, though nobody calls it one."""

import re
from collections.abc import Sequence

import msgspec

from knowledge.notices.drafts import Draft
from knowledge.notices.people import Roster
from knowledge.notices.places import sits

_SITS = re.compile(r"坐诊|出诊|看诊|应诊|开诊")
_AS_EVER = re.compile(r"正常|照|恢复|如期|如常|仍|继续|不变|不受|每周|每逢|平时|原")


def extras(normals: Sequence[Draft], drafts: Sequence[Draft], roster: Roster) -> list[Draft]:
    """「马教授1月16日周六下午来坐诊一次」 for a doctor of the roster whose day that is not."""
    return [
        msgspec.structs.replace(one, act="extra")
        for one in normals
        if _SITS.search(one.said) and not _AS_EVER.search(one.said)
        and not any(draft.days.first == one.days.first for draft in drafts)
        and _is_new(one, roster)
    ]  # fmt: skip


def _is_new(one: Draft, roster: Roster) -> bool:
    """Whether one known doctor, one day and a half of it are told, and the roster has nothing then."""
    if one.person is None or len(one.person.names) != 1 or not one.days.single or not one.days.half:
        return False
    day, rows = one.days.first, roster.of(one.person.name)
    return day is not None and bool(rows) and not any(sits(row, day, day, one.days.half) for row in rows)
