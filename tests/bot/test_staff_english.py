"""What facts say on the desk's English pages: everything that has a name in English is called by it.

The lists below are what is still Chinese, and why; whatever else is would fail here.
"""

import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

import bot.web.staff
from bot.web.staff import deeds
from bot.web.staff.changes import name_in
from bot.web.staff.naming import naming
from knowledge.audit import Line
from knowledge.book import Book
from knowledge.importing.wording import rule_words
from knowledge.keeping.catalogue import label
from knowledge.keeping.fields import fields_of
from knowledge.kinds import KINDS
from knowledge.wording import Voice
from tests.bot.deeds import EVERYBODY, furnish, proposed
from tests.bot.roster_rig import roster_desk
from tests.bot.staff_rig import csrf, open_desk
from tests.conftest import NOON
from tests.knowledge import sample_clinics
from tests.knowledge.shipped import book as shipped_book

DESK = Path(bot.web.staff.__file__).parent
HAN = re.compile(r"[\u4e00-\u9fff]")
STILL_CHINESE = {
    "entry": "a question as residents ask it",
    "source": "the title of a publication",
    "locality": "a place",
    "person": "a person",
    "hotline": "its official name; it has none in English",
    "expert": "a person",
    "session": "the expert who sits",
    "change": "the expert it is about",
    "base": "its name in the list, beside the hospital's English one",
    "series": "the name that staff gave it, when they gave none in English",
    "holiday": "its official name",
    "site_rule": "a campus",
}
"""Kinds of facts whose label holds Chinese on an English page."""
ENGLISH = Voice("en")


@pytest.fixture(scope="module")
def book():
    held = {kind: dict(facts) for kind, facts in shipped_book().items()}
    held["expert"] = {e.id: e for e in sample_clinics.EXPERTS}
    held["session"] = {s.id: s for s in sample_clinics.SESSIONS}
    return Book(held)


def labels(book, kind):
    return [label(fact, book, ENGLISH) for fact in book.kinds.get(kind, {}).values()]


def test_kinds_whose_facts_have_english_names_are_called_by_them(book):
    told = {kind for kind in KINDS if any(HAN.search(one) for one in labels(book, kind))}
    assert told <= STILL_CHINESE.keys()
    for kind in ("district", "specialty", "institution", "alliance"):
        assert labels(book, kind), kind


def test_a_session_is_told_by_its_days_in_words(book):
    held = [(label(s, book), label(s, book, ENGLISH)) for s in book.kinds["session"].values()]
    assert not [one for pair in held for one in pair if "FREQ" in one]
    names = "".join(expert.name for expert in book.kinds["expert"].values())
    assert not [one for _, one in held if HAN.search(re.sub(f"[{names}]", "", one))]
    assert any("周三" in zh and "上午" in zh and "Wed" in en and "morning" in en for zh, en in held)


def test_every_choice_and_every_kind_of_hospital_has_its_english(book):
    names = naming(english=True)
    choices = {(f.name, choice) for kind in KINDS for f in fields_of(kind) for choice in f.choices if choice}
    choices |= {("kind", i.kind) for i in book.institutions.values()}
    choices |= {("city", i.city) for i in book.institutions.values()}
    assert not [pair for pair in choices if HAN.search(names.said(*pair))]
    chinese = naming()
    assert not [choice for name, choice in choices if HAN.search(choice) and chinese.said(name, choice) != choice]


def test_names_read_in_a_question_and_counted_in_figures_are_told_in_english(book):
    held = [*book.districts.values(), *book.specialties.values(), *book.institutions.values()]
    assert not [fact.id for fact in held if HAN.search(name_in(book, ENGLISH, fact.name))]
    assert all(name_in(book, Voice(), fact.name) == fact.name for fact in held)
    assert name_in(book, ENGLISH, "火星区") == "火星区"


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("/staff/book?kind=district", "Pudong"),
        ("/staff/book?kind=specialty", "Tuina"),
        ("/staff/book?kind=institution", "Tianshan"),
        ("/staff/people", "Tianshan"),
        ("/staff/book/institution/tianshan", "District TCM hospital"),
        ("/staff/book/institution/tianshan", "Shanghai"),
        ("/staff/book/base/base_01", "Changning"),
        ("/staff/try?q=浦东看骨伤", "Pudong"),
    ],
)
async def test_pages_tell_them(shipped, path, wanted):
    async with open_desk(shipped) as desk:
        client = await desk.browser("安")
        page = (await client.get(path, headers={"Accept-Language": "en"})).text
        assert wanted.lower() in page[page.index("<main") :].lower()


def test_nothing_is_named_twice():
    """YAML takes the later of two keys without a word."""
    texts = Counter(key.value for file in sorted(DESK.glob("english*.yaml")) for key, _ in _pairs(file))
    assert {text for text, times in texts.items() if times > 1} == set()
    for part, names in _pairs(DESK / "naming.yaml"):
        assert len({key.value for key, _ in names.value}) == len(names.value), part.value


def _pairs(file):
    return yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader).value


