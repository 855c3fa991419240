"""Role × action × door: every page of the desk over HTTP, and the same edit through web, chat, command line and import.

A page that is added to the desk is in this table by itself.
"""

import re

import pytest
from click.testing import CliRunner

from bot.__main__ import main
from bot.assembly import shanghai_now
from bot.web.staff.pages import MODULES
from handlers.incoming import Incoming
from knowledge import invites, reading, sessions
from knowledge.clinics import Session
from knowledge.database import Database
from knowledge.editing import Edit, publish
from knowledge.errors import NotAllowed
from knowledge.message import Address
from knowledge.model import Entry
from knowledge.permission import ACTIONS
from knowledge.staff import actor_named, actor_of
from tests.bot.roster_rig import roster_desk
from tests.bot.staff_rig import KEPT, SHELL, csrf, open_desk, send
from tests.conftest import NOON
from tests.knowledge.importing.rig import roster

PAGES = [page for module in MODULES for page in module.PAGES]
GUARDED = [page for page in PAGES if page.action]
OPEN = {"/staff/login", "/staff/invite/{token}"}
ROLES = [*ACTIONS]


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as desk:
        yield desk


def address(page):
    return re.sub(r"\{[^}]+\}", "1", page.path)


def test_only_the_doors_are_open_to_everybody():
    assert {page.path for page in PAGES if page.action is None} == OPEN
    assert {page.action for page in GUARDED} >= {"read", "staff"}


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_opens_the_pages_that_its_actions_name_and_no_other(desk, role):
    desk.member("小王", role, "tianshan")
    client = await desk.browser("小王")
    token = await csrf(client)
    for page in GUARDED:
        allowed = page.action in ACTIONS[role]
        reply = await client.request(page.method, address(page), data=strange(page, token))
        assert (reply.status_code == 403) is not allowed, (page.method, page.path, reply.status_code)
        if allowed and page.method == "POST":  # mass assignment: what the page does not ask is refused as a whole
            assert reply.status_code in {400, 404}, (page.path, reply.status_code)
    assert (await client.get("/staff/me")).status_code == 200


def strange(page, token):
    return {"csrf": token, "zz_role": "owner"} if page.method == "POST" else None


async def test_who_is_not_logged_in_is_sent_to_the_login_from_every_page(desk):
    client = await desk.browser()
    for page in GUARDED:
        reply = await client.request(page.method, address(page), data=strange(page, "0" * 64))
        assert (reply.status_code, reply.headers["location"].partition("?")[0]) == (303, "/staff/login"), page.path


@pytest.mark.parametrize("role", ROLES)
async def test_the_navigation_offers_only_what_may_be_opened(desk, role):
    desk.member("小王", role, "tianshan")
    client = await desk.browser("小王")
    home = (await client.get("/staff")).text
    offered = re.findall(r'href="(/staff[\w/]*)"', home)
    assert ("/staff/people" in offered) is (role == "owner")
    assert {(await client.get(path)).status_code for path in offered} == {200}


OWN = Edit(("session", "s"), Session(id="s", expert="e", institution="tianshan", half_day="上午"))
OTHER = Edit(("session", "s"), Session(id="s", expert="e", institution="longhua", half_day="上午"))
WORDS = Edit(("entry", "q"), Entry(id="q", title="问", topic="programme", answer="答"))


async def through_web(database, who):
    return database.read(sessions.find, database.write(sessions.start, who, NOON), NOON).member.actor("web")


async def through_chat(database, who):
    at = Address("telegram", "7")
    token = database.write(invites.again, SHELL, who.id, NOON)
    database.write(invites.accept_in_chat, token, at, NOON)
    return database.read(actor_of, at, NOON)


async def through_import(database, who):
    return database.read(actor_named, who.name, "import")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("edit", [OWN, OTHER, WORDS], ids=["own clinics", "others' clinics", "words"])
