"""Two doctors who trade sittings (对调, 互换), once or week after week.

Each moves to the time of the other; where they stand in (互相替诊), or only one time is told, each stands in.
"""

import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

import msgspec

from knowledge.notices.changes import Changes, draft_of
from knowledge.notices.drafts import Draft
from knowledge.notices.groups import Group, half_of, is_long
from knowledge.notices.memory import Memory
from knowledge.notices.model import Target
from knowledge.notices.people import Person
from knowledge.notices.places import sits
from knowledge.notices.sayings import Saying
from knowledge.notices.scopes import Scope
from knowledge.notices.signs import SIGN, D, P, Signed
from knowledge.notices.spans import Days, nothing, weekday_name

_ROOMS = re.compile("诊室|诊间|房间|办公室|楼层|号源|位置|窗口|夜班|值班(?!医)")
_OFF_BEFORE = re.compile("(?:取消|撤销|作废|不)[^,。;]{0,4}$")
_OFF_BEHIND = re.compile("[^,。;]{0,4}(?:取消|撤销|作废)")
_STAND_IN = re.compile("替|代|顶")
_LASTING = re.compile("今后|以后|长期|固定|每周|每逢|一直")


HALVES = ("上午", "下午")


class Trade(msgspec.Struct):
    """A trade that was said: between whom, and the days told of each, there and behind it."""

    saying: Saying
    pair: tuple[Person, Person]
    told: dict[Person, list[Days]]
    frame: Days | None
    dated: bool = False
    """Whether days of its own were told with it."""
    halved: bool = False
    """Whether halves of them were."""

    def other(self, person: Person) -> Person:
        """Who sits instead of one of the two."""
        return self.pair[self.pair[0] == person]


def trade_of(memory: Memory, saying: Saying) -> Trade | None:
    """The trade of a saying, None where no two people are named, or where rooms are traded."""
    whole, clause = (saying.part.with_text(text) for text in (saying.context, saying.clause))
    text = clause if len(_people(clause)) == 2 else whole
    pair = _people(text)
    if len(pair) != 2 or _ROOMS.search(saying.clause):
        return None
    trade = Trade(saying, (pair[0], pair[1]), {person: [] for person in pair}, _frame(memory, whole, saying))
    sides = [(part.said()[0], memory.groups(part, _long(memory, part))[0]) for part in _sides(text)]
    for person, group in sides:
        trade.told[person] = _days(group, trade.frame)
    for person, group in sides:
        if group.halves and not group.days:
            trade.told[person] = trade.told[person] or _halved(trade, group)
    trade.halved = any(day.half for days in trade.told.values() for day in days)
    trade.dated = any(day.single or day.weekdays for days in trade.told.values() for day in days)
    return trade


def hears(memory: Memory, trade: Trade, saying: Saying) -> bool:
    """「互换：莫凡9号看，莫晓岚8号看」: days told of either of them behind the trade; whether any were."""
    heard = False
    if saying.act == "move" and not saying.part.part(0, saying.found.start if saying.found else 0).days():
        return trade.dated and set(saying.part.said()) <= set(trade.pair)  # 即莫凡改到9号: the trade again
    if saying.act not in {"", "normal", "weak"} or (trade.dated and (trade.halved or not saying.part.halves())):
        return False
    for group in memory.groups(saying.part, _long(memory, saying.part)):
        if len(group.people) == 1 and group.people[0] in trade.told and (group.days or group.halves):
            trade.told[group.people[0]] = _days(group, trade.frame) or _halved(trade, group)
            heard = True
    return heard


def settle(memory: Memory, changes: Changes, trade: Trade) -> None:
    """Two stand-ins, unless the notice says itself who stands in for whom."""
    if any(draft.act in {"stand_in", "move"} and draft.person in trade.pair for draft in changes.drafts):
        return
    turns = list(_turns(memory, trade))
    for away, day in turns:
        theirs = [_with_half(memory, person, other) for person, other in turns if person != away]
        plain = draft_of(trade.saying, "resume", away, Scope(), Group())
        draft = plain if _called_off(trade.saying) else _instead(trade, plain, theirs)
        changes.put(draft, [day])


def _with_half(memory: Memory, person: Person, day: Days) -> Days:
    """The day with the half of it that the roster has, where none is told."""
    halves = [half for half in HALVES if not day.half and day.first and _sits(memory, person, _half(day, half))]
    return _half(day, halves[0]) if len(halves) == 1 else day


def _half(day: Days, half: str) -> Days:
    return msgspec.structs.replace(day, half=half)


def _instead(trade: Trade, plain: Draft, theirs: Sequence[Days]) -> Draft:
    """The sitting at the time of the other, where the notice tells one time of each; else who stands in."""
    found = trade.saying.found
    if plain.person is None or (found and _STAND_IN.search(found.said)) or len(theirs) != 1 or theirs[0].first is None:
        return msgspec.structs.replace(plain, act="stand_in", stand_in=plain.person and trade.other(plain.person))
    [there] = theirs
    weekday = there.weekdays[0] if there.weekdays else ""
    target = Target(day=there.first if there.single else None, half_day=there.half, weekday=weekday)
    return msgspec.structs.replace(plain, act="move", target=target)


