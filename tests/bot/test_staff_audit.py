"""Lines of the audit in words: no field by its program's name, no fact by its id."""

import pytest

from bot.web.staff import deeds
from knowledge import audit
from knowledge.clinics import Change, Expert, Session
from knowledge.editing import Actor, Edit, publish
from knowledge.library import load_shipped
from knowledge.model import Entry
from knowledge.shelf import Shelf
from knowledge.wording import Voice
from tests.conftest import NOON

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
    assert "规律（RFC 5545）：周三" in told["session", "add"][2]
    assert "别的问法：甲、乙" in told["entry", "add"][2]


def test_what_is_archived_is_still_called_what_it_was(lines):
    subject, before, after = lines("zh")["change", "archive"]
    assert subject == "停诊和变动 王示范 2026-11-25"
    assert "变动：停诊" in before
    assert "原因：[会诊] 外出" in before
    assert "T12:00" not in before
    assert after == ""


def test_english_has_its_own_words(lines):
    assert "Change：Suspended" in lines("en")["change", "archive"][1]
