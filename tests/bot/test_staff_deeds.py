"""Who does what at the desk, form by form: by everybody who may not, from another site, with more fields, then rightly.

What counts is what the database holds afterwards, not only what the page said.
"""

import pytest

from knowledge import sessions, staff, uploads
from knowledge.kinds import KINDS
from tests.bot import deeds
from tests.bot.deeds import CLINICS, DEEDS, EVERYBODY, FACTS, FRESH, LOOKS, OF_KINDS, OPEN, PAGES, filled, form_of
from tests.bot.roster_rig import roster_desk
from tests.bot.staff_rig import SHELL

TABLES = dict.fromkeys(
    ("item", "revision", "staff", "invite", "draft", "setting", "unanswered", "handoff", "delivery", "upload"), "*"
)
TABLES |= {"staff_address": "*", "staff_session": "digest, staff, made, until"}
"""All that a form could change. When somebody was seen last is nobody's deed."""
STRANGER, GONE = "", "走"


@pytest.fixture
async def desk(shipped):
    async with roster_desk(shipped) as held:
        held.member("编", "editor")
        held.member("走", "owner")
        database = held.house.database
        database.write(deeds.furnish)
        await held.house.shelf.refresh()
        deeds.proposed(held)
        yield held


def test_every_route_of_the_desk_has_a_row():
    posts = {page.path for page in PAGES if page.method == "POST"}
    assert posts == {deed.route for deed in DEEDS} | OPEN | OF_KINDS
    looks = {path: action for action, paths in LOOKS.items() for path in paths.split()}
    gets = {page.path: page.action for page in PAGES if page.method == "GET" and page.path not in OPEN | OF_KINDS}
    assert gets == looks


def world(desk):
    def rows(connection):
        return [connection.exec_driver_sql(f"SELECT {what} FROM {name}").all() for name, what in TABLES.items()]

    return desk.written(rows)


async def browsers(desk):
    """One for each, and what their forms carry; the last was logged in when its owner was let go."""
    held, tokens = {STRANGER: await desk.browser()}, {}
    for name in (*EVERYBODY, GONE):
        who = desk.written(staff.named, name)
        token = desk.house.database.write(sessions.start, who, desk.clock.now)
        held[name], tokens[name] = await desk.browser(), sessions.form_token(token)
        held[name].cookies.set("staff", token, domain="127.0.0.1", path="/staff")
    desk.house.database.write(staff.remove, SHELL, who.id, desk.clock.now)
    return held, tokens


async def attacked(desk, path, fields, may, by, files=None):
    """Nobody else changes anything by this form, and whoever may does so by their own page alone; the last reply."""
    held, tokens = await browsers(desk)
    before = world(desk)
    for name in held:
        if name not in may:
            token = tokens.get(name, "0" * 64)
            reply = await held[name].post(path, data={"csrf": token, **fields}, files=files)
            assert reply.status_code >= 400 or reply.headers.get("location", "").startswith("/staff/login"), name
            assert world(desk) == before, name
    client, own = held[by], tokens[by]
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    for token, headers in (
        ("", {}),
        (tokens[GONE], {}),
        (own, elsewhere),
        (own, {"Sec-Fetch-Site": "", "Origin": "null"}),
    ):
        assert (
            await client.post(path, data={"csrf": token, **fields}, headers=headers, files=files)
        ).status_code == 403
    for more in ({"role": "owner", "zz": "1"}, {"confirmed_by": "别人", "id": "x", "sample": "true"}):
        assert (await client.post(path, data={**fields, **more, "csrf": own}, files=files)).status_code == 400
    assert (await client.get(path, params={"csrf": own, **fields})).status_code in {200, 303, 404, 405}
    assert world(desk) == before
    return await client.post(path, data={"csrf": own, **fields}, files=files)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: deed.name)
async def test_a_form_is_taken_from_who_may_by_their_own_page_and_in_no_other_way(desk, deed):
    if deed.route.endswith(("/yes", "/no")):
        who = desk.written(staff.actor_named, deed.by, "web")
        desk.house.database.write(uploads.keep, who, "一.csv", "tianshan", deeds.CSV, desk.clock.now)
    before = world(desk)
    reply = await attacked(desk, deed.at, filled(desk, deed.fields), deed.may, deed.by, deed.files or None)
    assert reply.status_code in {200, 303}, reply.text
    assert world(desk) != before


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize("form", ["new", "edit"])
async def test_the_form_of_each_kind_is_for_its_keepers(desk, kind, form):
    may = CLINICS if kind in {"expert", "session", "change", "site_rule"} else FACTS
    key, fields = form_of(desk, kind)
    path = f"/staff/book/{kind}/{key}/edit"
    if form == "new":
        path, fields = f"/staff/book/{kind}/new", fields | FRESH.get(kind, {}) | {"desk_seen": "0"}
    before = world(desk)
    reply = await attacked(desk, path, fields, may, may[0])
    assert reply.status_code == 303, reply.text
    assert world(desk) != before
