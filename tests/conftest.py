"""What every test may ask for: the shipped Book, an empty database of each kind, a clock that stands still."""

import gc
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import make_url

from handlers.desk import Desk
from handlers.routes import Routes
from knowledge.book import Book
from knowledge.comprehension import Reader
from knowledge.database import Database
from knowledge.holidays import Calendar
from knowledge.library import load_shipped, shipped_drafts
from knowledge.migrations import migrate
from knowledge.reading import Changes
from knowledge.shelf import Shelf
from tests.postgres import Postgres, server

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=SHANGHAI)
"""A Saturday; the moment at which the tests live."""

SHARED = Path(__file__).parents[2] / "shared"
"""Labelled questions and raw facts, which a user's clone does not have."""


@pytest.fixture(autouse=True)
def thawed() -> Iterator[None]:
    """What a house put aside at its start, as a process does once, may be collected when its test is over."""
    yield
    gc.unfreeze()


@pytest.fixture
def now() -> datetime:
    return NOON


@pytest.fixture(scope="session")
def shared() -> Path:
    if not SHARED.is_dir():
        pytest.skip("../shared (labelled questions and raw facts) is not beside this checkout")
    return SHARED


@pytest.fixture(scope="session")
def book() -> Book:
    """The shipped Book, without a database."""
    return Book.from_changes(Changes(1, {draft.key: draft.fact for draft in shipped_drafts()}, ()))


@pytest.fixture(scope="session")
def reader(book: Book) -> Reader:
    return Reader(book, Calendar())


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of our own."""
    with server() as held:
        yield held


@pytest.fixture
def postgres_url(postgres: Postgres) -> Iterator[str]:
    """A fresh, empty PostgreSQL database."""
    with postgres.fresh() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database of each kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'test.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty SQLite file with the newest schema, made once; tests copy it."""
    path = tmp_path_factory.mktemp("migrated") / "empty.sqlite"
    _migrate(f"sqlite:///{path}")
    return path


@pytest.fixture(scope="session")
def migrated_postgres(postgres: Postgres) -> Iterator[str]:
    """The name of an empty PostgreSQL database with the newest schema, made once; tests copy it."""
    with postgres.fresh() as url:
        _migrate(url)
        yield make_url(url).database or ""


def _migrate(url: str) -> None:
    held = Database(url)
    migrate(held)
    held.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty database of each kind."""
    if request.param == "sqlite":
        yield from _opened(
            f"sqlite:///{shutil.copy(request.getfixturevalue('migrated_file'), tmp_path / 'test.sqlite')}"
        )
    else:
        name = request.getfixturevalue("migrated_postgres")
        with request.getfixturevalue("postgres").fresh(like=name) as url:
            yield from _opened(url)


@pytest.fixture
def sqlite(migrated_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A migrated, empty SQLite database, for tests that say nothing about databases."""
    yield from _opened(f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'plain.sqlite')}")


def _opened(url: str) -> Iterator[Database]:
    held = Database(url)
    yield held
    held.close()


@pytest.fixture(scope="session")
def shipped_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file that holds the shipped Book, made once; tests copy it."""
    path = tmp_path_factory.mktemp("shipped") / "shipped.sqlite"
    held = Database(f"sqlite:///{path}")
    migrate(held)
    held.write(load_shipped, NOON)
    held.close()
    return path


@pytest.fixture
def shipped(shipped_file: Path, tmp_path: Path) -> Iterator[Database]:
    """A database of its own with the shipped Book."""
    yield from _opened(f"sqlite:///{shutil.copy(shipped_file, tmp_path / 'book.sqlite')}")


@pytest.fixture
def desk(shipped: Database, reader: Reader) -> Desk:
    """A front desk with the shipped Book, which is read once for all tests."""
    shelf = Shelf(shipped)
    shelf.reader = reader
    return Desk(shipped, shelf)


@pytest.fixture
def routes(desk: Desk) -> Routes:
    return Routes(desk)


@pytest.fixture
def question(reader: Reader) -> Callable[[str], object]:
    """Ask the shipped Book, in one call."""
    from knowledge.answering.respond import respond
    from knowledge.wording import Voice

    return lambda words: respond(reader.read(words, NOON), reader.book, Voice())
