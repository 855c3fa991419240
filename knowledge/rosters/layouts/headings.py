"""Sheets without a table: campus headings with lines of days under them, introductions with times inside."""

import re
from dataclasses import dataclass, field

from knowledge.rosters import kinds
from knowledge.rosters.columns import campus_of
from knowledge.rosters.context import Context, Findings, full_cell, shown_department
from knowledge.rosters.dates import Period
from knowledge.rosters.making import Facts, session
from knowledge.rosters.names import looks_like_department
from knowledge.rosters.people import Person, people_in
from knowledge.rosters.schedule import Reading, read
from knowledge.rosters.slots import Slot
from knowledge.rosters.texts import folded, shown, tight
from knowledge.rosters.workbook import Place

_ROOM = re.compile(r"^(?:就诊|出诊|坐诊|门诊)?(?:地点|地址|位置|诊室)\s?:\s?(?P<room>.+)")
_INTRO = re.compile(
    r"^(?P<name>[\u4e00-\u9fff]{2,4})[,，、 (](?P<title>(?:副?主任|主治|住院)(?:中?医师|药师)|副?教授|名中医)"
)
_BRACKETED = re.compile(r"^[【\[(<《■●◆]\s?(?P<inside>[^】\])>》]+)[】\])>》]?$")
_BULLET = re.compile(r"^(?:[■●◆◇•※-]|\d{1,2}[.、)](?!\d)|[①-⑩])\s*")
_HOSPITAL = re.compile(r"[\u4e00-\u9fff]{2,20}(?:医院|卫生服务中心|卫生院)")
_NOTE = re.compile(r"^(?:备?注|说明|提示|温馨提示|特别说明)")


@dataclass
class _Where:
    """The headings above a line."""

    campus: str | None = None
    department: str | None = None
    place: str | None = None
    person: Person | None = None
    since: list[int] = field(default_factory=list)


class Lines:
    """Reads a sheet line by line."""

    def __init__(self, context: Context, found: Findings) -> None:
        self.context, self.found = context, found
        self.where = _Where(campus=None)

    def read(self, lines: list[tuple[int, int, str]]) -> list[tuple[Place, str]]:
        """Read all lines; what remains are remarks for the sessions above."""
        return [
            ((row, column), line)
            for row, column, text in lines
            for line in folded(text).split("\n")
            if not self._line((row, column), _BULLET.sub("", line) or line) and self.found.drafts
        ]

    def _line(self, place: Place, line: str) -> bool:
        """Whether a line was understood."""
        if _NOTE.match(line):
            return False
        if self._heading(line) or self._room(line):
            return True
        intro = _INTRO.match(line)
        if intro:
            self.where.person = Person(tight(intro["name"]), title=intro["title"])
        timed = line if not intro else _times_within(line)
        if not timed:
            return bool(intro) or not self.found.drafts
        return self._schedule(place, timed)

    def _heading(self, line: str) -> bool:
        inside = _BRACKETED.match(line)
        plain = (inside["inside"] if inside else line).strip(": ")
        if campus_of(plain):
            self._under(campus=tight(plain))
        elif _HOSPITAL.fullmatch(plain) and (inside or len(plain) <= 16):
            self._under(place=tight(plain))
        elif (
            len(plain) <= 14
            and looks_like_department(plain)
            and not read(plain).slots[:1]
            and not re.search(r"[时间表安排]$", plain)
        ):
            self.where.department, self.where.person = shown_department(plain), None
        elif inside and not re.search(r"\d|周|星期", plain):
            self._under(campus=tight(plain)) if re.search(r"[院部区]$", plain) else None
            return bool(re.search(r"[院部区]$", plain))
        else:
            return False
        return True

    def _under(self, *, campus: str | None = None, place: str | None = None) -> None:
        self.where = _Where(campus=campus, place=place or (self.where.place if campus else None))

    def _room(self, line: str) -> bool:
        found = _ROOM.match(line)
        if found and not re.search(r"(?:周|星期)[一二三四五六日天]", line):
            for index in self.where.since:
                self.found.change(self.found.drafts[index], room=shown(found["room"]))
            return True
        return False

    def _schedule(self, place: Place, line: str) -> bool:
        reading, rest = _split(line, self.context.period)
        if reading.troubles and re.search(r"周|星期|礼拜|\d[:/月]", line):
            self.found.trouble(place, *reading.troubles[0])
            return True
        slots = tuple(slot for slot in reading.slots if slot.weekday or slot.dates or slot.rule)
        if not slots and self.where.person and reading.vague:
            slots = (Slot(rule_note=shown(line), confirm="推不出日期，只作文字"),)
        if not slots or re.search(r"停诊|暂停|加诊|调整", line):
            return False
        return self._add(place, slots, rest, line)

    def _add(self, place: Place, slots: tuple[Slot, ...], rest: str, line: str) -> bool:
        people, department = self._who(rest)
        if people is None:
            self.found.trouble(place, "unreadable_cell", shown(line))
            return True
        facts = Facts(
            department=department or self.where.department or self.context.department,
            place=self.where.place or self.context.place,
            campus=self.where.campus or self.context.campus,
            valid_from=self.context.valid_from,
            valid_to=self.context.valid_to,
            kind=kinds.kind_in(line),
        )
        for person in people:
            for slot in slots:
                self.found.add(
                    session(person, slot, facts, self.context, full_cell(self.found.sheet, place)), place[0], place
                )
                self.where.since.append(len(self.found.drafts) - 1)
        return True

    def _who(self, rest: str) -> tuple[list[Person] | None, str | None]:
        """Doctors and department of what stands beside the days; None when it is neither."""
        rest = re.sub(r"(?:专家|普通|特需|专病)?(?:门诊)?(?:出诊|坐诊|门诊)?时间:?", " ", rest).strip(" :,、。-")
        if not rest:
            return [self.where.person or Person(None, anonymous=True)], None
        whole = shown_department(rest)
        if (
            whole
            and kinds.kind_in(rest) == "专家"
            and rest != whole
            and not re.search(r"[ 、,]", whole)
            and len(whole) <= 12
        ):
            return [Person(None, anonymous=True)], whole
        if looks_like_department(rest):
            return [self.where.person or Person(None, anonymous=True)], tight(rest)
        found = people_in(rest)
        people = [person for person in found if isinstance(person, Person)]
        return (people, None) if people and len(people) == len(found) else (None, None)


def _times_within(line: str) -> str:
    """The part of an introduction that states times."""
    found = re.search(r"(?:[^,;。…]*时间\s?:)?[^,;。…]*(?:周|星期)[一二三四五六日天].*", line)
    return found[0] if found else ""


def _split(line: str, period: Period) -> tuple[Reading, str]:
    """The schedule of a line, and the words beside it."""
    words = [word for word in re.split(r"(?<=[:\s])|(?<=专家门诊)(?=周|星期)", line) if word.strip()]
    timed = [word for word in words if _timed(word, period)]
    if timed:
        kept = [word for word in words if word not in timed]
        return read("".join(timed), period), " ".join(word.strip(": ") for word in kept if word.strip(": "))
    whole = read(line, period)
    rest = line
    first = re.search(r"[\u4e00-\u9fff]{2,}$", whole.rest[-1]) if whole.rest else None
    if whole.slots and first:
        begin = line.index(first[0])
        return read(line[:begin], period), line[begin:]
    return whole, "" if not whole.rest else rest


def _timed(word: str, period: Period) -> bool:
    """A word that holds nothing but times, or only a kind before a colon ("特需门诊：")."""
    found = read(word.strip(), period)
    return not found.rest and bool(found.slots or found.troubles or found.vague)
