"""Who a notice speaks of: full names, and surnames with a title, as the roster has them; never a near name."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from knowledge.notices.model import Row
from knowledge.notices.surnames import DOUBLE, SINGLE, SURNAME
from knowledge.understanding.normalise import canonical

_TITLES = (
    "主任中医师|副主任中医师|主治中医师|主任医师|副主任医师|主治医师|住院医师|主任医生|副主任医生|主治医生|科主任|副主任|主任|副教授|教授|"
    "主治|医师|中医师|医生|大夫|老师|副院长|院长|专家|博士|主委|副高|正高|老先生|先生|名中医"
)
TITLE = f"(?:{_TITLES})"
_TITLED = re.compile(rf"(?:、|/|兼)?(?:{_TITLES})(?!会议|办公)")
_LATIN_TITLE = re.compile(rf" ?(?:{_TITLES}|md\b)")
_LATIN = re.compile(rf"(?:(?:dr|prof|doctor|professor)\b\.? ?)([a-z]+(?: [a-z]+)?)|([a-z]+(?: [a-z]+)?)(?= ?{TITLE})")
_LATIN_BEFORE = re.compile(r"(?:dr|prof|doctor|professor)\.? ?$")
_LONGER = re.compile(rf"(?!{_TITLES}|老|科主任)([\u3400-\u9fff])(?:{_TITLES})")
_NO_SURNAME = re.compile(
    "值班|主任|其余|剩余|对方|双方|院方|责任|主管|分管|相应|当时|届时|同时|及时|每周|本周|一周|两周|后续|单位|相关"
)
_ALONE = re.compile(
    rf"^(?:[\u3400-\u9fff]{{1,6}}科 ?)?({SURNAME}[\u3400-\u9fff]{{1,2}})"
    r"(?= ?[(:]? ?(?:\d{1,2}[月/.-]|\d{4}[年/.-]|[本下这]周|周[一二三四五六日]|[明今后]天|[上下]午|全天|停|替诊|加诊))"
)
_IN_LIST = re.compile(rf"、 ?({SURNAME}[\u3400-\u9fff]{{1,2}})(?=、|。|;|,|$| |等)")
_WORDS = re.compile(
    "[啊呀哦嗯呢吧啦哎喂嘛]|[那这哪][个位]|[东西南北总分本]院|全科|时间|时段|日期|方便|通知|温馨|康复|关于|全院|全体|全天|国庆|元旦|石门|项目|方案|解释|谢谢|辛苦|申请|路上|连续|左右|白天|明天|今天|昨天|后天|上午|下午|"
    "门诊|停诊|安排|姓名|科室|公告|公布|全部|单位|农历|安全|居民|尚未|利用|文件|相关|国家|应急|平时|平日|家里|有事|高峰|常规|计划|成人|中心|医院|社区|专家|"
    "主任|医生|恢复|取消|固定|顺延|各位|广大|金额|周[一二三四五六日天末]|星期|礼拜|[本下上每]周|[月号日]"
    "$|及时|经过|经科|应由|应改|因|别科|高血|水电|段时|施行|安装|费用|双方|万一|万分|同步|宣传|时候|后勤|印发|尤其|常见|于是|终于|由于"
)
_BESIDE = 8
"""Characters before a surname in which the department is looked for that tells two of one surname apart."""
_FUNCTION = "于时应经能从过别原改换顺延恢加替代向都和与及请由让是为在"
_CHIEF = ("主任医师", "主任中医师", "正高", "教授", "名中医")
_SENIOR = (*_CHIEF, "副主任医师", "副主任中医师", "副高", "副教授", "主任", "副主任")
_CHIEF_DOCTOR = ("主任医师", "主任中医师", "正高")
_DEPUTY_DOCTOR = ("副主任医师", "副主任中医师", "副高")
_ATTENDING = ("主治医师", "主治中医师")
_FITS = {
    **dict.fromkeys(("主任", "科主任", "主委", "教授"), _SENIOR),
    **dict.fromkeys(("主任医师", "主任中医师", "主任医生"), _CHIEF_DOCTOR),
    **dict.fromkeys(("副主任医师", "副主任中医师", "副主任医生", "副高"), _DEPUTY_DOCTOR),
    **dict.fromkeys(("主治医师", "主治中医师", "主治医生", "主治"), _ATTENDING),
    "正高": _CHIEF,
    "副主任": (*_DEPUTY_DOCTOR, "副主任"),
    "副教授": (*_DEPUTY_DOCTOR, "副教授"),
    "住院医师": ("住院医师",),
    "名中医": ("名中医",),
}
"""Which titles of a roster a spoken title fits; one that is not here (医生, 老师, 院长) fits them all."""


class Person(msgspec.Struct, frozen=True):
    """Somebody named. ``names`` are the experts of the roster that may be meant: one, several, or none at all."""

    said: str
    names: tuple[str, ...]

    @property
    def name(self) -> str:
        """The expert's name, or the words of the notice where it is not certain who is meant."""
        return self.names[0] if len(self.names) == 1 else self.said


