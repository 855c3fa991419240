"""A small made-up roster (示例) on top of the shipped Book, for tests of pictures, calendars and cards."""

from datetime import date, datetime
from functools import cache
from zoneinfo import ZoneInfo

from knowledge.book import Book
from knowledge.clinics import Change, Expert, MovedTo, Session
from knowledge.model import Source
from tests.knowledge import shipped

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MONDAY, SUNDAY = date(2026, 11, 23), date(2026, 11, 29)
SOURCE = Source(id="demo", title="示例排班表", publisher="示例医院", date="2026-11-01")
DATED = {"sources": ("demo",), "verified_on": "2026-11-20", "sample": True}


def expert(key, name, **more):
    return Expert(id=key, name=name, institution="tianshan", **DATED, **more)


def session(key, who, half_day, weekday, **more):
    rule = f"FREQ=WEEKLY;BYDAY={weekday}"
    return Session(id=key, expert=who, institution="tianshan", half_day=half_day, rule=rule, **DATED | more)


def change(key, kind, **more):
    return Change(id=key, change=kind, institution="tianshan", **DATED | more)


EXPERTS = (
    expert("e_wang", "王示范", title="主任医师"),
    expert("e_wang2", "王样品"),
    expert("e_li", "李例子", aliases=("李老",)),
    expert("e_nobody", "外院专家", anonymous=True),
)
SESSIONS = (
    session("s1", "e_wang", "上午", "MO", department="骨伤科", start="08:00", end="11:30", room="3诊室", fee=38.0),
    session("s2", "e_wang", "上午", "WE", department="骨伤科"),
    session("s3", "e_li", "下午", "TH", department="肿瘤科", start="13:30"),
    session("s4", "e_wang2", "夜间", "FR", department="推拿科", start="17:30", end="20:00"),
    session("s5", "e_li", "上午", "SA", department="肿瘤科"),
    session("s6", "e_nobody", "下午", "TU", department="肿瘤科"),
)
CHANGES = (
    change("c1", "suspend", expert="e_wang", first="2026-11-25", last="2026-11-25", reason="外出会诊"),
    change("c2", "stand_in", expert="e_li", first="2026-11-26", last="2026-11-26", stand_in="赵替班"),
    change("c3", "extra", expert="e_wang2", first="2026-11-29", last="2026-11-29", half_day="夜间"),
    change("c4", "move", expert="e_li", first="2026-11-28", last="2026-11-28", moved_to=MovedTo(date="2026-11-30")),
    change("c5", "full", expert="e_wang2", first="2026-11-27", last="2026-11-27"),
)


def book_of(sessions=SESSIONS, changes=CHANGES, version=7):
    kinds = shipped.book()
    rows = {"expert": EXPERTS, "session": sessions, "change": changes, "source": (SOURCE,)}
    added = {kind: kinds.get(kind, {}) | {fact.id: fact for fact in facts} for kind, facts in rows.items()}
    return Book(kinds | added, version)


@cache
def book():
    return book_of()


def week(held=None):
    held = held or book()
    return held.clinics.sittings(held.clinics.sessions.values(), MONDAY, SUNDAY)


def name(one):
    return book().clinics.experts[one.expert].name


class ShelfOf:
    """A shelf that holds just this Book; a test may put another on it."""

    def __init__(self, held=None):
        self.book = held or book()
