"""Names as cells hold them: several in a cell, titles glued on, departments around, hospitals without a name."""

import re
from typing import NamedTuple

from knowledge.rosters import kinds
from knowledge.rosters.marks import read_mark
from knowledge.rosters.names import (
    ANONYMOUS,
    CAMPUS,
    CLOCK,
    GLUED,
    HOSPITAL,
    LIKE_TITLE,
    NAME,
    NOT_A_NAME,
    OPEN,
    QUOTA,
    known_title,
    looks_like_department,
    titles,
)
from knowledge.rosters.slots import Slot
from knowledge.rosters.texts import folded, shown, tight


class Person(NamedTuple):
    """Someone in a cell. ``slots`` is what is said beside the name (time, kind, parity); ``question`` what is open."""

    name: str | None
    title: str | None = None
    department: str | None = None
    campus: str | None = None
    home: str | None = None
    anonymous: bool = False
    stopped: bool = False
    slots: tuple[Slot, ...] = ()
    question: str | None = None
    odd_title: bool = False


class Unreadable(NamedTuple):
    """A part of a cell that is neither a name nor anything about one."""

    text: str


def people_in(text: str) -> list[Person | Unreadable]:
    """Everyone in a cell, in order."""
    plain = folded(text)
    out: list[Person | Unreadable] = []
    department: str | None = None
    for line in re.split(r"[;\n]", plain):
        head, colon, tail = line.partition(":")
        if colon and not re.search(r"\d$", head) and tail.strip():
            department, line = _heading(head), tail  # noqa: PLW2901 (the rest of the line)
        rotating = len(_pieces(line, "/")) > 1
        before = len(out)
        for piece in _pieces(line, "、,/|+&"):
            department = _add(out, piece, department, rotating=rotating)
        if rotating:
            out[before:] = _sharing(out[before:])
    return out


def _sharing(people: list[Person | Unreadable]) -> list[Person | Unreadable]:
    """As in "孙己/周庚主治医师（体检咨询）": the department behind the last of two in turn is that of both."""
    last = people[-1].department if people and isinstance(people[-1], Person) else None
    return [p._replace(department=p.department or last) if isinstance(p, Person) else p for p in people]


def _heading(head: str) -> str | None:
    return tight(head.strip("()[] ")) or None


def _pieces(line: str, marks: str) -> list[str]:
    """Split outside brackets."""
    pieces, depth = [""], 0
    for letter in line:
        depth += letter in "([【"
        depth -= letter in ")]】"
        if letter in marks and depth <= 0:
            pieces.append("")
        else:
            pieces[-1] += letter
    return [piece.strip() for piece in pieces if piece.strip()]


def _add(out: list[Person | Unreadable], piece: str, department: str | None, *, rotating: bool) -> str | None:
    """Read one piece, which may hold a department, a name, a title and remarks with spaces between them."""
    open_question = "“/”两人，轮流还是同时出诊，以当日为准" if rotating else None
    named = False
    for word in _words(piece):
        if _attached(out, word, named=named):
            continue
        if not named and looks_like_department(word) and not _ends_with_title(word) and len(_words(piece)) > 1:
            department = tight(word)
            continue
        person = one_person(word)
        if isinstance(person, Person):
            person = person._replace(
                department=person.department or department, question=person.question or open_question
            )
            named = True
        out.append(person)
    return department


def _words(piece: str) -> list[str]:
    """Words between spaces; brackets stay with the word before them, "李 明" is one name."""
    joined = re.sub(r"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]) ([\u4e00-\u9fff])(?![\u4e00-\u9fff])", r"\1\2", piece)
    joined = re.sub(r"\s+(?=[(\[【])", "", joined)
    return [word for word in _pieces(joined, " ") if word]


def _ends_with_title(word: str) -> bool:
    return any(word.endswith(title) for title in titles()["known"])