@pytest.mark.parametrize("door", [through_web, through_chat, through_import])
async def test_the_same_edit_is_allowed_or_refused_through_every_door(shipped: Database, role, edit, door):
    who = shipped.write(invites.accept_on_web, shipped.write(invites.make, SHELL, "小王", role, ["tianshan"], NOON),
                        "", KEPT, NOON)  # fmt: skip
    actor = await door(shipped, who)
    allowed = role in {"owner", "editor"} or (role == "clerk" and edit is OWN)
    if allowed:
        assert shipped.write(publish, [edit], "staff", actor, NOON) > 1
    else:
        with pytest.raises(NotAllowed, match="小王"):
            shipped.write(publish, [edit], "staff", actor, NOON)


@pytest.mark.parametrize(("role", "where", "loaded"), [
    ("owner", "", True), ("editor", "", True), ("clerk", "yueyang", True), ("clerk", "longhua", False),
    ("viewer", "", False),
])  # fmt: skip
def test_a_roster_is_loaded_from_the_command_line_as_somebody(shipped: Database, tmp_path, role, where, loaded):
    def typed(*words):
        env = {"JIAMENKOU_DATABASE": f"sqlite:///{shipped.url.database}"}
        return CliRunner().invoke(main, [str(word) for word in words], env=env)

    at = ("--institution", where) if where else ()
    made = typed("staff", "invite", "--name", "小王", "--role", role, *at)
    token = re.search(r"invite/(\S+)", made.output)[1]
    assert typed("load", "--as", "小王", roster(tmp_path / "一.xlsx")).exit_code == 1  # the link was not opened yet
    shipped.write(invites.accept_on_web, token, "", KEPT, shanghai_now())
    told = typed("load", "--as", "小王", roster(tmp_path / "一.xlsx"))
    assert (told.exit_code == 0) is loaded, told.output
    assert ("已导入" if loaded else "小王") in told.output
    assert ("小王（导入）" in typed("staff", "audit").output) is loaded


EXPERT = {"institution": "tianshan", "name": "新来的", "another": "true"}
SITTING = {"institution": "tianshan", "expert": "e_wang", "number": "s000000000001", "half_day": "下午",
           "weekday": "周二", "seen": "0", "sure": "true"}  # fmt: skip
COPY = {"institution": "tianshan", "week": "2026-11-25", "to": "2026-12-02", "sure": "true", "number": "w000000000000"}
FORMS = {
    "/staff/rosters/expert": EXPERT | {"number": "e000000000001"},
    "/staff/rosters/expert/e_wang": EXPERT | {"seen": "1"},
    "/staff/rosters/expert/e_wang/away": {"seen": "1", "sure": "true"},
    "/staff/rosters/new": SITTING,
    "/staff/rosters/session/s1": {"half_day": "下午", "seen": "1"},
    "/staff/rosters/session/s1/away": {"seen": "1", "sure": "true"},
    "/staff/rosters/copy": COPY | {"expert": "e_wang"},
    "/staff/rosters/copy/week": COPY,
    "/staff/book/expert/new": {"institution": "tianshan", "name": "新来的", "desk_confirmed": "true"},
    "/staff/book/expert/e_wang/edit": {"institution": "yueyang", "name": "王示范", "desk_seen": "1",
                                       "desk_confirmed": "true"},
    "/staff/settings/quiet": {"evening": "21:00", "morning": "07:00", "urgent_evening": "22:00",
                              "urgent_morning": "06:30", "seen": "21:30 06:30 22:30 06:00", "sure_of_it": "true"},
}  # fmt: skip
"""What a clerk may do in their own hospital, filled in with another hospital's ids; and an owner's form."""


@pytest.mark.parametrize("path", FORMS)
async def test_a_clerk_of_another_hospital_is_refused_at_every_form_also_by_its_ids(shipped, path):
    async with roster_desk(shipped) as desk:
        before = desk.written(reading.version)
        for who in ("丁", "看"):
            reply = await send(await desk.browser(who), path, **FORMS[path])
            assert reply.status_code == 403, (who, reply.text)
        assert desk.written(reading.version) == before


async def test_a_chat_that_joined_acts_with_its_own_door(desk):
    token = desk.link("小王", "clerk", "tianshan")
    chat = Incoming(address=Address("web", "ab"), when=NOON, text=f"/start invite_{token}")
    await desk.house.routes.answer(chat)
    actor = desk.house.database.read(actor_of, chat.address, NOON)
    assert (actor.door, actor.role, actor.institutions) == ("chat", "clerk", ("tianshan",))
