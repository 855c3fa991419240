"""The changes of a notice as they come up: each once, those without days kept until days are said."""

import re
from collections.abc import Sequence
from datetime import date

import msgspec

from knowledge.notices.acts import Act
from knowledge.notices.drafts import UNDATED, Draft
from knowledge.notices.groups import Group, half_of
from knowledge.notices.memory import Memory, end_after
from knowledge.notices.model import Flag
from knowledge.notices.people import Person
from knowledge.notices.sayings import Saying
from knowledge.notices.scopes import Scope, aside, no_clinic, scopes_of
from knowledge.notices.spans import Days

_VAGUE = re.compile(
    r"过几天|过两天|过阵子|过段时间|这几天|最近几天|[几某][天日](?!假)|前后|左右|节后|节前|月[底初末中]|[上中下]旬|择日|改日|近两天"
)
_SOON = re.compile("过阵子|过段时间|择日|改日")
_OPEN_DAY = re.compile("(?:哪一?[天日]|几号|日子|日期)[^,。;]{0,6}(?:没|未|待|等|另|再)")
_MEANWHILE = re.compile("中间|其间|这期间|上述")
_IN_TURN = re.compile("依次|分别|先后|轮流|顺次")
"""莫凡、褚时行分别于8日、10日停诊: to each one of the days."""
_THE_REST = re.compile(r"(?:其余|其他|其它)(?:门诊|医生|专家|科室|人员)*(?:全部|均|都|一律|暂|停)")


