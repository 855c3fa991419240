"""Who is said to sit on a day when the roster has nobody: an extra clinic, though nobody calls it one."""

import re
from collections.abc import Sequence

import msgspec

from knowledge.notices.drafts import Draft
from knowledge.notices.people import Roster
from knowledge.notices.places import sits
from knowledge.notices.signs import D, H
from knowledge.notices.spans import Days

_VERB = "(?:看|出|开|有|上|坐|能|来|剩|保留|安排)*"
_SITS = re.compile(r"坐诊|出诊|看诊|应诊|开诊")
_ONLY = re.compile(f"[只仅]{_VERB}(?:{H}|{D})")
_OTHER = {"上午": "下午", "下午": "上午"}
_AS_EVER = re.compile(r"正常|照|恢复|如期|如常|仍|继续|不变|不受|每周|每逢|平时|原")
_STILL = re.compile(r"正常|照常|恢复|如期|如常|仍|继续|不变|不受|平时|原")
_ANEW = re.compile("新聘|返聘|特聘|加盟|引进|受聘|新增|起")


def extras(normals: Sequence[Draft], drafts: Sequence[Draft], roster: Roster) -> list[Draft]:
    """「马教授1月16日周六下午来坐诊一次」 for a doctor of the roster whose day that is not."""
    return [
        msgspec.structs.replace(one, act="extra")
        for one in normals
        if _SITS.search(one.said) and re.search(D, one.said)
        and not (_AS_EVER if one.days.single else _STILL).search(one.said)
        and not any(d.days.first == one.days.first or _moves(d, one) for d in drafts)
        and _is_new(one, roster)
    ]  # fmt: skip


def other_halves(normals: Sequence[Draft], drafts: Sequence[Draft], roster: Roster) -> list[Draft]:
    """「下周一钟主任只看上午」 for a doctor who sits all day: the afternoon is off."""
    found = []
    for one in normals:
        day, other = one.days.first, _OTHER.get(one.days.half, "")
        if day is None or not (other and one.days.single and one.person and _ONLY.search(one.said)):
            continue
        told = any(draft.person == one.person and draft.days.first == day for draft in drafts)
        if not told and any(sits(row, day, day, other) for name in one.person.names for row in roster.of(name)):
            found.append(
                msgspec.structs.replace(one, act="suspend", days=msgspec.structs.replace(one.days, half=other))
            )
    return found


def _moves(draft: Draft, one: Draft) -> bool:
    """Whether the sentence says of the same doctor that a clinic goes elsewhere: 改到周一下午,13:30开诊."""
    return draft.act == "move" and draft.sentence == one.sentence and draft.subject == one.subject


def _is_new(one: Draft, roster: Roster) -> bool:
    """Whether one known doctor, one day and a half of it are told, and the roster has nothing then."""
    days, person = one.days, one.person
    if person is None or days.first is None or not (days.half and (days.single or _begins(days))):
        return False
    rows = roster.of(person.name)
    known = len(person.names) == 1 and (days.single or bool(_ANEW.search(one.context)))
    return known and not any(sits(row, days.first, days.last, days.half, days.weekdays) for row in rows)


def _begins(days: Days) -> bool:
    """Whether weekdays are told from a day on: 12月14日起每周一下午."""
    return days.last is None and bool(days.weekdays)
