"""Two places that do not agree about one change (告示写12日，短信写19日，对不上): both days are candidates."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.notices.almanac import Almanac
from knowledge.notices.drafts import Draft
from knowledge.notices.signs import Signed
from knowledge.notices.spans import nothing

_UNLIKE = "(?:对不上|对不拢|不一致|不一样|不同|矛盾|不相?符|打架|不统一|有出入)"
_DISAGREE = re.compile(
    rf"(?:(?<!预约)日期|时间|日子|两处|两边|两份|两个|二者|两者|前后|说法|公告|短信|通知|告示|海报|群里|系统|网上|官网|公众号)"
    rf"[^。;]{{0,14}}{_UNLIKE}|{_UNLIKE}[^。;]{{0,12}}(?:核实|确认|哪个|哪天)"
)
_OF_WEEKDAYS = re.compile(rf"(?:星期|周几|礼拜)[^。;]{{0,12}}{_UNLIKE}|号源[^,。;]{{0,8}}{_UNLIKE}")
_SETTLED = re.compile(r"以[^,。;]{0,8}\d[^,。;]{0,8}为准|更正|订正|应为|应该?是|正确的?(?:日期|时间)?[是为]|其余|其他")
_MOST = 3


def with_disagreements(
    drafts: Sequence[Draft], lines: Iterable[Signed], almanac: Almanac, text: str
) -> Sequence[Draft]:
    """The drafts, with those of one doctor that differ only in the day put together as one in doubt."""
    if not _DISAGREE.search(text) or _OF_WEEKDAYS.search(text) or _SETTLED.search(text):
        return drafts
    told = [draft for draft in drafts if draft.act in {"suspend", "extra"} and draft.days.single]
    if not told or len({(draft.act, draft.subject) for draft in told}) > 1 or len(told) != len(drafts):
        return drafts
    days = sorted({draft.days.first for draft in told if draft.days.first})
    days = days if len(days) > 1 else _days_in(lines, almanac)
    if not 1 < len(days) <= _MOST:
        return drafts
    one = told[0]
    one.days = nothing("contradiction", one.days.half, days)
    one.flags = {"contradiction"}
    return [one]


def _days_in(lines: Iterable[Signed], almanac: Almanac) -> list[date]:
    """Every single day of the text."""
    days = (day for line in lines for phrase in line.days() for day in almanac.days(phrase))
    return sorted({day.first for day in days if day.single and day.first})
