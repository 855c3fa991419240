"""In and out of the desk: what a failed log-in tells, and what is left open behind a new password."""

import httpx
import pytest
from sqlalchemy import event

from bot.web.app import build_app
from bot.web.staff import pages
from knowledge import audit, invites, staff
from knowledge.message import Address
from tests.bot.staff_rig import PASSWORD, SHELL, csrf, login, open_desk, send

PHONE = Address("telegram", "7")
NEW = "绿皮火车 9 点开出"


@pytest.fixture
async def desk(shipped):
    async with open_desk(shipped) as desk:
        yield desk


async def ready():
    return True


async def test_a_name_that_exists_is_refused_with_no_more_work_than_one_that_does_not(desk):
    """What takes longer before the page is out tells who is staff: the audit is written after it."""
    asked, before_answer = [], []
    event.listen(desk.house.database.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    app = build_app(
        desk.house.routes.answer, book=lambda: desk.house.shelf.book, clock=desk.clock, ready=ready,
        extra=pages.routes(desk.house),
    )  # fmt: skip

    async def listened(scope, receive, send_on):
        async def noted(message):
            if message["type"] == "http.response.start":
                before_answer.append([*asked])
            await send_on(message)

        asked.clear()
        await app(scope, receive, noted)

    async with httpx.AsyncClient(transport=httpx.ASGITransport(listened), base_url="http://desk") as client:
        for name in ("安", "没有"):
            assert (await login(client, name, "wrong")).status_code == 403
    assert before_answer[0] == before_answer[1]
    (line, *_) = desk.written(audit.page, 5)
    assert (line.who, line.action) == ("安", "login_failed")


async def opened_in_chat(desk, browser):
    """A link that the desk gives for one's own chat, opened there; then another one that nobody has opened yet."""
    for kept in (False, True):
        page = await send(browser, "/staff/me/chat", present=PASSWORD)
        token = page.text.partition("/start invite_")[2].split("<")[0].strip()
        if not kept:
            await desk.house.database.awrite(invites.accept_in_chat, token, PHONE, desk.clock.now)
    assert desk.written(staff.actor_of, PHONE, desk.clock.now).name == "安"
    return token


async def by_password(browser):
    fields = {"present": PASSWORD, "password": NEW, "again": NEW}
    return await send(browser, "/staff/me/password", **fields)


async def by_leaving(browser):
    return await send(browser, "/staff/me/everywhere")


@pytest.mark.parametrize("way", [by_password, by_leaving])
async def test_who_knew_the_old_password_keeps_neither_a_chat_nor_a_link(desk, way):
    """Both let in without the password; the link would even set another one."""
    browser = await desk.browser("安")
    link = await opened_in_chat(desk, browser)
    assert (await way(browser)).status_code == 303
    assert desk.written(staff.actor_of, PHONE, desk.clock.now) is None
    assert (await (await desk.browser()).get(f"/staff/invite/{link}")).status_code == 404


async def test_a_password_set_anew_by_a_link_ends_the_chats_and_a_first_one_does_not(desk):
    desk.member("王", "viewer")
    for first in (False, True):
        values = {"password": ""} if first else {}
        await desk.house.database.awrite(
            lambda c, held: held and c.execute(staff.t.staff.update().values(held)), values
        )
        for to_chat in (True, False):
            token = await desk.house.database.awrite(invites.again, SHELL, 2, desk.clock.now)
            if to_chat:
                await desk.house.database.awrite(invites.accept_in_chat, token, PHONE, desk.clock.now)
        done = await (await desk.browser()).post(f"/staff/invite/{token}", data={"password": NEW, "again": NEW})
        assert done.status_code == 303
        assert (desk.written(staff.actor_of, PHONE, desk.clock.now) is not None) is first


async def test_a_wrong_present_password_stands_in_the_audit_and_leads_back_to_the_form(desk):
    browser = await desk.browser("安")
    await csrf(browser)
    refused = await send(browser, "/staff/me/chat", present="wrong")
    assert refused.status_code == 403
    assert '<a class="button" href="/staff/me">回到「我」</a>' in refused.text
    assert desk.written(audit.page, 1)[0].action == "login_failed"


@pytest.mark.parametrize("number", ["2147483648", "-2147483649", "9" * 19, "9" * 40])
@pytest.mark.parametrize(("path", "fields"), [
    ("questions/take", {"ids": None}), ("questions/merge", {"ids": None, "entry": "q"}),
    ("book/entry/q/confirm", {"seen": None}), ("book/entry/q/restore", {"number": None}),
    ("book/entry/new", {"title": "问", "topic": "programme", "answer": "答", "desk_seen": None}),
])  # fmt: skip
async def test_a_number_that_no_database_holds_is_refused_and_breaks_nothing(desk, number, path, fields):
    sent = {name: number if value is None else value for name, value in fields.items()}
    assert (await send(await desk.browser("安"), f"/staff/{path}", **sent)).status_code == 400
