"""What a whole sheet says before its first table: hospital, campus, kind, validity, year, sometimes one doctor."""

import re
from dataclasses import dataclass, field

import msgspec

from knowledge.rosters import kinds
from knowledge.rosters.columns import campus_of
from knowledge.rosters.dates import Period, period_in
from knowledge.rosters.model import Note, Problem, Session, Suspension, problem
from knowledge.rosters.names import looks_like_department
from knowledge.rosters.people import Person, people_in
from knowledge.rosters.schedule import read
from knowledge.rosters.tables import Layout
from knowledge.rosters.texts import folded, tight
from knowledge.rosters.workbook import Place, Sheet, address

_HOSPITAL = re.compile(
    r"[\u4e00-\u9fff（）()·]{1,30}?(?:医院|卫生服务中心|卫生院|保健院|保健所|卫生服务站)(?:[\u4e00-\u9fff]{1,4}分院)?"
)
_NOISE = re.compile(
    r"[【\[(（〔][^】\])）〕]*(?:测试|虚构|示例|故意)[^】\])）〕]*[】\])）〕]|测试数据|20\d\d\s?年?|\d{1,2}\s?月份?|\d{1,2}\s?日|[\d.:：\-/至~年月]+"
)
_NOT_A_PLACE = re.compile(r"^(?:上级|外院|市级|区级|三级|各|本|我|合作|医联体|全体|所属)")
_CAMPUS = re.compile(
    r"(?<![\u4e00-\u9fff])[(（【\[]?(?P<c>[东西南北中总新老][院部]区?|[东西南北]区|[\u4e00-\u9fff]{1,5}(?:院区|分院|门诊部))[)）】\]]?"
)
_CAMPUS_AFTER = re.compile(
    r"^[(（【\[ ]?(?P<c>[东西南北中总新老][院部]区?|[东西南北]区|[\u4e00-\u9fff]{1,5}?(?:院区|分院|门诊部))"
)
_PLAIN_SHEET = re.compile(
    r"(?i)sheet\d*|工作表\d*|第[一二三四五六1-9]页|.*(?:排班|门诊|安排|时间|一览|表|名单|出诊|坐诊|专家|\d|月|周|导出).*|测试数据"
)


@dataclass(frozen=True)
class Context:
    """What holds for a sheet unless a row says otherwise."""

    period: Period = field(default_factory=Period)
    place: str | None = None
    campus: str | None = None
    department: str | None = None
    kind: str | None = None
    half: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    person: Person | None = None


@dataclass
class Draft:
    """A session with the row it was read from; ``name_cell`` is where its doctor stands."""

    session: Session
    row: int
    name_cell: Place


@dataclass
class Findings:
    """What is gathered from one sheet. ``own``: it is our own export, whose open questions a person has answered."""

    sheet: Sheet
    drafts: list[Draft] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    remarks: list[tuple[Place, str]] = field(default_factory=list)
    listed: set[tuple[str, str]] = field(default_factory=set)
    own: bool = False

    def trouble(self, place: Place, why: str, value: str | None = None, also: tuple[Place, ...] = ()) -> None:
        """List a cell once for each reason."""
        at = self.sheet.anchor(place)
        found = problem(self.sheet.name, address(at), why, value, tuple(address(other) for other in also))
        if (found.cell, why) not in self.listed:
            self.listed.add((found.cell, why))
            self.problems.append(found)

    def note(self, place: Place, text: str, *, suspend: Suspension | None = None, **about: str | None) -> None:
        """Keep a remark."""
        cell = address(self.sheet.anchor(place))
        self.notes.append(Note(sheet=self.sheet.name, cell=cell, text=text, suspend=suspend, **about))

    def add(self, session: Session, row: int, name_cell: Place) -> None:
        """Keep a session."""
        self.drafts.append(Draft(session, row, name_cell))

    def change(self, draft: Draft, **values: object) -> None:
        """Replace fields of a session."""
        draft.session = msgspec.structs.replace(draft.session, **values)


def full_cell(sheet: Sheet, place: Place) -> str:
    """``sheet!A1``, or ``A1`` where the sheet has no name."""
    cell = address(sheet.anchor(place))
    return f"{sheet.name}!{cell}" if sheet.name else cell


