"""Lines of the audit in words: no field by its program's name, no fact by its id."""

from datetime import timedelta

import pytest

from bot.web.staff import deeds
from knowledge import audit, invites
from knowledge.book import Book
from knowledge.clinics import Change, Expert, Session
from knowledge.editing import Actor, Edit, publish
from knowledge.library import load_shipped
from knowledge.model import Entry, Institution
from knowledge.reading import changes_since
from knowledge.series import Series
from knowledge.shelf import Shelf
from knowledge.wording import Voice
from tests.conftest import NOON

TIANSHAN = Institution(id="tianshan", name="tianshan", short="天山")
OWNER = Actor("安", "web", "owner")
FACTS = (
    ("expert", Expert(id="e1", name="王示范", institution="tianshan")),
    ("session", Session(id="s1", expert="e1", institution="tianshan", half_day="上午", rule="FREQ=WEEKLY;BYDAY=WE")),
    ("change", Change(id="c1", change="suspend", institution="tianshan", expert="e1", first="2026-11-25",
                      last="2026-11-25", reason="[会诊] 外出", made_at="2026-11-21T12:00:00+08:00")),
    ("entry", Entry(id="q", title="问", topic="programme", answer="答", phrasings=("甲", "乙"))),
)  # fmt: skip


@pytest.fixture
def lines(sqlite):
    """What was added, told newest first; the suspension was archived after."""
    sqlite.write(load_shipped, NOON)
    sqlite.write(publish, [Edit((kind, fact.id), fact) for kind, fact in FACTS], "staff", OWNER, NOON)
    sqlite.write(publish, [Edit(("change", "c1"), None, 1)], "staff", OWNER, NOON)
    shelf = Shelf(sqlite)
    shelf.load()
    names = deeds.names_in(shelf.book)
    return lambda language: {
        (line.subject.partition(" ")[0], line.action): deeds.told(line, Voice(language), names)[4:]
        for line in sqlite.read(audit.page, 20)
    }


def test_facts_fields_and_values_are_called_by_their_names(lines):
    told = lines("zh")
    assert told["expert", "add"] == ("专家 王示范", "", "名称：王示范；医院：天山中医医院")
    assert told["session", "add"][0] == "门诊 王示范 周三上午"
    assert "规律：周三" in told["session", "add"][2]
    assert "别的问法：甲、乙" in told["entry", "add"][2]


def test_what_is_archived_is_still_called_what_it_was(lines):
    subject, before, after = lines("zh")["change", "archive"]
    assert subject == "停诊和变动 王示范 2026-11-25"
    assert "变动：停诊" in before
    assert "原因：[会诊] 外出" in before
    assert "T12:00" not in before
    assert after == ""


def test_english_has_its_own_words(lines):
    assert "Change: Suspended" in lines("en")["change", "archive"][1]


def test_deeds_of_people_are_told_by_their_names_and_hospitals(sqlite):
    sqlite.write(publish, [Edit(("institution", "tianshan"), TIANSHAN)], "file", Actor("家门口", "program"), NOON)
    link = sqlite.write(invites.make, Actor("root", "command"), "小王", "clerk", ["tianshan"], NOON)
    sqlite.write(invites.accept_on_web, link, "", "hash", NOON)
    entry = Entry(id="q", title="看病多少钱", topic="programme", answer="答")
    sqlite.write(publish, [Edit(("entry", "q"), entry)], "staff", OWNER, NOON + timedelta(minutes=1))
    names = deeds.names_in(Book.from_changes(sqlite.read(changes_since, 0)))
    lines = sqlite.read(audit.page, 3)
    assert [deeds.told(line, Voice("zh"), names)[:5] for line in lines] == [
        ("2026-11-21 12:01:00", "安", "网页", "新增", "问答 看病多少钱"),
        ("2026-11-21 12:00:00", "小王", "网页", "打开链接加入", ""),
        ("2026-11-21 12:00:00", "root", "命令行", "发邀请链接", "小王"),
    ]
    assert deeds.told(lines[1], Voice("zh"), names)[6] == "排班员 天山"
    assert deeds.told(lines[1], Voice("en"), {})[3:] == ("joined by a link", "", "", "clerk tianshan")


def test_a_kind_without_a_word_of_its_own_in_talk_is_called_as_at_the_desk(sqlite):
    series = Series(id="gf", name="膏方", text="开了", dates=("2026-12-01",), time="09:00")
    sqlite.write(publish, [Edit(("series", "gf"), series)], "staff", OWNER, NOON)
    names = deeds.names_in(Book.from_changes(sqlite.read(changes_since, 0)))
    assert deeds.told(sqlite.read(audit.page, 1)[0], Voice("zh"), names)[4] == "专题提醒 膏方"
