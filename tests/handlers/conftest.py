from pathlib import Path

import pytest

from handlers.desk import Desk
from handlers.routes import Routes
from knowledge.comprehension import Reader
from knowledge.database import Database
from knowledge.shelf import Shelf
from tests.handlers.person import Person, Stand
from tests.knowledge import sample_clinics


@pytest.fixture
def ann(routes: Routes, shipped: Database) -> Person:
    return Person(routes, shipped)


@pytest.fixture
def with_roster(shipped: Database) -> Person:
    """Somebody talking to a house that has the sample roster in its Book."""
    return Person(Routes(Desk(shipped, Stand(sample_clinics.book()))), shipped)


@pytest.fixture
def homeless_person(shipped: Database, reader: Reader, tmp_path: Path) -> tuple[Person, list[str]]:
    """Somebody talking to a house whose database went away."""
    shelf = Shelf(shipped)
    shelf.reader = reader
    told: list[str] = []
    gone = Database(f"sqlite:///{tmp_path / 'gone' / 'x.sqlite'}")
    return Person(Routes(Desk(gone, shelf, report=told.append)), shipped), told