class Named(msgspec.Struct, frozen=True):
    """A person and the place of the words in the line."""

    person: Person
    start: int
    end: int


class Roster:
    """The experts a notice may speak of."""

    def __init__(self, rows: Sequence[Row]) -> None:
        """Take the lines of the roster."""
        self.rows = tuple(rows)
        self.names = {canonical(row.expert): row.expert for row in rows if row.expert}
        first = {canonical(row.expert)[:1] for row in rows if row.expert and not row.expert.isascii()}
        surname = f"(?:{DOUBLE}|[{SINGLE}{''.join(sorted(first))}])"
        self._surname = re.compile(rf"{surname}$")
        han = r"[\u3400-\u9fff]"
        self._called_by = re.compile(
            rf"({surname}{han}{{0,2}}?) ?({_TITLES})(?!会(?!议取消)|办)(?:\(({han}{{1,2}})\))?"
        )
        self._near = _near_names([name for name in self.names if not name.isascii()])
        self._bare = _bare_surnames(rows)
        self._known = re.compile("|".join(map(re.escape, sorted(self.names, key=len, reverse=True))) or r"(?!)")

    def of(self, name: str | None) -> tuple[Row, ...]:
        """The lines of one expert."""
        return tuple(row for row in self.rows if row.expert == name)

    def _scan(self, line: str) -> Iterator[Named]:
        """Everybody found by their words; where a stretch turns out to be no name, the search goes on inside it."""
        ways = ((_LATIN, self._latin), (self._near, self._almost), (self._called_by, self._called))
        for pattern, read in (*ways, (_ALONE, self._alone), (self._bare, self._short)):
            at = 0
            while match := pattern.search(line, at):
                one = read(match, line)
                at = match.end() if one is not None else match.start() + 1
                if one is not None:
                    yield one

    def people_in(self, line: str) -> list[Named]:
        """Everybody the line names, in order; known names first, so that no title is glued to the wrong person."""
        found = [self._with_title(match, line) for match in self._known.finditer(line)]
        for one in self._scan(line):
            if not any(one.start < held.end and held.start < one.end for held in found):
                found.append(one)
        found += _listed(found, line)
        found.sort(key=lambda one: one.start)
        return [one for place, one in enumerate(found) if not _announces(one, found[place + 1 :], line)]

    def _with_title(self, match: re.Match[str], line: str) -> Named:
        """A known name with the titles behind it; 顾芸 in 顾芸芸医生 is somebody else."""
        end, latin = match.end(), match[0].isascii()
        if not latin and (longer := _LONGER.match(line, end)):
            return Named(Person(match[0] + longer[1], ()), match.start(), longer.end())
        while title := (_LATIN_TITLE if latin else _TITLED).match(line, end):
            end = title.end()
        before = _LATIN_BEFORE.search(line[: match.start()]) if latin else None
        name = self.names[match[0]]
        return Named(Person(name, (name,)), before.start() if before else match.start(), end)

    def _called(self, match: re.Match[str], line: str) -> Named | None:
        """A surname with a title, or a full name with one that the roster has not."""
        said, title = self._without_week(match), match[2]
        alone = len(said) == 1 or bool(re.fullmatch(DOUBLE, said))
        if title == "专家":  # 临时增开专家门诊: whom 专家 follows is hardly ever a name
            return None
        if not alone and not _is_word(said):
            return Named(Person(said, ()), match.end(1) - len(said), match.end(2))
        surname = self._surname.search(said)
        before = match.end(1) - len(said) + surname.start() if surname else 0
        if surname is None or _NO_SURNAME.search(line[max(0, before - 1) : match.end(1)]):
            return None
        if match[3] and surname[0] + match[3] in self.names:
            name = self.names[surname[0] + match[3]]
            return Named(Person(name, (name,)), before, match.end())
        bracket = re.match(r"\(([^()]{2,14})\)", line[match.end() :])  # 莫主任(脾胃科副主任医师)
        told = re.findall(_TITLES, bracket[1]) if bracket else []
        beside = line[max(0, before - _BESIDE) : before] + (bracket[1] if bracket else "")
        fitting = self._fitting(surname[0], told[-1] if told else title, line, beside)
        return Named(Person(surname[0] + title, fitting), before, match.end(2))

    def _without_week(self, match: re.Match[str]) -> str:
        """第一周欧阳主任 is no 周欧阳: the 周 behind a number is a week where the rest is a surname here."""
        said = match[1]
        counted = re.search("[第一二三四五六几两上下本这每首头末]$", match.string[: match.start()])
        known = said[0] == "周" and said[1:] in {_surname(row.expert) for row in self.rows}
        return said[1:] if known and (counted or len(said) > 2) else said

    def _fitting(self, surname: str, title: str, line: str, beside: str) -> tuple[str, ...]:
        """Experts of this surname whose title fits; of several, those of the department ``beside`` it or near."""
        wanted = _FITS.get(title)
        fits = [
            r
            for r in self.rows
            if _surname(r.expert) == surname and (wanted is None or not r.title or r.title in wanted)
        ]
        near = [r for r in fits if r.department and names_department(beside, r.department)]
        named = near or [r for r in fits if r.department and names_department(line, r.department)]
        return tuple(dict.fromkeys(row.expert for row in named or fits))

    def _latin(self, match: re.Match[str], _line: str) -> Named | None:
        said = match[1] or match[2]
        fits = [name for key, name in self.names.items() if key.isascii() and set(said.split()) <= set(key.split())]
        if not fits and not match[1]:
            return None
        end = match.end()
        while title := _LATIN_TITLE.match(match.string, end):
            end = title.end()
        return Named(Person(said.title(), tuple(fits)), match.start(), end)

    def _almost(self, match: re.Match[str], _line: str) -> Named:
        """呼廷灼华 where the roster has 呼延灼华: somebody else, never the near name."""
        return Named(Person(match[1], ()), match.start(1), match.end())

    def _short(self, match: re.Match[str], line: str) -> Named:
        """欧阳12月7日停, 莫周五不来: a surname by itself, where the roster has it."""
        return Named(Person(match[1], self._fitting(match[1], "", line, "")), match.start(1), match.end(1))

    def _alone(self, match: re.Match[str], _line: str) -> Named | None:
        return None if _is_word(match[1]) else Named(Person(match[1], ()), match.start(1), match.end(1))


