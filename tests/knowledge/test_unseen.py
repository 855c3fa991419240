"""What cannot be seen: names that look alike are one, and no fact reads otherwise than it is written."""

import pytest

from knowledge import invites, staff
from knowledge.clinics import Change, Expert
from knowledge.database import Database
from knowledge.editing import Edit, publish
from knowledge.errors import InputError
from knowledge.model import Entry
from knowledge.permission import Actor
from knowledge.readable import unreadable
from knowledge.reading import state_of
from knowledge.rosters.files import read_sheets
from knowledge.unseen import strange_letter
from tests.conftest import NOON

SHELL = Actor("root", "command")
UNSEEN = "\u00ad\u061c\u180e\u200b\u200e\u200f\u202d\u202e\u2066\u2069\ufeff"


@pytest.mark.parametrize(
    "mark", [*UNSEEN, "\u200c", "\u200d", "\u115f", "\u3164", "\u2800", "\ufe0f", "\U000e0001", "\x07"]
)
def test_a_name_that_looks_like_a_colleague_s_is_the_colleague_s(sqlite: Database, mark):
    sqlite.write(invites.accept_on_web, sqlite.write(invites.first_owner, NOON), "安娜", "x", NOON)
    with pytest.raises(InputError, match="已经有叫「安娜」"):
        sqlite.write(invites.make, SHELL, f"安{mark}娜{mark}", "owner", (), NOON)
    with pytest.raises(InputError, match="1 到"):
        sqlite.write(invites.make, SHELL, mark * 3, "owner", (), NOON)
    assert sqlite.read(staff.named, f"{mark}安娜").name == "安娜"


@pytest.mark.parametrize("door", ["web", "chat", "import", "command"])
def test_a_fact_holds_only_what_is_seen_whatever_the_door(sqlite: Database, door):
    entry = Entry(
        id="q", title=f"停{UNSEEN}诊", topic="programme", answer="👨‍👩‍👧\n第二行\t完", phrasings=(f"{UNSEEN}甲",)
    )
    sqlite.write(publish, [Edit(("entry", "q"), entry)], "staff", Actor("安", door), NOON)
    held = sqlite.read(state_of, ("entry", "q")).fact
    assert (held.title, held.answer, held.phrasings) == ("停诊", entry.answer, ("甲",))


def test_a_roster_is_read_as_it_is_seen():
    (sheet,) = read_sheets(f"专家姓名,星期\n王{UNSEEN}示范,周一\n".encode())
    assert sheet.rows[1] == ["王示范", "周一"]


LIKE_OURS = [
    ("Аnn", "А"), ("Αnn", "Α"), ("Анна", "А"), ("аса", "а"), ("Anп", "п"), ("王ニ", "ニ"), ("王ロ", "ロ"), ("ꓮnn", "ꓮ"),
    ("Ꭺnn", "Ꭺ"), ("Annա", "ա"), ("Ａннa", "н"), ("ɑnn", "ɑ"), ("ᴀnn", "ᴀ"), ("Iıı", "ı"), ("王⺁", "⺁"), ("王٣", "٣"),
    ("王\u0301明", "\u0301"), ("王明\u0323", "\u0323"),
]  # fmt: skip
OURS = [
    "安娜",
    "王示范（特需）",
    "Ann O'Neil-Müller",
    "阿依古丽·买买提",
    "Łukasz Øst",
    "Ａｎｎ２",
    "𠮷田",
    "宮﨑",
    "Nguyễn",
    "〇一",
    "专家（姓名未公布）",
]


@pytest.mark.parametrize(("name", "sign"), LIKE_OURS)
def test_a_name_in_letters_that_only_look_like_ours_is_nobody_s(sqlite: Database, name, sign):
    assert strange_letter(name) == sign
    with pytest.raises(InputError, match=f"「{sign}」不是汉字"):
        sqlite.write(invites.make, SHELL, name, "owner", (), NOON)


@pytest.mark.parametrize("name", OURS)
def test_names_as_people_write_them_are_taken(name):
    assert strange_letter(name) == ""


@pytest.mark.parametrize("door", ["web", "chat", "import", "command"])
def test_no_door_brings_an_expert_under_such_a_name(sqlite: Database, door):
    who = Actor("安", door)
    for fact in (
        Expert(id="e", name="王Аn", institution="tianshan", confirmed_by="安"),
        Expert(id="e", name="王", aliases=("Wаng",), institution="tianshan", confirmed_by="安"),
        Change(id="e", change="stand_in", institution="tianshan", expert="x", first="2026-12-01", stand_in="Lі"),
    ):
        kind = "expert" if isinstance(fact, Expert) else "change"
        with pytest.raises(InputError, match="只是看着像"):
            sqlite.write(publish, [Edit((kind, "e"), fact)], "staff", who, NOON)
        assert [said for _, said in unreadable(fact)]


def test_who_has_such_a_name_already_is_not_shut_out(sqlite: Database):
    """Names of an earlier release still log in, get another link, and take it."""
    sqlite.write(invites.accept_on_web, sqlite.write(invites.first_owner, NOON), "安娜", "x", NOON)
    sqlite.write(lambda c: c.exec_driver_sql("UPDATE staff SET name = 'Анна'"))
    link = sqlite.write(invites.again, SHELL, sqlite.read(staff.named, "Анна").id, NOON)
    assert sqlite.write(invites.accept_on_web, link, "", "y", NOON).name == "Анна"
