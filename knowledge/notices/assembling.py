"""Sayings put together: each word of change with its people and days, also those said before or after it."""

import re
from collections.abc import Callable, Iterable

import msgspec

from knowledge.notices.acts import Act
from knowledge.notices.acts_words import ABSENT
from knowledge.notices.changes import Changes
from knowledge.notices.groups import Group, amount_in, half_of
from knowledge.notices.memory import Memory
from knowledge.notices.moving import move, swap
from knowledge.notices.sayings import Saying
from knowledge.notices.scopes import scope_of
from knowledge.notices.shapes import STOPS, announces, is_item, only_ending, refers
from knowledge.notices.standing_in import listed_pair, stand_in
from knowledge.notices.trading import Trade, hears, settle, trade_of
from knowledge.notices.usual import goes_on, resume

_REASON = re.compile("[【\\[(]?(?:停诊)?(?:事由|原因|理由|备注)")
_HOLDS = re.compile("(?:执行|实施|施行|生效)")
_LASTING = re.compile(
    r"(?:停诊|休假|请假|进修|外出)?(?:为期|期限|时间|时长|一共|共计?|总共|前后|持续|历时|连停|连续)+(?:约|为|是|大约)?[一二两三四五六七八九十半\d]"
)
_HOUSE_RESTS = frozenset({"放假", "休息", "公休"})
"""Of the words for being away those that are said of a house too."""
_ACTS: dict[Act, Callable[[Memory, Changes, Saying], None]] = {
    "stand_in": stand_in,
    "move": move,
    "swap": swap,
    "resume": resume,
    "normal": goes_on,
}