def _announces(one: Named, later: Sequence[Named], line: str) -> bool:
    """两位莫医生：莫凡…，莫晓岚…: a surname that the full names behind the colon tell apart."""
    told = any(set(other.person.names) < set(one.person.names) for other in later)
    return told and line[one.end : one.end + 1] == ":"


def _near_names(names: Sequence[str]) -> re.Pattern[str]:
    """Names with one character other than in the roster, before a title, a day or a word of change."""
    han = r"[\u3400-\u9fff]"
    near = [
        name[:n] + f"(?!{name[n]}){han}" + name[n + 1 :] for name in names if len(name) > 2 for n in range(len(name))
    ]
    behind = rf" ?(?:(?:{_TITLES})|(?=\d|停|休|的|加诊|替诊|[:(,、]|[本下这]?周|[明后今]天|[上下]午|$))"
    return re.compile(f"({'|'.join(near) or '(?!)'}){behind}")


def _listed(found: Sequence[Named], line: str) -> list[Named]:
    """Names without a title in a list with known ones: 宗泽远、经纬、逄一凡。"""
    ends = {one.end for one in found}
    more: list[Named] = []
    for match in _IN_LIST.finditer(line):
        if (
            match.start() in ends
            and not _is_word(match[1])
            and not any(o.start < match.end(1) and match.start(1) < o.end for o in found)
        ):
            more.append(Named(Person(match[1], ()), match.start(1), match.end(1)))
            ends.add(match.end(1))
    return more


def _bare_surnames(rows: Sequence[Row]) -> re.Pattern[str]:
    """Surnames of the roster that stand without a title: two characters before a day, one before 停 or 请假."""
    surnames = {_surname(row.expert) for row in rows if row.expert and not row.expert.isascii()}
    double = "|".join(sorted(one for one in surnames if len(one) > 1)) or "(?!)"
    single = "".join(sorted(one for one in surnames if len(one) == 1 and one not in _FUNCTION)) or "\uffff"
    when = r"(?= ?(?:\d|停|休|请假|不来|来|看|[本下这]?周|[明后今]天|[(]))"
    return re.compile(
        rf"((?<![\u3400-\u9fff])(?:{double}){when}|(?<=[\d日号,、 午])[{single}](?=停诊?(?:$|[ ,。;、])|请假))"
    )


def _surname(name: str) -> str:
    found = re.match(SURNAME, canonical(name))
    return found[0] if found else canonical(name)[:1]


def _is_word(said: str) -> bool:
    """Whether what looks like a name is, or holds, an ordinary word (温馨, 因, 门诊)."""
    return len(said) > 1 and (bool(_WORDS.search(said)) or (len(said) == 2 and said[0] in _FUNCTION))


def names_department(line: str, department: str) -> bool:
    """Whether the line names a department, 脾胃科 for 脾胃病科 too."""
    whole = canonical(department)
    core = re.sub(r"病?科$|专科$|门诊$", "", whole)
    return whole in line or (len(core) > 1 and f"{core}科" in line)
