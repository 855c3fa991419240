"""What one program publishes, another sees at its next look."""

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
