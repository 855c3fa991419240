"""The whole way from the words of a notice to proposed changes."""

import re
from collections.abc import Sequence
from datetime import date, datetime

from knowledge.holidays import Calendar
from knowledge.notices.almanac import Almanac
from knowledge.notices.assembling import Assembly
from knowledge.notices.changes import Changes
from knowledge.notices.chats import as_told
from knowledge.notices.checks import flags_of
from knowledge.notices.clauses import changes_nothing
from knowledge.notices.corrections import CORRECTS, Correction, corrected, speaks_of_earlier
from knowledge.notices.disagreeing import with_disagreements
from knowledge.notices.drafts import Draft
from knowledge.notices.exceptions import with_exceptions_behind
from knowledge.notices.lifting import undone, without_slips
from knowledge.notices.making import proposed
from knowledge.notices.memory import Memory
from knowledge.notices.model import Flag, Proposed, Reading, Row
from knowledge.notices.one_more import extras, other_halves
from knowledge.notices.people import Roster
from knowledge.notices.quoted import without_quoted
from knowledge.notices.sayings import sayings
from knowledge.notices.self_told import signer, without_greeting
from knowledge.notices.settling import with_the_spared, with_the_usual, without_swapped
from knowledge.notices.signs import Signed, known_by_now, signed, with_former
from knowledge.notices.spans import nothing
from knowledge.notices.tables import without_tables
from knowledge.notices.text import lines_of
from knowledge.notices.usual import OFF

_PAST = re.compile(
    r"补发|补记|补录|补充通知|未出诊|没出诊|未到[诊岗]|没到[诊岗]|没来|未能出诊|未开诊|没有?开诊|没有?[开看]成"
)
_PROLONGS = re.compile("延长停诊|停诊延长|继续停诊")
_HALVES = frozenset({"上午", "下午"})
_AS_EVER = "(?:恢复|正常|照常|照开|照看|照旧)"
_AWAY = "(?:请假|休假|停诊?|出差|外出|开会|出国)"
_CANCELS = re.compile(
    r"请撤掉|原(?:请假|休假|停诊)[^。;]{0,60}(?:现|已)[^。;]{0,60}(?:正常|恢复|照常)|收回(?:前面|昨|上|那|刚)|取消停诊|"
    r"停诊[^,。;]{0,8}(?:取消|撤销|撤回|作废)|(?:通知|公告|消息)[^,。;]{0,8}(?:作废|撤销|撤回|取消)|撤回|"
    r"[上前][一1]?[条个份则][^,。;]{0,8}(?:取消|撤销|作废|不算)|"
    r"原(?:通知|定|公告|计划)[^。;]{0,60}停诊[^。;]{0,60}[,。;][^。;]{0,60}(?:恢复|正常|照常)|"
    rf"(?:本来|原本|原先|原来)[^,。;]{{0,16}}{_AWAY}[^。;]{{0,60}}[,。;][^。;]{{0,60}}{_AS_EVER}|"
    rf"停诊?[^。;]{{0,60}}[,。;][^。;]{{0,60}}(?:不用?(?:去|出差|请假|开会)了|会不开了|会议取消|行程取消)[^。;]{{0,60}}{_AS_EVER}|"
    r"停诊?[^。;]{0,8}(?:请[^,。;]{0,4})?(?:忽略|不用理|别理|不必理会|当没)|"
    rf"(?:之前|此前|先前|前面|早先|原来|原先|本来|原本|昨[天日]|上次|刚才)[^,。;]{{0,6}}停诊?的[^,。;停]{{1,14}}{_AS_EVER}|"
    rf"{OFF}[^。;]{{0,40}}{_AS_EVER}"
)


