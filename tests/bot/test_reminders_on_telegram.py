"""The whole way over HTTP: a visit is booked for reminding in the chat, the session is suspended, the person hears."""

import asyncio
import contextlib
import time
from datetime import timedelta

import pytest

from bot.assembly import open_house
from bot.service import serve_until
from knowledge.database import Database
from knowledge.editing import Edit, publish
from knowledge.migrations import migrate
from knowledge.undoing import undo
from scheduler import agenda
from tests.bot.test_messenger import free_port
from tests.conftest import NOON
from tests.houses import house_settings
from tests.scheduler.town import CLERK, NEIGHBOUR, Town, suspended


class Clock:
    """A clock that runs as any does, and can be put forward."""

    def __init__(self):
        self._began, self._shift = time.monotonic(), timedelta()

    def __call__(self):
        return NOON + self._shift + timedelta(seconds=time.monotonic() - self._began)

    def put_forward(self, **by):
        self._shift += timedelta(**by)


@contextlib.asynccontextmanager
async def open_door(api, tmp_path):
    url = f"sqlite:///{tmp_path / 'house.sqlite'}"
    database = Database(url)
    migrate(database)
    Town(database)  # fills it with made-up clinics
    clock, stopped = Clock(), asyncio.Event()
    settings = house_settings(url, telegram_token=api.token, telegram_api=api.url, port=free_port())
    with open_house(settings, clock) as house:
        task = asyncio.create_task(serve_until(house, stopped, lambda _line: None))
        await api.until(lambda: api.called("setMyCommands"))
        yield house, clock
        stopped.set()
        await task
    database.close()


def texts(api):
    return [message.get("text", "") for message in api.sent(7)]


async def told(api, words):
    await api.until(lambda: any(words in text for text in texts(api)))
    return next(text for text in reversed(texts(api)) if words in text)


async def pressed(api, user, label):
    before = len(api.sent(7))
    await user.presses(label)
    await api.until(lambda: len(api.sent(7)) > before)


async def booked(api, house, user):
    await user.says("王示范下周三上午的门诊提醒我")
    await told(api, "11月25日周三 上午")
    await pressed(api, user, "就这样")
    assert len(await house.database.aread(agenda.reminders, NEIGHBOUR)) == 1


async def test_a_suspension_reaches_who_is_to_be_reminded_with_what_else_there_is(api, tmp_path):
    user = api.person()
    async with open_door(api, tmp_path) as (house, clock):
        await booked(api, house, user)
        await house.database.awrite(publish, [Edit(("change", "n1"), suspended)], "staff", CLERK, clock())
        await api.until(lambda: house.shelf.book.clinics.days_at("tianshan").changes)
        clock.put_forward(seconds=61)
        text = await told(api, "停诊通知")
        assert "外出会诊" in text
        assert "11月30日周一上午" in text
        clock.put_forward(days=3, hours=6)
        assert "有变动" in await told(api, "请先看清楚再出门")
        await pressed(api, user, "停这个")
        assert await house.database.aread(agenda.reminders, NEIGHBOUR) == []


async def test_what_is_taken_back_in_time_stays_between_the_staff(api, tmp_path):
    user = api.person()
    async with open_door(api, tmp_path) as (house, clock):
        await booked(api, house, user)
        edit = [Edit(("change", "n1"), suspended)]
        version = await house.database.awrite(publish, edit, "staff", CLERK, clock())
        await house.database.awrite(undo, version, CLERK, clock() + timedelta(seconds=30))
        clock.put_forward(days=3, hours=6)
        text = await told(api, "门诊提醒")
    assert "停诊通知" not in "".join(texts(api))
    assert "11月25日周三上午" in text


@pytest.mark.parametrize("word", ["/stop", "都停了吧", "退订"])
async def test_stop_is_stop(api, tmp_path, word):
    user = api.person()
    async with open_door(api, tmp_path) as (house, _clock):
        await booked(api, house, user)
        before = len(api.sent(7))
        await user.says(word)
        await api.until(lambda: len(api.sent(7)) > before)
        assert await house.database.aread(agenda.reminders, NEIGHBOUR) == []
