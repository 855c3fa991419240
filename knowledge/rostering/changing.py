"""A change of a clinic from what a clerk filled in: every value is checked here, whatever the door it came by."""

from datetime import date, datetime, time
from typing import Final, Literal

import msgspec

from knowledge.book import Book
from knowledge.clinics import Change, HalfDay, MovedTo, Weekday
from knowledge.errors import InputError
from knowledge.permission import Actor
from knowledge.rostering.standing_in import called

Do = Literal["suspend", "stand_in", "extra", "move", "full", "resume", "close", "swap"]
_OF_A_SITE: Final = frozenset({"close", "swap"})
_OPEN_ENDED: Final = frozenset({"suspend", "stand_in", "close"})
_LONGEST: Final = 60
_SHOWN: Final = 5


class Wish(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a clerk asks for. Dates ISO, times HH:MM; an empty ``last`` of 停诊 替诊 闭院 is until further notice.

    Without ``expert`` it is the whole site: ``close``, ``swap``, or 停诊 of all its experts.
    """

    do: Do
    institution: str
    expert: str = ""
    campus: str = ""
    first: str
    last: str = ""
    half_day: HalfDay | Literal["全天"] = "全天"
    reason: str = ""
    stand_in: str = ""
    back_on: str = ""
    start: str = ""
    end: str = ""
    to_date: str = ""
    to_half: HalfDay | Literal[""] = ""
    to_campus: str = ""
    to_room: str = ""
    as_weekday: Weekday | Literal[""] = ""
    lifts: str = ""


def change_of(wish: Wish, number: str, actor: Actor, book: Book, now: datetime) -> Change:
    """The wish as a change with the id ``number``. Raises InputError with a sentence."""
    _check_who(wish, book)
    first, last = _span(wish, now.date())
    hours = _hours(wish)
    moves = wish.do == "move"
    to = MovedTo(date=_day(wish.to_date, "改到哪一天"), half_day=wish.to_half, **hours, **_to(wish)) if moves else None
    return Change(
        id=number,
        change=wish.do,
        institution=wish.institution,
        expert=wish.expert,
        campus=wish.campus,
        scope="all_experts" if wish.do == "suspend" and not wish.expert else "",
        first=first,
        last=last,
        half_day=wish.half_day,
        reason=_words(wish.reason, "原因"),
        stand_in=_named(wish, book),
        back_on=_day(wish.back_on, "恢复日期") if wish.back_on else "",
        moved_to=to,
        as_weekday=_as_weekday(wish),
        start="" if moves else hours["start"],
        end="" if moves else hours["end"],
        lifts=_lifted(wish, book),
        made_at=now.isoformat(timespec="seconds"),
        sample=bool(wish.expert) and book.clinics.experts[wish.expert].sample,
        verified_on=now.date().isoformat(),
        confirmed_by=actor.name,
    )


def _check_who(wish: Wish, book: Book) -> None:
    if wish.institution not in book.institutions:
        raise InputError("没有这家医院：请从列表里选")
    if wish.expert and wish.do in _OF_A_SITE:
        raise InputError("闭院和调休是整家医院的事，不能只对一位专家")
    if not wish.expert and wish.do not in {*_OF_A_SITE, "suspend"}:
        raise InputError("请先选专家")
    sessions = book.clinics.by_expert.get(wish.expert, ())
    if wish.expert and not any(session.institution == wish.institution for session in sessions):
        raise InputError("这位专家在这家医院没有门诊：请先导入或添加门诊")
    campuses = {session.campus for session in book.clinics.by_institution.get(wish.institution, ())}
    if wish.campus and wish.campus not in campuses:
        raise InputError(f"这家医院没有叫“{wish.campus[:_LONGEST]}”的院区")


def _span(wish: Wish, today: date) -> tuple[str, str]:
    first = _day(wish.first, "开始日期")
    open_end = not wish.last and wish.do in _OPEN_ENDED
    last = "" if open_end else _day(wish.last or wish.first, "结束日期")
    if last and last < first:
        raise InputError("结束日期早于开始日期：请对调或改正")
    if last and last < today.isoformat():
        raise InputError("这些日子已经过去了：请改日期")
    return first, last


def _day(text: str, what: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise InputError(f"{what}要写成 2026-11-25 这样") from None


def _hours(wish: Wish) -> dict[str, str]:
    for text in (wish.start, wish.end):
        try:
            valid = not text or time.fromisoformat(text).isoformat("minutes") == text
        except ValueError:
            valid = False
        if not valid:
            raise InputError("钟点要写成 08:30 这样")
    if wish.start and wish.end and wish.end <= wish.start:
        raise InputError("结束的钟点早于开始：请对调或改正")
    return {"start": wish.start, "end": wish.end}


def _to(wish: Wish) -> dict[str, str]:
    return {"campus": _words(wish.to_campus, "院区"), "room": _words(wish.to_room, "诊室")}


def _named(wish: Wish, book: Book) -> str:
    words = _words(wish.stand_in, "替诊医生")
    if wish.do == "stand_in" and not words:
        raise InputError("请写替诊医生的姓名")
    if not words or not wish.expert:
        return words
    name, others = called(words, wish.expert, wish.institution, book)
    if not name:
        some = "、".join(one.name for one in others[:_SHOWN])
        raise InputError("替诊医生请写全名，不能是本人" + (f"；排班里有：{some}" if some else ""))
    return name


def _as_weekday(wish: Wish) -> Weekday | Literal[""]:
    if wish.do == "swap" and not wish.as_weekday:
        raise InputError("请选这一天按星期几排班")
    return wish.as_weekday if wish.do == "swap" else ""


def _lifted(wish: Wish, book: Book) -> str:
    held = book.kinds.get("change", {}).get(wish.lifts)
    if wish.do == "resume" and not (isinstance(held, Change) and held.institution == wish.institution):
        raise InputError("要恢复的停诊已经不在了：请回到排班表再看")
    return wish.lifts if isinstance(held, Change) and held.institution == wish.institution else ""


def _words(text: str, what: str) -> str:
    plain = " ".join(text.split())
    if len(plain) > _LONGEST:
        raise InputError(f"{what}太长了：最多 {_LONGEST} 个字")
    return plain
