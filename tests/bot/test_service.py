"""The running program: it serves, takes in what is published, and stops cleanly."""

import asyncio
import json
import re
import urllib.request
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from bot.assembly import open_house
from bot.service import serve_until
from bot.settings import Settings
from knowledge import invites
from knowledge.database import Database
from knowledge.editing import Actor, Edit, publish
from knowledge.errors import ContentError, JiamenkouError, SettingsError
from knowledge.reading import states
from tests.conftest import NOON
from tests.houses import house_settings
from tests.patience import PATIENCE


def settings(shipped: Database, **more) -> Settings:
    return house_settings(Path(shipped.url.database), **more)


def fetched(url: str) -> tuple[int, str]:
    with urllib.request.urlopen(url, timeout=PATIENCE) as answer:
        return answer.status, answer.read().decode()


async def until(happened) -> None:
    async with asyncio.timeout(PATIENCE):
        while not happened():  # noqa: ASYNC110  (the outside world has no event for it)
            await asyncio.sleep(0.02)


async def test_it_serves_the_page_takes_in_edits_and_stops_when_asked(shipped: Database):
    told: list[str] = []
    stopped = asyncio.Event()
    with open_house(settings(shipped), lambda: NOON) as house:
        serving = asyncio.create_task(serve_until(house, stopped, told.append))
        await until(lambda: told)
        address = next(word for word in told[0].split() if word.startswith("http")).rstrip("/")
        status, page = await asyncio.to_thread(fetched, f"{address}/")
        assert status == 200
        assert "家门口" in page
        assert (await asyncio.to_thread(fetched, f"{address}/healthz"))[0] == 200
        assert (await asyncio.to_thread(fetched, f"{address}/readyz"))[0] == 200
        fact = msgspec.structs.replace(shipped.read(states)["institution", "longhua"].fact, short="龙华新名")
        shipped.write(publish, [Edit(("institution", "longhua"), fact)], "staff", Actor("a", "web"), NOON)
        await until(lambda: house.shelf.book.institutions["longhua"].short == "龙华新名")
        stopped.set()
        await serving
    assert any("web chat only" in line for line in told)


async def test_the_first_owner_is_shown_a_link_until_there_is_one(shipped: Database):
    async def started() -> list[str]:
        told: list[str] = []
        stopped = asyncio.Event()
        with open_house(settings(shipped), lambda: NOON) as house:
            serving = asyncio.create_task(serve_until(house, stopped, told.append))
            await until(lambda: any("web chat only" in line for line in told))
            if link := re.search(r"http\S+/staff/invite/\S+", "\n".join(told)):
                assert "第一位管理员" in (await asyncio.to_thread(fetched, link[0]))[1]
            stopped.set()
            await serving
        return re.findall(r"/staff/invite/(\S+)", "\n".join(told))

    first, second = await started(), await started()
    assert len(first) == len(second) == 1
    assert first != second
    shipped.write(invites.accept_on_web, first[0], "安", "hash", NOON)
    assert await started() == []


async def test_a_fact_that_this_release_cannot_read_stops_nobody(shipped: Database, caplog):
    told: list[str] = []
    stopped = asyncio.Event()
    with open_house(settings(shipped), lambda: NOON) as house:
        serving = asyncio.create_task(serve_until(house, stopped, told.append))
        await until(lambda: told)
        before = house.shelf.book.version
        shipped.write(lambda c: c.execute(text("UPDATE item SET body = '{}', version = :v"), {"v": before + 1}))
        shipped.write(lambda c: c.execute(text("UPDATE book SET version = :v"), {"v": before + 1}))
        await until(lambda: "cannot be read by this release" in caplog.text)
        assert not serving.done()
        assert house.shelf.book.version == before
        stopped.set()
        await serving
    with pytest.raises(ContentError, match="run the release that wrote it"), open_house(settings(shipped)):
        pass


async def test_a_port_in_use_ends_it_with_a_sentence(shipped: Database):
    async def refuse(reader, writer) -> None:
        writer.close()

    taken = await asyncio.start_server(refuse, "127.0.0.1", 0)
    port = taken.sockets[0].getsockname()[1]
    told: list[str] = []
    with open_house(settings(shipped, port=port)) as house:
        with pytest.raises((SettingsError, ExceptionGroup)) as failed:
            await serve_until(house, asyncio.Event(), told.append)
        group = failed.value
        errors = group.exceptions if isinstance(group, ExceptionGroup) else [group]
        assert all(isinstance(error, JiamenkouError) for error in errors)
        assert str(port) in str(errors[0])
    taken.close()
    await taken.wait_closed()


def test_a_house_opens_on_nothing_makes_its_folder_and_closes_what_it_opened(tmp_path: Path):
    path = tmp_path / "new" / "folder" / "x.sqlite"
    with open_house(house_settings(path), lambda: NOON) as house:
        assert len(house.shelf.book.bases) == 17
        assert path.is_file()
    assert not path.with_name("x.sqlite-wal").exists()
    assert json.dumps(str(path))


def test_an_error_inside_closes_the_house_too(shipped: Database):
    with pytest.raises(RuntimeError), open_house(settings(shipped), lambda: NOON) as house:
        raise RuntimeError("inside")
    with pytest.raises(RuntimeError):
        asyncio.run(house.database.aread(states))