@pytest.mark.parametrize(
    ("rule", "chinese", "english"),
    [
        ("FREQ=WEEKLY;BYDAY=TU", "周二", "every Tuesday"),
        ("FREQ=WEEKLY;BYDAY=TU,TH", "周二、周四", "every Tuesday, Thursday"),
        ("FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", "隔周周三", "every other week on Wednesday"),
        ("FREQ=MONTHLY;BYDAY=1WE,3WE", "每月第一个周三、第三个周三", "monthly on the first Wednesday, third Wednesday"),
        ("FREQ=MONTHLY;BYDAY=-1FR", "每月最后一个周五", "monthly on the last Friday"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "每月1、15日", "on day 1, 15 of each month"),
        ("FREQ=WEEKLY;BYDAY=MO;BYMONTH=6,7", "周一（6、7月）", "every Monday (months 6, 7)"),
        ("FREQ=WEEKLY;INTERVAL=3;BYDAY=MO", "每3周的周一", "every 3 weeks on Monday"),
        ("FREQ=DAILY", "每天", "every day"),
        ("FREQ=HOURLY", "FREQ=HOURLY", "FREQ=HOURLY"),
        ("", "", ""),
    ],
)
def test_a_rule_is_told_in_either_language(rule, chinese, english):
    assert (rule_words(rule), rule_words(rule, ENGLISH)) == (chinese, english)


def test_the_audit_tells_values_in_english(book):
    session = next(s for s in book.kinds["session"].values() if s.rule and s.fee)
    fields = [(name, "", str(getattr(session, name))) for name in ("rule", "half_day", "expert", "institution", "fee")]
    line = Line("", NOON, "安", "web", "add", f"session {session.id}", "", "", tuple(fields))
    told = "\n".join(deeds.told(line, ENGLISH, deeds.names_in(book, ENGLISH)))
    names = "|".join(expert.name for expert in book.kinds["expert"].values())
    assert not HAN.findall(re.sub(f"{names}|安", "", told)), told
    assert "Rule: every Monday" in told
    assert "Half-day: Morning" in told


LOOKED_AT = """
    /staff /staff/book?kind=change /staff/book/change/c /staff/book/change/c/history /staff/book/change/c/edit
    /staff/book/session/s1/edit /staff/book/site_rule/r/edit /staff/book/holiday/h/edit /staff/book/series/z/edit
    /staff/questions?id=1 /staff/drafts/1 /staff/rosters?at=tianshan&week=2026-11-25 /staff/rosters/site?at=tianshan
    /staff/rosters/cell?at=tianshan&expert=e_wang&day=2026-11-25&half=上午 /staff/rosters/session/s2
    /staff/rosters/new?expert=e_wang&at=tianshan /staff/rosters/expert/e_wang /staff/rosters/import /staff/series/new
    /staff/series/z /staff/settings /staff/settings/quiet /staff/people/2 /staff/audit /staff/figures"""
NAMED = ("name", "title", "short", "source_name", "publisher")
WORDS = re.compile(r"<(option|label|legend|button|th|dt|h[12]|summary)\b[^>]*>([^<]+)<")


async def test_whatever_is_pressed_chosen_or_filled_in_is_english(shipped):
    """Buttons, choices and headings are the program's own: only names of people, hospitals and facts are Chinese."""
    async with roster_desk(shipped) as desk:
        desk.member("编", "editor")
        desk.house.database.write(furnish)
        await desk.house.shelf.refresh()
        proposed(desk)
        client = await desk.browser("安")
        facts = [fact for held in desk.house.shelf.book.kinds.values() for fact in held.values()]
        names = {getattr(fact, field, "") for fact in facts for field in NAMED}
        names |= {*EVERYBODY, "赵没班", "外院", "轮椅哪里可以借", "食堂几点开门"}
        known = re.compile("|".join(sorted(map(re.escape, names - {""}), key=len, reverse=True)))
        for path in LOOKED_AT.split():
            reply = await client.get(path, headers={"Accept-Language": "en"})
            assert reply.status_code == 200, path
            said = {text for _, text in WORDS.findall(reply.text)}
            assert not {text for text in said if HAN.search(known.sub("", text))}, path


async def test_a_roster_is_looked_at_in_english(shipped):
    """What the file says stays as it is written; what we say of it is English."""
    rows = "专家姓名,科室,星期,时段,挂号费\n王示范,肾病科,周八,上午,30\n李例子,骨伤科,周二,下午,很贵\n"
    rows += "李例子,骨伤科,周二,下午,20\n赵有时,骨伤科,单周周三,上午,20\n"
    async with open_desk(shipped) as desk:
        client = await desk.browser("安")
        client.headers["Accept-Language"] = "en"
        token = await csrf(client)
        for wrong in (rows, rows.replace("周八", "周五")):
            for place in ("", "tianshan"):
                data, files = {"csrf": token, "institution": place}, {"file": ("a.csv", wrong.encode())}
                reply = await client.post("/staff/rosters/import", data=data, files=files)
                page = (await client.get(reply.headers["location"])).text
                said = re.sub(r"(?s)^.*?<h2|<details.*?</details>|“[^”]*”|（[^）]*）", "", page)
                for name in (
                    "王示范",
                    "李例子",
                    "赵有时",
                    "骨伤科",
                    "肾病科",
                    "单周没有起算日",
                ):  # the last is a remark of the session's own
                    said = said.replace(name, "")
                assert not HAN.findall(said), said
                assert ("which hospital" in page) == (not place)
