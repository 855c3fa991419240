"""Who a notice speaks of: full names, and surnames with a title, as the roster has them; never a near name."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from knowledge.notices.model import Row
from knowledge.notices.names import (
    ALONE,
    IN_LIST,
    bare_surnames,
    is_word,
    near_names,
    surname_of,
    without_lead,
)
from knowledge.notices.surnames import DOUBLE, SINGLE
from knowledge.notices.titles import FITS, TITLES
from knowledge.understanding.normalise import canonical

_TITLED = re.compile(rf"(?:、|/|兼)?(?:{TITLES})(?!会议|办公)")
_LATIN_TITLE = re.compile(rf" ?(?:{TITLES}|md\b)")
_LATIN = re.compile(
    rf"(?:(?:dr|prof|doctor|professor)\b\.? ?)([a-z]+(?: [a-z]+)?)|(?<![a-z])([a-z]+(?: [a-z]+)?)(?= ?(?:{TITLES}))"
)
_LATIN_BEFORE = re.compile(r"(?:dr|prof|doctor|professor)\.? ?$")
_LONGER = re.compile(rf"(?!{TITLES}|老|科主任)([\u3400-\u9fff])(?:{TITLES})")
_NO_SURNAME = re.compile(
    "值班|主任|其余|剩余|对方|双方|院方|责任|主管|分管|相应|当时|届时|同时|及时|每周|本周|一周|两周|后续|单位|相关"
)
_BESIDE = 8
"""Characters before a surname in which the department is looked for that tells two of one surname apart."""


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
        self._by_surname: dict[str, list[Row]] = {}
        surnames = {name: surname_of(name) for name in {row.expert for row in rows}}
        for row in rows:
            self._by_surname.setdefault(surnames[row.expert], []).append(row)
        self.names = {canonical(row.expert): row.expert for row in rows if row.expert}
        first = {canonical(row.expert)[:1] for row in rows if row.expert and not row.expert.isascii()}
        surname = f"(?:{DOUBLE}|[{SINGLE}{''.join(sorted(first))}])"
        self._surname = re.compile(rf"{surname}$")
        han = r"[\u3400-\u9fff]"
        self._called_by = re.compile(rf"({surname}{han}{{0,2}}?) ?({TITLES})(?!会(?!议取消)|办)(?:\(({han}{{1,2}})\))?")
        written = [name for name in self.names if not name.isascii()]
        self._near = near_names(written)
        self._bare = bare_surnames(written)
        self._known = re.compile("|".join(map(re.escape, sorted(self.names, key=len, reverse=True))) or r"(?!)")

    def of(self, name: str | None) -> tuple[Row, ...]:
        """The lines of one expert."""
        return tuple(row for row in self.rows if row.expert == name)

    def _scan(self, line: str) -> Iterator[Named]:
        """Everybody found by their words; where a stretch turns out to be no name, the search goes on inside it."""
        ways = ((_LATIN, self._latin), (self._near, self._almost), (self._called_by, self._called))
        for pattern, read in (*ways, (ALONE, self._alone), (self._bare, self._short)):
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
        if not alone and not is_word(said):
            return Named(Person(said, ()), match.end(1) - len(said), match.end(2))
        surname = self._surname.search(said)
        before = match.end(1) - len(said) + surname.start() if surname else 0
        if surname is None or _NO_SURNAME.search(line[max(0, before - 1) : match.end(1)]):
            return None
        if match[3] and surname[0] + match[3] in self.names:
            name = self.names[surname[0] + match[3]]
            return Named(Person(name, (name,)), before, match.end())
        bracket = re.match(r"\(([^()]{2,14})\)", line[match.end() :])  # 莫主任(脾胃科副主任医师)
        told = re.findall(TITLES, bracket[1]) if bracket else []
        beside = line[max(0, before - _BESIDE) : before] + (bracket[1] if bracket else "")
        fitting = self._fitting(surname[0], told[-1] if told else title, _sentence_at(line, before), beside)
        return Named(Person(surname[0] + title, fitting), before, match.end(2))

    def _without_week(self, match: re.Match[str]) -> str:
        """第一周欧阳主任 is no 周欧阳, 代司徒主任 no 代司徒: what stands before a surname of the roster is a word."""
        said = without_lead(match[1])
        counted = re.search("[第一二三四五六几两上下本这每首头末]$", match.string[: match.start()])
        known = said[0] in "周代替顶由请让从跟和与给是那这" and said[1:] in self._by_surname
        return said[1:] if known and (said[0] != "周" or counted or len(said) > 2) else said

    def _fitting(self, surname: str, title: str, line: str, beside: str) -> tuple[str, ...]:
        """Experts of this surname whose title fits; of several, those of the department ``beside`` it or near."""
        wanted = FITS.get(title)
        fits = [r for r in self._by_surname.get(surname, ()) if wanted is None or not r.title or r.title in wanted]
        near = [r for r in fits if r.department and _stands_beside(beside, r.department)]
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
        return (
            None
            if is_word(match[1]) or re.fullmatch(DOUBLE, match[1])
            else Named(Person(match[1], ()), match.start(1), match.end(1))
        )


def _sentence_at(line: str, place: int) -> str:
    """The sentence of a line that a place lies in."""
    ends = [match.end() for match in re.finditer("[。;!?]", line)]
    start = max((end for end in ends if end <= place), default=0)
    return line[start : min((end for end in ends if end > place), default=len(line))]


def _announces(one: Named, later: Sequence[Named], line: str) -> bool:
    """两位莫医生：莫凡…，莫晓岚…: a surname that the full names behind the colon tell apart."""
    if line[one.end : one.end + 1] != ":":
        return False
    return any(set(other.person.names) < set(one.person.names) for other in later)


def _listed(found: Sequence[Named], line: str) -> list[Named]:
    """Names without a title in a list with known ones: 宗泽远、经纬、逄一凡。"""
    ends = {one.end for one in found}
    more: list[Named] = []
    for match in IN_LIST.finditer(line):
        if (
            match.start() in ends
            and not is_word(match[1])
            and not any(o.start < match.end(1) and match.start(1) < o.end for o in found)
        ):
            more.append(Named(Person(match[1], ()), match.start(1), match.end(1)))
            ends.add(match.end(1))
    return more


def _stands_beside(words: str, department: str) -> bool:
    """Whether a department is named, also without its 科 right before the surname: 针灸李主任."""
    core = re.sub(r"病?科$", "", canonical(department))
    return names_department(words, department) or (len(core) > 1 and words.split(")", maxsplit=1)[0].endswith(core))


def names_department(line: str, department: str) -> bool:
    """Whether the line names a department, 脾胃科 for 脾胃病科 too."""
    whole = canonical(department)
    core = re.sub(r"病?科$|专科$|门诊$", "", whole)
    return whole in line or (len(core) > 1 and f"{core}科" in line)