def _called_off(saying: Saying) -> bool:
    start, end = (saying.found.start, saying.found.end) if saying.found else (0, 0)
    return bool(_OFF_BEFORE.search(saying.part.text, 0, start) or _OFF_BEHIND.match(saying.clause.strip(), end))


def _people(text: Signed) -> list[Person]:
    return list(dict.fromkeys(text.said()))


def _frame(memory: Memory, whole: Signed, saying: Saying) -> Days | None:
    """The span in which two weekdays are traded: 从12月起, 12月份; from now on where none is told."""
    phrases = [day for phrase in whole.days() for day in memory.almanac.days(phrase) if is_long(day) and not day.flag]
    today = memory.almanac.now.date()
    lasting = Days(first=today, last=None) if _LASTING.search(saying.context) else None
    return phrases[0] if phrases else next((day for day in memory.heading_days if is_long(day)), lasting)


def _sides(text: Signed) -> Iterator[Signed]:
    """The text cut so that each part holds one person with the days said beside them."""
    signs = list(SIGN.finditer(text.text))
    people = [match for match in signs if re.match(P, match[0])][:2]
    cut = people[1].start() if signs[0] is people[0] else people[0].end()
    yield text.part(0, cut)
    yield text.part(cut, len(text.text))


def _long(memory: Memory, part: Signed) -> frozenset[str]:
    """The signs of a part that stand for the span of both, not for the days of one."""
    return frozenset(s for s in re.findall(D, part.text) if any(map(is_long, memory.almanac.days(part.value(s)))))  # type: ignore[arg-type]  # a sign of days, as asked


def _halved(trade: Trade, group: Group) -> list[Days]:
    """褚主任看下午 behind a trade of one day: the half of it."""
    told = next((days for days in trade.told.values() if days), [])
    return [msgspec.structs.replace(day, half=half_of(group.halves)) for day in told]


def _days(group: Group, frame: Days | None) -> list[Days]:
    """The days of one side; weekdays in the span of both where one is told."""
    days = group.settled()
    weekdays = [weekday_name(number) for rule in group.rules for number in rule.weekdays]
    weekdays += [weekday_name(day.first.weekday()) for day in days if day.bare and day.first]
    if frame is None or not weekdays:
        return days
    half = next((day.half for day in days if day.half), half_of(group.halves))
    return [msgspec.structs.replace(frame, weekdays=tuple(weekdays), half=half, half_first="", wide="")]


def _turns(memory: Memory, trade: Trade) -> Iterator[tuple[Person, Days]]:
    """Who is away when. A day on which only the other has a sitting is the other's."""
    first, second = trade.pair
    ours, theirs = trade.told[first] or trade.told[second], trade.told[second] or trade.told[first]
    if ours == theirs and len(ours) > 1:
        ours, theirs = _dealt(memory, trade.pair, ours)
    for person, days in ((first, ours), (second, theirs)):
        for day in days or [nothing("no_date")]:
            if not (day.single or day.weekdays or day.flag):
                yield person, _only_sitting(memory, person, day)
            elif not _sits(memory, person, day) and _sits(memory, trade.other(person), day):
                yield trade.other(person), day
            else:
                yield person, day


def _dealt(memory: Memory, pair: Sequence[Person], days: list[Days]) -> tuple[list[Days], list[Days]]:
    """8日、10日 of two people: to each the day on which they sit, else in the order of the names."""
    first, second = days[:1], days[1:2]
    crossed = _sits(memory, pair[0], second[0]) and _sits(memory, pair[1], first[0])
    straight = _sits(memory, pair[0], first[0]) and _sits(memory, pair[1], second[0])
    return (second, first) if crossed and not straight else (first, second)


def _sits(memory: Memory, person: Person, day: Days) -> bool:
    return day.first is not None and _sits_in(memory, person, day.first, day.last, day.half or "全天", day.weekdays)


def _sits_in(
    memory: Memory, person: Person, first: date, last: date | None, half: str, weekdays: tuple[str, ...] = ()
) -> bool:
    rows = (row for name in person.names for row in memory.roster.of(name))
    return any(sits(row, first, last, half, weekdays) for row in rows)


def _only_sitting(memory: Memory, person: Person, span: Days) -> Days:
    """The one sitting of a person in 下周; in doubt where there are several, or none."""
    first, last = span.first, span.last
    if first is None or last is None:
        return nothing("vague_date")
    days = (first + timedelta(ahead) for ahead in range((last - first).days + 1))
    found = [(day, half) for day in days for half in HALVES if _sits_in(memory, person, day, day, half)]
    return Days(first=found[0][0], last=found[0][0], half=found[0][1]) if len(found) == 1 else nothing("vague_date")