def context_of(sheet: Sheet, layout: Layout, file_period: Period, found: Findings) -> Context:
    """Read title lines and the sheet's name; troubles of a stated validity are listed at the title."""
    titles = [text for _, _, text in layout.titles] if layout.tables else [text for _, _, text in layout.titles[:2]]
    whole = " ".join(titles)
    period = _period(whole, sheet.name, file_period)
    place, campus = _place_and_campus(titles)
    named_campus, named_department, named_place = _sheet_name(sheet.name)
    valid = _validity(layout, period, found)
    kind = kinds.kind_of_title(whole) or kinds.kind_of_title(sheet.name)
    return Context(
        period=period,
        place=place or named_place,
        campus=campus or named_campus,
        department=named_department,
        kind=kind,
        half="夜间" if kind == "夜门诊" else None,
        valid_from=valid[0],
        valid_to=valid[1],
        person=_person(layout) if layout.tables else None,
    )


def _period(titles: str, sheet_name: str, file_period: Period) -> Period:
    stated = [period_in(folded(titles)), period_in(folded(sheet_name)), file_period]
    year = next((period for period in stated if period.year), Period())
    month = year.month or next((period.month for period in stated if period.month), 0)
    return Period(year.year, month)


def _place_and_campus(titles: list[str]) -> tuple[str | None, str | None]:
    for title in titles:
        bare = _NOISE.sub(" ", title)
        for word in bare.split():
            found = _HOSPITAL.search(word)
            if found and not _NOT_A_PLACE.match(found[0]):
                name, campus = found[0].strip("（）()· "), None
                after = _CAMPUS_AFTER.match(word[found.end() :]) or _CAMPUS_AFTER.match(bare.partition(word)[2].strip())
                campus = after["c"] if after else None
                return name, campus
    alone = next((campus_of(title) for title in titles if campus_of(title)), None)
    inside = next((found["c"] for title in titles if (found := _CAMPUS.search(_NOISE.sub(" ", title)))), None)
    return None, alone or inside


def _sheet_name(name: str) -> tuple[str | None, str | None, str | None]:
    """Campus, department and hospital a sheet is named after."""
    plain = name.strip()
    hospital = _HOSPITAL.match(plain)
    if hospital:
        after = _CAMPUS_AFTER.match(plain[hospital.end() :])
        return (after["c"] if after else None), None, hospital[0]
    campus = campus_of(plain) or campus_of(re.sub(r"(?:专家)?(?:门诊|排班|安排|时间)?(?:表|一览)?$", "", plain))
    if campus or _PLAIN_SHEET.fullmatch(plain):
        return campus, None, None
    return None, (plain if looks_like_department(plain) else None), None


def _validity(layout: Layout, period: Period, found: Findings) -> tuple[str | None, str | None]:
    """As in "自2026年11月1日起执行"; the span of dates in the title of an export ("A至B排班表") is none."""
    for row, column, text in layout.titles:
        if not re.search(r"起|执行|有效|实施|截止|止|启用", text) or text.startswith("填写说明"):
            continue
        dated = re.sub(r"(?:执行|实施|启用|有效期?)(?=[:：]?\s*20)", "自", text)
        reading = read(folded(dated + " 周一"), period)
        for why, value in reading.troubles:
            if why in {"invalid_date", "reversed_validity", "ambiguous_date"}:
                found.trouble((row, column), why, value)
        for slot in reading.slots:
            if slot.valid_from or slot.valid_to:
                return slot.valid_from, slot.valid_to
    return None, None


def _person(layout: Layout) -> Person | None:
    """The one doctor a title names ("医生：张甲 主任医师 科室：推拿科")."""
    for _, _, text in layout.titles:
        plain = folded(text)
        named = re.search(r"(?:专家|医生|医师|姓名)(?:姓名)?:\s?(?P<who>[\u4e00-\u9fff]{2,4}(?:[ (][^:]*)?)", plain)
        department = re.search(r"科室:\s?(?P<d>[\u4e00-\u9fff]{2,10})", plain)
        if named:
            who = re.split(r"\s?(?:科室|院区|职称):?", named["who"])[0]
            people = people_in(who)
            title = re.search(r"职称:\s?(?P<t>[\u4e00-\u9fff]{2,6})", plain)
            if people and isinstance(people[0], Person):
                person = people[0]
                return person._replace(
                    title=person.title or (title["t"] if title else None),
                    department=department["d"] if department else person.department,
                )
        people = (
            people_in(re.sub(r"(?:出诊|门诊|坐诊)?(?:号源|排班|安排|时间)表?$", "", plain)) if len(plain) <= 24 else []
        )
        if len(people) == 1 and isinstance(people[0], Person) and people[0].name and people[0].title:
            return people[0]
    return None


def shown_department(text: str | None) -> str | None:
    """A department without a trailing 专家门诊: "上肢骨科专家门诊" → 上肢骨科."""
    if not text:
        return None
    whole = tight(text)
    stripped = re.sub(r"专家门?诊?$", "", whole)
    return stripped if len(stripped) >= 2 else whole