class Assembly:
    """Reads the sayings of one notice in order."""

    def __init__(self, memory: Memory, changes: Changes) -> None:
        """Take what is remembered while reading, and where the changes are kept."""
        self.memory, self.changes = memory, changes
        self._held: list[tuple[Group, Saying]] = []
        self._acting: set[int] = set()
        self._ending: set[int] = set()
        self._stopping: set[int] = set()
        self._moved: Saying | None = None
        self._late: Saying | None = None
        self._trades: list[Trade] = []

    def read(self, sayings: Iterable[Saying]) -> None:
        """Take in everything said."""
        held = list(sayings)
        self._acting = {one.sentence for one in held if one.act not in {"", "weak"} and not one.heading}
        self._ending = only_ending(held)
        self._stopping = {one.sentence for one in held if one.act in STOPS and not one.heading}
        for place, saying in enumerate(held):
            self._late = held[place + 1] if place + 1 < len(held) else None
            if saying.heading or announces(saying):
                self.memory.announce(saying)
            elif saying.asked:
                self.memory.asked(saying)
            elif saying.title and not saying.part.days():
                self.memory.name(saying.part.said(), saying.line)
            elif not refers(saying):
                self._saying(saying)
        for trade in self._trades:
            settle(self.memory, self.changes, trade)

    def _saying(self, saying: Saying) -> None:
        act = saying.act
        ending = saying.sentence in self._ending and bool(saying.part.days())
        alone = ending or saying.sentence not in self._acting
        if act == "weak" and (saying.sentence not in self._stopping or self._is_shut(saying)) and self._is_away(saying):
            act = "suspend"
        if act == "move":
            self._moved = saying
        if act == "extra" and self._is_the_moved(saying):
            return
        if act in {"resume", "suspend", "extra"} and self._of_all(saying, act):
            return
        if act == "trade" and (trade := trade_of(self.memory, saying)):
            self._trades.append(trade)
            return
        if any(hears(self.memory, trade, saying) for trade in self._trades):
            return
        if act in _ACTS:
            _ACTS[act](self.memory, self.changes, saying)
        elif act in {"suspend", "extra", "full"}:
            self._plain(saying, act)
        else:
            self._actless(
                saying, listed=bool(self.memory.heading) and alone and (act != "weak" or self._excuses(saying))
            )

    def _is_away(self, saying: Saying) -> bool:
        """Whether a weak word means that a doctor, or a clinic, is away: not 大家明天好好休息."""
        named = scope_of(saying.context, self.memory.roster.rows).said
        said = saying.found.said if saying.found is not None else ""
        if _REASON.match(saying.head):
            return False
        if saying.part.said() or self.memory.people:
            return said in ABSENT
        return said in _HOUSE_RESTS and (bool(named) or "门诊" in saying.context)

    def _is_shut(self, saying: Saying) -> bool:
        """「…，1月1日休息」 of a house, beside another stop."""
        rests = saying.found is not None and saying.found.said in _HOUSE_RESTS
        days = [phrase for phrase in saying.part.days() if phrase.to is None]
        return rests and len(days) == 1 and not (saying.part.said() or self.memory.people)

    def _excuses(self, saying: Saying) -> bool:
        """「10月周六上午的门诊取消：某医生进修。」, 「停诊：某医生 3日 开会」: who it is stands behind, with why."""
        if saying.line != self.memory.heading_line:
            return False
        reasoned = bool(saying.part.said() and saying.part.days()) and self.memory.heading == "suspend"
        return reasoned or bool(self.memory.heading_days and not saying.part.days())

    def _of_all(self, saying: Saying, act: Act) -> bool:
        """「车主任19日、郏主任20日，停诊取消」: everybody of the sentence who waited for a word of change."""
        groups = [group for group, said in self._held if said.sentence == saying.sentence]
        if len(groups) < 2 or saying.part.said() or saying.part.days():
            return False
        for group in groups:
            self.changes.add(saying, act, group)
        return True

    def _is_the_moved(self, saying: Saying) -> bool:
        """改本周五上午加诊: the extra clinic is where the sitting went, not one more."""
        moved = self._moved
        return moved is not None and moved.clause == saying.clause and not saying.part.said() and not saying.part.days()

    def _plain(self, saying: Saying, act: Act) -> None:
        """A suspension, an extra or a full clinic; 以上停诊 is about everybody listed above it."""
        groups = [group for group, _ in self._held] if saying.above and self._held else self.memory.groups(saying.part)
        if saying.above and not self._held and self.changes.drafts:
            return  # said of each of them already
        if saying.above:
            self._held = []
        if self._ends_late(groups, saying) or self._lasts(groups, saying):  # 停到1月5日上午为止, 连停四周
            return
        for group in groups:
            loose = act == "extra" and not any(day.single for day in group.days)
            late = self._with_late_days(msgspec.structs.replace(group, days=[]) if loose else group, saying)
            self.changes.add(saying, act, late if late.days else group)

    def _with_late_days(self, group: Group, saying: Saying) -> Group:
        """「羊主任24日恢复；福主任还是停，25日下午。」: days by themselves behind a change that has none of its own."""
        late = self._late
        if group.days or late is None or late.act or late.sentence != saying.sentence:
            return group
        groups = self.memory.groups(late.part)
        if self.memory.waiting_in(saying) or len(groups) != 1 or groups[0].people or not is_item(late):
            return group
        return msgspec.structs.replace(group, days=groups[0].days, halves=[*group.halves, *groups[0].halves])

    def _actless(self, saying: Saying, *, listed: bool) -> None:
        """People and days without a word of change: a line of a list, or what waits for one."""
        memory, groups = self.memory, self.memory.groups(saying.part)
        if self._begins_late(groups, saying) or self._ends_late(groups, saying) or self._named_late(groups, saying):
            return
        if self._fed(groups) or self._lasts(groups, saying):
            return
        if listed and listed_pair(memory, self.changes, saying, groups):
            return
        if saying.head and len(groups) == 1 and groups[0].halves and not (groups[0].people or groups[0].days):
            self.changes.halve(half_of(groups[0].halves), saying)
        for group in (self._with_late_days(group, saying) if group.people else group for group in groups):
            keyed = (
                bool(memory.people and group.days)
                and not all(day.wide for day in group.days)
                and "无" not in saying.part.text
                and self._same_line(saying)
                and is_item(saying)
            )
            if listed and (group.people or keyed) and (group.days or memory.heading_days):
                self.changes.add(saying, memory.heading, group)
            else:
                self._keep(group, saying)

    def _same_line(self, saying: Saying) -> bool:
        """Whether days stand in the line that names whom they are about, or in the heading's own."""
        return saying.line in {self.memory.heading_line, self.memory.people_line}

    def _keep(self, group: Group, saying: Saying) -> None:
        memory = self.memory
        if group.people and group.days and saying.part.text.endswith(":"):
            memory.block_line = saying.line
        if group.people and (group.days or memory.waiting_in(saying)):
            self._held.append((Group(people=group.people, days=group.days or memory.pending), saying))
        if group.days and not group.people and is_item(saying) and saying.part.text == saying.context:
            memory.heading_days = group.settled()  # a date above a list
        memory.remember(group, saying)
        if group.days and not group.people and is_item(saying):
            self.changes.feed(group.settled(), saying)

    def _fed(self, groups: list[Group]) -> bool:
        """Whether the words only say when the clinic of somebody named before is off."""
        alone = len(groups) == 1 and len(groups[0].people) == 1 and bool(groups[0].days)
        return alone and self.changes.feed_one(groups[0].people[0], groups[0].settled())

    def _begins_late(self, groups: list[Group], saying: Saying) -> bool:
        """「周二调整到周五，自1月1日起执行」: from when all that was said before in the sentence holds."""
        lone = len(groups) == 1 and not groups[0].people and len(groups[0].days) == 1
        holds = bool(_HOLDS.search(saying.part.text))
        return lone and (holds or is_item(saying)) and self.changes.begin(groups[0].days[0], saying, weekly=not holds)

    def _ends_late(self, groups: list[Group], saying: Saying) -> bool:
        """「12月7日起休产假，至4月30日」: an end by itself is that of what was said before in the sentence."""
        lone = len(groups) == 1 and not groups[0].people and len(groups[0].days) == 1
        return lone and groups[0].days[0].until and self.changes.end(groups[0].days[0], saying)

    def _lasts(self, groups: list[Group], saying: Saying) -> bool:
        """「12月8日起停诊，为期两周」: a length by itself is that of what was said before in the sentence."""
        lone = len(groups) == 1 and not (groups[0].people or groups[0].days)
        length = amount_in(saying.part.text) if lone and _LASTING.match(saying.part.text) else None
        return length is not None and self.changes.last(length, saying)

    def _named_late(self, groups: list[Group], saying: Saying) -> bool:
        """「停诊的不是26日，是29日，柯主任。」: a name by itself behind a change without one."""
        lone = len(groups) == 1 and len(groups[0].people) == 1 and not groups[0].days and is_item(saying)
        return lone and self.changes.give_name(groups[0].people[0], saying)
