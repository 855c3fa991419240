"""What somebody tries who should not be at the desk, over real HTTP.

Over 250 lines: each test is one thing somebody tries at the one door.
"""

import csv
import html
import io
import re
from datetime import timedelta

import httpx
import pytest

from knowledge import invites, sessions, staff
from knowledge.keeping import proposals
from knowledge.message import Address
from knowledge.people import Preferences, preferences
from knowledge.sessions import IDLE, LONGEST
from knowledge.staff import CHECK
from scheduler import agenda
from scheduler.plans import Plan
from tests.bot.staff_rig import PASSWORD, SHELL, csrf, login, open_desk, send

EVIL = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>"


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as desk:
        yield desk


def people(desk):
    return {one.name: (one.role, one.active) for one in desk.written(staff.members)}


async def test_a_form_from_another_site_is_refused(desk):
    desk.member("小王", "editor")
    client = await desk.browser("安")
    token = await csrf(client)
    place = {"role": "owner"}
    foreign = ({"Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "same-site"})
    for headers in foreign:
        reply = await client.post("/staff/people/2/role", data={"csrf": token, **place}, headers=headers)
        assert reply.status_code == 403
    elsewhere = {"Sec-Fetch-Site": "", "Origin": "https://evil.example"}
    assert (
        await client.post("/staff/people/2/role", data={"csrf": token, **place}, headers=elsewhere)
    ).status_code == 403
    for wrong in ("", "0" * 64, "é", token[:-1]):
        assert (await client.post("/staff/people/2/role", data={"csrf": wrong, **place})).status_code == 403
    assert (await client.post("/staff/people/2/role", data=place)).status_code == 403
    assert people(desk)["小王"] == ("editor", True)
    assert (await client.post("/staff/people/2/role", data={"csrf": token, **place})).status_code == 303
    assert people(desk)["小王"] == ("owner", True)


async def test_the_token_of_one_session_is_no_good_in_another(desk):
    desk.member("本", "owner")
    ann, ben = await desk.browser("安"), await desk.browser("本")
    reply = await ben.post("/staff/people/1/remove", data={"csrf": await csrf(ann), "sure": "true"})
    assert reply.status_code == 403
    assert people(desk)["安"] == ("owner", True)


async def test_log_in_and_links_are_not_taken_from_another_site_either(desk):
    client, token = await desk.browser(), desk.link("小王", "viewer")
    client.headers["Sec-Fetch-Site"] = "cross-site"
    assert (await login(client, "安")).status_code == 403
    form = {"password": PASSWORD, "again": PASSWORD, "name": ""}
    assert (await client.post(f"/staff/invite/{token}", data=form)).status_code == 403
    assert desk.written(invites.peek, token, desk.clock.now) is not None


async def test_a_session_is_new_at_each_log_in_and_a_planted_one_is_worth_nothing(desk):
    client = await desk.browser()
    client.cookies.set("staff", "planted", domain="127.0.0.1", path="/staff")
    first = (await login(client, "安")).cookies["staff"]
    client.cookies.clear()
    client.cookies.set("staff", first, domain="127.0.0.1", path="/staff")
    second = (await login(client, "安")).cookies["staff"]
    assert len({"planted", first, second}) == 3
    assert min(len(first), len(second)) >= 43
    for token, is_open in (("planted", False), (first, False), (second, True)):
        assert (desk.written(sessions.find, token, desk.clock.now) is not None) is is_open


async def test_the_cookie_is_for_the_desk_alone_and_for_no_script(desk):
    client = await desk.browser()
    cookie = (await login(client, "安")).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=strict", "Path=/staff"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    client.headers["X-Forwarded-Proto"] = "https"
    assert "Secure" in (await login(client, "安")).headers["set-cookie"].split("; ")
    stored = desk.written(lambda c: c.exec_driver_sql("SELECT digest FROM staff_session").scalars().all())
    assert stored
    assert not any(digest in cookie for digest in stored)


@pytest.mark.parametrize(("spent", "is_open"), [(IDLE - timedelta(minutes=1), True), (IDLE, False)])
async def test_an_idle_session_ends(desk, spent, is_open):
    client = await desk.browser("安")
    desk.clock.now += spent
    assert ((await client.get("/staff")).status_code == 200) is is_open


async def test_a_busy_session_ends_after_a_week(desk):
    client, begun = await desk.browser("安"), desk.clock.now
    while desk.clock.now - begun < LONGEST - timedelta(hours=10):
        desk.clock.now += timedelta(hours=10)
        assert (await client.get("/staff")).status_code == 200
    desk.clock.now = begun + LONGEST
    assert (await client.get("/staff")).status_code == 303


async def test_log_out_ends_the_session_and_not_only_the_cookie(desk):
    client = await desk.browser("安")
    stolen = client.cookies["staff"]
    assert (await send(client, "/staff/logout")).headers["location"] == "/staff/login?said=out"
    client.cookies.set("staff", stolen, domain="127.0.0.1", path="/staff")
    assert (await client.get("/staff")).status_code == 303


@pytest.mark.parametrize("script", [True, False])
async def test_whoever_knew_the_cookie_before_a_link_was_opened_in_the_chat_does_not_speak_for_the_staff(desk, script):
    resident, thief = await desk.browser(), await desk.browser()
    await resident.get("/")
    old = Address("web", resident.cookies["visitor"])
    thief.cookies.set("visitor", old.id, domain="127.0.0.1", path="/")
    plan = Plan(kind="personal", start="2026-11-25T09:00", words="量血压")
    desk.house.database.write(agenda.keep, old, plan, Preferences(elder=True), desk.clock.now)
    opened = {"id": "said-000001", "text": f"/start invite_{desk.link('小王', 'clerk', 'tianshan')}"}
    for who in (resident, thief):  # who says the same once more under the same id hears nothing new either
        await (who.post("/chat/say", json=opened) if script else who.post("/", data=opened))
    new = Address("web", resident.cookies["visitor"])
    assert (new.id == old.id, thief.cookies["visitor"]) == (False, old.id)
    assert desk.written(staff.actor_of, new, desk.clock.now).name == "小王"
    assert desk.written(staff.actor_of, old, desk.clock.now) is None
    assert [one.plan.subject for one in desk.written(agenda.reminders, new)] == ["", CHECK]
    assert desk.written(preferences, new).elder
    assert not desk.written(agenda.forget, old)
    said = {"id": "said-000002", "text": "/desk"}
    assert "工作人员用的" in (await thief.post("/chat/say", json=said)).json()["entries"][-1]["body"][0]["text"]


async def test_a_page_left_open_under_the_old_cookie_hears_nothing_of_the_staffs_chat(desk):
    resident, thief = await desk.browser(), await desk.browser()
    await resident.get("/")
    thief.cookies.set("visitor", resident.cookies["visitor"], domain="127.0.0.1", path="/")
    async with thief.stream("GET", "/chat/stream") as heard:
        link = desk.link("小王", "clerk", "tianshan")
        await resident.post("/chat/say", json={"id": "said-000001", "text": f"/start invite_{link}"})
        await resident.post("/chat/say", json={"id": "said-000002", "text": "/desk"})
        told = "".join([part async for part in heard.aiter_text()])  # which ends, for the stream does
    assert "小王" not in told


async def test_a_link_that_is_over_changes_no_cookie(desk):
    resident = await desk.browser()
    await resident.get("/")
    old = resident.cookies["visitor"]
    await resident.post("/chat/say", json={"id": "said-000001", "text": "/start invite_" + "x" * 32})
    assert resident.cookies["visitor"] == old


async def test_log_out_ends_the_chat_in_the_same_browser_and_no_other(desk):
    """A computer on the ward that several use."""
    client, here, there = await desk.browser("安"), Address("web", "a" * 32), Address("web", "b" * 32)
    for to in (here, there):
        token = desk.house.database.write(invites.again, SHELL, 1, desk.clock.now)
        desk.house.database.write(invites.accept_in_chat, token, to, desk.clock.now)
    client.cookies.set("visitor", here.id, domain="127.0.0.1", path="/")
    await send(client, "/staff/logout")
    assert desk.written(staff.actor_of, here, desk.clock.now) is None
    assert desk.written(staff.actor_of, there, desk.clock.now) is not None


@pytest.mark.parametrize("kind", ["entry", "pathway", "expert", "session"])
async def test_what_never_was_is_not_put_away_nor_proposed_to_be(desk, kind):
    client = await desk.browser("安")
    assert (await send(client, f"/staff/book/{kind}/none/archive", seen="0", sure="true")).status_code == 404
    assert desk.written(proposals.waiting) == []


async def test_log_out_everywhere(desk):
    here, there, other = await desk.browser("安"), await desk.browser("安"), desk.member("本", "owner")
    ben = await desk.browser(other.name)
    assert (await here.get("/staff/me")).text.count("登录，最近") == 2
    await send(here, "/staff/me/everywhere")
    assert [(await one.get("/staff")).status_code for one in (here, there, ben)] == [303, 303, 200]


async def test_a_new_password_needs_the_old_one_and_ends_the_other_sessions(desk):
    here, there = await desk.browser("安"), await desk.browser("安")
    new = {"password": "绿皮火车 9 点开出", "again": "绿皮火车 9 点开出"}
    assert (await send(here, "/staff/me/password", present="wrong", **new)).status_code == 403
    assert (await send(here, "/staff/me/chat", present="wrong")).status_code == 403
    assert (await send(here, "/staff/me/password", present=PASSWORD, **new)).status_code == 303
    assert [(await one.get("/staff")).status_code for one in (here, there)] == [200, 303]
    assert (await login(there, "安")).status_code == 403
    assert (await login(there, "安", new["password"])).status_code == 303


async def test_guessing_is_slowed_down_for_a_name_whoever_guesses(desk):
    guesses = [(await login(await desk.browser(), "安", f"guess number {n}")).status_code for n in range(12)]
    assert guesses == [403] * 8 + [429] * 4
    waiting = await login(await desk.browser(), "安")
    assert waiting.status_code == 429  # the right password too, or the answer would tell
    assert 1 <= int(waiting.headers["Retry-After"]) <= 120
    assert "秒再试" in waiting.text
    desk.clock.now += timedelta(seconds=int(waiting.headers["Retry-After"]))
    assert (await login(await desk.browser(), "安")).status_code == 303


async def test_guessing_is_slowed_down_for_a_network_whatever_names_it_tries(desk):
    client = await desk.browser()
    guesses = [(await login(client, f"name {n}", "guess")).status_code for n in range(42)]
    assert guesses == [403] * 40 + [429] * 2


async def test_an_unknown_name_and_a_wrong_password_look_the_same(desk):
    client = await desk.browser()
    known, unknown = await login(client, "安", "wrong"), await login(client, "没有", "wrong")
    assert known.status_code == unknown.status_code == 403
    assert known.text.replace("安", "") == unknown.text.replace("没有", "")


async def test_who_has_no_password_or_has_gone_cannot_log_in(desk):
    gone = desk.member("走", "editor")
    await send(await desk.browser("安"), f"/staff/people/{gone.id}/remove", sure="true")
    client = await desk.browser()
    for name, password in (("走", PASSWORD), ("走", ""), ("", "")):
        assert (await login(client, name, password)).status_code == 403


async def test_a_link_is_looked_at_as_often_as_one_likes_and_used_once(desk):
    token, client = desk.link("小王", "clerk", "tianshan"), await desk.browser()
    for _ in range(3):  # messengers open links to show what is behind them
        assert "小王" in (await client.get(f"/staff/invite/{token}")).text
    form = {"name": "", "password": PASSWORD, "again": PASSWORD}
    assert (await client.post(f"/staff/invite/{token}", data=form)).headers["location"] == "/staff"
    other = await desk.browser()
    assert (await other.get(f"/staff/invite/{token}")).status_code == 404
    assert (await other.post(f"/staff/invite/{token}", data=form)).status_code == 404
    assert (await other.get("/staff")).status_code == 303
    assert token not in str(desk.written(lambda c: c.exec_driver_sql("SELECT * FROM invite").all()))


async def test_a_link_that_is_over_or_guessed_lets_nobody_in(desk):
    token, client = desk.link("小王", "viewer"), await desk.browser()
    desk.clock.now += timedelta(hours=24)
    for one in (token, "x" * 32, "%00", "a" * 5000):
        assert (await client.get(f"/staff/invite/{one}")).status_code == 404


@pytest.mark.parametrize(
    "password", ["short", "1234567890", "aaaaaaaaaaaa", "password123", "qwertyuiop", "小王小王小王小王12", "0987654321",
                 "woaini1314520"[:9], "x" * 129],
)  # fmt: skip
async def test_a_trivial_password_is_refused_with_advice(desk, password):
    token, client = desk.link("小王", "viewer"), await desk.browser()
    reply = await client.post(f"/staff/invite/{token}", data={"password": password, "again": password})
    assert reply.status_code == 400
    assert re.search(r"密码(要有|太容易)", reply.text)


@pytest.mark.parametrize(
    "more", [{"role": "owner"}, {"institutions": "longhua"}, {"active": "1"}, {"name": ["a", "b"]}]
)
async def test_nobody_gives_themselves_more_than_the_link_offers(desk, more):
    token, client = desk.link("小王", "viewer"), await desk.browser()
    reply = await client.post(f"/staff/invite/{token}", data={"password": PASSWORD, "again": PASSWORD, **more})
    assert reply.status_code == 400
    assert "小王" not in people(desk)


@pytest.mark.parametrize("number", ["999", "0", "2147483648", "9" * 40])
async def test_a_number_that_is_nobodys_is_not_found(desk, number):
    client = await desk.browser("安")
    assert (await client.get(f"/staff/people/{number}")).status_code == 404
    assert (await send(client, f"/staff/people/{number}/remove", sure="true")).status_code == 404


async def test_a_clerk_who_guesses_numbers_and_paths_gets_nowhere(desk):
    desk.member("小王", "clerk", "tianshan")
    client = await desk.browser("小王")
    for path in ("people/1", "people", "audit", "audit.csv", "people/2"):
        assert (await client.get(f"/staff/{path}")).status_code == 403
    for path, fields in (
        ("people/2/role", {"role": "owner"}),
        ("people/1/remove", {"sure": "true"}),
        ("people/1/link", {}),
        ("people", {"name": "x", "role": "owner"}),
    ):
        assert (await send(client, f"/staff/{path}", **fields)).status_code == 403
    assert people(desk) == {"安": ("owner", True), "小王": ("clerk", True)}


async def test_the_last_owner_cannot_go(desk):
    client = await desk.browser("安")
    for path, fields in (("remove", {"sure": "true"}), ("role", {"role": "viewer"})):
        reply = await send(client, f"/staff/people/1/{path}", **fields)
        assert reply.status_code == 403
        assert "最后一位" in reply.text
    assert people(desk)["安"] == ("owner", True)


async def test_a_name_full_of_markup_is_shown_as_it_is(desk):
    client, name = await desk.browser("安"), EVIL[:40]
    assert "&lt;script&gt;" in (await send(client, "/staff/people", name=name, role="viewer")).text
    desk.member(name, "viewer")
    reply = await send(client, "/staff/people", name=EVIL, role="viewer")  # too long: shown in the form again
    assert reply.status_code == 400
    for page in ("people", "people/2", "audit", "me"):
        text = (await client.get(f"/staff/{page}")).text
        assert "<script" not in text
        assert "onerror" not in text or "<img src=x" not in text
    own = await desk.browser(name)
    assert html.escape(name, quote=False)[:20] in (await own.get("/staff")).text
    for page in (f"/staff/login?to={EVIL}&said={EVIL}", f"/staff/invite/{EVIL}"):
        assert "alert" not in (await (await desk.browser()).get(page)).text


@pytest.mark.parametrize(
    "to", ["https://evil.example", "//evil.example", "/staff/../x", "/staff//evil", "/staff\\x", "/"]
)
async def test_after_the_log_in_nobody_is_led_elsewhere(desk, to):
    reply = await login(await desk.browser(), "安", to=to)
    assert httpx.URL(desk.url).join(reply.headers["location"]).host == "127.0.0.1"
    assert reply.headers["location"].startswith("/staff")


async def test_what_a_spreadsheet_would_run_is_text_in_the_download(desk):
    for name in ('=cmd|"/c calc"!A1', "+1+1", "-2", "@SUM(A1)"):
        desk.member(name, "viewer")
    reply = await (await desk.browser("安")).get("/staff/audit.csv")
    assert reply.headers["content-disposition"] == 'attachment; filename="audit.csv"'
    cells = [cell for row in csv.reader(io.StringIO(reply.text.lstrip("\ufeff"))) for cell in row]
    assert {'\'=cmd|"/c calc"!A1', "'+1+1", "'-2", "'@SUM(A1)"} <= set(cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]


async def test_nothing_at_the_desk_is_inline_or_from_elsewhere_or_kept(desk):
    client = await desk.browser("安")
    link = await send(client, "/staff/people", name="小王", role="viewer")
    replies = [link, *[await client.get(f"/staff{path}") for path in ("", "/me", "/people", "/people/1", "/audit")]]
    for reply in [*replies, await (await desk.browser()).get("/staff/login")]:
        assert not re.search(r"\son\w+=|<style|style=|<script", reply.text)
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', reply.text)
        assert reply.headers["cache-control"] == "no-store"
        assert "default-src 'none'" in reply.headers["content-security-policy"]


@pytest.mark.parametrize("body", [b"%", b"a=1&a=2", b"\xff\xfe", b"x" * 70_000, b"csrf=1;role=owner"])
async def test_a_form_that_is_none_is_refused_and_breaks_nothing(desk, body):
    client = await desk.browser("安")
    for kind in (
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "text/plain",
        "application/json",
        "",
    ):
        reply = await client.post("/staff/people", content=body, headers={"Content-Type": kind})
        assert reply.status_code in {400, 403, 413, 415}
