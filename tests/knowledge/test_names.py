"""The names of the next Book: those of kinds that stay are not read again, and what is found is the same."""

import msgspec
import pytest

from knowledge.comprehension import Reader
from knowledge.model import Locality
from knowledge.reading import Changes
from tests.conftest import NOON

ASKED = ("龙华医院在哪里", "静安区肾病", "龙化医园", "lhyy在哪里", "新名堂医院怎么去", "新名庄附近")


def longhua(book):
    held = book.institutions["longhua"]
    return ("institution", held.id), msgspec.structs.replace(held, aliases=(*held.aliases, "新名堂医院"))


def quarter(book):
    return ("locality", "new"), Locality(id="new", name="新名庄", kind="quarter", district=min(book.districts))


@pytest.mark.parametrize("edit", [longhua, quarter])
def test_the_next_reader_reads_as_a_fresh_one(book, reader, edit):
    for question in ASKED:
        reader.read(question, NOON)
    key, fact = edit(book)
    later = reader.after(book.with_changes(Changes(book.version + 1, {key: fact}, ())))
    fresh = Reader(later.book, later.calendar)
    assert [later.read(question, NOON) for question in ASKED] == [fresh.read(question, NOON) for question in ASKED]
    assert any(mention.id == fact.id for question in ASKED for mention in later.read(question, NOON).mentions)


def test_kinds_that_stay_are_taken_over(book, reader):
    key, fact = quarter(book)
    later = reader.after(book.with_changes(Changes(book.version + 1, {key: fact}, ())))
    assert later.names.kinds["institution"] is reader.names.kinds["institution"]
    assert later.names.kinds["locality"] is not reader.names.kinds["locality"]
