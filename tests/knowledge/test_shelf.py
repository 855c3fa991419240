"""What one program publishes, another sees at its next look."""

import asyncio

from knowledge.book import Book
from knowledge.database import Database
from knowledge.editing import Actor, Edit, publish
from knowledge.migrations import migrate
from knowledge.shelf import Shelf
from tests.conftest import NOON
from tests.knowledge.facts import facts, replaced

KEY = ("institution", "first")
ANN = Actor("ann", "command")


async def test_an_edit_of_one_is_seen_by_another(database_url: str):
    ours, theirs = Database(database_url), Database(database_url)
    migrate(ours)
    ours.write(publish, [Edit(key, fact) for key, fact in facts().items()], "file", ANN, NOON)
    shelf = Shelf(theirs)
    assert shelf.load().version == 1
    assert not await shelf.refresh()
    ours.write(publish, [Edit(KEY, replaced(KEY, short="一院"))], "staff", ANN, NOON)
    before: Book = shelf.book
    assert await shelf.refresh()
    assert (shelf.book.version, shelf.book.institutions["first"].short) == (2, "一院")
    assert before.institutions["first"].short == "示例第一医院"
    assert shelf.book.districts["east"] is before.districts["east"]
    ours.write(publish, [Edit(KEY, None)], "staff", ANN, NOON)
    assert await shelf.refresh()
    assert shelf.book.institutions == {}
    assert not await shelf.refresh()
    ours.close()
    theirs.close()


class Dawdling(Database):
    """A database of which the first look comes back only when it is let go, as one of several connections may."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.looked, self.let_go = asyncio.Event(), asyncio.Event()

    async def aread(self, work, *args, **kwargs):
        found = await super().aread(work, *args, **kwargs)
        if not self.looked.is_set():
            self.looked.set()
            await self.let_go.wait()
        return found


async def test_a_look_that_comes_back_late_brings_no_older_book(sqlite: Database):
    sqlite.write(publish, [Edit(key, fact) for key, fact in facts().items()], "file", ANN, NOON)
    slow = Dawdling(sqlite.url.render_as_string())
    shelf = Shelf(slow)
    shelf.load()
    sqlite.write(publish, [Edit(KEY, replaced(KEY, short="一院"))], "staff", ANN, NOON)
    late = asyncio.create_task(shelf.refresh())
    await slow.looked.wait()
    sqlite.write(publish, [Edit(KEY, replaced(KEY, short="新院"))], "staff", ANN, NOON)
    assert await shelf.refresh()
    slow.let_go.set()
    assert await late
    assert (shelf.book.version, shelf.book.institutions["first"].short) == (3, "新院")
    slow.close()


async def test_an_empty_database_is_an_empty_book(database: Database):
    shelf = Shelf(database)
    assert shelf.load().version == 0
    assert not await shelf.refresh()


async def test_catching_up_is_the_same_as_reading_anew(database: Database):
    shelf = Shelf(database)
    shelf.load()
    for n, (key, fact) in enumerate(facts().items()):
        database.write(publish, [Edit(key, fact)], "file", ANN, NOON)
        if n % 2:
            await shelf.refresh()
    await shelf.refresh()
    anew = Shelf(database)
    anew.load()
    assert anew.book.kinds == {kind: held for kind, held in shelf.book.kinds.items() if held}
