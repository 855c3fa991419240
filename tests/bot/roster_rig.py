"""A desk with a made-up hospital's roster, two clerks and a viewer; and the steps that tests of rosters share."""

import contextlib
import html
import re

import msgspec

from knowledge import reading
from knowledge.editing import Actor, Edit, publish
from tests.bot.staff_rig import csrf, open_desk, send
from tests.conftest import NOON
from tests.knowledge import sample_clinics as sample

WEEK = "/staff/rosters?at=tianshan&week=2026-11-25"
SUSPEND = {
    "do": "suspend",
    "institution": "tianshan",
    "expert": "e_wang",
    "first": "2026-11-25",
    "last": "2026-11-25",
    "half_day": "上午",
    "reason": "外出会诊",
}
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


def real(fact):
    """The made-up clinics as a hospital's own: a clerk may not clear away a sample that is not theirs."""
    return msgspec.structs.replace(fact, sample=False)


def bring_in(database):
    """The roster of tianshan."""
    facts = [("source", sample.SOURCE), *(("expert", real(e)) for e in sample.EXPERTS)]
    facts += [("session", real(s)) for s in sample.SESSIONS]
    edits = [Edit((kind, fact.id), fact) for kind, fact in facts]
    database.write(publish, edits, "file", Actor("town", "program"), NOON)


@contextlib.asynccontextmanager
async def roster_desk(shipped):
    """辛 keeps tianshan, 丁 yueyang; 看 only looks."""
    bring_in(shipped)
    async with open_desk(shipped) as held:
        held.member("辛", "clerk", "tianshan")
        held.member("丁", "clerk", "yueyang")
        held.member("看", "viewer")
        yield held


def stored(desk, kind):
    return {k[1]: s.fact for k, s in desk.written(reading.states).items() if k[0] == kind and not s.archived}


def hidden(page, action):
    """What the form of a page carries unseen."""
    found = HIDDEN.findall(page.split(f'action="{action}"')[1])
    return {name: html.unescape(value) for name, value in found}


async def published(browser, fields):
    """Preview, then publish what the preview holds; the version."""
    shown = await send(browser, "/staff/rosters/change", **fields)
    assert shown.status_code == 200, shown.text
    form = hidden(shown.text, "/staff/rosters/change")
    done = await browser.post("/staff/rosters/change", data=form)
    assert done.status_code == 303, done.text
    return version_of(done), form


def version_of(done):
    """The version that was published, from where the desk leads on to."""
    return int(done.headers["location"].partition("?")[0].rpartition("/")[2])


async def upload(browser, name, content, **fields):
    token = await csrf(browser)
    return await browser.post(
        "/staff/rosters/import", data={"csrf": token, **fields}, files={"file": (name, content)}, follow_redirects=True
    )