class Changes:
    """Drafts of changes, in order; ``normals`` is what the notice says goes on as usual."""

    def __init__(self, memory: Memory) -> None:
        """Take what is remembered while reading."""
        self.memory = memory
        self.drafts: list[Draft] = []
        self.normals: list[Draft] = []
        self.spared: list[Person] = []
        """Who is said to go on, on no day in particular."""
        self.due: Days | None = None
        """When a stop that is prolonged was to end: 停诊延长至18日，原定11日恢复."""
        self._waiting: list[Draft] = []

    def add(self, saying: Saying, act: Act, group: Group) -> list[Draft]:
        """One change for each person (or the site) and each of the days; what was added."""
        if act == "suspend" and not group.people and _THE_REST.search(saying.part.text):
            return self._the_rest(saying, group)
        if _MEANWHILE.search(saying.part.text) and not group.days and self._told(group):
            return []
        days = self.memory.days_for(group, saying)
        people: list[Person | None] = [*(group.people or self.memory.subject(saying, days))] or [None]
        self.memory.remember(group, saying)
        self.memory.used = True
        scopes = scopes_of(saying.part.text, saying.context, self.memory.roster.rows) if people == [None] else [Scope()]
        if people == [None] and act in {"suspend", "full"} and _besides(saying, scopes[0]):
            return []
        dealt = _IN_TURN.search(saying.context) is not None and len(people) == len(days) > 1
        return [
            added
            for place, person in enumerate(people)
            for scope in scopes
            for added in self._add_one(
                draft_of(saying, act, person, scope, group), [days[place]] if dealt else days, saying
            )
        ]

    def _told(self, group: Group) -> bool:
        """Whether that these are off was said already: 15日起请假，17日止。中间的门诊都停。"""
        people = {person.name for person in group.people or self.memory.people}
        return any(d.act == "suspend" and d.person and d.person.name in people and not d.days.flag for d in self.drafts)

    def _add_one(self, draft: Draft, days: Sequence[Days], saying: Saying) -> list[Draft]:
        if days:
            return self.put(draft, days)
        names_a_notice = saying.found is not None and saying.found.act == "label"  # 昨日的停诊通知
        told = any(draft.subject == other.subject or other.act == "stand_in" for other in self.drafts)
        if names_a_notice or told:
            return []
        self._waiting.append(msgspec.structs.replace(draft, days=msgspec.structs.replace(UNDATED, half=draft.half)))
        return self._waiting[-1:]

    def put(self, draft: Draft, days: Sequence[Days]) -> list[Draft]:
        """The change on each of the days, unless it was said already; what is new."""
        added = []
        for day in days:
            one = msgspec.structs.replace(draft, days=day, flags={day.flag} if day.flag else set())
            if not any(one.repeats(other) for other in self.drafts):
                self.drafts.append(one)
                added.append(one)
        return added

    def _the_rest(self, saying: Saying, group: Group) -> list[Draft]:
        """其余全部停诊: the site is shut on the longest span of the sentence, and who was named goes on."""
        said = (*self.memory.sentence_days, *self.memory.heading_days)
        spans = group.settled() or [day for day in said if day.first and day.last]
        if not spans:
            return []
        longest = max(spans, key=lambda day: (day.last or date.max) - (day.first or date.min))
        draft = msgspec.structs.replace(draft_of(saying, "suspend", None, Scope(), Group()), said="门诊")
        return self.put(draft, [msgspec.structs.replace(longest, half="")])

    def feed(self, days: Sequence[Days], saying: Saying) -> None:
        """停诊一次，时间为12月3日: days for what was said before them; a date alone on a later line is a signature."""
        if not self._waiting:
            return
        if saying.line == self._waiting[-1].line or re.search("时间|日期", saying.head + saying.part.text):
            for draft in self._waiting:
                self.put(msgspec.structs.replace(draft, fed_on=saying.line), days)
            self._waiting = []

    def end(self, day: Days, saying: Saying) -> bool:
        """Suspensions of this sentence that began on one day last until this one; whether there are any."""
        begun = [draft for draft in self.drafts if draft.sentence == saying.sentence and draft.stops]
        begun = [one for one in begun if one.days.last in {one.days.first, None} and _is_before(one.days, day)]
        for one in begun:
            first = one.days.half or one.days.half_first
            one.days = msgspec.structs.replace(
                one.days, last=day.last, half="", half_first=first, half_last=day.half, edge=""
            )
        return bool(begun)

    def last(self, length: tuple[int, int], saying: Saying) -> bool:
        """Stops of this sentence without an end are so many days, or months, long; whether there are any."""
        open_ended = [d for d in self.drafts if d.sentence == saying.sentence and d.stops and d.days.last is None]
        for draft in open_ended:
            if draft.days.first is not None:
                draft.days = msgspec.structs.replace(draft.days, last=end_after(draft.days.first, length), edge="")
        return bool(open_ended)

    def halve(self, half: str, saying: Saying) -> None:
        """时间：上午 below 日期：1月16日: the half-day of what was just given its day."""
        above = bool(re.match("[【\\[]?(?:时间|时段|午别|班次|半天)", saying.head))
        for draft in self.drafts:
            told_above = above and draft.line == saying.line - 1 and draft.days.single
            if (told_above or draft.fed_on in {saying.line - 1, saying.line}) and not draft.days.half:
                draft.days = msgspec.structs.replace(draft.days, half=half)

    def feed_one(self, person: Person, days: Sequence[Days]) -> bool:
        """「马主任、牛主任各停一次：马主任3月2日；牛主任3月3日」: days for one of those who wait for theirs."""
        mine = [d for d in self._waiting if d.person and (d.person == person or person.name in d.person.names)]
        for draft in mine:
            draft.person = person
            self.put(draft, days)
            self._waiting.remove(draft)
        return bool(mine)

    def begin(self, day: Days, saying: Saying, *, weekly: bool) -> bool:
        """Changes of this sentence that have no end hold from this day on; whether there are any.

        ``weekly``: only those of every week whose first day nobody has said (每周六加诊，自12月5日起).
        """
        today = self.memory.almanac.now.date()
        lasting = [draft for draft in self.drafts if draft.sentence == saying.sentence and draft.days.last is None]
        lasting = [d for d in lasting if not weekly or (d.days.weekdays and d.days.first == today)]
        for draft in lasting:
            draft.days = msgspec.structs.replace(draft.days, first=day.first, last=None if day.single else day.last)
        return bool(lasting)

    def give_name(self, person: Person, saying: Saying) -> bool:
        """Changes of this sentence that name nobody are this person's; whether there are any."""
        nameless = [d for d in self.drafts if d.sentence == saying.sentence and d.person is None and not d.scope.said]
        for draft in nameless:
            draft.person = person
        return bool(nameless)

    def seat(self, person: Person, saying: Saying) -> bool:
        """「每周六增设膏方门诊，由某主任坐诊」: who sits in the extra clinic of this sentence; whether there is one."""
        drafts = (*self.drafts, *self._waiting)
        extra = [d for d in drafts if d.act == "extra" and d.sentence == saying.sentence and d.person is None]
        for draft in extra:
            draft.person = person
        return bool(extra)

    def just_said(self, saying: Saying, group: Group) -> list[Draft]:
        """Suspensions of this sentence, or else of the last one, that a stand-in or a new date belongs to."""
        people = {person.name for person in group.people or self.memory.people}
        fitting = [d for d in self.drafts if d.is_open and (not people or (d.person and d.person.name in people))]
        here = [draft for draft in fitting if draft.sentence == saying.sentence]
        if here or not fitting:
            return here
        last = fitting[-1].sentence
        return [draft for draft in fitting if draft.sentence == last and draft.line >= saying.line - 1]

    def close(self, *, corrects: bool) -> None:
        """Take in, with a flag, what never got its days and was not said otherwise."""
        today = self.memory.almanac.now.date()
        for draft in self.drafts:
            if self.due and "延长" in draft.context and draft.days.first == today and not draft.days.single:
                draft.days = msgspec.structs.replace(draft.days, first=self.due.first)
        lifted = corrects or any(other.act in {"resume", "swap"} for other in self.drafts)
        for draft in self._waiting:
            nobody = draft.person is None and not draft.scope.said
            known = any(draft.subject == other.subject for other in self.drafts)
            if not (nobody or known or lifted or draft.title):
                told = _SOON.sub("", draft.context) if _OPEN_DAY.search(draft.context) else draft.context
                flag: Flag = "vague_date" if _VAGUE.search(told) else "no_date"
                days = msgspec.structs.replace(UNDATED, flag=flag, half=draft.half)
                self.drafts.append(msgspec.structs.replace(draft, days=days, flags={flag}))


def _besides(saying: Saying, scope: Scope) -> bool:
    """Whether it is not a clinic that stops, but something beside it: 公众号挂号暂停服务."""
    text, end = saying.part.text, saying.found.end if saying.found else 0
    return aside(text) and (not scope.said or (scope == Scope(said=True) and no_clinic(text, end)))


def _is_before(begun: Days, end: Days) -> bool:
    return begun.first is not None and end.last is not None and begun.first <= end.last


def draft_of(saying: Saying, act: Act, person: Person | None, scope: Scope, group: Group) -> Draft:
    """A change that a saying means, without its days."""
    return Draft(
        act=act,
        days=UNDATED,
        person=person,
        scope=scope,
        sentence=saying.sentence,
        line=saying.line,
        said=saying.part.text,
        clause=saying.clause,
        context=saying.context,
        head=saying.head,
        title=saying.title,
        guess=saying.guess,
        clocks=tuple(group.clocks),
        half=half_of(group.halves),
    )