def _attached(out: list[Person | Unreadable], word: str, *, named: bool) -> bool:
    """Whether a word only says something about the person before it."""
    if not out or not isinstance(out[-1], Person) or not named:
        return False
    last = out[-1]
    if word in titles()["known"] and last.title is None:
        out[-1] = last._replace(title=word)
        return True
    if looks_like_department(word) and last.department is None:
        out[-1] = last._replace(department=tight(word))
        return True
    mark = read_mark(word)
    if mark.why:
        return False
    out[-1] = _with_mark(last, word)
    return True


def _with_mark(person: Person, word: str) -> Person:
    mark = read_mark(word)
    return person._replace(
        slots=mark.slots or person.slots, stopped=person.stopped or mark.stopped, question=person.question or mark.doubt
    )


def one_person(word: str) -> Person | Unreadable:
    """A single piece: name, glued title, brackets, times."""
    asides = re.findall(r"[(\[【]([^)\]】]*)[)\]】]?", word)
    core = re.sub(r"[(\[【][^)\]】]*[)\]】]?", "", word).strip()
    extras = [*CLOCK.findall(core), *QUOTA.findall(core)]
    core = re.sub(r"[√✓★☆▲△●○◎■□◆*#※]+", "", QUOTA.sub("", CLOCK.sub("", core))).strip()
    person = _named(core)
    if isinstance(person, Unreadable):
        return Unreadable(word)
    for aside in [*extras, *asides]:
        person = _with_aside(person, aside.strip())
    return person


def _named(core: str) -> Person | Unreadable:
    split = _split_title(core)
    if split is not None:
        name, title, odd = split
        return Person(tight(name), title=title, odd_title=odd)
    if ANONYMOUS.fullmatch(core):
        return _nameless(core)
    for courtesy in titles()["courtesy"]:
        if core.endswith(courtesy) and NAME.fullmatch(core.removesuffix(courtesy)):
            return Person(tight(core.removesuffix(courtesy)))
    glued = GLUED.fullmatch(core)
    if glued:
        inner = _named(glued["name"])
        if isinstance(inner, Person):
            return inner._replace(department=glued["department"])
    if looks_like_department(core):
        return Person(None, department=tight(core), anonymous=True)
    if NAME.fullmatch(core) and not kinds.kind_in(core) and not NOT_A_NAME.fullmatch(core):
        return Person(tight(core))
    return Unreadable(core)


def _nameless(core: str) -> Person:
    hospital = re.fullmatch(r"(.{2,16}?(?:医院|卫生服务中心))(?:专家|.*)", core)
    question = "轮流或未定，请确认" if OPEN.search(core) else None
    department = re.fullmatch(r"(.{1,10}科)专家(?:门诊)?", core)
    if department:
        return Person(None, department=department[1], anonymous=True)
    return Person(shown(core), home=hospital[1] if hospital else None, anonymous=True, question=question)


def _split_title(core: str) -> tuple[str, str, bool] | None:
    """Name and title from "张甲副主任医师" or "副主任医师张甲"; a title the dictionary lacks is odd."""
    for title in titles()["known"]:
        for name in (core.removesuffix(title), core.removeprefix(title)):
            if name != core and len(name) > 2 and name[-1] in "付副正":
                whole = name[-1] + title
                return name[:-1], whole, not known_title(whole)
            if name != core and NAME.fullmatch(name):
                return name, title, False
            if name != core and len(name) == 1 and "\u4e00" <= name <= "\u9fff" and core.endswith(title):
                return core, title, False
    like = LIKE_TITLE.fullmatch(core)
    return (like["name"], like["title"], True) if like else None


def _with_aside(person: Person, aside: str) -> Person:
    """What stands in brackets behind a name."""
    if not aside:
        return person
    if known_title(aside) and person.title is None:
        return person._replace(title=aside)
    if re.search(r"替|代诊", aside):
        return person._replace(question=f"“{aside}”，请确认由谁出诊")
    if not read_mark(aside).why:
        return _with_mark(person, aside)
    if HOSPITAL.fullmatch(aside):
        return person._replace(home=tight(aside))
    campus = CAMPUS.match(aside)
    if campus:
        return person._replace(campus=campus["campus"], department=tight(campus["rest"]))
    return person._replace(department=tight(aside))
