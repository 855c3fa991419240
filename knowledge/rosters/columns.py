"""What a column holds: a field by the dictionary of column names, or a half-day of the week, or nothing known."""

import re
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import yaml

from knowledge.rosters import kinds
from knowledge.rosters.dates import Period
from knowledge.rosters.names import looks_like_department
from knowledge.rosters.schedule import read
from knowledge.rosters.slots import Slot
from knowledge.rosters.texts import folded

_CONTENT = Path(__file__).parents[1] / "content" / "rosters"
_UNIT = re.compile(r"[(\[【].*?[)\]】]|[\s:*_]")
_CAMPUS = re.compile(r"(?:[东西南北中总新老本分][院部]区?|[\u4e00-\u9fff]{1,8}(?:院区|分院|分部|院部|门诊部|分中心))")
_CONTAINS = (
    ("备注", "note"),
    ("费", "fee"),
    ("限号", "quota"),
    ("号源", "quota"),
    ("姓名", "doctor"),
    ("职称", "title"),
    ("科室", "department"),
    ("院区", "campus"),
    ("日期", "date"),
    ("星期", "weekday"),
    ("诊室", "room"),
    ("地点", "room"),
    ("擅长", "specialty"),
    ("专长", "specialty"),
    ("电话", "ignore"),
    ("时间", "time"),
    ("时段", "half"),
)


class Head(NamedTuple):
    """One column. ``field`` of the dictionary; or ``slots`` (a half-day, weekday or date each), with what a group
    header adds; ``said`` is the header as written, ``why`` a problem code.
    """

    said: str
    field: str | None = None
    slots: tuple[Slot, ...] = ()
    campus: str | None = None
    kind: str | None = None
    department: str | None = None
    text: str = ""
    why: str | None = None


@cache
def _dictionary() -> dict[str, str]:
    fields: dict[str, list[str]] = yaml.load((_CONTENT / "columns.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
    return {name: field for field, names in fields.items() for name in names}


@lru_cache(maxsize=5_000)
def field_of(text: str) -> str | None:
    """The field a header names, exactly by the dictionary, else by a telling part of a short header."""
    if len(text) > 40:
        return None
    whole = re.sub(r"[\s:*_]", "", folded(text)).lower()
    bare = _UNIT.sub("", folded(text)).lower()
    known = _dictionary()
    if whole in known or bare in known:
        return known.get(whole) or known.get(bare)
    if len(bare) > 8 or re.search(r"\d", bare) or slots_of_header(text):
        return None
    return next((field for word, field in _CONTAINS if word in bare), None)


@lru_cache(maxsize=5_000)
def slots_of_header(text: str, period: Period = Period(2000)) -> tuple[Slot, ...]:  # noqa: B008 (an immutable value)
    """The half-days a header stands for ("周一上", "12月7日 星期一"); none when it says anything else."""
    plain = folded(text)
    if len(plain) > 40 or re.sub(r"[\s:*_]", "", plain).lower() in _dictionary():
        return ()
    found = read(plain, period)
    said = [slot for slot in found.slots if slot.weekday or slot.dates or slot.half]
    clean = not found.rest and not found.vague and len(said) == len(found.slots) and not any(s.stopped for s in said)
    return tuple(said) if clean and said else ()


def campus_of(text: str) -> str | None:
    """The campus a short text is."""
    plain = folded(text).strip("()[]【】:■●◆ ")
    return plain if _CAMPUS.fullmatch(plain) else None


def is_header_word(text: str) -> bool:
    """Whether a cell could stand in a header."""
    return bool(field_of(text) or slots_of_header(text))


def head_of(parts: list[str], period: Period) -> Head:
    """A column from its header cells, top first."""
    said = " ".join(dict.fromkeys(parts))
    timed = [part for part in dict.fromkeys(parts) if slots_of_header(part, Period(period.year or 2000, period.month))]
    if timed:
        found = read(folded(" ".join(timed)), period)
        others = [part for part in parts if part not in timed]
        return Head(
            said,
            slots=found.slots,
            campus=_first(others, campus_of),
            kind=_first(others, _kind),
            department=_first(others, _department),
            text=folded(" ".join(timed)),
            why=found.troubles[0][0] if found.troubles else None,
        )
    field = _first(list(reversed(parts)), field_of)
    return Head(said, field=field)


def _first(parts: list[str], read_part: object) -> str | None:
    return (
        next((value for value in (read_part(part) for part in parts) if value), None) if callable(read_part) else None
    )


def _kind(text: str) -> str | None:
    return None if field_of(text) else kinds.kind_in(text)


def _department(text: str) -> str | None:
    if field_of(text) or campus_of(text) or kinds.kind_in(text):
        return None
    return folded(text) if looks_like_department(text) else None
