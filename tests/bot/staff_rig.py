"""The desk over real HTTP: a house with the shipped Book, an owner, and browsers that are logged in or not."""

import contextlib
import re

import httpx

from bot.assembly import open_house
from bot.web.app import build_app
from bot.web.server import serving
from bot.web.staff import pages
from knowledge import invites, passwords
from knowledge.editing import Actor
from tests.conftest import NOON
from tests.houses import house_settings
from tests.patience import PATIENCE

SHELL = Actor("root", "command")
PASSWORD = "四月 river 17 柚子"
KEPT = passwords.kept(PASSWORD)
CSRF = re.compile(r'name="csrf" value="(\w+)"')


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.now = NOON

    def __call__(self):
        return self.now


class Desk:
    """A served house, its clock, and its browsers."""

    def __init__(self, house, clock, url, stack):
        self.house, self.clock, self.url, self._stack = house, clock, url, stack

    def member(self, name, role, *institutions):
        """Somebody of the staff."""
        token = self.link(name, role, *institutions)
        return self.house.database.write(invites.accept_on_web, token, "", KEPT, self.clock.now)

    def link(self, name, role, *institutions):
        return self.house.database.write(invites.make, SHELL, name, role, institutions, self.clock.now)

    async def browser(self, name=""):
        """A browser, logged in when a name is given."""
        headers = {"Sec-Fetch-Site": "same-origin", "Accept-Language": "zh-CN"}
        client = httpx.AsyncClient(base_url=self.url, trust_env=False, verify=False, timeout=PATIENCE, headers=headers)
        client = await self._stack.enter_async_context(client)
        if name:
            reply = await login(client, name)
            assert reply.headers["location"] == "/staff", reply.text
        return client

    def written(self, work, *args):
        return self.house.database.read(work, *args)


@contextlib.asynccontextmanager
async def open_desk(shipped):
    """The desk at a port of its own."""
    clock = Clock()
    settings = house_settings(shipped.url.render_as_string())
    with open_house(settings, clock) as house:

        async def ready():
            return True

        app = build_app(
            house.routes.answer,
            book=lambda: house.shelf.book,
            clock=clock,
            ready=ready,
            extra=pages.routes(house),
        )
        async with contextlib.AsyncExitStack() as stack:
            url = await stack.enter_async_context(serving(app, "127.0.0.1", 0))
            desk = Desk(house, clock, url, stack)
            token = house.database.write(invites.first_owner, NOON)
            house.database.write(invites.accept_on_web, token, "安", KEPT, NOON)
            yield desk


async def login(client, name, password=PASSWORD, **more):
    return await client.post("/staff/login", data={"name": name, "password": password, **more})


async def csrf(client):
    """The token that this session's forms carry."""
    return CSRF.search((await client.get("/staff/me")).text)[1]


async def send(client, path, **fields):
    """A form as the page itself would send it."""
    return await client.post(path, data={"csrf": await csrf(client), **fields})