def read_notice(text: str, now: datetime, rows: Sequence[Row], calendar: Calendar) -> Reading:
    """The changes that the notice means, seen from ``now`` (aware, Asia/Shanghai) and this roster, and its flags."""
    roster = Roster(rows)
    lines = as_told(without_quoted(without_tables(lines_of(text))), roster)
    whole = "\n".join(lines)
    if not lines or changes_nothing(whole):
        return Reading(flags=("no_change",))
    almanac = Almanac(now, calendar, past=bool(_PAST.search(whole)))
    corrects = bool(CORRECTS.search(whole)) and speaks_of_earlier(whole)
    taken_back = bool(_CANCELS.search(whole)) and not _PROLONGS.search(whole)
    found: list[Signed] = []
    mended: list[tuple[int, Signed, Correction]] = []
    told: set[str] = set()
    for number, line in enumerate(lines):
        signs = known_by_now(with_former(signed(line, roster)), told)
        plain, wrong = corrected(with_exceptions_behind(signs))
        found.append(plain)
        mended += [(number, plain, each) for each in wrong]
    changes = Changes(memory := Memory(roster, almanac))
    memory.name(signer(found), -1)
    found = without_greeting(found)
    Assembly(memory, changes).read(sayings(found))
    changes.close(corrects=corrects or taken_back)
    drafts, mended = without_slips(_titles_settled(changes.drafts), mended, almanac)
    drafts = list(with_disagreements(without_swapped(drafts), found, almanac, whole))
    if corrects:
        drafts = with_the_spared(drafts, changes.spared)
    drafts = with_the_usual(drafts, changes.normals, corrects=corrects or taken_back)
    drafts += other_halves(changes.normals, drafts, roster)
    drafts += extras(changes.normals, drafts, roster)
    drafts += undone(drafts, mended, almanac) if corrects else []
    drafts = _told_once(drafts)
    return _reading(drafts, roster, now.date(), whole)


def _reading(drafts: Sequence[Draft], roster: Roster, today: date, text: str) -> Reading:
    swaps = {d.days.first: d.as_weekday for d in drafts if d.act == "swap" and d.days.first and d.as_weekday}
    changes: list[Proposed] = []
    flags: dict[Flag, None] = {}
    for draft in drafts:
        made = proposed(draft, roster, text)
        changes += [change for change in made if change not in changes]
        flags |= dict.fromkeys(flags_of(draft, made, roster, today, swaps))
    if not changes:
        flags["no_change"] = None
    return Reading(tuple(changes), tuple(flags))


def _told_once(drafts: Sequence[Draft]) -> list[Draft]:
    """A day said without its half is the half that another sentence says: 应为12日。即12日上午停诊."""
    halved = {(d.act, d.subject, d.days.first, d.sentence) for d in drafts if d.days.single and d.days.half in _HALVES}

    def told_better(one: Draft) -> bool:
        about = (one.act, one.subject, one.days.first)
        plain = one.act in {"suspend", "resume"} and one.person is not None and not one.days.half
        return plain and one.days.single and any(h[:3] == about and h[3] != one.sentence for h in halved)

    def told_exactly(one: Draft) -> bool:
        """本周末加一次：周六上午."""
        inside = (d for d in drafts if d.act == one.act == "extra" and d.subject == one.subject and d.days.single)
        first, last = one.days.first, one.days.last
        wide = first is not None and last is not None and first < last
        return wide and any(first <= d.days.first <= last for d in inside if first and last and d.days.first)

    return [draft for draft in drafts if not (told_better(draft) or told_exactly(draft))]


def _titles_settled(drafts: Sequence[Draft]) -> list[Draft]:
    """A heading says again what the text says; where their days differ, both are candidates."""
    kept = [draft for draft in drafts if not draft.title]
    told = tuple(kept)
    for title in (draft for draft in drafts if draft.title):
        same = [draft for draft in told if draft.act == title.act and draft.subject == title.subject]
        same = same or ([] if title.person or title.scope.said else [d for d in told if d.act == title.act][:1])
        if not same:
            kept.append(title)
        elif len(same) == 1 and _differ(title, same[0]):
            body = same[0]
            days = sorted(filter(None, {title.days.first, body.days.first}))
            body.days = nothing("contradiction", body.days.half or title.days.half, days)
            body.flags = {"contradiction"}
    return kept


def _differ(title: Draft, body: Draft) -> bool:
    first, last = body.days.first, body.days.last
    said = title.days.first
    return said is not None and first is not None and not (first <= said and (last is None or said <= last))
